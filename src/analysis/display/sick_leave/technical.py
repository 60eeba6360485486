"""Methods and limits, with the models that are not relied on."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, sentences
from analysis.display.sick_leave.base import SickLeaveBase
from analysis.display.sick_leave.drawings import draw_control_chart
from analysis.evaluation.sick_leave.technical import ControlChart, control_chart, false_alarms
from analysis.methods.control_charts import COMMON_CAUSE, MISSING


class Technical(SickLeaveBase):
    """Models, methods and limits."""

    def step_model(self) -> Blocks:
        """The step model on quarters, with how often it is wrong where there is no effect."""
        say = self._say
        before, after = self.evaluation.counts
        models = self._lead.models
        if not any(item.computed for item in models):
            return Blocks(TextBlock((self._too_few(before, after),)))
        names = {
            "step_season": say("Step, with season"),
            "step_trend_season": say("Step and trend, with season"),
            "step_trend_slope_season": say("Step, trend and new slope, with season"),
            "step_season_ar1": say("Step, with season and correlated quarters"),
        }
        table = self._estimate_table(
            "step-model",
            say("Step at the start of the programme, quarters as the unit, percentage points"),
            [(names[item.method], item) for item in models],
            [],
        )
        return Blocks(table, TextBlock((self._false_alarms(),)))

    def _false_alarms(self) -> Phrase:
        say, share = self._say, self._language.share
        found = false_alarms(self.evaluation)
        alike, apart = found.alike, found.apart
        parts = [
            say(
                "Not to be relied on: with as many quarters and no effect at all, this model still "
                "calls a change significant in {alike} of simulated series when neighbouring "
                "quarters resemble each other (correlation {rho}), and in {apart} when they do "
                "not. Five in a hundred would be right.",
                alike=share(alike["step_season"]),
                apart=share(apart["step_season"]),
                rho=self._language.number(found.rho, 1),
            )
        ]
        if "year_as_unit" in alike:
            parts.append(
                say(
                    "The test with years as the unit does so in {alike} and {apart}.",
                    alike=share(alike["year_as_unit"]),
                    apart=share(apart["year_as_unit"]),
                )
            )
        return sentences(parts)

    def control_chart(self) -> Blocks:
        """The control chart with the quarters before the start as its baseline."""
        say, language = self._say, self._language
        found = control_chart(self.evaluation)
        if found is None:
            return Blocks(TextBlock((self._too_few(*self.evaluation.counts),)))
        points = found.points
        line = points.iloc[0]
        words = {
            "mean": say("Mean").plain + f" {language.number(line['mean'], 2)}",
            "upper": say("Upper limit").plain + f" {language.number(line['upper'], 2)}",
            "lower": say("Lower limit").plain + f" {language.number(line['lower'], 2)}",
            "near_lower": say("Near limit").plain + f" {language.number(line['near_lower'], 2)}",
            "axis": self._axis(),
            "start": say("Programme starts").plain,
        }
        text = self._signals(found)
        alt = sentences(
            [
                say(
                    "Control chart of {indicator} by quarter: mean {mean}, limits {lower} and "
                    "{upper}.",
                    indicator=self._naming.definite,
                    mean=language.number(line["mean"], 2),
                    lower=language.number(line["lower"], 2),
                    upper=language.number(line["upper"], 2),
                ),
                text,
            ]
        )
        caption = say(
            "Quarters against the limits of the {n} quarters before the start. Dotted: the near "
            "limits. Diamonds: signals.",
            n=language.number(found.n_baseline, 0),
        )
        caption = sentences([caption, self._axis_note()])
        figure = self._figure(
            "control-chart",
            lambda size: draw_control_chart(
                points, self.subject.programme.start, words, self._base, size
            ),
            alt,
            caption,
            self._source_note(self.evaluation.indicator.place),
            self._chart_table(points),
        )
        return Blocks(figure, TextBlock((text,)))

    def _signals(self, found: ControlChart) -> Phrase:
        say, language = self._say, self._language
        if not found.signals:
            return say("No quarter after the start is a signal.")
        named = language.listed(language.period(period) for period in found.signals)
        parts = [say("Signals after the start: {periods}.", periods=named), self._rules(found)]
        if found.silent:
            parts.append(
                say(
                    "Under {n} of the {all} readings of the table there is no signal.",
                    n=language.number(found.silent, 0),
                    all=language.number(len(self.evaluation.readings), 0),
                )
            )
        if found.survival is not None and found.fragile:
            parts.append(
                say(
                    "The signals are fragile: when the printed figures are moved at random within "
                    "their rounding, all of them remain in {every} of the draws, and at least one "
                    "in {some}. The chart also takes no account of the season. The report "
                    "therefore does not lead with it.",
                    every=language.share(found.survival.every),
                    some=language.share(found.survival.some),
                )
            )
        return sentences(parts)

    def _rules(self, found: ControlChart) -> Phrase:
        """The rule behind each signal, and what a signal does not say."""
        names = self._label_names()
        labels = dict.fromkeys(found.points["label"][period] for period in found.signals)
        rules = self._language.listed(names[label] for label in labels)
        return self._say(
            "Rule: {rules}. A signal says that something changed, not what changed it.", rules=rules
        )

    def _label_names(self) -> dict[str, Phrase]:
        say = self._say
        return {
            COMMON_CAUSE: say("usual swing"),
            MISSING: say("missing"),
            "above_limit": say("above the upper limit"),
            "below_limit": say("below the lower limit"),
            "rising": say("seven rising"),
            "falling": say("seven falling"),
            "two_of_three_above": say("two of three beyond the upper near limit"),
            "two_of_three_below": say("two of three beyond the lower near limit"),
            "run_above": say("seven above the mean"),
            "run_below": say("seven below the mean"),
        }

    def _chart_table(self, points: pd.DataFrame) -> TableBlock:
        say = self._say
        names = self._label_names()
        rows = [
            (self._language.period(period), self._number(row["value"]), names[row["label"]])
            for period, row in points.iterrows()
        ]
        columns = [say("Quarter"), self._naming.short, say("Signal")]
        caption = say("Quarters and signals")
        return self._table(
            "control-chart-data", caption, columns, rows, points, (False, True, False)
        )

    def methods(self) -> Blocks:
        """How each number was calculated."""
        say = self._say
        items = (
            say("Same quarter: a quarter is only compared with the same quarter of other years, "
                "since many figures swing with the season."),
            say("Years as the unit: the mean of the years after the start against the mean of the "
                "years before it, Student’s t with the spread of the years on either side. It "
                "needs no assumption about how quarters hang together, at the price of finding "
                "large changes only."),
            say("Drift: with five full years or more, the change must also show beside a straight "
                "line through the years, so that a fall that was under way is not taken for the "
                "programme’s."),
            say("What takes a claim back: fewer than three years before the start, a change that "
                "rounding could make, one most of which had come before the start in the year "
                "that the start divides. Figures on the other side of a change in the way of "
                "counting are left out. A rise is held to the same rules as a fall."),
            say("Difference: the municipality less the comparison, quarter by quarter, then the "
                "same test. What moves both alike falls out."),
            say("Step model: least squares with a step at the start and a level for each quarter "
                "of the year (Bernal et al. 2017). The number of quarters decides which models "
                "may run (Turner et al. 2021)."),
            say("Control chart: mean and 2.66 times the mean moving range (Wheeler 2000), rules "
                "of NHS England’s Making Data Count. A year’s target is never judged by it."),
            say("What a year can be: the lowest and highest value over all weights of the "
                "quarters within the bounds that reproduce the years the source states."),
            *self._how_replies_count(),
        )  # fmt: skip
        return Blocks(TextBlock(items, listed=True))

    def limits(self) -> Blocks:
        """What the figures cannot bear."""
        say, language = self._say, self._language
        indicator = self.evaluation.indicator
        items = [
            language.text(indicator.definition),
            say(
                "One municipality: what the programme did and what else happened at the same "
                "time cannot be told apart."
            ),
        ]
        if indicator.comparison:
            items.append(language.text(indicator.comparison.caveat))
            for item in self.evaluation.breaks_elsewhere:
                told = say(
                    "The figures of {place} cross a change in the way of counting, in {period}:",
                    place=indicator.comparison.title,
                    period=language.period(item.at),
                )
                items.append(sentences([told, language.text(item.note)]))
            if indicator.comparison.design:
                items.append(language.text(indicator.comparison.design.text))
        if indicator.weights:
            items.append(
                say("The plain mean of four quarters is not the year’s own figure where quarters "
                    "weigh differently.")
            )  # fmt: skip
        items.append(say("A single quarter is never held against a target for a year."))
        return Blocks(TextBlock(tuple(items), listed=True))
