"""What all sentences on the indicator share: its noun, a value and a change in words."""

from collections.abc import Sequence

from analysis.display.languages import Language, Phrase
from analysis.display.sick_leave.naming import Naming
from analysis.display.wording import Words
from analysis.model.definitions import Break, Programme

Worded = tuple[Phrase, list[Phrase]]


def left_out(language: Language, years: Sequence[int]) -> Phrase:
    """Which years are not among those that are compared."""
    return language.say_n(
        "{years} lacks figures and is left out.",
        "{years} lack figures and are left out.",
        len(years),
        years=language.listed(str(year) for year in years),
    )


class SickLeaveWordsBase(Words):
    """Sentences on an indicator of a programme."""

    def __init__(self, programme: Programme, naming: Naming):
        super().__init__(programme, naming.language)
        self._naming = naming
        self._measured = naming.indicator

    @property
    def _indicator(self) -> Phrase:
        """What a sentence calls the indicator."""
        return self._naming.definite

    def _broken(self, broken: Break | None) -> list[Phrase]:
        """Where the way of counting changed, with the note on it; nothing without a break."""
        if broken is None:
            return []
        told = self._say(
            "The way of counting changed in {period}. Figures before and after it are not "
            "compared.",
            period=self._language.period(broken.at),
        )
        return [told, self._language.text(broken.note)]

    def _value(self, value: float, more: int = 0) -> Phrase:
        measured = self._measured
        return self._language.quantity(value, measured.unit, measured.decimals + more)

    def _change(self, value: float) -> Phrase:
        return self._language.change(value, self._measured.unit, self._measured.decimals)

    def _change_is_up(self, change: float) -> bool:
        return change > 0 or self._is_zero(change)

    def _is_zero(self, change: float) -> bool:
        return self._language.number(abs(change), self._measured.decimals) == self._language.number(
            0, self._measured.decimals
        )
