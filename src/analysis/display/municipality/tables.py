"""The tables of a municipality's page."""

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.display.any_report import AnyReport
from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.municipality.gathered import Gathered
from analysis.display.municipality.sentences import MunicipalityWords
from analysis.display.municipality.subject import MunicipalitySubject
from analysis.evaluation.municipality import Beside, MunicipalityEvaluation
from analysis.model.indicators import RegisteredIndicator


class Tables(AnyReport):
    """Indicators beside others, and what is missing."""

    subject: MunicipalitySubject
    evaluation: MunicipalityEvaluation
    gathered: Sequence[Gathered]
    _wording: MunicipalityWords

    # -- beside others

    def indicators(self) -> Blocks:
        """Each indicator's newest figure, with others and the country of the same period."""
        say, found = self._say, self.evaluation.beside
        if not found:
            none = say("No figures of {place} are held here that others have too.",
                       place=self.subject.place)  # fmt: skip
            return Blocks(TextBlock((none,)))
        notes = [say("Others: municipalities whose figures of the period are held here.")]
        if any(not item.compared for item in found):
            notes.append(say("–: too few others, or no figure."))
        if any(item.counted for item in found):
            notes.append(say("Numbers that grow with the size of a municipality are not held "
                             "beside others."))  # fmt: skip
        table = self._table(
            "indicators",
            say("The newest figures beside others"),
            [say("Indicator"), say("Period"), phrase(self.subject.place),
             say("Middle value of the others"), say("Their middle half"), say("Number of others"),
             say("The country")],
            [self._indicator_row(item) for item in found],
            pd.DataFrame([_figures(item) for item in found]),
            (False, False, True, True, True, True, True),
            notes,
        )  # fmt: skip
        return Blocks(table)

    def _indicator_row(self, item: Beside) -> tuple[Phrase, ...]:
        number, none = self._decimal(item.indicator), phrase("–")
        half = self._wording.interval(item.indicator, *item.half) if item.half else none
        return (
            self._say(
                "{indicator}, {unit}",
                indicator=item.indicator.title,
                unit=self.subject.panel.registry.unit(item.indicator.unit).title,
            ),
            self._language.period(item.period),
            self._marked(item),
            none if item.middle is None else phrase(number(item.middle)),
            half,
            phrase(self._language.number(item.peers, 0)),
            none if item.country is None else phrase(number(item.country)),
        )

    def _marked(self, item: Beside) -> Phrase:
        value = self._decimal(item.indicator)(item.value)
        if item.quality == "doubtful":
            return self._say("{value} (doubtful)", value=value)
        if item.quality == "approximate":
            return self._say("{value} (approximate)", value=value)
        return phrase(value)

    def _decimal(self, indicator: RegisteredIndicator) -> Callable[[float], str]:
        return lambda value: self._language.number(float(value), indicator.decimals)

    # -- what is missing

    def _missing_table(self) -> TableBlock:
        say, lacks = self._say, self.evaluation.lacks
        rows = [(self._language.text(item.title), self._wording.where(item)) for item in lacks]
        frame = pd.DataFrame([{"indicator": item.id, "unit": item.unit} for item in lacks])
        caption = say("Figures that could be had, and where")
        return self._table(
            "missing", caption, [say("Indicator"), say("Where")], rows, frame, (False, False)
        )


def _figures(item: Beside) -> dict[str, object]:
    low, high = item.half or (None, None)
    return {
        "indicator": item.indicator.id,
        "period": str(item.period),
        "value": item.value,
        "middle": item.middle,
        "low": low,
        "high": high,
        "n": item.peers,
        "country": item.country,
    }
