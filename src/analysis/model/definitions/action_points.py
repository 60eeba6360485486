"""What a point of an action programme commits to, and by when."""

from analysis.model.definitions.base import Definition


class ActionPoint(Definition):
    """What a point of an action programme commits to, and by when."""
