"""The first figure of the report on sick leave: where the values of the years stand."""

import pandas as pd
import pytest

from analysis.display.figures import PAGE
from analysis.display.languages import Language
from analysis.display.sick_leave.drawings import Line, Overview, draw_overview
from analysis.model.periods import Period

LEVELS = {2016: (10.0, 8.0, 8.0, 10.0), 2017: (8.0, 10.0, 10.0, 8.0)}


def labels(*targets: Line) -> dict[str, str]:
    """Which side of their bars the values of two years stand on: year 2016 is low in summer."""
    quarters = pd.Series(
        {
            Period(year, "quarter", number): value
            for year, values in LEVELS.items()
            for number, value in enumerate(values, start=1)
        }
    )
    years = pd.Series({2016: 9.1, 2017: 9.2})
    data = Overview(
        quarters, years, None, "A", "", Period(2017), "Start", targets, (), 5.0, "per cent"
    )
    figure = draw_overview(data, Language.named("en"), PAGE)
    return {text.get_text(): text.get_va() for text in figure.axes[0].texts}


def test_a_value_stands_where_the_line_does_not_go():
    found = labels()
    assert (found["9.1"], found["9.2"]) == ("bottom", "top")


@pytest.mark.parametrize(("target", "side"), [(9.5, "top"), (8.9, "bottom"), (12.0, "top")])
def test_a_target_is_kept_clear(target, side):
    assert labels(Line(2017, target, "Target", True))["9.2"] == side


def test_a_target_above_a_low_summer_moves_the_value_below():
    assert labels(Line(2016, 9.6, "Target", True))["9.1"] == "top"
