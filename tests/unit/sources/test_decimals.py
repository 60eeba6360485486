"""In what steps figures are given, and which of a series are given in coarser ones."""

import pandas as pd
import pytest
from making import quarters

from analysis.model.periods import Period
from analysis.sources.decimals import coarser_periods, rounding

WHOLE, FINER = (9, 9, 8, 9), (8.6, 8.5, 7.6, 8.6)


def series(first: str, *values: float) -> pd.DataFrame:
    """Figures one after the other from a period on."""
    period = Period.parse(first)
    parts = {"year": 1, "half": 2, "quarter": 4}[period.kind]
    rows = []
    for place, value in enumerate(values, start=period.number - 1):
        at = Period(period.year + place // parts, period.kind, place % parts + 1)
        rows.append((at, value))
    return pd.DataFrame(rows, columns=["period", "value"])


@pytest.mark.parametrize(
    ("figures", "half_a_step"),
    [
        (series("2021Q1", *WHOLE, *FINER), 0.5),
        (series("2021Q1", *FINER, *WHOLE), 0.5),
        (series("2021Q1", *FINER, 9.0, 9.0, 8.0, 9.1), 0.05),
        (series("2021Q3", 9, 8, *FINER), 0.05),
        (series("2021Q1", *FINER, 9, 8), 0.05),
        (series("2021Q1", *FINER, 0, 0, 0, 100), 0.05),
        (series("2021Q1", 0, 0, 0, 0), 0.5),
        (series("2021Q1", 8.61, 8.5, 8.4, 8.3, *FINER), 0.05),
        (series("2021Q1", 8.12345, 8.23456, 8.1, 8.0), 0.0),
        (series("2014", *WHOLE, *FINER), 0.5),
        (series("2014", 8.6, 9, 8, 9, 8.5, 9, 7.6), 0.05),
        (series("2021", 9, 8.6), 0.05),
        (series("2021H1", *WHOLE, *FINER), 0.5),
        (series("2021Q1", 8.6), 0.05),
    ],
)
def test_the_coarsest_step_that_a_year_or_four_figures_in_a_row_show(figures, half_a_step):
    assert rounding(figures) == half_a_step


def test_an_ordinary_series_has_the_step_of_its_decimals():
    levels = (8.9, 9.2, 9.4, 9.3, 9.1, 8.2, 8.0)
    known = quarters(2019, levels)
    table = pd.DataFrame(
        {"period": [Period.parse(name) for name in known], "value": known.values()}
    )
    assert rounding(table) == 0.05


def test_a_year_computed_from_whole_quarters_does_not_make_them_finer():
    years = pd.concat([series("2021Q1", *WHOLE, *WHOLE), series("2021", 8.8, 8.8)])
    assert rounding(years) == 0.5


def test_the_periods_with_fewer_decimals_are_told_by_how_many_they_have():
    def told(*values: float, first: str = "2020Q1") -> dict[int, list[str]]:
        found = coarser_periods(series(first, *values))
        return {decimals: [str(item) for item in periods] for decimals, periods in found.items()}

    assert told(*WHOLE, *FINER) == {0: ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]}
    assert told(*WHOLE, 8.6, first="2020") == {0: ["2020", "2021", "2022", "2023"]}
    assert told(*FINER, *FINER) == told(*WHOLE) == told(9, 8.6) == {}
