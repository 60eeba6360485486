"""A review of a whole municipality: areas, goals, dialogues, plans."""

from analysis.model.definitions.base import Section


class QualityReview(Section):
    """A review of a whole municipality: areas, goals, dialogues, plans."""
