"""Krippendorff's alpha: by hand, by enumeration of pairs, by invariance; when it is not defined."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.methods.agreement import NO_VERDICT, alpha_table, krippendorff_alpha
from analysis.methods.results import RESULT_COLUMNS

METRICS = ("nominal", "ordinal", "interval", "ratio")
cell = st.one_of(st.integers(1, 4).map(float), st.just(np.nan))


@st.composite
def matrices(draw: st.DrawFn) -> pd.DataFrame:
    parties = draw(st.integers(2, 4))
    rows = st.lists(st.lists(cell, min_size=parties, max_size=parties), min_size=3, max_size=8)
    values = pd.DataFrame(draw(rows))
    pairable = values[values.count(axis=1) >= 2]
    assume(pairable.stack().nunique() >= 2)
    return values


def estimate(values: pd.DataFrame, metric: str = "ordinal") -> float:
    return krippendorff_alpha(values, metric, draws=0).estimate


def by_pairs(values: pd.DataFrame, metric: str) -> float:
    """Alpha from all pairs of values, one by one, with no matrix of coincidences."""
    units = [row.dropna().tolist() for _, row in values.iterrows()]
    units = [unit for unit in units if len(unit) >= 2]
    every = [value for unit in units for value in unit]

    def apart(a: float, b: float) -> float:
        if metric == "nominal":
            return float(a != b)
        if metric == "interval":
            return (a - b) ** 2
        if metric == "ratio":
            return ((a - b) / (a + b)) ** 2
        low, high = min(a, b), max(a, b)
        between = sum(low <= value <= high for value in every)
        return (between - (every.count(a) + every.count(b)) / 2) ** 2 if a != b else 0.0

    within = sum(
        sum(apart(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    )
    across = sum(apart(a, b) for a, b in permutations(every, 2))
    return 1 - (len(every) - 1) * within / across


def test_two_parties_by_hand():
    """1 1, 2 2, 1 2: n = 6, disagreements o = 1 + 1, expected 3 * 3 * 2 / 5: 1 - 2 / 3.6."""
    values = pd.DataFrame([[1, 1], [2, 2], [1, 2]])
    assert estimate(values, "nominal") == pytest.approx(1 - 2 / 3.6)


@pytest.mark.parametrize("metric", METRICS)
@given(values=matrices())
def test_alpha_is_that_of_all_pairs_one_by_one(metric, values):
    """Independent: direct enumeration of the definition."""
    assert estimate(values, metric) == pytest.approx(by_pairs(values, metric), abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
def test_full_agreement_is_one(metric):
    values = pd.DataFrame([[1, 1, 1], [3, 3, np.nan], [2, 2, 2]])
    assert estimate(values, metric) == pytest.approx(1)


def test_systematic_disagreement_is_below_zero():
    assert estimate(pd.DataFrame([[1, 4], [4, 1], [1, 4]]), "interval") < 0


@settings(max_examples=40)
@pytest.mark.parametrize("metric", METRICS)
@given(values=matrices(), random=st.randoms())
def test_the_order_of_parties_and_measures_changes_neither_alpha_nor_its_interval(
    metric, values, random
):
    rows, columns = list(values.index), list(values.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    one = krippendorff_alpha(values, metric, draws=50)
    other = krippendorff_alpha(values.loc[rows, columns], metric, draws=50)
    for name in ("estimate", "low", "high"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine == pytest.approx(theirs) if mine is not None else theirs is None


@given(matrices(), st.permutations([1.0, 2.0, 3.0, 4.0]))
def test_nominal_alpha_does_not_see_what_the_labels_are(values, order):
    names = dict(zip([1.0, 2.0, 3.0, 4.0], order, strict=True))
    assert estimate(values.replace(names), "nominal") == pytest.approx(estimate(values, "nominal"))
    words = values.map(lambda value: value if pd.isna(value) else f"step {value}")
    assert estimate(words, "nominal") == pytest.approx(estimate(values, "nominal"))


@given(matrices(), st.lists(st.floats(0.1, 50), min_size=4, max_size=4))
def test_ordinal_alpha_sees_the_order_only(values, gaps):
    names = dict(zip([1.0, 2.0, 3.0, 4.0], np.cumsum(gaps), strict=True))
    assert estimate(values.replace(names)) == pytest.approx(estimate(values))
    assert estimate(-values) == pytest.approx(estimate(values))


@given(matrices(), st.floats(-50, 50), st.floats(0.1, 9))
def test_interval_alpha_follows_shift_and_scale(values, shift, scale):
    moved = estimate(shift + scale * values, "interval")
    assert moved == pytest.approx(estimate(values, "interval"))


@given(matrices(), st.floats(0.1, 9))
def test_ratio_alpha_follows_scale(values, scale):
    assert estimate(scale * values, "ratio") == pytest.approx(estimate(values, "ratio"))


def test_a_row_with_one_value_counts_for_nothing():
    values = pd.DataFrame([[1, 1], [2, 2], [1, 2]])
    more = pd.concat([values, pd.DataFrame([[4, np.nan], [np.nan, np.nan]])])
    for metric in METRICS:
        assert estimate(more, metric) == pytest.approx(estimate(values, metric))
    assert (krippendorff_alpha(more).n, krippendorff_alpha(more).n_values) == (3, 6)


def test_no_verdict_is_no_label():
    values = pd.DataFrame([["a", "a", NO_VERDICT], ["b", "b", NO_VERDICT], ["a", "b", NO_VERDICT]])
    assert estimate(values, "nominal") == pytest.approx(1 - 2 / 3.6)


# -- when it is not defined


@pytest.mark.parametrize(
    "values", [[[np.nan, np.nan]], [[1, np.nan], [np.nan, 2]], [], [[1], [2]], [[NO_VERDICT, 1]]]
)
def test_without_a_row_of_two_values_there_is_too_little(values):
    found = krippendorff_alpha(pd.DataFrame(values), "nominal")
    assert (found.status, found.estimate) == ("too_few", None)


def test_without_variation_alpha_is_not_defined():
    found = krippendorff_alpha(pd.DataFrame([[3, 3], [3, 3], [3, np.nan], [1, np.nan]]))
    assert (found.status, found.estimate, found.low) == ("no_variation", None, None)
    assert found.reason == "all 4 values are the same"


def test_negative_numbers_have_no_ratio():
    assert krippendorff_alpha(pd.DataFrame([[-1, 1], [2, 2]]), "ratio").status == "undefined"


def test_two_zeros_are_no_distance_apart():
    assert estimate(pd.DataFrame([[0, 0], [2, 2.0]]), "ratio") == pytest.approx(1)


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="metric is one of nominal"):
        krippendorff_alpha(pd.DataFrame([[1, 2]]), "rank")
    with pytest.raises(ValueError, match="ordinal needs numbers"):
        krippendorff_alpha(pd.DataFrame([["a", "b"]]), "ordinal")


def test_prevalence_alpha_is_near_zero_where_nearly_all_agree():
    """49 times good-good and once good-poor: 98 % agreement, alpha 0: 1 - 99 * 2 / (2 * 99)."""
    values = pd.DataFrame([[1, 1]] * 49 + [[1, 2]])
    assert estimate(values, "nominal") == pytest.approx(0)


# -- the interval

MIXED = pd.DataFrame([[1, 1, 2], [2, 2, 2], [3, 3, 3], [1, 2, 1], [3, 2, 3], [2, 2, np.nan]] * 3)


def test_the_interval_is_seeded_and_around_the_estimate():
    one, same = krippendorff_alpha(MIXED), krippendorff_alpha(MIXED)
    assert one == same
    assert one.low < one.estimate < one.high
    assert krippendorff_alpha(MIXED, seed=1).low != one.low
    wide = krippendorff_alpha(MIXED, level=0.99)
    assert wide.low < one.low


def test_the_bootstrap_is_that_of_drawn_rows():
    """Independent: rows drawn one set after another and alpha computed anew for each."""
    generator = np.random.default_rng(3)
    found = [
        estimate(MIXED.sample(frac=1, replace=True, random_state=generator)) for _ in range(600)
    ]
    low, high = np.quantile(found, [0.025, 0.975])
    mine = krippendorff_alpha(MIXED)
    assert (mine.low, mine.high) == pytest.approx((low, high), abs=0.06)


def test_draws_without_variation_are_counted_and_left_out():
    """5 rows of which one differs: a draw has none of it with probability .8 ** 5 = .328."""
    values = pd.DataFrame([[1, 1]] * 4 + [[1, 2]])
    found = krippendorff_alpha(values)
    assert found.degenerate / found.draws == pytest.approx(0.8**5, abs=0.04)
    assert found.low is None
    assert "no interval" in found.reason
    more = krippendorff_alpha(pd.DataFrame([[1, 1]] * 8 + [[1, 2], [2, 2]]))
    assert more.degenerate > 0
    assert more.low is not None


def test_few_rows_have_no_interval():
    four, five = (krippendorff_alpha(MIXED.iloc[:rows]) for rows in (4, 5))
    assert (four.status, four.low, four.reason) == ("ok", None, "no interval: 4 rows, 5 are needed")
    assert five.low is not None
    assert krippendorff_alpha(MIXED, draws=0).low is None


def test_a_table_has_a_row_a_metric():
    table = alpha_table(MIXED, ["nominal", "interval"], draws=50)
    assert list(table["method"]) == ["nominal", "interval"]
    assert list(table.columns[:8]) == list(RESULT_COLUMNS)
    assert table["estimate"].iloc[1] == estimate(MIXED, "interval")
    assert list(table["draws"]) == [50, 50]
    assert len(alpha_table(MIXED, draws=0)) == 4


def test_full_agreement_has_no_interval():
    """Every draw of rows that agree agrees as fully: 1 to 1 would claim to know."""
    full = krippendorff_alpha(pd.DataFrame({"a": [1, 2, 3, 1, 2], "b": [1, 2, 3, 1, 2]}))
    assert (full.estimate, full.low, full.high) == (1, None, None)
    assert full.reason == "no interval: full agreement in every row"


def test_without_an_interval_there_is_no_level():
    assert krippendorff_alpha(MIXED).level == 0.95
    assert np.isnan(krippendorff_alpha(MIXED, draws=0).level)
    assert np.isnan(krippendorff_alpha(MIXED.iloc[:0]).level)
    with pytest.raises(ValueError, match="the level is 95"):
        krippendorff_alpha(MIXED, level=95)


@pytest.mark.parametrize("metric", ["interval", "ratio"])
def test_infinite_values_are_refused_where_distances_count(metric):
    values = pd.DataFrame({"a": [1, 2, np.inf], "b": [1, 3, 2.0]})
    with pytest.raises(ValueError, match=f"{metric} needs finite numbers"):
        krippendorff_alpha(values, metric)
    assert krippendorff_alpha(values, "ordinal").status == "ok"
