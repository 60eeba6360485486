"""Figures that a programme file cites, looked up in their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pandas as pd

from analysis.model.definitions import Programme
from analysis.model.definitions.networks import Cited

Tables = Mapping[str, pd.DataFrame]
"""The cited sources by name, every cell as text."""


@dataclass(frozen=True)
class Quotation:
    """A cited figure: as ``printed``, and as a number where it is one.

    ``rounding`` is half the last printed step. ``address`` is where it stands.
    """

    role: str
    printed: str
    value: float | None
    rounding: float
    certain: bool
    approximate: bool
    address: str


def quote(cited: Cited, tables: Tables) -> Quotation:
    """Return the figure that ``cited`` names; LookupError unless exactly one row has it."""
    rows = _rows(cited, tables)
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} rows of {cited.source} hold it")
    row = rows.iloc[0]
    printed = str(row[cited.column])
    value, rounding = _number(printed)
    quality = str(row["quality"])
    return Quotation(
        role=cited.role,
        printed=printed,
        value=value,
        rounding=rounding,
        certain=quality != "doubtful",
        approximate=quality == "approximate",
        address=str(row["source"]).split(" | ")[0],
    )


def faulty(programme: Programme, tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Yield what cannot be found: (key, what was found, what is accepted)."""
    network = programme.network
    if network is None:
        return
    for cited in network.cited:
        n = len(_rows(cited, tables))
        if n != 1:
            key = f"network: {cited.of}, {cited.indicator}, {cited.period}"
            yield key, f"{n} rows of {cited.source} hold it", "the cells of one row"
    parties = {party.id for party in programme.parties}
    for name in dict.fromkeys(network.speakers):
        if name not in parties:
            accepted = f"one of the parties: {', '.join(sorted(parties))}"
            yield "network: by", f"there is no '{name}'", accepted


def _rows(cited: Cited, tables: Tables) -> pd.DataFrame:
    table = tables[cited.source]
    name = "municipality" if "municipality" in table.columns else "scope"
    held = table[name].eq(cited.of) & table["period"].eq(cited.period)
    return table[held & table["indicator"].eq(cited.indicator)]


def _number(printed: str) -> tuple[float | None, float]:
    try:
        exact = Decimal(printed)
    except InvalidOperation:
        return None, 0.0
    exponent = exact.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return float(exact), float(step / 2)
