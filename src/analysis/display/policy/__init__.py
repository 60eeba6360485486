"""The report on what an evaluated party says of its own policy."""

from analysis.display.policy.around import Around
from analysis.display.policy.detail import Detail


class PolicyReport(Detail, Around):
    """What the template ``policy_evaluation`` shows; ``evaluation`` holds all that was counted."""
