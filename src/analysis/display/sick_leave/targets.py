"""The targets: what came of those that are due, and what those ahead would take."""

import numpy as np
import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.base import SickLeaveBase
from analysis.display.sick_leave.drawings import (
    Line,
    TargetPath,
    draw_target_path,
)
from analysis.display.wording import outcome_in_words, target_in_words
from analysis.methods.results import Estimate
from analysis.methods.targets import Judgement, Outcome
from analysis.model.definitions import Target


class Targets(SickLeaveBase):
    """The table of targets, and the path to those ahead."""

    def targets(self) -> Blocks:
        """Every target with its outcome: met, missed, not yet due."""
        say, judgements = self._say, self.evaluation.agreed
        if not judgements:
            return Blocks(TextBlock((say("No targets are known for this programme."),)))
        place = next((item.target.place for item in judgements), None)
        notes = [say("A year is the plain mean of its quarters where the source gives no year.")]
        if any(item.fragile for item in judgements):
            notes.append(
                say("A narrow margin depends on how the quarters are weighted, or on rounding.")
            )
        table = self._table(
            "targets",
            say("Targets and what came of them, per cent"),
            [
                say("Year"),
                say("Tier"),
                say("Target"),
                say("Outcome of the year"),
                say("May lie between"),
                say("Verdict"),
            ],
            [self._target_row(item) for item in judgements],
            pd.DataFrame([_target_record(item) for item in judgements]),
            (False, False, False, True, True, False),
            notes,
            self._source_note(place),
        )
        ahead = [self._required(target, change) for target, change in self.evaluation.required]
        if not ahead:
            return Blocks(table)
        return Blocks(table, TextBlock((*ahead, say("That is arithmetic, not a forecast."))))

    def _target_row(self, item: Judgement) -> tuple[Phrase, ...]:
        tier, line = target_in_words(item.target, self.evaluation.indicator, self._language)
        known = item.value is not None
        return (
            self._language.period(item.target.period),
            tier,
            line,
            self._number(item.value or 0) if known else phrase("–"),
            self._reach(item) if known else phrase("–"),
            outcome_in_words(item, self._language),
        )

    def _reach(self, item: Judgement) -> Phrase:
        """Between what the value lies for what is not known about weights and rounding."""
        value = self._lead.values.get(item.target.period.year)
        if value is None or item.target.period.kind != "year":
            return phrase("–")
        return phrase(self._language.interval(*value.widened(value.wide), 2))

    def _required(self, target: Target, change: Estimate) -> Phrase:
        """What a year must bring from the last year on for the last target to be reached."""
        language, indicator = self._language, self.evaluation.indicator
        tier, line = target_in_words(target, indicator, language)
        names = {
            "tier": tier,
            "line": line,
            "period": language.period(target.period),
            "year": str(self.evaluation.last_year),
            "change": language.change(change.estimate or 0, indicator.unit, indicator.decimals + 1),
        }
        if not change.estimate:
            return self._say(
                "The level of {year} is already good enough for the target “{tier}” for {period}, "
                "{line}.",
                **names,
            )
        return self._say(
            "To reach the target “{tier}” for {period}, {line}, {indicator} has to fall by "
            "{change} a year from {year} on.",
            indicator=self._naming.definite,
            **names,
        )

    def target_path(self) -> Blocks:
        """The figure of targets: what the years were, and what is aimed at."""
        lead, language = self._lead, self._language
        if not lead.judgements:
            return Blocks()
        values = pd.Series({year: item.value for year, item in sorted(lead.values.items())})
        targets = tuple(
            Line(
                item.target.period.year,
                item.target.value,
                target_in_words(item.target, self.evaluation.indicator, language)[
                    0
                ].plain.capitalize(),
                item.target.tier == "desired",
            )
            for item in lead.judgements
        )
        bounds = {
            year: value.widened(value.wide)
            for year, value in lead.values.items()
            if any(line.year == year for line in targets)
        }
        data = TargetPath(
            values.astype(float),
            bounds,
            targets,
            self.subject.place,
            self._base,
            self._axis(),
        )
        due = [item for item in lead.judgements if item.outcome is not Outcome.NOT_DUE]
        alt, caption = self._path_words(str(len(due)), str(len(lead.judgements)))
        return Blocks(
            self._figure(
                "target-path",
                lambda size: draw_target_path(data, language, size),
                alt,
                sentences([caption, *self._stated_note(lead.values), self._axis_note()]),
                self._source_note(next((item.target.place for item in lead.judgements), None)),
                self._path_table(values),
            )
        )

    def _path_words(self, due: str, every: str) -> tuple[Phrase, Phrase]:
        """The alternative text and the caption of the figure of targets."""
        say, naming = self._say, self._naming
        alt = say(
            "Line chart of {indicator} by year and of the targets in two tiers. The values stand "
            "in the table above. {n} of {all} targets are due.",
            indicator=naming.definite,
            n=due,
            all=every,
        )
        if self._all_stated(self._lead.values):
            return alt, say(
                "{indicator} by year as the source states it, and targets. The pale bar is what "
                "the figure can have been before it was rounded.",
                indicator=naming.first,
            )
        return alt, say(
            "{indicator} and targets by year. The pale bar is what a year can be when the weights "
            "of the quarters are not known.",
            indicator=naming.first,
        )

    def _path_table(self, values: pd.Series) -> TableBlock:
        say, lines = self._say, {}
        for item in self._lead.judgements:
            lines[item.target.period.year, item.target.tier] = item.target.value
        years = sorted({*map(int, values.index), *(year for year, _ in lines)})
        frame = pd.DataFrame(
            {
                "value": [values.get(year) for year in years],
                "acceptable": [lines.get((year, "acceptable")) for year in years],
                "desired": [lines.get((year, "desired")) for year in years],
            },
            index=years,
            dtype=float,
        )
        rows = [
            (
                phrase(str(year)),
                *(phrase("–") if np.isnan(cell) else self._number(cell) for cell in row),
            )
            for year, row in zip(years, frame.to_numpy(), strict=True)
        ]
        columns = [say("Year"), self._naming.short, say("Good enough"), say("Desired")]
        caption = say("{indicator} and targets by year, per cent", indicator=self._naming.first)
        return self._table(
            "target-path-data", caption, columns, rows, frame, (False, True, True, True)
        )


def _target_record(item: Judgement) -> dict[str, object]:
    return {
        "period": str(item.target.period),
        "tier": item.target.tier,
        "target": item.target.value,
        "value": item.value,
        "distance": item.distance,
        "outcome": item.outcome.value,
        "fragile": item.fragile,
    }
