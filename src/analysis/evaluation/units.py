"""Figures of units of the organisation, as far as they may be shown."""

from dataclasses import dataclass

import pandas as pd

from analysis.methods.disclosure import Rule, protect_units
from analysis.model.definitions import Indicator
from analysis.model.observations import WITH_VALUE
from analysis.model.periods import Period

WHOLE = "□"
"""What the whole organisation is called in ``published``: no name that a unit has."""

_LONGEST_FIRST = ("year", "half", "tertial", "quarter", "month")


@dataclass(frozen=True)
class UnitFigures:
    """What may be shown of units: nothing else of them is kept.

    ``published`` has a row a unit and period with the columns unit, period, n, value and status,
    sorted by the name of the unit; the whole organisation is called :data:`WHOLE`. ``hidden`` is
    the number of suppressed rows, ``minimum_n`` the smallest group that may be shown.
    """

    published: pd.DataFrame
    hidden: int
    minimum_n: int

    @property
    def periods(self) -> list[Period]:
        """The periods of the longest kind there is, in order."""
        found = sorted(set(self.published["period"]))
        kinds = [kind for kind in _LONGEST_FIRST if any(item.kind == kind for item in found)]
        return [period for period in found if period.kind == kinds[0]] if kinds else []

    @property
    def names(self) -> list[str]:
        """The units by name, without the whole organisation."""
        return sorted(set(self.published["unit"]) - {WHOLE})

    def table(self, column: str) -> pd.DataFrame:
        """Return ``column`` (value, n or status) with a row a unit and a column a period."""
        wide = self.published.pivot(index="unit", columns="period", values=column)
        order = [*self.names, *([WHOLE] if WHOLE in wide.index else [])]
        return wide.reindex(index=order, columns=self.periods)


def unit_figures(
    observations: pd.DataFrame, indicator: Indicator, as_of: Period
) -> UnitFigures | None:
    """Return what may be shown of the units in ``observations`` by ``as_of``; None without any.

    The whole organisation takes part in the protection also where the source has no row for it,
    since a report prints its figure anyway.
    """
    ended = observations["period"].map(lambda period: period.end <= as_of.end).astype(bool)
    rows = observations[ended & observations["indicator"].eq(indicator.id)].copy()
    if rows["unit"].eq("").all():
        return None
    rows["unit"] = rows["unit"].replace("", WHOLE)
    rows["origin"] = "source"
    rows = pd.concat([rows, _unstated(rows)], ignore_index=True)
    rows["parent"] = WHOLE
    highest = 100.0 if indicator.unit == "percent" else None
    rule = Rule(min_n=indicator.minimum_n, high=highest)
    protected = protect_units(
        rows[["unit", "parent", "indicator", "period", "n", "value", "status", "origin"]],
        by=["indicator", "period"],
        min_n=indicator.minimum_n,
        rules={indicator.id: rule},
    )
    shown = protected.published[protected.published["origin"].eq("source")]
    columns = ["unit", "period", "n", "value", "status"]
    shown = shown.sort_values(["unit", "period"], ignore_index=True)[columns]
    return UnitFigures(shown, int(shown["status"].eq("suppressed").sum()), indicator.minimum_n)


def _unstated(rows: pd.DataFrame) -> pd.DataFrame:
    """The whole organisation in periods for which the source has no row for it."""
    has = set(rows.loc[rows["unit"].eq(WHOLE), "period"])
    parts = rows[~rows["period"].isin(has) & rows["status"].isin(WITH_VALUE) & rows["n"].gt(0)]
    added = []
    for period, group in parts.groupby("period", sort=False):
        n = float(group["n"].sum())
        value = float((group["value"] * group["n"]).sum() / n)
        added.append({**group.iloc[0], "unit": WHOLE, "period": period, "n": n, "value": value})
    return pd.DataFrame(added, columns=rows.columns).assign(origin="sum of the units")
