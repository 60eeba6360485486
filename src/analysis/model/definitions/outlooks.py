"""What a strategy expects of the workforce to come, and what it aims at."""

from analysis.model.definitions.base import Section


class WorkforceOutlook(Section):
    """What a strategy expects of the workforce to come, and what it aims at."""
