"""Participants against others: what is found, what is not, and what may not be claimed."""

import pandas as pd
import pytest
from making_joining import INDICATOR, joining_design
from making_network import joiners, numbers, values

from analysis.evaluation.findings import Grade
from analysis.evaluation.network_programme import JoinEffect, joining_panel, own_path
from analysis.evaluation.network_programme.effect import with_start_level
from analysis.model.definitions import Comparison
from analysis.model.observations import observation_table
from analysis.model.periods import Period

YEAR = {"1": 2010, "2": 2012}


def effect_of(
    *,
    effect: float = 0.0,
    ahead: float = 0.0,
    n: int = 24,
    n_units: int = 90,
    complete: bool = True,
    direction: str = "decrease",
    **more,
) -> JoinEffect:
    units = numbers(n_units)
    waves = joiners(units, n)
    rows = [
        {"unit": unit, "period": year, "value": value}
        for (unit, year), value in values(units, waves, effect, ahead).items()
    ]
    panel = pd.DataFrame(rows)
    panel["first"] = panel["unit"].map({unit: YEAR[wave] for unit, wave in waves.items()})
    indicator = INDICATOR.model_copy(update={"direction": direction})
    return JoinEffect(indicator, joining_design(complete), panel, **more)


def test_a_planted_effect_is_indicated_and_never_more():
    found = effect_of(effect=-0.5)
    assert found.main.estimate == pytest.approx(-0.5, abs=0.1)
    assert found.grade is Grade.INDICATED
    assert [item.grade for item in found.graded] == [Grade.INDICATED] * 4


def test_without_an_effect_nothing_is_shown_and_one_test_is_enough():
    found = effect_of()
    assert found.grade is Grade.NOT_SHOWN
    assert len(found.graded) == 1
    assert not found.explained_by_level


def test_a_rise_is_no_gain_in_an_indicator_that_is_to_decrease():
    assert effect_of(effect=0.5).grade is Grade.NOT_SHOWN


@pytest.mark.parametrize(
    ("effect", "direction", "against"),
    [(0.5, "decrease", True), (-0.5, "decrease", False), (0.5, "increase", False),
     (-0.5, "increase", True), (0.5, "neutral", False), (0.0, "decrease", False)],
)  # fmt: skip
def test_a_change_the_wrong_way_is_known_as_such(effect, direction, against):
    found = effect_of(effect=effect, direction=direction)
    assert found.against_aim is against
    assert found.worsened is against, "a planted effect holds in every comparison"
    gained = effect and not against and direction != "neutral"
    assert (found.grade is Grade.INDICATED) is bool(gained)


def test_an_indicator_with_no_direction_is_never_graded():
    assert effect_of(effect=-0.5, direction="neutral").grade is Grade.NOT_ASSESSABLE


@pytest.mark.parametrize(("others", "testable"), [(9, False), (10, True)])
def test_fewer_than_ten_others_are_no_comparison(others, testable):
    found = effect_of(effect=-0.9, n_units=23 + others)
    assert found.effects.n_never == others
    assert found.main.computed
    assert found.testable is testable
    assert (found.grade is Grade.NOT_ASSESSABLE) is not testable


def test_a_claim_of_a_drawn_lot_that_does_not_hold_is_known_as_such():
    lot = Comparison.model_validate(
        {"source": "x", "title": {"en": "Others"}, "caveat": {"en": "Invented."},
         "design": {"kind": "lot", "text": {"en": "Invented."}}}
    )  # fmt: skip
    found = effect_of(ahead=0.45)
    drawn = joining_design().model_copy(update={"others": lot})
    found = JoinEffect(INDICATOR, drawn, found.panel)
    assert found.grade is Grade.NOT_SHOWN
    assert found.explained_by_level


def test_years_of_bad_luck_before_joining_are_not_an_effect():
    """Joiners lie 0.45 higher in the two years before joining, and then no more."""
    found = effect_of(ahead=0.45)
    assert found.main.significant
    assert not found.unlike
    assert found.earlier[0].significant, "one year earlier the luck was bad already"
    assert not found.earlier[1].significant
    assert found.explained_by_level
    assert found.grade is Grade.NOT_SHOWN


