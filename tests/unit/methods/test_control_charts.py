"""XmR charts: limits, each rule on a series made for it, which rule comes first, and segments."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.methods.control_charts import (
    COMMON_CAUSE,
    EXACT_LIMIT,
    MISSING,
    Limits,
    Rules,
    labels,
    limits,
    year_on_year,
)
from analysis.methods.control_charts.charts import (
    POINT_COLUMNS,
    Rebase,
    Survival,
    chart,
    segments,
    signal_survival,
)
from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.model.observations import as_series
from analysis.model.periods import Period

# Mean 0, limits at 3, near limits at 2: one unit is one step of the rules.
LINE = Limits(mean=0.0, lower=-3.0, upper=3.0)


def label(*values: float) -> list[str]:
    return labels(np.array(values, dtype=float), LINE)


def shown(*values: float) -> dict[int, str]:
    """The labels that are signals, by the place of their point."""
    return {i: name for i, name in enumerate(label(*values)) if name != COMMON_CAUSE}


def quarters(values: list[float]) -> pd.Series:
    periods = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(len(values))]
    return as_series(periods, values)


# -- limits


def test_limits_lie_2_66_mean_moving_ranges_from_the_mean():
    line = limits(np.array([1.0, 2.0, 4.0, 3.0]))
    mean_range = (1 + 2 + 1) / 3
    assert line.mean == 2.5
    assert line.lower == pytest.approx(2.5 - 2.66 * mean_range)
    assert line.upper == pytest.approx(2.5 + 2.66 * mean_range)


def test_near_limits_lie_two_thirds_of_the_way():
    assert (LINE.near_lower, LINE.near_upper) == (-2.0, 2.0)


def test_a_moving_range_far_above_the_others_is_left_out_once_and_its_point_kept():
    values = np.array([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1], dtype=float)
    kept, screened = limits(values, screen=False), limits(values)
    ranges = np.abs(np.diff(values))
    assert screened.mean == kept.mean == pytest.approx(values.mean())
    assert kept.upper == pytest.approx(values.mean() + 2.66 * ranges.mean())
    assert screened.upper == pytest.approx(values.mean() + 2.66 * 1.0)


def test_a_range_of_exactly_the_screening_limit_is_left_out():
    """Ranges 1 (nine times) and r with r = 3.267 times their mean."""
    r = 9 * 3.267 / (10 - 3.267)
    values = np.cumsum([0, *[1, -1] * 4, 1, r])
    assert limits(values).upper - limits(values).mean == pytest.approx(2.66)


def test_the_exact_limit_is_three_over_1_128():
    values = np.array([1.0, 2.0, 4.0, 3.0])
    assert limits(values, factor=EXACT_LIMIT).upper == pytest.approx(2.5 + 3 / 1.128 * 4 / 3)


def test_moving_ranges_are_screened_once_and_not_again():
    """Ranges 1 (nine times), 5 and 40, mean 54/11: 40 is left out. The mean of the others is
    14/10, and a second round would leave out 5."""
    values = np.cumsum([0, *[1, -1] * 4, 1, 5, -40])
    assert limits(values).upper - limits(values).mean == pytest.approx(2.66 * 14 / 10)


def test_a_missing_value_leaves_out_the_two_ranges_beside_it():
    """Mean of 1, 3, 4, 6; ranges 2 (1 to 3) and 2 (4 to 6)."""
    line = limits(np.array([1, 3, math.nan, 4, 6]))
    assert line == Limits(3.5, 3.5 - 2.66 * 2, 3.5 + 2.66 * 2, n=4)


def test_a_series_that_never_moves_has_its_limits_on_the_mean_and_says_so():
    for screen in (True, False):
        line = limits(np.array([5.0, 5.0, 5.0]), screen)
        assert line == Limits(5.0, 5.0, 5.0, n=3, status=Status.NO_VARIATION)


def test_differences_of_decimals_that_only_seem_to_move_are_no_variation():
    assert 0.3 - 0.2 != 0.2 - 0.1
    line = limits(np.array([0.2 - 0.1, 0.3 - 0.2, 1.1 - 1.0]))
    assert line.status == Status.NO_VARIATION


@pytest.mark.parametrize(
    ("values", "mean", "n"),
    [([], None, 0), ([8.1], 8.1, 1), ([1, math.nan, 3], 2.0, 2), ([math.nan], None, 0)],
)
def test_without_two_neighbours_there_are_no_limits(values, mean, n):
    line = limits(np.array(values, dtype=float))
    assert (line.status, line.n) == (Status.TOO_FEW, n)
    assert math.isnan(line.lower)
    assert math.isnan(line.upper)
    assert math.isnan(line.mean) if mean is None else line.mean == mean


# -- rules


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3.01, "above_limit"), (-3.01, "below_limit"), (3.0, COMMON_CAUSE), (-3.0, COMMON_CAUSE)],
)
def test_a_point_outside_the_limits_is_a_signal_and_one_on_them_is_not(value, expected):
    assert label(0.5, value, -0.5) == [COMMON_CAUSE, expected, COMMON_CAUSE]


@pytest.mark.parametrize(("sign", "name"), [(1, "run_above"), (-1, "run_below")])
def test_seven_on_one_side_of_the_mean_are_a_signal_and_six_are_not(sign, name):
    side = [sign * value for value in (1, 0.5, 1, 0.5, 1, 0.5, 1)]
    assert shown(-sign, *side, -sign) == dict.fromkeys(range(1, 8), name)
    assert shown(-sign, *side[:6], -sign) == {}


def test_a_run_longer_than_seven_is_marked_whole():
    assert len(shown(*[1, 0.5] * 5)) == 10


def test_a_point_on_the_mean_breaks_a_run():
    assert shown(1, 0.5, 1, 0, 1, 0.5, 1, 0.5) == {}


def test_a_point_on_the_mean_of_decimals_breaks_a_run_too():
    """The mean of 0.1, 0.2 and 0.3 is 0.2, though not in binary fractions."""
    series = quarters([0.1, 0.2, 0.3, *[0.15, 0.1] * 2, 0.2, *[0.15, 0.1] * 2])
    assert limits(series.iloc[:3]).mean > 0.2
    assert set(chart(series, baseline=3)["label"]) == {COMMON_CAUSE}


def test_the_length_of_a_run_and_of_a_trend_can_be_set():
    run = np.array([-1, 1, 0.5, 1, 0.5, 1, 0.5, -1])
    assert labels(run, LINE, Rules(run=6))[1:7] == ["run_above"] * 6
    assert set(labels(run, LINE, Rules(run=7))) == {COMMON_CAUSE}
    trend = np.array([0, -1.5, -1, -0.5, 0, 0.5, 0])
    assert labels(trend, LINE, Rules(trend=5))[1:6] == ["rising"] * 5
    assert set(labels(trend, LINE, Rules(trend=6))) == {COMMON_CAUSE}


@pytest.mark.parametrize("wrong", [{"run": 1}, {"trend": 0}])
def test_a_run_of_one_point_is_refused(wrong):
    with pytest.raises(ValueError, match="at least two points"):
        Rules(**wrong)


@pytest.mark.parametrize(("sign", "name"), [(1, "rising"), (-1, "falling")])
def test_seven_points_in_one_direction_are_a_signal_and_six_are_not(sign, name):
    trend = [sign * value / 2 for value in (-3, -2, -1, 0, 1, 2, 3)]
    assert shown(*trend, 0) == dict.fromkeys(range(7), name)
    assert shown(*trend[:6], 0) == {}


def test_a_tie_breaks_a_trend():
    assert shown(-1.5, -1, -0.5, -0.5, 0, 0.5, 1, 1.5, 0) == {}


def test_the_peak_between_a_rise_and_a_fall_belongs_to_what_comes_after():
    up = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    marked = label(*up, *reversed(up[:-1]))
    assert marked == ["rising"] * 6 + ["falling"] * 7


@pytest.mark.parametrize("first", [1.5, -2.5])
def test_the_end_of_a_trend_just_before_another_is_named_after_the_step_between(first):
    """As in NHSRplotthedots, where a level step counts as a falling one."""
    up = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    again = [first + step / 10 for step in range(7)]
    assert label(*up, *again)[5:8] == ["rising", "falling", "rising"]


@pytest.mark.parametrize(("sign", "name"), [(1, "two_of_three_above"), (-1, "two_of_three_below")])
@pytest.mark.parametrize(
    ("three", "where"),
    [((2.5, 2.5, 1), (1, 2)), ((2.5, 1, 2.5), (1, 3)), ((1, 2.5, 2.5), (2, 3))],
)
def test_two_of_three_beyond_a_near_limit_are_a_signal_and_only_they_are_marked(
    sign, name, three, where
):
    values = [sign * value for value in (-1, *three, -1)]
    assert shown(*values) == dict.fromkeys(where, name)


def test_three_of_three_beyond_a_near_limit_are_all_marked():
    assert shown(-1, 2.5, 2.1, 2.5, -1) == dict.fromkeys((1, 2, 3), "two_of_three_above")


def test_two_of_three_need_all_three_on_the_same_side():
    assert shown(0.5, 2.5, -1, 2.5, -1, 0.5) == {}
    assert shown(0.5, -1, 2.5, 2.5, -1, 0.5) == {}


def test_two_of_three_need_points_beyond_the_near_limit_not_on_it():
    assert shown(-1, 2.0, 2.0, 1, -1) == {}


def test_a_point_outside_the_limits_is_not_one_of_the_two():
    """NHSRplotthedots calls a point close to a limit only if it is not outside it."""
    assert shown(-1, 3.5, 2.5, 1, -1) == {1: "above_limit"}


def test_a_point_outside_the_limits_may_be_the_third():
    assert shown(-1, 2.5, 3.5, 2.5, -1) == {
        1: "two_of_three_above",
        2: "above_limit",
        3: "two_of_three_above",
    }


def test_a_point_on_the_mean_is_no_third():
    assert shown(-1, 2.5, 2.5, 0, -1) == {}


def test_two_at_the_very_start_or_end_need_a_third():
    assert shown(2.5, 2.5) == {}
    assert shown(2.5, 2.5, 1) == dict.fromkeys((0, 1), "two_of_three_above")
    assert shown(1, 2.5, 2.5) == dict.fromkeys((1, 2), "two_of_three_above")


def test_a_missing_value_is_named_and_breaks_runs_trends_and_threes():
    nan = math.nan
    assert label(1, 0.5, 1, nan, 1, 0.5, 1) == [*[COMMON_CAUSE] * 3, MISSING, *[COMMON_CAUSE] * 3]
    assert set(label(-1.5, -1, -0.5, nan, 0, 0.5, 1)) == {COMMON_CAUSE, MISSING}
    assert set(label(2.5, nan, 2.5)) == {COMMON_CAUSE, MISSING}


def test_without_limits_runs_and_trends_are_still_marked():
    line = Limits(0.0, 0.0, 0.0, n=3, status=Status.NO_VARIATION)
    assert labels(np.array([9.0]), line) == [COMMON_CAUSE]
    assert set(labels(np.array([9.0, 8.0] * 4), line)) == {"run_above"}
    none = Limits(0.0, math.nan, math.nan, n=1, status=Status.TOO_FEW)
    assert set(labels(np.arange(7.0) - 3, none)) == {"rising"}


# -- which rule comes first


def test_outside_the_limits_comes_before_a_trend():
    assert label(0, 0.5, 1, 1.5, 1.9, 1.95, 4)[-2:] == ["rising", "above_limit"]


def test_a_trend_comes_before_two_of_three_and_these_before_a_run():
    rising = [0.1, 0.2, 0.3, 0.4, 0.5, 2.5, 2.6]
    assert label(*rising) == ["rising"] * 7
    mixed = [0.5, 1, 0.5, 2.5, 2.5, 1, 0.5]
    assert label(*mixed) == [
        *["run_above"] * 3,
        *["two_of_three_above"] * 2,
        *["run_above"] * 2,
    ]


# -- charts


def test_a_chart_takes_its_limits_from_the_baseline_alone():
    series = quarters([1, 2, 1, 2, 1, 2, 9])
    table = chart(series, baseline=6)
    assert list(table.index) == list(series.index)
    assert set(table["mean"]) == {1.5}
    assert set(table["upper"]) == {1.5 + 2.66}
    assert set(table["lower"]) == {1.5 - 2.66}
    assert list(table["label"]) == [COMMON_CAUSE] * 6 + ["above_limit"]


def test_without_a_baseline_all_points_give_the_limits():
    assert set(chart(quarters([1, 2, 1, 2, 1, 5]))["mean"]) == {2.0}


def test_a_chart_says_for_each_point_where_its_limits_come_from():
    table = chart(quarters([1, 2, 1, 2, 1, 2, 9]), baseline=6)
    assert tuple(table.columns) == POINT_COLUMNS
    assert set(table["n"]) == {6}
    assert set(table["segment"]) == {0}
    assert set(table["reason"]) == {""}
    assert set(table["status"]) == {Status.OK}
    assert list(table["near_upper"]) == pytest.approx([1.5 + 2.66 * 2 / 3] * 7)
    assert list(table["near_lower"]) == pytest.approx([1.5 - 2.66 * 2 / 3] * 7)


@pytest.mark.parametrize(("baseline", "trial"), [(11, True), (12, False), (None, False)])
def test_limits_of_fewer_than_twelve_points_are_trial_limits(baseline, trial):
    assert set(chart(quarters([1.0, 2.0] * 7), baseline)["trial"]) == {trial}


def test_missing_values_do_not_count_for_the_twelve():
    assert set(chart(quarters([1.0, 2.0] * 5 + [math.nan, 1.0]))["trial"]) == {True}


@pytest.mark.parametrize("baseline", [0, -3])
def test_a_baseline_without_points_is_refused(baseline):
    with pytest.raises(ValueError, match="at least one point"):
        chart(quarters([1, 2, 3]), baseline)


def test_screening_and_the_factor_reach_the_limits():
    series = quarters([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1])
    wide, narrow = chart(series, screen=False)["upper"], chart(series)["upper"]
    assert (wide > narrow).all()
    exact = chart(series, factor=EXACT_LIMIT)
    ratio = (exact["upper"] - exact["mean"]) / (narrow - exact["mean"])
    assert list(ratio) == pytest.approx([EXACT_LIMIT / 2.66] * 12)


def test_the_rules_reach_the_labels():
    series = quarters([0, 2, 0, 2, 0, 2, 0, 2, 1.5, 1.1, 1.5, 1.1, 1.5, 0])
    assert "run_above" not in set(chart(series, 8)["label"])
    assert "run_above" in set(chart(series, 8, rules=Rules(run=5))["label"])


@pytest.mark.parametrize(
    ("values", "status"),
    [([], None), ([8.1], Status.TOO_FEW), ([8.1] * 9, Status.NO_VARIATION)],
)
def test_a_series_that_cannot_be_charted_has_a_status_and_no_signal(values, status):
    table = chart(quarters(values))
    assert tuple(table.columns) == POINT_COLUMNS
    assert list(table["label"]) == [COMMON_CAUSE] * len(values)
    assert list(table["status"]) == [status] * len(values)
    assert len(segments(table)) == (status is not None)


def test_integers_and_another_index_are_charted_too():
    table = chart(pd.Series([1, 2, 1, 2, 9], index=[7, 3, 9, 1, 0]), baseline=4)
    assert list(table.index) == [7, 3, 9, 1, 0]
    assert list(table["label"]) == [COMMON_CAUSE] * 4 + ["above_limit"]
    unknown = chart(pd.Series([1, None, 2, 1], dtype="Int64"))
    assert list(unknown["label"])[1] == MISSING


def test_periods_out_of_order_are_charted_in_order_and_given_back_as_they_came():
    series = quarters([1, 2, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8])
    shuffled = series.iloc[[5, 11, 0, 7, 3, 1, 9, 2, 10, 4, 8, 6]]
    table = chart(shuffled, baseline=6)
    assert list(table.index) == list(shuffled.index)
    pd.testing.assert_frame_equal(table.loc[series.index], chart(series, baseline=6))
    assert segments(table)["last"].iloc[0] == series.index[-1]
    assert signal_survival(shuffled, 6, 0.05, 50) == signal_survival(series, 6, 0.05, 50)


def test_two_values_for_one_period_are_refused():
    series = quarters([1, 2, 3])
    with pytest.raises(ValueError, match="two values for 2000Q1"):
        chart(series.iloc[[0, 1, 0]])


# -- segments


def rebased(at: int = 8, **options: object) -> pd.DataFrame:
    series = quarters([1.0, 2.0] * 4 + [11.0, 13.0] * 4)
    return chart(series, rebase=[Rebase(series.index[at], "merged with its neighbour")], **options)


def test_each_segment_has_limits_of_its_own_and_its_reason():
    table = rebased()
    assert list(table["segment"]) == [0] * 8 + [1] * 8
    assert list(table["mean"]) == [1.5] * 8 + [12.0] * 8
    assert list(table["upper"]) == pytest.approx([1.5 + 2.66] * 8 + [12 + 2 * 2.66] * 8)
    assert list(table["reason"]) == [""] * 8 + ["merged with its neighbour"] * 8
    assert set(table["label"]) == {COMMON_CAUSE}


def test_a_baseline_fixes_the_limits_of_every_segment():
    series = quarters([1, 3, 9, 9, 21, 24, 50])
    table = chart(series, 2, rebase=[Rebase(series.index[4], "counted otherwise")])
    assert list(table["mean"]) == [2.0] * 4 + [22.5] * 3
    assert list(table["n"]) == [2] * 7


def test_ranges_are_screened_in_each_segment_by_itself():
    """A range of 6 is far above the mean of the first segment, and usual in the second."""
    first, second = [*[1, 2] * 6, 8], [10, 16, 10, 17, 10, 16]
    series = quarters([*first, *second])
    table = chart(series, rebase=[Rebase(series.index[13], "another definition")])
    reach = list(table["upper"] - table["mean"])
    assert reach[0] == pytest.approx(2.66 * 1)
    assert reach[-1] == pytest.approx(2.66 * (6 + 6 + 7 + 7 + 6) / 5)


def test_no_rule_looks_across_a_new_segment():
    """Seven rising, and two of three near a limit, but for the segment between them."""
    series = quarters([*[0, 1] * 6, 2, 3, 4, 5, 6, 7])
    whole = chart(series, 12)
    parts = chart(series, 12, rebase=[Rebase(series.index[14], "another definition")])
    assert (whole["label"].iloc[14:] != COMMON_CAUSE).all()
    assert set(parts["label"].iloc[14:]) == {COMMON_CAUSE}
    assert set(parts["label"].iloc[12:14]) == {COMMON_CAUSE}


def test_several_segments_are_listed_in_order_of_time():
    series = quarters([1, 2, 1, 2, 1, 2, 5, 5, 5, 9])
    rebase = [Rebase(series.index[9], "third"), Rebase(series.index[6], "second")]
    table = segments(chart(series, 5, rebase=rebase))
    assert tuple(table.columns[: len(RESULT_COLUMNS)]) == RESULT_COLUMNS
    assert list(table["status"]) == [Status.OK, Status.NO_VARIATION, Status.TOO_FEW]
    assert list(table["estimate"]) == [pytest.approx(1.4), 5, 9]
    assert list(table["low"].notna()) == [True, False, False]
    assert table["high"].iloc[0] == pytest.approx(1.4 + 2.66)
    assert list(table["n"]) == [5, 3, 1]
    assert list(table["points"]) == [6, 3, 1]
    assert list(table["reason"]) == ["", "second", "third"]
    assert list(table["first"]) == [series.index[0], series.index[6], series.index[9]]
    assert list(table["last"]) == [series.index[5], series.index[8], series.index[9]]
    assert list(table["trial"]) == [True] * 3
    assert table["level"].isna().all()


def test_signals_are_counted_by_segment_and_missing_values_are_none():
    series = quarters([1, 2, 1, 2, 9, math.nan, 1, 2, 1, 2])
    table = segments(chart(series, 4, rebase=[Rebase(series.index[6], "another definition")]))
    assert list(table["signals"]) == [1, 0]


@pytest.mark.parametrize("reason", ["", "  "])
def test_rebasing_without_a_reason_is_refused(reason):
    with pytest.raises(ValueError, match="needs a reason"):
        Rebase(Period(2008), reason)


def test_rebasing_where_there_is_no_point_or_twice_is_refused():
    series = quarters([1, 2, 3])
    with pytest.raises(ValueError, match="2031"):
        chart(series, rebase=[Rebase(Period(2031), "a")])
    with pytest.raises(ValueError, match="once"):
        chart(series, rebase=[Rebase(series.index[1], "a"), Rebase(series.index[1], "b")])


# -- labels belong to the shape of a series, not to its unit

tenths = st.lists(st.integers(-40, 40), min_size=2, max_size=30)
walks = st.lists(st.integers(-9, 12), min_size=3, max_size=30).map(
    lambda steps: [int(place) for place in np.cumsum(steps)]
)
MIRRORED = {
    "above_limit": "below_limit",
    "rising": "falling",
    "two_of_three_above": "two_of_three_below",
    "run_above": "run_below",
}
MIRRORED |= {low: high for high, low in MIRRORED.items()}


def labelled(values: list[float], screen: bool = True) -> list[str]:
    return list(chart(pd.Series(values, dtype=float), screen=screen)["label"])


@given(st.one_of(tenths, walks), st.integers(-500, 500), st.integers(1, 50), st.booleans())
def test_another_unit_changes_no_label(values, shift, scale, screen):
    plain = labelled([value / 10 for value in values], screen)
    assert labelled([value / 10 * scale / 7 + shift / 10 for value in values], screen) == plain


@given(st.one_of(tenths, walks))
def test_upside_down_every_label_is_mirrored(values):
    """But for a level step between two trends, which is called falling either way up."""
    assume(all(a != b for a, b in itertools.pairwise(values)))
    plain = labelled(values)
    assert labelled([-value for value in values]) == [MIRRORED.get(name, name) for name in plain]


@given(st.one_of(tenths, walks))
def test_backwards_the_same_points_are_signals(values):
    def is_signal(points: list[float]) -> list[bool]:
        return [name != COMMON_CAUSE for name in labelled(points)]

    assert is_signal(values[::-1]) == is_signal(values)[::-1]


def asked_one_by_one(values: list[int], line: Limits) -> list[str]:
    """The label of each point by asking every rule of it in turn, in whole numbers of tenths."""
    points = range(len(values))

    def inside(i: int, length: int) -> list[range]:
        return [range(a, a + length) for a in points if a <= i < a + length <= len(values)]

    def at(j: int) -> float:
        return values[j] / 10 - line.mean

    def near(j: int, sign: int) -> bool:
        return 2 / 3 < sign * at(j) / (line.upper - line.mean) <= 1

    def in_trend(i: int, sign: int) -> bool:
        return any(
            all(sign * (values[j + 1] - values[j]) > 0 for j in window[:-1])
            for window in inside(i, 7)
        )

    def in_three(i: int, sign: int) -> bool:
        return near(i, sign) and any(
            all(sign * at(j) > 0 for j in window) and sum(near(j, sign) for j in window) > 1
            for window in inside(i, 3)
        )

    def name(i: int) -> str:
        if not line.lower <= values[i] / 10 <= line.upper:
            return "above_limit" if at(i) > 0 else "below_limit"
        if in_trend(i, 1) or in_trend(i, -1):
            onward = i + 1 in points and (in_trend(i + 1, 1) or in_trend(i + 1, -1))
            step = values[i + 1] - values[i] if onward else values[i] - values[i - 1]
            return "rising" if step > 0 else "falling"
        for sign, side in ((1, "above"), (-1, "below")):
            if in_three(i, sign):
                return f"two_of_three_{side}"
            if any(all(sign * at(j) > 0 for j in window) for window in inside(i, 7)):
                return f"run_{side}"
        return COMMON_CAUSE

    return [name(i) for i in points]


@given(st.one_of(tenths, walks))
def test_labels_are_those_of_asking_every_rule_of_every_point(values):
    """Independent computation. Limits are off the grid of the values, so no point is on them."""
    line = Limits(mean=0.05, lower=-3.1234, upper=3.2234)
    points = np.array(values) / 10
    assert labels(points, line) == asked_one_by_one(values, line)


# -- seasons


def test_year_on_year_takes_each_quarter_from_the_same_quarter_a_year_later():
    changes = year_on_year(quarters([1, 2, 3, 4, 11, 22, 33, 44, 111]))
    assert [str(period) for period in changes.index] == [
        *("2001Q1", "2001Q2", "2001Q3", "2001Q4"),
        "2002Q1",
    ]
    assert list(changes) == [10, 20, 30, 40, 100]


def test_year_on_year_a_season_is_gone_and_a_lasting_step_lasts_a_year():
    season = [10.0, 8.0, 7.0, 9.0]
    series = quarters(season * 2 + [value - 2 for value in season * 2])
    assert list(year_on_year(series)) == [0.0] * 4 + [-2.0] * 4 + [0.0] * 4


def test_year_on_year_a_missing_quarter_is_missing_in_both_years():
    series = quarters([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).drop(Period(2001, "quarter", 2))
    changes = year_on_year(series)
    assert Period(2001, "quarter", 2) not in changes.index
    assert math.isnan(changes[Period(2002, "quarter", 2)])
    assert changes[Period(2002, "quarter", 3)] == 4


def test_year_on_year_begins_a_year_after_the_series_and_in_order():
    series = quarters([1, 2, 3, 4, 5, 7]).iloc[[5, 4, 3, 2, 1, 0]]
    assert list(year_on_year(series)) == [4, 5]
    assert list(year_on_year(quarters([1, 2, 3]))) == []


# -- how much of a signal the printed decimals carry


def test_without_a_signal_there_is_nothing_to_survive():
    assert signal_survival(quarters([1, 2, 1, 2, 1, 2]), 4, 0.05) is None


def test_a_signal_far_out_survives_any_rounding():
    assert signal_survival(quarters([1, 2, 1, 2, 1, 2, 50]), 6, 0.05, draws=200) == Survival(
        1.0, 1.0
    )


def test_a_signal_on_the_limit_survives_about_half_the_time():
    upper = limits(np.array([1.0, 2.0] * 6)).upper
    series = quarters([1.0, 2.0] * 6 + [upper + 1e-9])
    assert 0.35 < signal_survival(series, 12, 0.05, draws=500).every < 0.65


def test_a_signal_within_the_baseline_is_no_concern_of_the_programme():
    series = quarters([1, 2, 1, 2, 9, -6, 1, 2, 1, 2, 1, 2])
    marked = chart(series, baseline=10)["label"]
    assert list(marked.iloc[4:6]) == ["above_limit", "below_limit"]
    assert signal_survival(series, 10, 0.05) is None


def test_values_are_moved_both_ways():
    """0.06 above the limit. The moves of the point (spread 0.029) and of the limit (about 0.05,
    mostly 2.66 times the mean range) cross that in one draw of seven; moved one way only, their
    spread is half of it and they cross in one of fifty."""
    upper = limits(np.array([1.0, 2.0] * 6)).upper
    series = quarters([1.0, 2.0] * 6 + [upper + 0.06])
    assert 0.75 < signal_survival(series, 12, 0.05, draws=1000).every < 0.93


def test_a_missing_value_is_no_signal_to_survive():
    assert signal_survival(quarters([1, 2, 1, 2, 1, math.nan, 2]), 4, 0.05) is None


def test_the_same_seed_gives_the_same_share():
    series = quarters([1.0, 2.0] * 6 + [4.2])
    shares = {signal_survival(series, 12, 0.2, draws=100) for _ in range(3)}
    assert len(shares) == 1


# -- what screening, gaps and odd values must not do


@pytest.mark.parametrize("values", [[0.0] * 10 + [1.0] + [0.0] * 13, [2.0] * 15 + [3.0]])
def test_screening_never_leaves_only_ranges_of_nothing(values):
    """24 points, two ranges of 1: 2.66 x 2/23; 16 points, one: 2.66 x 1/15."""
    line = limits(np.array(values))
    assert line == limits(np.array(values), screen=False)
    assert line.upper - line.mean == pytest.approx(2.66 * (2 / 23 if len(values) == 24 else 1 / 15))
    marked = chart(pd.Series(values))["label"]
    assert "below_limit" not in set(marked)
    assert list(marked).count("above_limit") == 1


def test_a_period_left_out_breaks_the_chart_like_one_without_a_value():
    """Seven rising quarters, the fourth of which is left out, are no trend; nor is it a range."""
    values = [5.0, 9, 1, 8, 2, 9, 3, 7, 1, 2, 3, 4, 5, 6, 7, 8]
    whole = quarters([*values[:11], math.nan, *values[12:]])
    short = whole.dropna()
    found, expected = chart(short), chart(whole).dropna(subset="value")
    pd.testing.assert_frame_equal(found, expected)
    assert list(found.index) == list(short.index)
    assert "rising" not in set(found["label"])
    assert limits(short) == limits(whole)


def test_the_baseline_counts_the_points_that_are_given():
    short = quarters([5.0, math.nan, 6, 5, 7, 30, 31]).dropna()
    assert set(chart(short, 4)["n"]) == {4}
    assert set(chart(short.iloc[::-1], 4)["n"]) == {4}


def test_survival_sees_a_gap_and_counts_the_baseline_without_it():
    whole = quarters([5.0, 6, math.nan, 5, 6, 5, 6, 9, 5])
    kept = signal_survival(whole.dropna(), 6, 0.05, draws=20)
    assert kept == Survival(1.0, 1.0)
    assert kept == signal_survival(whole, 7, 0.05, draws=20)


def test_days_and_other_indexes_have_no_calendar_to_fill():
    days = [Period(2008, "day", 1, day) for day in (1, 2, 5)]
    assert limits(as_series(days, [1, 2, 4])).upper == pytest.approx(7 / 3 + 2.66 * 1.5)


def test_infinity_is_a_missing_point():
    values = pd.Series([1.0, 2, math.inf, 3, 2])
    assert limits(values) == limits(values.replace(math.inf, math.nan))
    assert list(chart(values)["label"])[2] == MISSING


@pytest.mark.parametrize(("draws", "rounding"), [(0, 0.05), (10, -0.05), (10, math.nan)])
def test_survival_refuses_no_draws_and_a_negative_rounding(draws, rounding):
    with pytest.raises(ValueError, match="give a draw and a rounding"):
        signal_survival(quarters([1.0, 2, 1, 9]), 3, rounding, draws)


@pytest.mark.parametrize(
    "index",
    [pd.date_range("2008-01-01", periods=3), pd.period_range("2008Q1", periods=3, freq="Q")],
)
def test_year_on_year_says_which_periods_it_needs(index):
    with pytest.raises(ValueError, match=r"analysis\.model Period"):
        year_on_year(pd.Series([1.0, 2.0, 3.0], index=index))
