"""Dialogues that were to be held by a date: what may be shown of the counts by unit."""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.disclosure import NotProtected, protect_counts, with_margins
from analysis.model.definitions.reviews import DialogueRound
from analysis.model.periods import Period

WHOLE = "□"
"""What the whole organisation is called in ``published``: no name that a unit has."""

STATES = ("held", "excepted", "remaining")
EMPLOYEES = "employees"


@dataclass(frozen=True)
class DialogueCounts:
    """What may be shown of counts by unit: nothing else of them is kept.

    ``published`` is indexed by unit, the whole last, with the columns held, excepted (where
    somebody counts exceptions), remaining and employees; hidden counts are NaN. ``period`` is when
    they were counted, ``unreported`` the units without counts, which are in no total; ``hidden``
    is the number of hidden counts.
    """

    published: pd.DataFrame
    period: Period
    unreported: tuple[str, ...]
    hidden: int
    minimum_n: int

    @property
    def has_exceptions(self) -> bool:
        """Whether agreed exceptions were counted; else they are among the remaining."""
        return "excepted" in self.published.columns

    def whole(self, state: str) -> float | None:
        """Return a count of all units together; None if it is hidden."""
        value = self.published.loc[WHOLE, state]
        return None if pd.isna(value) else float(value)


def dialogue_counts(
    round_: DialogueRound,
    held: pd.DataFrame,
    excepted: pd.DataFrame | None,
    as_of: Period,
) -> DialogueCounts | None:
    """Return what may be shown of the latest counts that were made by ``as_of``; None without any.

    ``held`` and ``excepted`` are observations by unit: n is the employees, value the count. Small
    counts are hidden, and those from which they could be worked out; all of them where nothing
    less protects. InputError for counts that cannot be so.
    """
    ended = held["period"].map(lambda period: period.end <= as_of.end).astype(bool)
    if not ended.any():
        return None
    period = max(held.loc[ended, "period"], key=lambda item: item.end)
    wide = _wide(round_, held, excepted, period)
    reported = wide.dropna()
    unreported = tuple(str(unit) for unit in wide.index.difference(reported.index))
    if reported.empty:
        return None
    _check(round_, reported)
    counted = reported.drop(columns=EMPLOYEES)
    cells = counted.assign(remaining=reported[EMPLOYEES] - counted.sum(axis=1))
    long = cells.rename_axis("unit").reset_index().melt("unit", var_name="state")
    table = with_margins(long, ["unit", "state"], total=WHOLE)
    shown, hidden = _protected(table, round_.minimum_n)
    return DialogueCounts(_by_unit(shown), period, unreported, hidden, round_.minimum_n)


def _wide(
    round_: DialogueRound, held: pd.DataFrame, excepted: pd.DataFrame | None, period: Period
) -> pd.DataFrame:
    """A row a unit: employees, held and, where somebody counts them, excepted."""
    own = _counted(round_.held, held, period)
    wide = pd.DataFrame({EMPLOYEES: own["n"], "held": own["value"]})
    if excepted is None:
        return wide
    more = _counted(round_.excepted, excepted, period)
    if set(more.index) != set(own.index) or not more["n"].reindex(own.index).equals(own["n"]):
        found = f"the units or employees of {period} are not those of {round_.held}"
        raise _fault(round_.excepted, found, "the same units with the same employees")
    return wide.assign(excepted=more["value"])


def _counted(source: str | None, rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    chosen = rows[rows["period"].map(lambda item: item == period).astype(bool)]
    if chosen["unit"].eq("").any():
        raise _fault(source, "a row without a unit", "a row a unit; the whole is added up")
    return chosen.set_index("unit")[["n", "value"]].astype(float)


def _check(round_: DialogueRound, cells: pd.DataFrame) -> None:
    """Raise for counts that are no whole numbers, or more than there are employees."""
    for unit, row in cells.iterrows():
        whole = all(value == int(value) and value >= 0 for value in row)
        if not whole or row.drop(EMPLOYEES).sum() > row[EMPLOYEES]:
            # The values stay out of the message: they may be those of a small group.
            accepted = "whole numbers that are together no more than the employees"
            raise _fault(round_.held, f"the counts of '{unit}' cannot be so", accepted)


def _protected(table: pd.DataFrame, minimum_n: int) -> tuple[pd.DataFrame, int]:
    try:
        protected = protect_counts(table, ["unit", "state"], min_n=minimum_n, total=WHOLE)
    except NotProtected:
        return table.assign(value=float("nan")), len(table)
    return protected.published, protected.hidden


def _by_unit(shown: pd.DataFrame) -> pd.DataFrame:
    wide = shown.pivot(index="unit", columns="state", values="value")
    order = [*sorted(set(wide.index) - {WHOLE}), WHOLE]
    columns = [*(state for state in STATES if state in wide.columns), EMPLOYEES]
    return wide.rename(columns={WHOLE: EMPLOYEES}).reindex(order)[columns]


def _fault(source: str | None, found: str, accepted: str) -> InputError:
    return InputError([Fault(f"data/sources/{source}.csv", None, "", found, accepted)])
