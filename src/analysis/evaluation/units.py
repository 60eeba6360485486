"""Figures of units of the organisation, as far as they may be shown."""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.disclosure import NotProtected, Rule, protect_units
from analysis.model.definitions import Indicator
from analysis.model.observations import WITH_VALUE
from analysis.model.periods import Period
from analysis.model.provenance import STORE

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

    A report prints the figure of the whole organisation elsewhere. So the attacker always knows
    it, whether the source has a row for it or not; and where units can only be protected by hiding
    the whole, all of them are hidden. Only periods of the longest kind are looked at, since years
    beside their quarters would give each other away. InputError when the units hold more persons
    than the whole, as they do when a sector stands beside its own units.
    """
    ended = observations["period"].map(lambda period: period.end <= as_of.end).astype(bool)
    own = observations["indicator"].eq(indicator.id) & observations["breakdown"].eq("")
    rows = _of_longest_kind(observations[ended & own].copy())
    if rows.empty or rows["unit"].eq("").all():
        return None
    rows["unit"] = rows["unit"].replace("", WHOLE)
    complete = pd.concat([rows[rows["unit"].ne(WHOLE)], _wholes(rows)], ignore_index=True)
    shown = _all_hidden(complete) if _is_open(rows) else _protected(complete, indicator)
    # A total that only we worked out is no figure of the source.
    stated = shown["unit"].ne(WHOLE) | shown["period"].isin(_stated(rows))
    columns = ["unit", "period", "n", "value", "status"]
    shown = shown[stated].sort_values(["unit", "period"], ignore_index=True)[columns]
    return UnitFigures(shown, int(shown["status"].eq("suppressed").sum()), indicator.minimum_n)


def _of_longest_kind(rows: pd.DataFrame) -> pd.DataFrame:
    kinds = rows["period"].map(lambda period: period.kind)
    longest = [kind for kind in _LONGEST_FIRST if kind in set(kinds)]
    return rows[kinds.eq(longest[0])] if longest else rows


def _is_open(rows: pd.DataFrame) -> bool:
    """Whether a period has a unit we do not know and no whole to hold it against.

    Others may know the whole: the report prints it. Then the unknown unit could follow from it.
    """
    unknown = rows["unit"].ne(WHOLE) & (rows["status"].eq("suppressed") | rows["n"].isna())
    return bool((unknown & ~rows["period"].isin(_stated(rows))).any())


def _stated(rows: pd.DataFrame) -> list[Period]:
    """The periods for which the source itself gives value and persons of the whole."""
    whole = rows["unit"].eq(WHOLE) & rows["status"].isin(WITH_VALUE) & rows["n"].notna()
    return list(rows.loc[whole, "period"])


def _wholes(rows: pd.DataFrame) -> pd.DataFrame:
    """The whole organisation in every period: as stated, else as its units give it.

    Units without a figure or persons count as if there were none: then they follow from nothing.
    """
    wholes = []
    for period, group in rows.groupby("period", sort=False):
        units = group[group["unit"].ne(WHOLE)]
        whole = group[group["unit"].eq(WHOLE) & group["status"].isin(WITH_VALUE)]
        if len(whole) and whole["n"].notna().all():
            _check_persons(units, whole.iloc[0])
            wholes.append(whole.iloc[0].to_dict())
            continue
        known = units[units["status"].isin(WITH_VALUE) & units["n"].gt(0)]
        n = float(known["n"].sum())
        value = float((known["value"] * known["n"]).sum() / n) if n else None
        status = "reported" if n else "missing"
        first = {**group.iloc[0].to_dict(), "unit": WHOLE, "period": period}
        wholes.append({**first, "n": n or None, "value": value, "status": status})
    return pd.DataFrame(wholes, columns=rows.columns)


def _check_persons(units: pd.DataFrame, whole: pd.Series) -> None:
    persons = float(units["n"].sum())
    if persons > float(whole["n"]) + 1:
        found = f"the units of {whole['period']} hold {persons:g} persons, the whole {whole['n']:g}"
        accepted = "units that do not contain each other, and the persons of all of them"
        source = str(whole["source"])
        label = source if source.startswith(STORE) else f"data/sources/{source}.csv"
        raise InputError([Fault(label, None, "n", found, accepted)])


def _protected(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The rows as they may be shown; all units hidden where the whole would have to be."""
    highest = 100.0 if indicator.unit == "percent" else None
    rule = Rule(min_n=indicator.minimum_n, high=highest)
    table = rows[["unit", "indicator", "period", "n", "value", "status"]].assign(parent=WHOLE)
    try:
        protected = protect_units(
            table,
            by=["indicator", "period"],
            min_n=indicator.minimum_n,
            rules={indicator.id: rule},
            hidden_before=indicator.hidden_units,
        ).published
    except NotProtected:
        return _all_hidden(table)
    whole = protected["unit"].eq(WHOLE)
    given_up = protected.loc[whole, "status"].eq("suppressed") & table.loc[whole, "value"].notna()
    return _all_hidden(table) if given_up.any() else protected


def _all_hidden(table: pd.DataFrame) -> pd.DataFrame:
    units = table["unit"].ne(WHOLE)
    hidden = table.copy()
    hidden.loc[units, ["n", "value"]] = float("nan")
    hidden.loc[units, "status"] = "suppressed"
    return hidden
