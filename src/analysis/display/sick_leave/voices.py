"""What the parties say of the programme, beside what the figures say."""

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.sick_leave.base import SickLeaveBase


class Voices(SickLeaveBase):
    """Verdicts, words and states, each with its party."""

    def parties(self) -> Blocks:
        """Who has replied to a form, and what they say; that nobody has, where nobody has."""
        if not self._replied:
            return Blocks(TextBlock((self._say("No party has replied to a form."),)))
        return Blocks(
            *self._who_replied(),
            *self._side_by_side(),
            *self._changes_table(),
            *self._states_table(),
            *self._words_table(),
        )
