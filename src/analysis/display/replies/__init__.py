"""What parties say in forms, as findings and tables of the reports that show it."""

from analysis.display.replies.tables import ReplyTables
from analysis.display.replies.words import ReplyWords

__all__ = ["ReplyTables", "ReplyWords"]
