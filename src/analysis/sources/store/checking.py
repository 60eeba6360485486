"""What the store takes in: observation tables without a fault."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.observations import COLUMNS, KEY, WITH_VALUE, WITHOUT_VALUE
from analysis.model.periods import ACCEPTED, Period

STATUSES = sorted(WITH_VALUE | WITHOUT_VALUE)

_LISTED = 20
_NUMBER = re.compile(r"[0-9]{4}|[0-9]{2}|G[0-9]+")
"""A municipality or the country, a county, a group of Kolada."""
_FILLED = "a text that is not empty"


def _is_text(cell: Any) -> bool:
    """Whether a cell is a text that a file can hold."""
    try:
        return isinstance(cell, str) and bool(cell.encode() or True)
    except UnicodeEncodeError:
        return False


def _is_period(cell: Any) -> bool:
    try:
        return isinstance(cell, Period) and Period.parse(str(cell)) == cell
    except ValueError:
        return False


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "indicator": (lambda cell: _is_text(cell) and bool(cell.strip()), _FILLED),
    "municipality": (
        lambda cell: _is_text(cell) and _NUMBER.fullmatch(cell) is not None,
        'four digits of a municipality, two of a county, or a group of Kolada: "0301"',
    ),
    "unit": (_is_text, 'a text, "" for the whole organisation'),
    "period": (_is_period, ACCEPTED),
    "breakdown": (_is_text, 'a text, "" for all'),
    "status": (lambda cell: isinstance(cell, str) and cell in STATUSES, ", ".join(STATUSES)),
    "source": (lambda cell: _is_text(cell) and bool(cell.strip()), _FILLED),
}


def checked(observations: pd.DataFrame, label: str) -> pd.DataFrame:
    """Return ``observations`` as a table with the columns of an observation table, ``value`` and
    ``n`` as floats, every cell right. InputError lists the faults; rows count from 1.
    """
    found = ", ".join(map(str, observations.columns)) or "none"
    if sorted(map(str, observations.columns)) != sorted(COLUMNS):
        fault = Fault(label, None, "", f"the columns are {found}", ", ".join(COLUMNS))
        raise InputError([fault])
    if observations.empty:
        raise InputError([Fault(label, None, "", "there is no observation", "one row or more")])
    table = observations.reset_index(drop=True)[list(COLUMNS)]
    faults = [fault for name in _RULES for fault in _cell_faults(table[name], label)]
    numbers = {name: _numbers(table[name]) for name in ("value", "n")}
    for name, (_, wrong) in numbers.items():
        accepted = "a number or nothing" if name == "value" else "a number from 0, or nothing"
        faults += _listed(label, name, table[name], wrong, accepted)
    table = table.assign(**{name: values for name, (values, _) in numbers.items()})
    # Faults of whole rows are looked for where every cell is right: no fault is told twice.
    faults = faults or [*_contradictions(table, label), *_repetitions(table, label)]
    if faults:
        raise InputError(faults)
    return table


def _cell_faults(column: pd.Series, label: str) -> Iterator[Fault]:
    is_right, accepted = _RULES[str(column.name)]
    try:
        codes, values = pd.factorize(column)
        # The last one stands for an empty cell, whose code is -1.
        right = np.array([*map(is_right, values), False])[codes]
    except TypeError:
        right = np.array([is_right(cell) for cell in column])
    yield from _listed(label, str(column.name), column, ~right, accepted)


def _numbers(column: pd.Series) -> tuple[Any, Any]:
    """The column as floats, and which of its cells are no numbers."""
    kinds = pd.api.types
    if kinds.is_float_dtype(column) or kinds.is_integer_dtype(column):
        values = column.to_numpy(dtype=float, na_value=math.nan)
    else:
        values = np.array([_number(cell) for cell in column], dtype=float)
    wrong = np.isinf(values)
    return values, wrong | (values < 0) if column.name == "n" else wrong


def _number(cell: Any) -> float:
    """The cell as a float; infinity, which is refused, for what is no number."""
    if cell is None or cell is pd.NA:
        return math.nan
    if isinstance(cell, bool) or not isinstance(cell, int | float | np.integer | np.floating):
        return math.inf
    try:
        return float(cell)
    except OverflowError:
        return math.inf


def _contradictions(table: pd.DataFrame, label: str) -> Iterator[Fault]:
    empty, without = table["value"].isna(), table["status"].isin(WITHOUT_VALUE)
    pairs = zip(table["status"], table["value"], strict=True)
    described = pd.Series([f"{status} with value {value}" for status, value in pairs])
    having, lacking = (", ".join(sorted(group)) for group in (WITH_VALUE, WITHOUT_VALUE))
    accepted = f"a value with {having}; none with {lacking}"
    yield from _listed(label, "status", described, (empty != without).to_numpy(), accepted)


def _repetitions(table: pd.DataFrame, label: str) -> Iterator[Fault]:
    repeated = table.duplicated(list(KEY)).to_numpy()
    found = "a second value for " + table["indicator"].astype(str)
    for name in KEY[1:]:
        found = found + " " + table[name].astype(str)
    accepted = "one value for each " + ", ".join(KEY)
    yield from _listed(label, "", found.str.strip(), repeated, accepted)


def _listed(label: str, column: str, cells: pd.Series, wrong: Any, accepted: str) -> list[Fault]:
    """A fault for each wrong row, up to a number that can be read."""
    rows = np.flatnonzero(wrong)
    key = f"column {column}" if column else ""
    faults = [
        Fault(label, int(row) + 1, key, f"found {cells.iloc[row]!r}", accepted)
        for row in rows[:_LISTED]
    ]
    if len(rows) > _LISTED:
        more = f"{len(rows) - _LISTED} more rows with the same fault"
        faults.append(Fault(label, None, key, more, accepted))
    return faults
