"""Printed tables of years and quarters that have lost their layout."""

from collections.abc import Iterator

import pandas as pd

from analysis.model.definitions import Reading
from analysis.model.periods import Period, quarters_of
from analysis.model.provenance import Source
from analysis.sources.snapshots.rows import Rows, number, year_number
from analysis.sources.snapshots.series import checked_observations
from analysis.sources.snapshots.sidecars import read_of_kind
from analysis.sources.workspace import Workspace


def read_printed_table(
    workspace: Workspace, identifier: str, municipality: str, reading: Reading
) -> pd.DataFrame:
    """Return a printed year-by-quarter table as observations, taken as ``reading`` says.

    A fifth figure is the year's. A fourth figure that the reading takes for the year's makes the
    fourth quarter follow from it (four times the year less the other three; status ``implied``),
    or leaves it missing when the reading says that it was not out.
    """
    source = read_of_kind(workspace, identifier, "printed_table")
    observations = []
    for year, figures in printed_figures(workspace, source).items():
        for period, value, status in _taken_for(year, figures, reading):
            observations.append(
                {
                    "indicator": source.indicator,
                    "municipality": municipality,
                    "period": period,
                    "value": value,
                    "status": status,
                    "source": identifier,
                }
            )
    return checked_observations(observations, workspace, source)


def printed_figures(workspace: Workspace, source: Source) -> dict[int, list[float]]:
    """Return the figures of each year in the order printed; InputError for any out of order."""
    table = Rows(workspace, source)
    figures: dict[int, list[float]] = {}
    for line, row in table:
        year = table.convert(line, "year", row, year_number, "a year")
        value = table.convert(line, "printed", row, number, "a number, with % or without")
        found = figures.setdefault(year, [])
        found.append(value)
        if year is not None and (row["figure"] != str(len(found)) or len(found) > 5):
            accepted = "1, 2, 3, 4 and perhaps 5, in the order printed"
            table.refuse(line, "figure", row, accepted)
    table.finish()
    return figures


def _taken_for(
    year: int, figures: list[float], reading: Reading
) -> Iterator[tuple[Period, float | None, str]]:
    quarters = quarters_of(year)
    yield from ((quarters[i], value, "reported") for i, value in enumerate(figures[:3]))
    if len(figures) > 4:
        yield Period(year), figures[4], "reported"
    if len(figures) < 4:
        return
    if year not in reading.year_figure:
        yield quarters[3], figures[3], "reported"
        return
    yield Period(year), figures[3], "reported"
    if quarters[3] in reading.not_out:
        yield quarters[3], None, "missing"
    else:
        yield quarters[3], round(4 * figures[3] - sum(figures[:3]), 4), "implied"
