"""Figures of units: what is kept of them is what may be shown."""

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.evaluation.units import WHOLE, UnitFigures, unit_figures
from analysis.model.definitions import Indicator
from analysis.model.observations import observation_table
from analysis.model.periods import Period

LATER = Period(2020)


def indicator(minimum_n: int = 7, hidden: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        id="absence",
        title={"en": "Absence"},
        unit="percent",
        direction="decrease",
        definition={"en": "Absence"},
        source="made/absence/2009",
        minimum_n=minimum_n,
        hidden_units=hidden,
    )


def observed(*rows: tuple[str, str, int | None, float | None]) -> pd.DataFrame:
    return observation_table(
        {
            "indicator": "absence",
            "municipality": "4001",
            "unit": unit,
            "period": Period.parse(period),
            "n": n,
            "value": value,
            "status": "reported" if value is not None else "suppressed",
            "source": "made",
        }
        for unit, period, n, value in rows
    )


def shown(figures: UnitFigures, period: str = "2008") -> dict[str, float]:
    column = figures.table("value")[Period.parse(period)].dropna()
    return {str(unit): float(value) for unit, value in column.items()}


BIG = (("School", "2008", 100, 7.0), ("Home", "2008", 60, 9.0), ("Bath", "2008", 40, 8.0))


def test_big_units_are_shown_with_the_whole_last():
    figures = unit_figures(observed(*BIG, ("", "2008", 200, 7.8)), indicator(), LATER)
    assert shown(figures) == {"Bath": 8.0, "Home": 9.0, "School": 7.0, WHOLE: 7.8}
    assert list(figures.table("n").index) == ["Bath", "Home", "School", WHOLE]
    assert figures.hidden == 0


def test_two_small_units_are_hidden_and_no_other():
    rows = (*BIG, ("Archive", "2008", 3, 31.0), ("Light", "2008", 6, 24.0), ("", "2008", 209, 8.6))
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert set(shown(figures)) == {"Bath", "Home", "School", WHOLE}
    assert figures.hidden == 2
    assert figures.table("status")[Period(2008)]["Archive"] == "suppressed"
    assert figures.table("n").loc[["Archive", "Light"]].isna().all().all()


@pytest.mark.parametrize("stated", [True, False])
def test_one_small_unit_takes_another_with_it_also_where_the_source_has_no_total(stated):
    """The report prints the figure of the whole elsewhere: one hidden unit would follow from it."""
    rows = [*BIG, ("Archive", "2008", 3, 31.0)]
    if stated:
        rows.append(("", "2008", 203, 8.2))
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert "Archive" not in shown(figures)
    assert figures.hidden == 2
    assert (WHOLE in shown(figures)) is stated


def test_a_stricter_minimum_hides_more():
    rows = (*BIG, ("", "2008", 200, 7.8))
    figures = unit_figures(observed(*rows), indicator(50), LATER)
    assert "Bath" not in shown(figures)
    assert figures.minimum_n == 50


def test_a_laxer_minimum_is_refused():
    with pytest.raises(ValueError, match="greater than or equal to 7"):
        indicator(6)


def test_a_unit_hidden_in_one_year_is_hidden_in_the_other():
    rows = [
        row
        for year, small in (("2007", 9), ("2008", 4))
        for row in (
            ("School", year, 100, 7.0),
            ("Home", year, 60, 9.0),
            ("Archive", year, small, 12.0),
            ("Light", year, 5, 14.0),
            ("", year, 165 + small, 8.1),
        )
    ]
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert "Archive" not in shown(figures, "2007")


def test_what_the_source_has_hidden_stays_hidden():
    rows = (*BIG, ("Archive", "2008", None, None), ("Light", "2008", 30, 9.0), ("", "2008", 240, 8))
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert figures.table("status")[Period(2008)]["Archive"] == "suppressed"
    assert len(set(shown(figures)) & {"Light", "School", "Home", "Bath"}) < 4


def test_only_periods_that_have_ended_are_looked_at():
    rows = (*BIG, *((unit, "2009", n, value) for unit, _, n, value in BIG))
    figures = unit_figures(observed(*rows), indicator(), Period(2008))
    assert figures.periods == [Period(2008)]


def test_years_are_shown_where_there_are_years_and_quarters():
    rows = (*BIG, *((unit, "2008Q4", n, value) for unit, _, n, value in BIG))
    assert unit_figures(observed(*rows), indicator(), LATER).periods == [Period(2008)]


def test_without_units_there_is_nothing():
    assert unit_figures(observed(("", "2008", 200, 7.8)), indicator(), LATER) is None


ARCHIVE = ("Archive", "2008", 3, 31.7)


@pytest.mark.parametrize("whole", [(None, 8.2), (203, None), (None, None)])
def test_a_whole_that_the_source_leaves_open_protects_nobody(whole):
    """The report prints the whole elsewhere: a whole without persons is no hidden figure."""
    rows = (*BIG, ARCHIVE, ("", "2008", *whole))
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert "Archive" not in shown(figures)
    assert len(set(shown(figures)) - {WHOLE}) == 2


def test_a_unit_nobody_knows_and_no_whole_to_hold_it_against_hide_everything():
    figures = unit_figures(observed(*BIG, ("Archive", "2008", None, None)), indicator(), LATER)
    assert shown(figures) == {}
    assert figures.hidden == 4


def test_units_hidden_in_an_earlier_report_stay_hidden():
    rows = (*BIG, ("", "2008", 200, 7.8))
    figures = unit_figures(observed(*rows), indicator(hidden=("Bath",)), LATER)
    assert "Bath" not in shown(figures)
    assert figures.hidden == 2


def test_quarters_beside_years_are_not_shown():
    quarters = [(unit, f"2008Q{q}", n, value) for unit, _, n, value in BIG for q in (1, 2, 3)]
    figures = unit_figures(observed(*BIG, *quarters), indicator(), LATER)
    assert set(figures.published["period"]) == {Period(2008)}


def test_units_that_contain_each_other_are_a_fault():
    rows = (("Health", "2008", 60, 8.0), ("Care", "2008", 56, 7.0), *BIG, ("", "2008", 200, 7.8))
    with pytest.raises(InputError, match=r"hold 316 persons, the whole 200"):
        unit_figures(observed(*rows), indicator(), LATER)


def test_where_no_two_units_hold_the_minimum_all_are_hidden():
    rows = (("Archive", "2008", 3, 31.7), ("Light", "2008", 2, 20.0), ("", "2008", 5, 27.0))
    figures = unit_figures(observed(*rows), indicator(), LATER)
    assert not {"Archive", "Light"} & set(shown(figures))
