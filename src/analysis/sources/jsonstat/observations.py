"""Turning a table into observations: as many as it has cells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import ParameterError
from analysis.model.observations import KEY, observation_table
from analysis.sources.jsonstat.cube import Cube
from analysis.sources.jsonstat.fields import Faults
from analysis.sources.jsonstat.meanings import COUNTRY, Words, meanings
from analysis.sources.jsonstat.report import CellReport
from analysis.sources.jsonstat.signs import Contradiction, Signs

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
    signs = Signs()
    rows = list(_rows(cube, words, indicators, source, signs, faults))
    _once(rows, faults)
    faults.stop()
    return Observed(observation_table(rows), _report(cube, signs), cube.noise)


def _report(cube: Cube, signs: Signs) -> CellReport:
    return CellReport(
        cells=cube.cells,
        words=dict(signs.words),
        unknown_words=dict(signs.unknown),
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


def _rows(
    cube: Cube,
    words: list[Words],
    indicators: Mapping[str, str] | str,
    source: str,
    signs: Signs,
    faults: Faults,
) -> Iterator[dict[str, Any]]:
    alone = {"indicator": indicators, "municipality": COUNTRY, "source": source}
    for codes, value, sign in cube.rows():
        row: dict[str, Any] = dict(alone)
        parts = []
        for (column, become), code in zip(words, codes, strict=True):
            if column == "breakdown":
                parts.append(become[code])
            else:
                row[column] = become[code]
        try:
            row["value"], row["status"] = signs.read(value, sign)
        except Contradiction as wrong:
            faults.add(" ".join(codes), f"found {wrong.found}", wrong.accepted)
            continue
        row["breakdown"] = ";".join(part for part in parts if part)
        yield row


def _once(rows: Iterable[dict[str, Any]], faults: Faults) -> None:
    seen = set()
    for row in rows:
        key = tuple(row.get(name, "") for name in KEY)
        if key in seen:
            told = " ".join(str(part) for part in key if part)
            faults.add(told, "two cells become this observation", "one cell for each observation")
        seen.add(key)


def _title(cube: Cube) -> str:
    return cube.id or cube.label or "the table"
