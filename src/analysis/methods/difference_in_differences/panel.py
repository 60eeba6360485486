"""Units that join a programme in different years: the panel that the comparison is made on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

NEVER = 0
"""The year of joining of a unit that does not join within the data."""


@dataclass(frozen=True)
class JoinPanel:
    """A row a unit, a column a year. ``first`` is the year of joining, 0 for never.

    ``weights`` have mean one. ``excluded`` lists the units left out, ``incomplete`` those that
    are used in some years only, each with its ``reason``.
    """

    units: tuple[str, ...]
    years: np.ndarray
    values: np.ndarray
    first: np.ndarray
    weights: np.ndarray
    covariates: dict[str, np.ndarray]
    excluded: pd.DataFrame
    incomplete: pd.DataFrame

    @property
    def cohorts(self) -> list[int]:
        """The years in which units of the panel join, in order."""
        return sorted({int(year) for year in self.first if year != NEVER})

    @property
    def joiners(self) -> np.ndarray:
        """Which units join no later than the last year of the data."""
        if not len(self.years):
            return np.zeros(0, dtype=bool)
        joined: np.ndarray = (self.first != NEVER) & (self.first <= self.years[-1])
        return joined

    def base_of(self, year: int) -> int | None:
        """Return the position of the last year of the data before ``year``, None without one."""
        earlier = int(np.searchsorted(self.years, year))
        return earlier - 1 if earlier else None

    def keep(self, chosen: np.ndarray) -> "JoinPanel":
        """Return the panel of the units that the boolean array ``chosen`` marks."""
        return replace(
            self,
            units=tuple(unit for unit, kept in zip(self.units, chosen, strict=True) if kept),
            values=self.values[chosen],
            first=self.first[chosen],
            weights=_mean_one(self.weights[chosen]),
            covariates={name: matrix[chosen] for name, matrix in self.covariates.items()},
        )


def join_panel(
    panel: pd.DataFrame,
    *,
    anticipation: int = 0,
    covariates: Sequence[str] = (),
    weights: str | None = None,
    balanced: bool = True,
) -> JoinPanel:
    """Return ``panel`` (a row a unit and year) as a matrix, with the units that cannot be used.

    Infinity counts as missing, in the values as in covariates and weights.
    Columns are ``unit``, ``period`` (a whole year), ``value``, and ``first`` (the year of
    joining, missing or 0 for never). Left out are units that joined before there was a year to
    compare with, and units without weight or with a gap in a covariate; ``balanced`` leaves out
    those with a gap in the values too. A unit's weight is that of its first year in the data, so
    that a change of weights cannot look like an effect. Units that join after the last year (and
    the years of ``anticipation``) count as never.

    Raises ValueError for missing columns, two rows of a unit and year, a unit with two years of
    joining, years that are no whole numbers, and negative weights.
    """
    panel = _checked(panel, [*covariates, *([weights] if weights else [])])
    units = list(dict.fromkeys(panel["unit"]))
    known = panel["value"].notna()
    years = np.array(sorted(panel.loc[known, "period"].unique()), dtype=int)
    whole = JoinPanel(
        units=tuple(units),
        years=years,
        values=_matrix(panel, "value", units, years),
        first=_first_years(panel, units, years, anticipation),
        weights=_weights(panel, units, weights),
        covariates={name: _matrix(panel, name, units, years) for name in covariates},
        excluded=_listed({}),
        incomplete=_listed({}),
    )
    return _without_unusable(whole, anticipation, balanced)


def _checked(panel: pd.DataFrame, extra: list[str]) -> pd.DataFrame:
    needed = ["unit", "period", "value", "first", *extra]
    missing = [name for name in needed if name not in panel.columns]
    if missing:
        raise ValueError(f"the panel has no column {', '.join(missing)}; it needs {needed}")
    if panel["unit"].isna().any():
        raise ValueError("'unit' is missing in a row; every row names its unit")
    first = _whole_years(panel["first"].where(panel["first"].notna(), NEVER))
    tidy = panel.assign(
        unit=panel["unit"].astype(str), period=_whole_years(panel["period"]), first=first
    )
    twice = tidy[tidy.duplicated(["unit", "period"])]
    if len(twice):
        raise ValueError(f"two rows for {twice['unit'].iloc[0]} {twice['period'].iloc[0]}")
    changing = tidy.groupby("unit")["first"].nunique()
    if (changing > 1).any():
        raise ValueError(f"{changing.index[changing > 1][0]} has more than one year of joining")
    numbers = ["value", *extra]
    return tidy.assign(**tidy[numbers].replace([np.inf, -np.inf], np.nan))


def _whole_years(column: pd.Series) -> pd.Series:
    years = pd.to_numeric(column, errors="coerce").astype(float)
    strange = ~(years % 1 == 0)
    if strange.any():
        found = column[strange].iloc[0]
        raise ValueError(f"'{column.name}' holds {found!r}; whole years such as 2012 are accepted")
    return years.astype(int)


def _matrix(panel: pd.DataFrame, column: str, units: list[str], years: np.ndarray) -> np.ndarray:
    wide = panel.pivot(index="unit", columns="period", values=column)
    matrix: np.ndarray = wide.reindex(index=units, columns=years).to_numpy(dtype=float)
    return matrix


def _first_years(
    panel: pd.DataFrame, units: list[str], years: np.ndarray, anticipation: int
) -> np.ndarray:
    stated = panel.drop_duplicates("unit").set_index("unit")["first"].reindex(units)
    first = stated.to_numpy(dtype=int)
    last = years[-1] + anticipation if len(years) else NEVER
    return np.where(first > last, NEVER, first)


def _weights(panel: pd.DataFrame, units: list[str], column: str | None) -> np.ndarray:
    if column is None:
        return np.ones(len(units))
    if (panel[column] < 0).any():
        raise ValueError(f"'{column}' holds a negative weight; weights are 0 or more")
    earliest = panel.sort_values("period").drop_duplicates("unit").set_index("unit")
    weights: np.ndarray = earliest[column].reindex(units).to_numpy(dtype=float)
    return weights


def _without_unusable(whole: JoinPanel, anticipation: int, balanced: bool) -> JoinPanel:
    reasons: dict[str, str] = {}
    gaps: dict[str, str] = {}
    for i, unit in enumerate(whole.units):
        gap = _missing_years("value", whole.values[i], whole.years)
        reason = _unusable(whole, i, anticipation)
        if reason or (gap and (balanced or np.isnan(whole.values[i]).all())):
            reasons[unit] = reason or gap
        elif gap:
            gaps[unit] = gap
    kept = whole.keep(np.array([unit not in reasons for unit in whole.units], dtype=bool))
    return replace(kept, excluded=_listed(reasons), incomplete=_listed(gaps))


def _unusable(whole: JoinPanel, i: int, anticipation: int) -> str:
    first = int(whole.first[i])
    if first != NEVER and whole.base_of(first - anticipation) is None:
        return f"joined in {first}: no year before {first - anticipation} to compare with"
    if not whole.weights[i] > 0:
        return "no weight"
    gaps = (_missing_years(name, row[i], whole.years) for name, row in whole.covariates.items())
    return next((gap for gap in gaps if gap), "")


def _missing_years(name: str, row: np.ndarray, years: np.ndarray) -> str:
    missing = [str(year) for year in years[np.isnan(row)]]
    return f"no {name} in {', '.join(missing)}" if missing or not len(years) else ""


def _listed(reasons: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(reasons.items()), columns=["unit", "reason"], dtype=object)


def _mean_one(weights: np.ndarray) -> np.ndarray:
    # Without this the size of the weights' unit (heads, thousands) would enter the errors.
    return weights / weights.mean() if len(weights) and weights.mean() > 0 else weights
