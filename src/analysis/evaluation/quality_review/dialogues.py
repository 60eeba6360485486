"""Dialogues that were to be held by a date: what may be shown of the counts by unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.disclosure import NotProtected, protect_counts, protect_linked, with_margins
from analysis.model.definitions.reviews import DialogueRound
from analysis.model.periods import Period

WHOLE = "□"
"""What the whole organisation is called in ``published``: no name that a unit has."""

STATES = ("held", "excepted", "remaining")
EMPLOYEES = "employees"
CELL = ("unit", "state")

_Cell = tuple[str, str]


@dataclass(frozen=True, repr=False)
class _Table:
    """The counts of a date as they are, and as they may be shown."""

    true: pd.DataFrame
    shown: pd.DataFrame

    @property
    def hidden(self) -> frozenset[_Cell]:
        return _hidden(self.shown)

    @property
    def employees(self) -> frozenset[tuple[str, float]]:
        """Every unit with its employees, and the whole."""
        return _employees(self.true)


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
    less protects. What a report as of each earlier date of the file has hidden stays hidden, and
    nothing follows from this report and those together. InputError for counts that cannot be so.
    """
    ended = held["period"].map(lambda period: period.end <= as_of.end).astype(bool)
    if not ended.any():
        return None
    earlier: list[_Table] = []
    periods = sorted(set(held.loc[ended, "period"]), key=lambda item: item.end)
    for period in periods:
        wide = _wide(round_, held, excepted, period)
        reported = wide.dropna()
        if reported.empty:
            continue
        _check(round_, reported)
        earlier.append(_protected(_table(reported), earlier, round_.minimum_n))
    if reported.empty:
        return None
    unreported = tuple(str(unit) for unit in wide.index.difference(reported.index))
    shown = earlier[-1].shown
    hidden = int(shown["value"].isna().sum())
    return DialogueCounts(_by_unit(shown), period, unreported, hidden, round_.minimum_n)


def _table(reported: pd.DataFrame) -> pd.DataFrame:
    """The counts of a date with their margins, a row a cell."""
    counted = reported.drop(columns=EMPLOYEES)
    cells = counted.assign(remaining=reported[EMPLOYEES] - counted.sum(axis=1))
    long = cells.rename_axis("unit").reset_index().melt("unit", var_name="state")
    return with_margins(long, CELL, total=WHOLE)


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


def _protected(table: pd.DataFrame, earlier: Sequence[_Table], minimum_n: int) -> _Table:
    """What may be shown of ``table`` beside what the reports of ``earlier`` dates have shown.

    A cell hidden at any of them is hidden again. Dates with the same employees in the same units
    are parts of one table, joined in its employees, and protected as such. With others the
    employees may nearly be the same, so those of the same units must be hidden. Where a cell that
    was shown before would have to be hidden now, it is too late: then everything is.
    """
    gone = {cell for item in earlier for cell in item.hidden}
    marked = table.assign(status=_statuses(table, gone))
    alike = [item for item in earlier if item.employees == _employees(table)]
    try:
        shown = _beside(marked, alike, minimum_n)
    except NotProtected:
        return _Table(table, table.assign(value=float("nan")))
    found = _Table(table, shown)
    others = [item for item in earlier if item.employees != found.employees]
    if any(_tells(item, found) for item in others):
        return _Table(table, table.assign(value=float("nan")))
    return found


def _beside(marked: pd.DataFrame, earlier: Sequence[_Table], minimum_n: int) -> pd.DataFrame:
    """Protect a date together with earlier ones; NotProtected if these would have to hide more.

    First by all counts, which guards best; if that hides other cells than the earlier reports did,
    with these taken as unknown.
    """
    if not earlier:
        return protect_counts(marked, CELL, min_n=minimum_n, total=WHOLE).published
    counts = [*(item.true for item in earlier), marked.drop(columns="status")]
    dates = [item.true.assign(status=_statuses(item.true, item.hidden)) for item in earlier]
    gone = _hidden(marked.assign(value=marked["value"].mask(marked["status"].eq("suppressed"))))
    for tables in (counts, [*dates, marked]):
        *before, now = _joined(tables, minimum_n)
        same = [_hidden(again) for again in before] == [item.hidden for item in earlier]
        if same and gone <= _hidden(now):
            return now
    raise NotProtected("an earlier report shows what would have to be hidden")


def _joined(tables: Sequence[pd.DataFrame], minimum_n: int) -> list[pd.DataFrame]:
    """Protect tables of the same employees, each divided by the states of its date."""
    states = [f"state {i}" for i in range(len(tables))]
    frames = [
        table.rename(columns={"state": name}) for table, name in zip(tables, states, strict=True)
    ]
    found = protect_linked(frames, ["unit", *states], min_n=minimum_n, total=WHOLE)
    return [
        item.published.rename(columns={name: "state"})
        for item, name in zip(found, states, strict=True)
    ]


def _tells(earlier: _Table, now: _Table) -> bool:
    """Whether employees of a unit are shown at one of two dates and hidden at the other."""
    common = {unit for unit, _ in earlier.employees} & {unit for unit, _ in now.employees}
    before, after = (
        {unit for unit, state in item.hidden if state == WHOLE} & common for item in (earlier, now)
    )
    return before != after


def _statuses(table: pd.DataFrame, hidden: Collection[_Cell]) -> list[str]:
    cells = zip(table["unit"], table["state"], strict=True)
    return ["suppressed" if cell in hidden else "reported" for cell in cells]


def _hidden(shown: pd.DataFrame) -> frozenset[_Cell]:
    rows = shown[shown["value"].isna()]
    return frozenset(zip(rows["unit"], rows["state"], strict=True))


def _employees(table: pd.DataFrame) -> frozenset[tuple[str, float]]:
    rows = table[table["state"].eq(WHOLE)]
    return frozenset(zip(rows["unit"], rows["value"], strict=True))


def _by_unit(shown: pd.DataFrame) -> pd.DataFrame:
    wide = shown.pivot(index="unit", columns="state", values="value")
    order = [*sorted(set(wide.index) - {WHOLE}), WHOLE]
    columns = [*(state for state in STATES if state in wide.columns), EMPLOYEES]
    return wide.rename(columns={WHOLE: EMPLOYEES}).reindex(order)[columns]


def _fault(source: str | None, found: str, accepted: str) -> InputError:
    return InputError([Fault(f"data/sources/{source}.csv", None, "", found, accepted)])
