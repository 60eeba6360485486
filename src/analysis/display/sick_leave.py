"""The report on sick leave before and after a programme began."""

import math
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.figures import (
    Line,
    Marker,
    Overview,
    TargetPath,
    draw_control_chart,
    draw_overview,
    draw_same_quarters,
    draw_target_path,
    figure_block,
)
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.report import Report, Subject
from analysis.display.wording import grade_label, outcome_in_words, target_in_words
from analysis.evaluation.sick_leave import ReadingResult, SickLeaveEvaluation, find
from analysis.methods.control_charts import COMMON_CAUSE, chart, signal_survival
from analysis.methods.interrupted_series import (
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    false_alarm_rates,
    split,
)
from analysis.methods.results import Estimate, result_frame
from analysis.methods.seasonality import same_quarter_changes
from analysis.methods.targets import Outcome
from analysis.model.definitions import Measure, Package
from analysis.model.periods import Period

AUTOCORRELATION = 0.6


class SickLeaveReport(Report):
    """What the template ``sick_leave`` shows; ``evaluation`` holds all that was calculated."""

    def __init__(self, subject: Subject, evaluation: SickLeaveEvaluation):
        super().__init__(subject, find(evaluation), evaluation.indicator)
        self.evaluation = evaluation

    @property
    def _lead(self) -> ReadingResult:
        return self.evaluation.lead

    @cached_property
    def _base(self) -> int:
        """Where the axes of the report start: below everything drawn, at a whole number."""
        drawn = [*self._lead.quarters, *(item.target.value for item in self._lead.judgements)]
        if self._others is not None:
            drawn.extend(self._others)
        return max(0, math.floor(min(drawn, default=0)) - 1)

    @cached_property
    def _others(self) -> pd.Series | None:
        """The comparison series, for the time the municipality has figures for."""
        comparison = self.evaluation.comparison
        if comparison is None or self._lead.quarters.empty:
            return None
        first, last = self._lead.quarters.index[0], self._lead.quarters.index[-1]
        return comparison[[first <= period <= last for period in comparison.index]]

    @cached_property
    def _years(self) -> list[int]:
        return [int(year) for year in self._lead.table.index]

    def _number(self, value: float, decimals: int = 1, signed: bool = False) -> Phrase:
        if value is None or np.isnan(value):
            return self._say("missing")
        return phrase(self._language.number(value, decimals, signed))

    def _axis(self) -> str:
        return self._say("Sick leave, per cent").plain

    def _axis_note(self) -> Phrase:
        return self._say("The axis starts at {base}.", base=str(self._base))

    def looks_at(self) -> Phrase:
        quarters = len(self._lead.quarters)
        if not quarters:
            return self._say("no figures")
        return self._language.say_n(
            "{years}, {n} quarter",
            "{years}, {n} quarters",
            quarters,
            years=self._language.years(self._years[0], self._years[-1]),
        )

    # -- the first page

    def overview(self) -> Blocks:
        """The figure that carries the main finding: quarters, years, comparison, what was done."""
        lead, say, language = self._lead, self._say, self._language
        programme, indicator = self.subject.programme, self.evaluation.indicator
        if lead.quarters.empty:
            return Blocks(TextBlock((say("There are no quarterly figures to draw."),)))
        targets = tuple(
            Line(
                item.target.period.year,
                item.target.value,
                f"{target_in_words(item, indicator, language)[0].plain.capitalize()} "
                f"{language.number(item.target.value, 1)}",
                item.target.tier == "desired",
            )
            for item in lead.judgements
            if item.outcome is not Outcome.NOT_DUE
        )
        means = lead.table["mean"].dropna()
        start = language.period(programme.start)
        comparison = indicator.comparison
        data = Overview(
            lead.quarters,
            means,
            self._others,
            self.subject.place,
            language.text(comparison.title).plain if comparison else "",
            programme.start,
            say("Programme starts").plain,
            targets,
            tuple(self._markers()),
            self._base,
            self._axis(),
        )
        listed = language.listed(
            say("{year}: {value}", year=str(year), value=language.number(value, 1))
            for year, value in means.items()
        )
        alt = say(
            "Line chart of sick leave by quarter with the mean of each year. {years}. "
            "The programme starts in {start}.",
            years=listed,
            start=start,
        )
        caption = say(
            "Sick leave among employees of the municipality. Thin line: quarters. Thick lines: "
            "the mean of a year's four quarters."
        )
        parts = [caption, self._axis_note()]
        if self._others is not None:
            parts.append(say("Dashed: {place}.", place=comparison.title if comparison else ""))
        return Blocks(
            figure_block(
                "overview",
                lambda size: draw_overview(data, language, size),
                alt,
                sentences(parts),
                self._sources_note(),
                self._quarter_table("overview-data"),
                self._invented_mark(),
            )
        )

    def _sources_note(self) -> Phrase:
        place = self.evaluation.indicator.place
        producers = dict.fromkeys(source.producer for source in self.subject.sources)
        where = self._place(place)
        names = self._language.listed(producers)
        if place is None:
            return self._say("Source: {producer}.", producer=names)
        return self._say("Sources: {producers}; {place}.", producers=names, place=where)

    def _markers(self) -> list[Marker]:
        markers = []
        for package in self.subject.programme.packages:
            when = package.adopted or self._earliest(package)
            if when is not None:
                markers.append(
                    Marker(when.midpoint, self._marker_label(package), bool(package.adopted))
                )
        return markers

    def _earliest(self, package: Package) -> Period | None:
        starts = [measure.start for measure in self._in(package) if measure.start]
        return min(starts) if starts else None

    def _in(self, package: Package) -> list[Measure]:
        return [item for item in self.subject.programme.measures if item.package == package.id]

    def _marker_label(self, package: Package) -> str:
        label = self._language.text(package.short).plain
        undated = self._say("undated").plain
        adopted = package.adopted
        label += f" {self._language.period(adopted).plain}" if adopted else f" ({undated})"
        costs = [item.cost for item in self._in(package) if item.cost and item.cost.amount]
        for cost in costs:
            amount = self._language.number(cost.amount or 0, 1)
            fund = self._say("fund {amount} {unit}", amount=amount, unit=cost.unit)
            label += f", {fund.plain}"
        return label

    def targets(self) -> Blocks:
        """Every target with its outcome: met, missed, not yet due."""
        lead, say, language = self._lead, self._say, self._language
        rows, records = [], []
        for item in lead.judgements:
            tier, line = target_in_words(item, self.evaluation.indicator, language)
            known = item.value is not None
            rows.append(
                (
                    language.period(item.target.period),
                    tier,
                    line,
                    self._number(item.value or 0) if known else phrase("–"),
                    outcome_in_words(item, language),
                )
            )
            records.append(
                {
                    "period": str(item.target.period),
                    "tier": item.target.tier,
                    "target": item.target.value,
                    "value": item.value,
                    "distance": item.distance,
                    "outcome": item.outcome.value,
                    "fragile": item.fragile,
                }
            )
        place = next((item.target.place for item in lead.judgements), None)
        notes = [say("A year is the plain mean of its quarters where the source gives no year.")]
        if any(item.fragile for item in lead.judgements):
            notes.append(
                say("A narrow margin depends on how the quarters are weighted, or on rounding.")
            )
        table = self._table(
            "targets",
            say("Targets and what came of them, per cent"),
            [say("Year"), say("Tier"), say("Target"), say("Outcome of the year"), say("Verdict")],
            rows,
            pd.DataFrame(records),
            (False, False, False, True, False),
            notes,
            self._source_note(place),
        )
        return Blocks(table)

    # -- the figures in detail

    def target_path(self) -> Blocks:
        """The figure of targets: what the years were, and what is aimed at."""
        lead, say, language = self._lead, self._say, self._language
        values = pd.Series({year: item.value for year, item in sorted(lead.values.items())})
        targets = tuple(
            Line(
                item.target.period.year,
                item.target.value,
                target_in_words(item, self.evaluation.indicator, language)[0].plain.capitalize(),
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
            self.subject.as_of.year,
            self._base,
            self._axis(),
        )
        due = [item for item in lead.judgements if item.outcome is not Outcome.NOT_DUE]
        alt = say(
            "Line chart of the year's sick leave and of the targets in two tiers. The values "
            "stand in the table above. {n} of {all} targets are due.",
            n=str(len(due)),
            all=str(len(lead.judgements)),
        )
        caption = say(
            "Sick leave of the year and targets. The pale bar is what a year can be when the "
            "weights of the quarters are not known."
        )
        return Blocks(
            figure_block(
                "target-path",
                lambda size: draw_target_path(data, language, size),
                alt,
                sentences([caption, self._axis_note()]),
                self._source_note(next((item.target.place for item in lead.judgements), None)),
                self._path_table(values),
                self._invented_mark(),
            )
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
        columns = [say("Year"), say("Sick leave"), say("Good enough"), say("Desired")]
        caption = say("Sick leave of the year and targets, per cent")
        return self._table(
            "target-path-data", caption, columns, rows, frame, (False, True, True, True)
        )

    def quarters(self) -> Blocks:
        """The table of years and quarters, as the report leads with it."""
        return Blocks(self._quarter_table("quarters"))

    def _quarter_table(self, name: str) -> TableBlock:
        say, table = self._say, self._lead.table
        uncertain = self._uncertain()
        rows = []
        for year, row in table.iterrows():
            cells = [phrase(str(year))]
            for quarter in (1, 2, 3, 4):
                cell = self._number(row[quarter])
                mark = Period(int(str(year)), "quarter", quarter) in uncertain
                cells.append(cell + "\u00a0*" if mark else cell)
            cells.append(self._number(row["mean"], 2))
            stated = row["year"]
            cells.append(say("not stated") if np.isnan(stated) else self._number(stated))
            rows.append(tuple(cells))
        notes = []
        if uncertain:
            notes.append(
                say("* What the printed figure stands for is uncertain; see the readings.")
            )
        columns = [
            say("Year"),
            *(say("Quarter {number}", number=str(quarter)) for quarter in (1, 2, 3, 4)),
            say("Mean of the quarters"),
            say("Year as the source states it"),
        ]
        caption = say("Sick leave by quarter, per cent")
        note = self._source_note(self.evaluation.indicator.place)
        numeric = (False, *(True,) * 6)
        return self._table(name, caption, columns, rows, table, numeric, notes, note)

    def _uncertain(self) -> set[Period]:
        """The quarters that not all readings give the same value."""
        values: dict[Period, set[float | None]] = {}
        for result in self.evaluation.readings:
            for period in self._lead.quarters.index:
                values.setdefault(period, set()).add(result.quarters.get(period))
        return {period for period, found in values.items() if len(found) > 1}

    def same_quarters(self) -> Blocks:
        """Each quarter of the last year beside the same quarter of the years before it."""
        say, language, lead = self._say, self._language, self._lead
        if lead.quarters.empty:
            return Blocks(TextBlock((say("There are no quarterly figures to draw."),)))
        year = lead.quarters.index[-1].year
        changes = same_quarter_changes(lead.quarters, year)
        years = [column for column in changes.columns if isinstance(column, int)]
        titles = [say("Quarter {number}", number=str(quarter)).plain for quarter in changes.index]
        lower = int((changes.get("change_on_mean", pd.Series(dtype=float)) < 0).sum())
        alt = say(
            "Four small line charts, one for each quarter. In {n} of 4 quarters {year} was below "
            "the mean of the same quarter in the years before.",
            n=str(lower),
            year=str(year),
        )
        caption = say("The same quarter in each year, per cent; the last year is the filled dot.")
        table = self._change_table(changes, years, year)
        figure = figure_block(
            "same-quarters",
            lambda size: draw_same_quarters(changes[years], titles, self._base, language, size),
            alt,
            sentences([caption, self._axis_note()]),
            self._source_note(self.evaluation.indicator.place),
            table,
            self._invented_mark(),
        )
        return Blocks(figure, table)

    def _change_table(self, changes: pd.DataFrame, years: list[int], year: int) -> TableBlock:
        say = self._say
        columns = [say("Quarter"), *(phrase(str(item)) for item in years)]
        if len(years) > 1:
            before = self._language.years(years[0], years[-2])
            columns += [
                say("{year} less mean of {years}", year=str(year), years=before),
                say("{year} less {earlier}", year=str(year), earlier=str(years[-2])),
                say("{year} less {earlier}", year=str(year), earlier=str(years[0])),
            ]
        rows = [
            (
                say("Quarter {number}", number=str(quarter)),
                *(
                    self._number(value, 1, signed=not isinstance(column, int))
                    for column, value in row.items()
                ),
            )
            for quarter, row in changes.iterrows()
        ]
        caption = say(
            "Each quarter of {year} and the same quarter of earlier years", year=str(year)
        )
        notes = [say("Years in per cent, differences in percentage points.")]
        numeric = (False, *(True,) * (len(columns) - 1))
        return self._table("same-quarters-table", caption, columns, rows, changes, numeric, notes)

    def measures(self) -> Blocks:
        """What was done when, by the plans the measures were adopted in, with printed costs."""
        say = self._say
        blocks = [self._package_table(package) for package in self.subject.programme.packages]
        if not blocks:
            return Blocks(TextBlock((say("The source names no measures."),)))
        lost = any(
            item.cost and item.cost.amount is None for item in self.subject.programme.measures
        )
        notes = [say("Costs are given where the source prints them.")]
        if lost:
            notes.append(say("An amount that the source has lost is not filled in."))
        return Blocks(*blocks, TextBlock((sentences(notes),)))

    def _package_table(self, package: Package) -> TableBlock:
        say, language = self._say, self._language
        rows, records = [], []
        for measure in self._in(package):
            cost = phrase("–")
            if measure.cost and measure.cost.amount is None:
                cost = say("lost in the source")
            elif measure.cost:
                amount = language.number(measure.cost.amount or 0, 1)
                cost = say("{amount} {unit}", amount=amount, unit=measure.cost.unit)
            when = language.period(measure.start) if measure.start else phrase("–")
            rows.append((language.text(measure.title), when, cost, self._place(measure.place)))
            records.append(
                {
                    "measure": measure.id,
                    "start": str(measure.start or ""),
                    "cost": measure.cost.amount if measure.cost else None,
                    "place": measure.place,
                }
            )
        dated = package.adopted
        when = (
            language.period(dated) if dated else language.text(package.date_note or package.title)
        )
        caption = say("{package}: {when}", package=package.title, when=when)
        columns = [say("Measure"), say("When"), say("Cost"), say("Place")]
        frame = pd.DataFrame(records)
        return self._table(package.id, caption, columns, rows, frame, (False,) * 4)

    # -- did the programme do it?

    def tests(self) -> Blocks:
        """The tests with years as the unit, and how the readings change the one that decides."""
        say, language, lead = self._say, self._language, self._lead
        comparison = self.evaluation.indicator.comparison
        named = [(say("The municipality alone"), lead.own)]
        if lead.compared is not None and comparison:
            named.append(
                (say("The municipality less {place}", place=comparison.title), lead.compared)
            )
        notes = [
            say("Interval: 95 per cent. Smallest: the smallest change the test would have called "
                "significant."),
        ]  # fmt: skip
        table = self._estimate_table(
            "tests",
            say("Change of the years after the start against the years before, percentage points"),
            named,
            notes,
        )
        by_difference = lead.decisive is lead.compared
        decides = [
            say("The difference decides: the test was chosen before it was run.")
            if by_difference
            else say("The municipality’s own series decides: there is nothing to compare with.")
        ]
        tested = [
            result.decisive for result in self.evaluation.readings if result.decisive.computed
        ]
        ps = [test.p for test in tested if test.p is not None]
        if len(self.evaluation.readings) > 1 and ps:
            decides.append(
                say(
                    "Over the readings of the table its p lies between {low} and {high}; the "
                    "weakest answer counts.",
                    low=language.number(min(ps), 3),
                    high=language.number(max(ps), 3),
                )
            )
        decides.append(
            say("Where all employees are counted, the interval is about chance in who was ill, "
                "not about a sample.")
        )  # fmt: skip
        return Blocks(table, TextBlock((sentences(decides),)))

    def _estimate_table(
        self, name: str, caption: Phrase, named: list[tuple[Phrase, Estimate]], notes: list[Phrase]
    ) -> TableBlock:
        say, language = self._say, self._language
        rows = []
        for label, item in named:
            counts = say(
                "{before} and {after}",
                before=language.number(item.n_before, 0),
                after=language.number(item.n_after, 0),
            )
            if item.estimate is None or item.low is None or item.high is None:
                reason = say("too few") if item.status == "too_few" else say("no variation")
                rows.append((label, counts, *(reason,) * 4))
                continue
            rows.append(
                (
                    label,
                    counts,
                    self._number(item.estimate, 2, signed=True),
                    phrase(language.interval(item.low, item.high, 2, signed=True)),
                    self._number(item.p or 0, 3),
                    self._number(item.smallest or 0, 2),
                )
            )
        columns = [
            say("Series"),
            say("Before and after"),
            say("Change"),
            say("Interval"),
            say("p"),
            say("Smallest"),
        ]
        frame = result_frame([item for _, item in named])
        numeric = (False, False, True, True, True, True)
        return self._table(name, caption, columns, rows, frame, numeric, notes)

    def rivals(self) -> Blocks:
        """Other explanations that the sources support."""
        language = self._language
        items = []
        for rival in self.subject.programme.rivals:
            where = f" ({self._place(rival.place)})" if rival.place else ""
            items.append(language.text(rival.text) + where)
        if not items:
            return Blocks(TextBlock((self._say("The programme file names none."),)))
        return Blocks(TextBlock(tuple(items), listed=True))

    def readings(self) -> Blocks:
        """What comes out under each way to read the printed table."""
        say, language, evaluation = self._say, self._language, self.evaluation
        if len(evaluation.readings) < 2:
            return Blocks(TextBlock((say("The source can be read in one way only."),)))
        year = evaluation.last_year
        rows, records = [], []
        for result in evaluation.readings:
            assert result.reading is not None, "several readings are always named"
            value = result.values[year].value if year in result.values else np.nan
            test = result.decisive
            rows.append(
                (
                    language.text(result.reading.title),
                    self._number(value, 2),
                    *(
                        (
                            self._number(test.estimate, 2, signed=True),
                            phrase(
                                language.interval(test.low or 0, test.high or 0, 3, signed=True)
                            ),
                            self._number(test.p or 0, 4),
                        )
                        if test.estimate is not None
                        else (say("too few"),) * 3
                    ),
                    grade_label(result.effect, language),
                )
            )
            records.append(
                {"reading": result.reading.id, "value": value, "grade": result.effect.value}
            )
        comparison = evaluation.indicator.comparison
        change = say("Change")
        if comparison and self._lead.compared is not None:
            change = say("Change less {place}", place=comparison.title)
        table = self._table(
            "readings",
            say("What each reading of the table gives"),
            [
                say("Reading"),
                say("Year {year}, per cent", year=str(year)),
                change,
                say("Interval"),
                say("p"),
                say("Programme’s part"),
            ],
            rows,
            pd.DataFrame(records),
            (False, True, True, True, True, False),
            [
                say(
                    "The report leads with the first line and prints the weakest grade of all lines."
                )
            ],
        )
        return Blocks(table)

    # -- methods

    def step_model(self) -> Blocks:
        """The step model on quarters, with how often it is wrong where there is no effect."""
        say, language = self._say, self._language
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
        return Blocks(table, TextBlock((self._false_alarms(before, after),)))

    def _false_alarms(self, before: int, after: int) -> Phrase:
        say, share = self._say, self._language.share
        alike = false_alarm_rates(before, after, AUTOCORRELATION)
        apart = false_alarm_rates(before, after, 0.0)
        parts = [
            say(
                "Not to be relied on: with as many quarters and no effect at all, this model still "
                "calls a change significant in {alike} of simulated series when neighbouring "
                "quarters resemble each other (correlation {rho}), and in {apart} when they do "
                "not. Five in a hundred would be right.",
                alike=share(alike["step_season"]),
                apart=share(apart["step_season"]),
                rho=self._language.number(AUTOCORRELATION, 1),
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

    def _too_few(self, before: int, after: int) -> Phrase:
        number = self._language.number
        return self._say(
            "{before} quarters before the start and {after} after it are too few; {least_before} "
            "and {least_after} are needed.",
            before=number(before, 0),
            after=number(after, 0),
            least_before=number(MINIMUM_BEFORE, 0),
            least_after=number(MINIMUM_AFTER, 0),
        )

    def control_chart(self) -> Blocks:
        """The control chart with the quarters before the start as its baseline."""
        say, language, lead = self._say, self._language, self._lead
        before, after = self.evaluation.counts
        if before < MINIMUM_BEFORE or after < 1:
            return Blocks(TextBlock((self._too_few(before, after),)))
        points = chart(lead.quarters, before)
        line = points.iloc[0]
        words = {
            "mean": say("Mean").plain + f" {language.number(line['mean'], 2)}",
            "upper": say("Upper limit").plain + f" {language.number(line['upper'], 2)}",
            "lower": say("Lower limit").plain + f" {language.number(line['lower'], 2)}",
            "axis": self._axis(),
        }
        signals = [period for period in points.index if points["label"][period] != COMMON_CAUSE]
        start = self.subject.programme.start.start
        text = self._signals([period for period in signals if period.start >= start], before)
        alt = sentences(
            [
                say(
                    "Control chart of sick leave by quarter: mean {mean}, limits {lower} and "
                    "{upper}.",
                    mean=language.number(line["mean"], 2),
                    lower=language.number(line["lower"], 2),
                    upper=language.number(line["upper"], 2),
                ),
                text,
            ]
        )
        caption = say(
            "Quarters against the limits of the {n} quarters before the start. Diamonds: signals.",
            n=language.number(before, 0),
        )
        figure = figure_block(
            "control-chart",
            lambda size: draw_control_chart(
                points, self.subject.programme.start, words, self._base, size
            ),
            alt,
            caption,
            self._source_note(self.evaluation.indicator.place),
            self._chart_table(points),
            self._invented_mark(),
        )
        return Blocks(figure, TextBlock((text,)))

    def _signals(self, signals: list[Period], before: int) -> Phrase:
        say, language = self._say, self._language
        if not signals:
            return say("No quarter after the start is a signal.")
        rounding = self.evaluation.indicator.rounding
        share = signal_survival(self._lead.quarters, before, rounding) if rounding else None
        found = say(
            "Signals after the start: {periods}.",
            periods=language.listed(language.period(period) for period in signals),
        )
        parts = [found]
        silent = [result for result in self.evaluation.readings if not self._has_signal(result)]
        if silent:
            parts.append(
                say(
                    "Under {n} of the {all} readings of the table there is no signal.",
                    n=language.number(len(silent), 0),
                    all=language.number(len(self.evaluation.readings), 0),
                )
            )
        if share is not None:
            parts.append(
                say(
                    "They are fragile: when the printed figures are moved at random within their "
                    "rounding, all of them remain in {share} of the draws. The chart also takes "
                    "no account of the season. The report therefore does not lead with it.",
                    share=language.share(share),
                )
            )
        return sentences(parts)

    def _has_signal(self, result: ReadingResult) -> bool:
        before, _ = split(result.quarters, self.subject.programme.start)
        points = chart(result.quarters, len(before))
        return bool((points["label"].iloc[len(before) :] != COMMON_CAUSE).any())

    def _chart_table(self, points: pd.DataFrame) -> TableBlock:
        say = self._say
        names = {
            COMMON_CAUSE: say("usual swing"),
            "above_limit": say("above the upper limit"),
            "below_limit": say("below the lower limit"),
            "rising": say("seven rising"),
            "falling": say("seven falling"),
            "two_of_three_above": say("two of three near the upper limit"),
            "two_of_three_below": say("two of three near the lower limit"),
            "run_above": say("seven above the mean"),
            "run_below": say("seven below the mean"),
        }
        rows = [
            (self._language.period(period), self._number(row["value"]), names[row["label"]])
            for period, row in points.iterrows()
        ]
        columns = [say("Quarter"), say("Sick leave"), say("Signal")]
        caption = say("Quarters and signals")
        return self._table(
            "control-chart-data", caption, columns, rows, points, (False, True, False)
        )

    def methods(self) -> Blocks:
        """How each number was calculated."""
        say = self._say
        items = (
            say("Same quarter: a quarter is only compared with the same quarter of other years, "
                "since sick leave swings with the season."),
            say("Years as the unit: the mean of the years after the start against the mean of the "
                "years before it, Student’s t with the spread of the years before. It needs no "
                "assumption about how quarters hang together, at the price of finding large "
                "changes only."),
            say("Difference: the municipality less the comparison, quarter by quarter, then the "
                "same test. What moves both alike falls out."),
            say("Step model: least squares with a step at the start and a level for each quarter "
                "of the year (Bernal et al. 2017). The number of quarters decides which models "
                "may run (Turner et al. 2021)."),
            say("Control chart: mean and 2.66 times the mean moving range (Wheeler 2000), rules "
                "of NHS England’s Making Data Count. A year’s target is never judged by it."),
            say("What a year can be: the lowest and highest value over all weights of the "
                "quarters within the bounds that reproduce the years the source states."),
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
        if indicator.weights:
            items.append(
                say("The plain mean of four quarters is not the year’s own figure where quarters "
                    "weigh differently.")
            )  # fmt: skip
        items.append(say("A single quarter is never held against a target for a year."))
        return Blocks(TextBlock(tuple(items), listed=True))