def test_years_of_good_luck_before_joining_are_no_harm():
    """Joiners lie 0.45 higher in the two years before joining; higher is better."""
    found = effect_of(ahead=0.45, direction="increase")
    assert found.against_aim
    assert not found.worsened
    assert found.explained_by_level
    assert found.grade is Grade.NOT_SHOWN


def test_a_worsening_that_cannot_be_checked_is_not_told_as_one():
    found = effect_of(effect=0.5)
    later = JoinEffect(INDICATOR, joining_design(), found.panel[found.panel["period"] >= 2010])
    assert later.against_aim
    assert not later.checked
    assert not later.worsened
    assert later.explained_by_level


def test_a_change_that_rounding_can_make_is_neither_way():
    rounded = INDICATOR.model_copy(update={"rounding": 0.3})
    for effect in (0.5, -0.5):
        found = JoinEffect(rounded, joining_design(), effect_of(effect=effect).panel)
        assert found.main.significant
        assert not found.against_aim
        assert not found.explained_by_level
        assert found.grade is Grade.NOT_SHOWN


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_what_is_better_one_way_is_worse_the_other(direction):
    """The same numbers, turned over, are told the same with better and worse changed round."""
    for effect, ahead in [(0.5, 0.0), (0.0, 0.45), (0.15, 0.2), (0.0, 0.0)]:
        found = effect_of(effect=effect, ahead=ahead, direction=direction)
        turned = found.panel.assign(value=16 - found.panel["value"])
        other = JoinEffect(found.indicator, joining_design(), turned)
        assert (found.grade is Grade.INDICATED) is other.worsened
        assert (other.grade is Grade.INDICATED) is found.worsened
        assert found.explained_by_level is other.explained_by_level


def test_participants_that_began_far_apart_cannot_be_compared():
    found = effect_of(ahead=1.2)
    assert found.began_apart
    assert found.unlike
    assert abs(found.gap.estimate or 0) >= 0.5 * found.spread
    assert found.grade is Grade.NOT_ASSESSABLE


def test_a_partial_list_bears_no_conclusion():
    assert effect_of(effect=-0.5, complete=False).grade is Grade.NOT_ASSESSABLE
    assert effect_of(effect=-0.5, hidden=1).grade is Grade.NOT_ASSESSABLE
    assert effect_of(effect=-0.5, unmatched=("Nowhere",)).grade is Grade.INDICATED


def test_fewer_than_ten_participants_are_not_tested():
    found = effect_of(effect=-0.5, n=8)
    assert not found.main.computed
    assert found.grade is Grade.NOT_ASSESSABLE


def test_two_years_before_joining_are_too_few_for_a_claim():
    found = effect_of(effect=-0.5)
    short = found.panel[found.panel["period"] >= 2010]
    later = JoinEffect(INDICATOR, joining_design(), short)
    assert later.main.significant
    assert later.earlier[1].estimate is None
    assert found.checked
    assert not later.checked
    assert later.grade is Grade.NOT_SHOWN


def test_the_start_level_is_the_value_of_the_base_year():
    panel = pd.DataFrame(
        [("a", 2010, 8.0, 2012.0), ("a", 2011, 9.0, 2012.0), ("a", 2012, 7.0, 2012.0),
         ("b", 2011, 5.0, None), ("b", 2012, 4.0, None), ("c", 2012, 6.0, None)],
        columns=["unit", "period", "value", "first"],
    )  # fmt: skip
    table = with_start_level(panel).set_index(["unit", "period"])["level"]
    assert table["a", 2011] == 9.0
    assert table["a", 2012] == 9.0
    assert table["b", 2010] == 5.0, "a unit needs no value but that of the base year"
    assert table["c"].isna().all(), "without it, it has no start level"


def test_who_joins_after_the_data_needs_no_start_level():
    panel = pd.DataFrame(
        [("a", 2011, 9.0, 2012.0), ("a", 2012, 7.0, 2012.0), ("b", 2011, 5.0, None),
         ("c", 2012, 6.0, 2013.0)],
        columns=["unit", "period", "value", "first"],
    )  # fmt: skip
    table = with_start_level(panel).set_index(["unit", "period"])["level"]
    assert table["b", 2012] == 5.0


