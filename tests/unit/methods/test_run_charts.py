"""Run charts: the median, the longest run, the crossings, and when there is a signal."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.control_charts.run_charts import MINIMUM, RunChart, run_chart, run_limits
from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.model.observations import as_series
from analysis.model.periods import Period


def runs(*sides: int) -> pd.Series:
    """A series about 0 with as many points on a side as each number says: 3, -2 is +++--."""
    return pd.Series([math.copysign(1, side) for side in sides for _ in range(abs(side))])


def test_runs_and_crossings_are_counted_about_the_median():
    """Twelve points, median 0: runs of 2, 1, 3, 3, 2, 1."""
    found = run_chart(runs(2, -1, 3, -3, 1, -2))
    assert (found.status, found.estimate) == (Status.OK, 0.0)
    assert (found.n, found.useful) == (12, 12)
    assert (found.longest_run, found.crossings) == (3, 5)
    assert (found.longest_run_limit, found.crossings_limit) == (7, 3)
    assert found.signal is False
    assert (found.statistic, found.method) == ("median", "anhoej")


def test_a_run_is_a_signal_when_it_is_longer_than_the_limit():
    """16 points about the median of the first two: at most 7 on one side."""
    seven, eight = runs(1, -1, 7, -2, 1, -1, 1, -1, 1), runs(1, -1, 8, -1, 1, -1, 1, -1, 1)
    found = run_chart(seven, baseline=2)
    assert (found.longest_run, found.crossings, found.signal) == (7, 8, False)
    found = run_chart(eight, baseline=2)
    assert (found.longest_run, found.crossings, found.signal) == (8, 8, True)


def test_too_few_crossings_are_a_signal_and_the_fewest_allowed_are_not():
    """12 points: at least 3 crossings."""
    assert run_chart(runs(3, -6, 3)).signal is True
    assert run_chart(runs(3, -3, 3, -3)).signal is False


def test_points_on_the_median_neither_break_nor_lengthen_a_run():
    found = run_chart(pd.Series([1, 2, 0, 0, 3, -1, -2, -1, 0, 4, 5, -1, -3.0]))
    assert (found.estimate, found.n, found.useful) == (0.0, 13, 10)
    assert (found.longest_run, found.crossings) == (3, 3)
    assert (found.longest_run_limit, found.crossings_limit) == (6, 2)


def test_a_point_within_binary_noise_of_the_median_is_on_it():
    noisy = 0.1 + 0.2
    found = run_chart(pd.Series([0.3, noisy, 0.3, 0.1, 0.5, 0.1, 0.5, 0.1, 0.5]), minimum=1)
    assert (found.useful, found.crossings) == (6, 5)


def test_missing_values_count_neither_as_values_nor_as_a_break():
    with_gaps = pd.Series([1, 1, np.nan, 1, -1, -1, 1, np.nan, -1, 1, -1, -1])
    found, plain = run_chart(with_gaps), run_chart(with_gaps.dropna())
    assert found == plain
    assert (found.n, found.longest_run) == (10, 3)


def test_a_baseline_gives_the_median_and_all_points_are_judged():
    values = [1, 3, 2, 4, 1, 3, 2, 4, 9, 9, 9, 9, 9, 9, 9, 9.0]
    found = run_chart(pd.Series(values), baseline=8)
    assert found.estimate == 2.5
    assert (found.useful, found.longest_run, found.signal) == (16, 9, True)
    assert run_chart(pd.Series(values)).estimate == 6.5


def test_periods_are_taken_in_order_of_time():
    periods = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(12)]
    series = as_series(periods, [1, 1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1])
    assert run_chart(series.iloc[::-3]) != run_chart(series)
    assert run_chart(series.sample(frac=1, random_state=1)) == run_chart(series)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([], Status.TOO_FEW),
        ([math.nan] * 12, Status.TOO_FEW),
        ([8.1], Status.TOO_FEW),
        ([1, 2] * 4 + [1], Status.TOO_FEW),
        ([8.1] * 12, Status.NO_VARIATION),
        ([1, 2] * 5, Status.OK),
    ],
)
def test_a_series_that_cannot_be_judged_has_a_status(values, status):
    found = run_chart(pd.Series(values, dtype=float))
    assert found.status == status
    assert (found.signal is None) == (status != Status.OK)
    assert (found.estimate is None) == (status != Status.OK)
    assert bool(found.reason) == (status != Status.OK)


def test_the_fewest_points_can_be_set_and_useful_ones_are_counted():
    series = pd.Series([1, 2, 1, 2, 1, 2, 1, 2, 1.5, 1.5])
    refused = run_chart(series)
    assert (refused.status, refused.n, refused.useful) == (Status.TOO_FEW, 10, 8)
    assert refused.reason == f"8 of 10 values lie off the median, at least {MINIMUM} needed"
    assert run_chart(series, minimum=8).status == Status.OK
    assert run_chart(series.iloc[:0], minimum=0).status == Status.TOO_FEW


def test_the_fields_begin_like_every_result():
    names = list(RunChart.__dataclass_fields__)
    assert set(RESULT_COLUMNS) <= set(names)
    assert math.isnan(run_chart(runs(3, -3, 3, -3)).level)


@pytest.mark.parametrize("baseline", [0, -1])
def test_a_baseline_without_points_is_refused(baseline):
    with pytest.raises(ValueError, match="at least one point"):
        run_chart(runs(3, -3), baseline)


@pytest.mark.parametrize(("useful", "alpha"), [(0, 0.05), (12, 0), (12, 1)])
def test_limits_of_nothing_are_refused(useful, alpha):
    with pytest.raises(ValueError, match="0 < alpha < 1"):
        run_limits(useful, alpha)


def test_fewer_false_alarms_allow_fewer_crossings():
    """Of 2^19 sequences of steps 5036 have at most 4 crossings (0.96 %), 16664 at most 5 (3.2 %)
    and 43796 at most 6 (8.4 %)."""
    assert run_limits(20, 0.05)[1] == 6
    assert run_limits(20, 0.01)[1] == 5
    assert run_chart(runs(2, -4, 4, -4, 4, -2), alpha=0.05).signal is True
    assert run_chart(runs(2, -4, 4, -4, 4, -2), alpha=0.01).signal is False


@pytest.mark.parametrize("useful", [2, 6, 10, 13])
def test_the_crossings_limit_is_that_of_all_sequences_counted_out(useful):
    """Independent computation: every sequence of sides, equally likely."""
    counts = sorted(
        sum(a != b for a, b in itertools.pairwise(sides))
        for sides in itertools.product((0, 1), repeat=useful)
    )
    reached = math.ceil(0.05 * len(counts))
    assert run_limits(useful)[1] == counts[reached - 1]


def test_signals_of_twelve_points_are_those_of_all_sequences_counted_out():
    """Independent computation: about a median of 0, known from the first two points, those are
    signals that have a run over 7 or fewer than 3 crossings."""
    for rest in itertools.product((-1.0, 1.0), repeat=10):
        sides = (1.0, -1.0, *rest)
        lengths = [len(list(run)) for _, run in itertools.groupby(sides)]
        found = run_chart(pd.Series(sides), baseline=2)
        assert (found.longest_run, found.crossings) == (max(lengths), len(lengths) - 1)
        assert found.signal == (max(lengths) > 7 or len(lengths) - 1 < 3)


whole = st.lists(st.integers(-20, 20), min_size=1, max_size=40)


@given(whole, st.integers(-900, 900), st.integers(1, 40))
def test_another_unit_changes_nothing_but_the_median(values, shift, scale):
    plain = run_chart(pd.Series(values, dtype=float))
    other = run_chart(pd.Series([value * scale / 7 + shift / 10 for value in values]))
    assert counted(other) == counted(plain)


@given(whole)
def test_upside_down_and_backwards_change_nothing_but_the_median(values):
    plain = counted(run_chart(pd.Series(values, dtype=float)))
    assert counted(run_chart(-pd.Series(values, dtype=float))) == plain
    assert counted(run_chart(pd.Series(values[::-1], dtype=float))) == plain


def counted(found: RunChart) -> tuple[object, ...]:
    return (
        *(found.status, found.n, found.useful, found.signal),
        *(found.longest_run, found.longest_run_limit, found.crossings, found.crossings_limit),
    )
