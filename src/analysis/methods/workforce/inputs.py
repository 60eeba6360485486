"""What the methods of this package ask of ages and numbers that they are given."""

from collections.abc import Iterable
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd


def check_ages(side: str, ages: Iterable[Any]) -> None:
    """Raise ValueError, naming ``side`` and the age, unless all ages are whole years."""
    for age in ages:
        if not isinstance(age, Real) or isinstance(age, bool) or float(age) % 1 != 0:
            raise ValueError(f"{side} has the age {age!r}; accepted: whole years")


def numbers(values: pd.Series) -> pd.Series:
    """Return ``values`` as floats, whatever mark stands for a missing one as NaN."""
    return values.map(lambda value: np.nan if pd.isna(value) else float(value)).astype(float)