def observations(rows: list[tuple[str, str, float, str]]) -> pd.DataFrame:
    return observation_table(
        {"indicator": "absence", "municipality": place, "period": Period.parse(period),
         "value": value, "breakdown": breakdown, "source": "x"}
        for place, period, value, breakdown in rows
    )  # fmt: skip


def listed(*rows: tuple[str, str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality", "number", "year"])
    return frame.assign(certain=True).astype({"year": "Int64"})


def test_the_panel_holds_whole_years_up_to_the_date_and_no_breakdowns():
    table = observations(
        [("9001", "2010", 8.0, ""), ("9001", "2011", 7.0, ""), ("9001", "2011Q1", 9.0, ""),
         ("9001", "2010", 6.0, "women"), ("9002", "2010", 5.0, "")]
    )  # fmt: skip
    panel, unmatched = joining_panel(table, listed(("A", "9001", 2011)), Period.parse("2010"))
    assert panel[["unit", "period", "value"]].to_numpy().tolist() == [
        ["9001", 2010, 8.0],
        ["9002", 2010, 5.0],
    ]
    assert panel["first"].tolist()[0] == 2011
    assert pd.isna(panel["first"].tolist()[1])
    assert unmatched == ()


def test_a_participant_without_a_year_is_on_neither_side():
    table = observations([(n, "2010", 8.0, "") for n in ("9001", "9002", "9003")])
    people = listed(("A", "9001", 2011), ("B", "9002", None), ("C", "", 2011))
    panel, unmatched = joining_panel(table, people, Period.parse("2010"))
    assert sorted(panel["unit"]) == ["9001", "9003"]
    assert unmatched == ("B", "C")


def test_who_may_not_have_taken_part_is_on_neither_side():
    table = observations([(n, "2010", 8.0, "") for n in ("9001", "9002", "9003")])
    people = listed(("A", "9001", 2011), ("B", "9002", 2011))
    people["certain"] = [True, False]
    panel, unmatched = joining_panel(table, people, Period.parse("2010"))
    assert sorted(panel["unit"]) == ["9001", "9003"]
    assert unmatched == ("B",)


def test_who_is_listed_twice_joined_in_the_earlier_year():
    table = observations([(n, "2010", 8.0, "") for n in ("9001", "9002")])
    people = listed(("A", "9001", 2012), ("A", "9001", 2011), ("A", "9001", None))
    panel, unmatched = joining_panel(table, people, Period.parse("2010"))
    assert panel.set_index("unit")["first"]["9001"] == 2011
    assert unmatched == ()


def test_one_that_began_further_from_the_rest_than_any_has_nobody_to_expect_from():
    panel = effect_of().panel
    own = panel["unit"].eq("4001") & panel["period"].eq(2009)
    panel.loc[own, "value"] = 25.0
    path = own_path(panel, "4001")
    assert path.expected.extrapolated
    assert path.beyond is None


def test_without_others_from_both_years_there_is_no_path():
    panel = effect_of().panel
    assert own_path(panel[panel["first"].notna()], "4001") is None
    alone = panel["first"].notna() | panel["period"].ne(2015)
    assert own_path(panel[alone], "4001") is None


def test_one_participants_path_is_held_against_those_that_never_joined():
    panel = effect_of(effect=-0.5).panel
    path = own_path(panel, "4001")
    assert path is not None
    assert (path.joined, path.start, path.end) == (2010, 2009, 2015)
    gap = panel["unit"].eq("4001") & panel["period"].eq(2009)
    assert (own_path(panel[~gap], "4001").joined, own_path(panel[~gap], "4001").start) == (
        2010,
        2008,
    )
    assert len(path.others) == 67
    own = panel[panel["unit"].eq("4001")].set_index("period")["value"]
    assert path.change.own.estimate == pytest.approx(own[2015] - own[2009])
    assert len(path.peers) == 10
    starts = path.others[2009]
    furthest = max(abs(starts[peer] - own[2009]) for peer in path.peers)
    assert (abs(starts - own[2009]) <= furthest).sum() == 10
    assert path.beside_peers.peers.n == 10
    assert path.beyond is False


def test_a_place_that_did_not_join_within_the_figures_has_no_path():
    panel = effect_of().panel
    assert own_path(panel, "9090") is None
    assert own_path(panel, "0000") is None
    assert own_path(panel[panel["period"] >= 2010], "4001") is None
