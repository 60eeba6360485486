"""What is held of a municipality, and what its page says of that."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.municipality.beside import (
    Beside,
    Panel,
    band_of,
    look,
    no_band,
)
from analysis.model.indicators import RegisteredIndicator
from analysis.model.observations import WITH_VALUE
from analysis.model.periods import Period


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, with the number of its ``faults``. ``own``: whether it is
    known to be about the municipality; else nobody can tell."""

    name: str
    faults: int
    own: bool


@dataclass(frozen=True)
class MunicipalityEvaluation:
    """What is held of a municipality: ``beside`` others, and what it ``lacks`` of the indicators
    that figures of one municipality can be had for.

    ``band`` goes with the leading indicator: a row for each period of its path that has enough
    others, with the columns low, middle, high, n and country. ``hidden`` is the number of own
    values about too few persons, ``programmes`` the number of programmes it takes part in.
    """

    beside: tuple[Beside, ...]
    lacks: tuple[RegisteredIndicator, ...]
    band: pd.DataFrame
    hidden: int
    programmes: int
    unread: tuple[Unread, ...]

    @property
    def lead(self) -> Beside | None:
        """The indicator the page leads with."""
        return _lead(self.beside)


def evaluate(
    panel: Panel,
    as_of: Period,
    programmes: int = 0,
    unread: Sequence[Unread] = (),
) -> MunicipalityEvaluation:
    """Return what ``panel`` holds of its own municipality as of the end of ``as_of``.

    Values about fewer persons than an indicator's minimum are hidden. The registry's order says
    which indicator leads.
    """
    table = panel.table
    ended = [period for period in table["period"].unique() if period.end <= as_of.end]
    table = table[table["period"].isin(ended)]
    small = _too_small(table, panel.indicators)
    known = table[table["status"].isin(WITH_VALUE) & ~small]
    rows = dict(tuple(known.groupby("indicator")))
    looked = [look(rows[item.id], panel.own, item) for item in panel.indicators if item.id in rows]
    found = tuple(item for item in looked if item is not None)
    lead = _lead(found)
    have = {item.indicator.id for item in found}
    return MunicipalityEvaluation(
        found,
        tuple(item for item in panel.indicators if item.id not in have and _is_municipal(item)),
        band_of(rows[lead.indicator.id], panel.own, lead) if lead and lead.compared else no_band(),
        int((small & table["municipality"].eq(panel.own)).sum()),
        programmes,
        tuple(unread),
    )


def _is_municipal(item: RegisteredIndicator) -> bool:
    """Whether figures of one municipality can be had: those of some statistics are of counties,
    sectors or the country only."""
    services = {source.service for source in item.sources} - {"published"}
    if not services:
        return False
    return bool(services & {"own", "kolada"}) or item.adds or item.weight is not None


def _lead(beside: Sequence[Beside]) -> Beside | None:
    """The first indicator that others can be held beside, else the first there is."""
    return next(iter([*(item for item in beside if item.compared), *beside]), None)


def _too_small(table: pd.DataFrame, indicators: Sequence[RegisteredIndicator]) -> pd.Series:
    minimum = {item.id: float(item.minimum_n) for item in indicators}
    persons = pd.to_numeric(table["n"], errors="coerce").astype(float)
    least = [minimum.get(name, 0.0) for name in table["indicator"]]
    return persons.lt(pd.Series(least, index=table.index, dtype=float))


def find(evaluation: MunicipalityEvaluation) -> tuple[Finding, ...]:
    """Return what the page says itself, beside the findings of each programme."""
    found = []
    if not evaluation.programmes:
        found.append(Finding("no_programme", Grade.NOT_ASSESSABLE))
    found += [Finding("unread", Grade.NOT_ASSESSABLE, {"file": item}) for item in evaluation.unread]
    lead = evaluation.lead
    if lead is None:
        values = {"lacks": len(evaluation.lacks)}
        return (*found, Finding("no_figures", Grade.NOT_ASSESSABLE, values))
    said = {"item": lead, "more": len(evaluation.beside) - 1}
    key = "beside" if lead.compared else "alone"
    return (*found, Finding(key, Grade.OBSERVED, said))
