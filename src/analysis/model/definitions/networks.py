"""A programme of many municipalities: themes, waves, participants, published outcomes."""

from analysis.model.definitions.base import Section


class Network(Section):
    """A programme of many municipalities: themes, waves, participants, published outcomes."""
