"""Turning a table into observations: as many as it has cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import ParameterError
from analysis.model.observations import COLUMNS, KEY
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.jsonstat.columns import Column, columns_of, keys_of
from analysis.sources.jsonstat.cube import Cube
from analysis.sources.jsonstat.fields import Faults
from analysis.sources.jsonstat.meanings import meanings
from analysis.sources.jsonstat.report import CellReport
from analysis.sources.jsonstat.signs import STATUSES, Signs

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Observed:
    """An observation table, a row for every cell, and what became of the signs. ``noisy`` says
    that the publisher added noise (``noise`` is its note): never add such figures."""

    table: "pd.DataFrame"
    report: CellReport
    noise: str

    @property
    def noisy(self) -> bool:
        """Whether a note of the publisher says that noise was added."""
        return bool(self.noise)


def to_observations(
    cube: Cube,
    indicators: Mapping[str, str] | str,
    region: str | None,
    time: str | None = None,
    breakdowns: Mapping[str, Mapping[str, str]] | None = None,
    source: str = "",
) -> Observed:
    """Return the cells of ``cube`` as observations.

    ``indicators`` gives the indicator of each category of the dimension that says what is counted
    (role metric); a single id will do where there is but one. ``region`` is the id of the
    dimension of places, None when all is of the country. ``time`` is that of periods; without it,
    the one with that role. Every other dimension becomes text in ``breakdown``: ``Kon=1``, or
    what ``breakdowns`` says instead ({"Kon": {"1": "men", "2": "women"}}); nothing for the
    category that the publisher marks as the whole, and for "". Parts are joined by ``;`` in the
    order of the dimensions.

    InputError lists periods and regions that are none, categories without an indicator, numbers
    with a sign that says there is none, and cells that would become the same observation.
    ParameterError for a dimension that the table lacks.
    """
    faults = Faults(cube.id or cube.label or "JSON-stat")
    own = _named(cube, region, time)
    named = breakdowns or {}
    _all_used(cube, own, indicators, named)
    words = [meanings(each, own, indicators, named, faults) for each in cube.dimensions]
    faults.stop()
    columns = columns_of(cube, words, _alone(indicators, own))
    signs = Signs(cube.values, cube.statuses)
    _check(cube, columns, signs, faults)
    faults.stop()
    return Observed(_table(columns, signs, source), _report(cube, signs), cube.noise)


def _alone(indicators: Mapping[str, str] | str, own: Mapping[str, str]) -> dict[str, str]:
    """The columns to which no dimension goes."""
    one = {"indicator": indicators} if isinstance(indicators, str) else {}
    values = {**one, "municipality": COUNTRY_NUMBER}
    return {name: value for name, value in values.items() if name not in own.values()}


def _check(cube: Cube, columns: Mapping[str, Column], signs: Signs, faults: Faults) -> None:
    """Add cells that cannot be kept as they are, and those that become the same observation."""
    kept = np.ones(cube.cells, dtype=bool)
    for wrong in signs.contradictions():
        kept[wrong.cell] = False
        faults.add(" ".join(cube.codes_at(wrong.cell)), f"found {wrong.found}", wrong.accepted)
    key = keys_of(_key_columns(columns))
    cells = np.flatnonzero(kept)
    _, first = np.unique(key[cells], return_index=True)
    for cell in np.delete(cells, first)[: Faults.MOST].tolist():
        parts = [columns[name].of(cell) for name in KEY if name in columns]
        told = " ".join(str(part) for part in parts if part)
        faults.add(told, "two cells become this observation", "one cell for each observation")


def _key_columns(columns: Mapping[str, Column]) -> list[Column]:
    return [columns[name] for name in KEY if name in columns]


def _table(columns: Mapping[str, Column], signs: Signs, source: str) -> "pd.DataFrame":
    """An observation table as :func:`analysis.model.observations.observation_table` makes it,
    without the detour over a dictionary for each cell."""
    import pandas as pd

    order = np.argsort(keys_of(_key_columns(columns)), kind="stable")
    own: dict[str, Any] = {name: column.take(order) for name, column in columns.items()}
    own["value"] = signs.values[order]
    own["status"] = Column(list(STATUSES), signs.statuses).take(order)
    table = pd.DataFrame(own).assign(unit="", n=None, source=source)
    return table[list(COLUMNS)]


def _report(cube: Cube, signs: Signs) -> CellReport:
    return CellReport(
        cells=cube.cells,
        words=signs.words,
        unknown_words=signs.unknown,
        empty=signs.empty,
        zeros=signs.zeros,
        notes=cube.notes,
        noise=cube.noise,
    )


def _named(cube: Cube, region: str | None, time: str | None) -> dict[str, str]:
    """The columns of the dimensions that have one of their own."""
    if time is None:
        timed = cube.by_role("time")
        if len(timed) != 1:
            raise ParameterError(f"{_title(cube)} has {len(timed)} dimensions of time: name it.")
        time = timed[0].id
    own = {time: "period"} if region is None else {time: "period", region: "municipality"}
    known = [dimension.id for dimension in cube.dimensions]
    for name in own:
        if name not in known:
            told = ", ".join(known)
            raise ParameterError(f"{_title(cube)} has no dimension '{name}'. Accepted: {told}.")
    if region == time:
        raise ParameterError(f"'{time}' cannot be both the region and the time.")
    metrics = [each.id for each in cube.by_role("metric") if each.id not in own]
    if len(metrics) > 1:
        raise ParameterError(f"{_title(cube)} counts by {' and '.join(metrics)}: one is accepted.")
    return own | dict.fromkeys(metrics, "indicator")


def _all_used(
    cube: Cube,
    own: Mapping[str, str],
    indicators: Mapping[str, str] | str,
    breakdowns: Mapping[str, Mapping[str, str]],
) -> None:
    if "indicator" not in own.values() and not isinstance(indicators, str):
        raise ParameterError(f"{_title(cube)} counts one thing only: name a single indicator.")
    others = [each.id for each in cube.dimensions if each.id not in own]
    for name in breakdowns:
        if name not in others:
            told = ", ".join(others) or "none"
            raise ParameterError(f"'{name}' is no breakdown of {_title(cube)}. Accepted: {told}.")


def _title(cube: Cube) -> str:
    return cube.id or cube.label or "the table"
