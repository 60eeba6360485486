"""Counts of cases and of persons: what they may be, their statuses, their sums."""

from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

import pandas as pd

from analysis.methods.results import Status
from analysis.model.observations import WITH_VALUE

Column: TypeAlias = pd.Series | Sequence[Any]
"""A series, or a plain list of values."""

Table = TypeVar("Table", pd.Series, pd.DataFrame)

NOTHING = float("nan")
"""What stands in a numeric column where there is no number."""

WITHOUT_VALUE = {
    "missing": Status.MISSING,
    "suppressed": Status.SUPPRESSED,
    "not_applicable": Status.UNDEFINED,
}
"""What the statuses of observations without a value are as the status of a result."""


def lacking_number(value: float) -> bool:
    """Whether ``value`` is missing or infinite."""
    return bool(pd.isna(value)) or abs(value) == float("inf")


def lacking(values: Table) -> Table:
    """Return where ``values`` are missing or infinite."""
    return values.isna() | values.isin([float("inf"), -float("inf")])


def counted(
    cases: Column, persons: Column, *, by: Column | None = None, statuses: Column | None = None
) -> pd.DataFrame:
    """Return the columns ``cases``, ``persons`` and ``status``, summed within the groups ``by``.

    A group with a part that is missing or suppressed has no sum. No persons and negative cases
    are ``undefined``. ValueError when the parts differ in length or index, or a status is unknown.
    """
    parts = {"cases": cases, "persons": persons, "by": by, "statuses": statuses}
    table = aligned({name: part for name, part in parts.items() if part is not None})
    numbers = table[["cases", "persons"]]
    numbers = numbers.mask(lacking(numbers), NOTHING).astype(float)
    numbers["status"] = declared(table.get("statuses"), table.index)
    numbers.loc[numbers["status"].ne(Status.OK), ["cases", "persons"]] = float("nan")
    if by is not None:
        numbers = _summed(numbers, table["by"])
    gap = numbers[["cases", "persons"]].isna().any(axis=1)
    impossible = numbers["cases"].lt(0) | numbers["persons"].le(0)
    sound = numbers["status"].eq(Status.OK)
    numbers.loc[gap & sound, "status"] = Status.MISSING
    numbers.loc[impossible & ~gap & sound, "status"] = Status.UNDEFINED
    return numbers


def aligned(parts: dict[str, Column]) -> pd.DataFrame:
    """Return ``parts`` as the columns of one frame with the index of the first series.

    ValueError when they differ in length, or two series in their index.
    """
    lengths = {name: len(part) for name, part in parts.items()}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"the parts must be equally long: {found}")
    indexes = [part.index for part in parts.values() if isinstance(part, pd.Series)]
    if any(not index.equals(indexes[0]) for index in indexes):
        raise ValueError(f"{', '.join(parts)} must have the same index in the same order")
    index = indexes[0] if indexes else pd.RangeIndex(next(iter(lengths.values())))
    return pd.DataFrame({name: list(part) for name, part in parts.items()}, index=index)


def declared(statuses: pd.Series | None, index: pd.Index) -> pd.Series:
    """Return the status of a result for each status of an observation; OK where none is given.

    ValueError for an unknown status.
    """
    if statuses is None:
        return pd.Series(Status.OK, index=index, dtype=object)
    known = dict.fromkeys(WITH_VALUE, Status.OK) | WITHOUT_VALUE
    unknown = sorted({str(status) for status in statuses if status not in known})
    if unknown:
        accepted = ", ".join(sorted(known))
        raise ValueError(f"unknown statuses: {', '.join(unknown)}; accepted: {accepted}")
    return pd.Series([known[status] for status in statuses], index=index, dtype=object)


def _summed(numbers: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    groups = numbers.groupby(list(by), sort=False, dropna=False)
    sums = groups[["cases", "persons"]].agg(lambda column: column.sum(skipna=False))
    return sums.assign(status=groups["status"].agg(_of_group))


def _of_group(statuses: pd.Series) -> Status:
    return next((status for status in statuses if status != Status.OK), Status.OK)
