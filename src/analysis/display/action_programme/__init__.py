"""The report on an action programme: what is due when, how firmly, and what was reported of it."""

from analysis.display.action_programme.detail import Detail
from analysis.display.action_programme.first_page import FirstPage
from analysis.display.action_programme.outcomes import Outcomes
from analysis.display.action_programme.reported import Reported


class ActionReport(FirstPage, Reported, Detail, Outcomes):
    """What the template ``action_programme`` shows; ``evaluation`` holds what was counted."""
