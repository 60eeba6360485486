"""What an import tells of figures that it takes in as they are: the analyst decides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from analysis.model.definitions import MEANS
from analysis.model.indicators import Unit
from analysis.model.periods import Period, quarters_of
from analysis.sources.decimals import coarser_periods, rounding
from analysis.sources.spreadsheets.rows import Candidate
from analysis.sources.spreadsheets.sheets import Sheet, a1, cell_of

_SLACK = 1e-9

_Series = Mapping[Period, Candidate]


def remarks_on(found: Sequence[Candidate], sheet: Sheet, unit: Unit | None) -> tuple[str, ...]:
    """Return what is to be looked at in the figures of a sheet, each with its cell or its periods:
    years that cannot be those of their quarters, breaks, and figures with fewer decimals."""
    all_series: dict[tuple[str, ...], dict[Period, Candidate]] = defaultdict(dict)
    for item in found:
        if item.record["value"] is not None:
            all_series[_series_of(item)][item.record["period"]] = item
    remarks: list[str] = []
    for (_, *part), series in all_series.items():
        if unit is not None and unit.kind in MEANS:
            remarks += _impossible_years(series, sheet)
        if not any(part):
            remarks += _coarser(series, sheet)
    return (*remarks, *_breaks(found, sheet))


def _series_of(item: Candidate) -> tuple[str, ...]:
    return tuple(str(item.record[name]) for name in ("municipality", "unit", "breakdown"))


def _impossible_years(series: _Series, sheet: Sheet) -> Iterator[str]:
    """A year that is above or below all of its quarters by more than rounding: a mean cannot be."""
    step = rounding(_table(series, [period for period in series if period.kind == "year"]))
    for period in sorted(series):
        quarters = quarters_of(period.year)
        if period.kind != "year" or not all(quarter in series for quarter in quarters):
            continue
        own, parts = series[period].record["value"], _table(series, quarters)
        low, high = parts["value"].min(), parts["value"].max()
        slack = step + rounding(parts) + _SLACK
        if not low - slack <= own <= high + slack:
            side = "above" if own > high else "below"
            yield (
                f"{_at(series[period], sheet)}: found {own:g} for {period}, {side} every quarter "
                f"({low:g} to {high:g}). What is not added up over a year lies among its quarters: "
                "see which figure is wrong. They are stored as they stand."
            )


def _coarser(series: _Series, sheet: Sheet) -> Iterator[str]:
    """Figures of the whole with fewer decimals than others: they make the series less exact."""
    table = _table(series, series)
    for decimals, periods in coarser_periods(table).items():
        given = {0: "whole numbers", 1: "given with 1 decimal"}
        said = given.get(decimals, f"given with {decimals} decimals")
        yield (
            f"{_named(sheet)}: {_spans(periods, sorted(series))} are "
            f"{said}, other figures have more decimals. A programme on them takes all as rounded "
            f"by up to {0.5 / 10**decimals:g}, since more is not known; figures with their "
            "decimals in the sheet make it more exact."
        )


def _breaks(found: Sequence[Candidate], sheet: Sheet) -> Iterator[str]:
    for item in found:
        if item.has_break:
            period = item.record["period"]
            yield (
                f"{_at(item, sheet)}: the series is broken at {period} ('|'): figures before it "
                "are not the same thing. No report knows that unless it is told: give the "
                f'programme\'s indicator [[indicators.breaks]] with at = "{period}" and a note.'
            )


def _table(series: _Series, periods: Sequence[Period] | _Series) -> pd.DataFrame:
    rows = [(period, series[period].record["value"]) for period in periods]
    return pd.DataFrame(rows, columns=["period", "value"])


def _at(item: Candidate, sheet: Sheet) -> str:
    """The cell of a figure, and whose it is where it is not the whole's."""
    whose = [item.record["unit"], item.record["breakdown"]]
    named = "".join(f", {name}" for name in whose if name)
    return f"{sheet.file}: {cell_of(sheet.name, a1(*item.place))}{named}"


def _named(sheet: Sheet) -> str:
    return f"{sheet.file}: sheet {sheet.name}" if sheet.name else sheet.file


def _spans(periods: Sequence[Period], known: Sequence[Period]) -> str:
    """Periods as spans, 2018Q1 to 2021Q4, of those that follow each other in a series."""
    runs: list[list[Period]] = []
    for period in periods:
        follows = runs and known.index(period) == known.index(runs[-1][-1]) + 1
        runs[-1].append(period) if follows else runs.append([period])
    named = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ", ".join(named)
