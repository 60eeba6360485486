"""Change between waves: independent or the same persons, and what is hidden."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import InputError
from analysis.methods.surveys import HME_ITEMS, all_items, hme, index_change, share_change
from analysis.methods.surveys.intervals import newcombe, paired_newcombe

ONE = {"x": ["a"]}


def wave(*values: float, **more: list) -> pd.DataFrame:
    return pd.DataFrame({"a": values, **more})


def change(before: pd.DataFrame, after: pd.DataFrame, **options) -> pd.Series:
    rows = index_change(before, after, ONE, total=None, **options)
    assert len(rows) == 1
    return rows.iloc[0]


FIRST = [1, 2, 3, 4, 5, 3, 3, 2]
SECOND = [2, 2, 4, 4, 5, 5, 3, 4, 4]


def test_the_change_is_after_minus_before_with_welchs_interval():
    """Indices before: mean 46.875 of 8; after 66.667 of 9. Welch by its formula."""
    row = change(wave(*FIRST), wave(*SECOND))
    x, y = (np.array(values) * 25.0 - 25 for values in (FIRST, SECOND))
    parts = x.var(ddof=1) / 8, y.var(ddof=1) / 9
    df = sum(parts) ** 2 / (parts[0] ** 2 / 7 + parts[1] ** 2 / 8)
    margin = stats.t.ppf(0.975, df) * np.sqrt(sum(parts))
    assert row["estimate"] == pytest.approx(y.mean() - x.mean()) == pytest.approx(19.7917, abs=1e-4)
    assert (row["low"], row["high"]) == pytest.approx(
        (row["estimate"] - margin, row["estimate"] + margin)
    )
    assert row["df"] == pytest.approx(df)
    assert (row["n"], row["n_before"], row["n_after"]) == (17, 8, 9)
    assert (row["method"], row["persons"]) == ("welch_t", "not the same persons")


def test_the_same_persons_are_compared_with_themselves():
    """Differences of ids 1 to 8: 1 0 1 0 0 2 0 2 steps: mean 0.75, sd sqrt(5.5/7), n 8."""
    before = wave(*FIRST, id=[1, 2, 3, 4, 5, 6, 7, 8])
    after = wave(*SECOND, id=[1, 2, 3, 4, 5, 6, 7, 8, 9]).iloc[::-1]
    row = change(before, after, ids="id")
    margin = stats.t.ppf(0.975, 7) * np.sqrt(5.5 / 7 / 8)
    assert row["estimate"] == pytest.approx(25 * 0.75)
    assert (row["low"], row["high"]) == pytest.approx((25 * (0.75 - margin), 25 * (0.75 + margin)))
    assert (row["n"], row["n_before"], row["n_after"]) == (8, 8, 9)
    assert (row["method"], row["persons"]) == ("paired_t", "the same persons")


def test_the_level_is_that_asked_for():
    wide, narrow = (change(wave(*FIRST), wave(*SECOND), level=level) for level in (0.998, 0.8))
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST[:6], SECOND),
        (FIRST, SECOND[:6]),
        ([4] * 20, SECOND),
        (FIRST, [4] * 20),
    ],
)
def test_a_wave_that_is_small_or_all_alike_hides_the_change(before, after):
    row = change(wave(*before), wave(*after))
    assert row["status"] == "suppressed"
    assert row[["estimate", "low", "high", "n", "n_before", "n_after", "p", "df"]].isna().all()


def test_few_persons_in_both_waves_hide_the_change():
    before = wave(*FIRST, id=range(8))
    assert change(before, wave(*SECOND, id=range(2, 11)), ids="id")["status"] == "suppressed"
    assert change(before, wave(*SECOND, id=range(1, 10)), ids="id")["status"] == "ok"


def test_equal_changes_of_all_persons_are_hidden():
    before, after = wave(*[1, 2, 3, 4] * 3, id=range(12)), wave(*[2, 3, 4, 5] * 3, id=range(12))
    assert change(before, after, ids="id")["status"] == "suppressed"


def test_persons_all_alike_in_one_wave_are_hidden_though_their_changes_differ():
    """All said 5 before, so that the change would tell what they said after, and the other way."""
    first, second = wave(*[5] * 20, id=range(20)), wave(*[5] * 8, *[2] * 12, id=range(20))
    for waves in ((first, second), (second, first)):
        assert change(*waves, ids="id")["status"] == "suppressed"
        assert share_change(*waves, ["a"], ids="id")["status"].iloc[0] == "suppressed"


def nine(seed: int, n: int = 30, **more: object) -> pd.DataFrame:
    values = np.random.default_rng(seed).integers(1, 6, (n, 9))
    return pd.DataFrame(values, columns=all_items(HME_ITEMS)).assign(**more)


@pytest.mark.parametrize("ids", [None, "id"])
def test_a_change_of_the_total_that_would_give_a_hidden_one_away_is_hidden(ids):
    alike = nine(1, id=range(30), **dict.fromkeys(HME_ITEMS["governance"], 1))
    rows = index_change(alike, nine(2, id=range(30)), ids=ids).set_index("index")
    assert list(rows["status"]) == ["ok", "ok", "suppressed", "suppressed"]
    assert rows.loc["total", ["estimate", "low", "high", "n"]].isna().all()
    alone = index_change(alike, nine(2, id=range(30)), ids=ids, total=None)
    assert list(alone["status"]) == ["ok", "ok", "suppressed"]


@pytest.mark.parametrize("name", ["wave", "person", "index", "level_0"])
def test_columns_of_the_answers_may_be_called_anything(name):
    waves = [wave(*values, unit=["u"] * len(values)) for values in (FIRST, SECOND)]
    plain = index_change(*waves, ONE, "unit", total=None)
    more = [part.assign(**{name: range(len(part))}) for part in waves]
    pd.testing.assert_frame_equal(index_change(*more, ONE, "unit", total=None), plain)
    paired = index_change(*more, ONE, "unit", ids=name, total=None)
    assert (paired["status"].iloc[0], paired["n"].iloc[0]) == ("ok", 8)


def test_a_level_that_is_no_share_is_refused():
    with pytest.raises(ValueError, match="the level is 95"):
        change(wave(*FIRST), wave(*SECOND), level=95)
    with pytest.raises(ValueError, match="the level is 95"):
        share_change(wave(*FIRST), wave(*SECOND), ["a"], level=95)


def test_a_wave_nobody_answered_is_missing():
    row = change(wave(*FIRST), wave(np.nan))
    assert row["status"] == "missing"
    assert row[["estimate", "n", "n_before"]].isna().all()
    apart = wave(*FIRST, id=range(8)), wave(*SECOND, id=range(8, 17))
    assert change(*apart, ids="id")["reason"] == "nobody answered both times"


def test_ids_stand_once_and_are_not_empty():
    with pytest.raises(InputError, match=r"before: row 0, id: '7\.0'") as caught:
        change(wave(1, 2, 3, id=[7, 7, None]), wave(1, id=[7]), ids="id")
    assert len(caught.value.faults) == 3


def test_groups_of_both_waves_are_kept():
    before = wave(*FIRST, unit=["old"] * 8)
    after = wave(*SECOND, *SECOND, unit=["old"] * 9 + ["new"] * 9)
    rows = index_change(before, after, ONE, "unit", total=None)
    assert list(rows["unit"]) == ["old", "new"]
    assert list(rows["status"]) == ["ok", "missing"]
    assert rows["estimate"].iloc[0] == change(wave(*FIRST), wave(*SECOND))["estimate"]


def test_groups_may_have_persons():
    before = wave(*FIRST, unit=["u"] * 8, id=range(8))
    after = wave(*SECOND, unit=["u"] * 9, id=range(9))
    rows = index_change(before, after, ONE, "unit", ids="id", total=None)
    assert rows["estimate"].iloc[0] == change(before, after, ids="id")["estimate"]


def test_an_overlapping_row_index_of_the_waves_mixes_nothing():
    before, after = wave(*FIRST).set_axis([0] * 8), wave(*SECOND).set_axis([0] * 9)
    assert change(before, after)["estimate"] == change(wave(*FIRST), wave(*SECOND))["estimate"]


def test_the_change_of_an_index_is_the_difference_of_the_two_indices_printed():
    generator = np.random.default_rng(8)
    waves = [
        pd.DataFrame(generator.integers(1, 6, (n, 9)), columns=all_items(HME_ITEMS)).mask(
            generator.random((n, 9)) < 0.1
        )
        for n in (30, 40)
    ]
    both = [hme(part)["estimate"] for part in waves]
    assert np.allclose(index_change(*waves, HME_ITEMS)["estimate"], both[1] - both[0])


# -- shares


def test_a_change_of_shares_has_newcombes_interval():
    before, after = wave(*[5] * 48, *[1] * 32), wave(*[5] * 56, *[1] * 14)
    row = share_change(before, after, ["a"]).iloc[0]
    assert row["estimate"] == pytest.approx(0.2)
    assert (row["low"], row["high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert (row["method"], row["n_before"], row["n_after"]) == ("newcombe", 80, 70)


def test_a_change_of_shares_of_the_same_persons():
    """14 agree twice, 5 only the second time, 22 never."""
    before = wave(*[5] * 14, *[1] * 27, id=range(41))
    after = wave(*[5] * 19, *[1] * 22, id=range(41)).sample(frac=1, random_state=1)
    row = share_change(before, after, ["a"], ids="id").iloc[0]
    assert row["estimate"] == pytest.approx(5 / 41)
    assert (row["low"], row["high"]) == pytest.approx((0.0115, 0.2265), abs=5e-5)
    assert (row["method"], row["n"]) == ("newcombe_paired", 41)


@pytest.mark.parametrize("before", [[5] * 30, [1] * 30, [1, 5]])
def test_shares_of_all_of_nobody_and_of_few_are_hidden(before):
    row = share_change(wave(*before), wave(*[1, 5] * 10), ["a"]).iloc[0]
    assert row["status"] == "suppressed"


def test_an_answer_on_the_line_agrees():
    row = share_change(wave(*[3] * 5, *[4] * 5), wave(*[3] * 2, *[4] * 8), ["a"]).iloc[0]
    assert row["estimate"] == pytest.approx(0.3)


def test_swapping_the_waves_turns_the_interval_round():
    generator = np.random.default_rng(4)
    before, after = (generator.integers(0, 2, 40).astype(float) for _ in range(2))
    for interval in (newcombe, paired_newcombe):
        low, high = interval(before, after, 0.95)
        assert interval(after, before, 0.95) == pytest.approx((-high, -low))


def test_a_wider_level_gives_wider_intervals_of_shares():
    generator = np.random.default_rng(4)
    before, after = (generator.integers(0, 2, 40).astype(float) for _ in range(2))
    for interval in (newcombe, paired_newcombe):
        (low, high), (lower, higher) = (interval(before, after, level) for level in (0.8, 0.95))
        assert lower < low < high < higher


def test_uncorrelated_pairs_have_the_interval_of_independent_shares():
    """All four combinations ten times each: phi is 0, and so is the correction."""
    before, after = np.array([0, 0, 1, 1.0] * 10), np.array([0, 1, 0, 1.0] * 10)
    assert paired_newcombe(before, after, 0.95) == pytest.approx(newcombe(before, after, 0.95))


def test_pairs_that_disagree_have_a_wider_interval():
    before, after = np.array([0, 1.0] * 20), np.array([1, 0.0] * 20)
    low, high = paired_newcombe(before, after, 0.95)
    apart = newcombe(before, after, 0.95)
    assert low < apart[0] < apart[1] < high


def test_pairs_without_variation_in_one_wave_have_no_correlation():
    before, after = np.ones(10), np.array([1.0] * 5 + [0.0] * 5)
    assert paired_newcombe(before, after, 0.95) == pytest.approx(newcombe(before, after, 0.95))


def test_paired_intervals_hold_their_level():
    """Independent: 2000 draws of 50 pairs with shares .5 and .7; the true change is .2."""
    generator = np.random.default_rng(9)
    held = 0
    for _ in range(2000):
        cells = generator.multinomial(50, [0.45, 0.25, 0.05, 0.25])
        after, before = np.repeat([1.0, 1, 0, 0], cells), np.repeat([1.0, 0, 1, 0], cells)
        low, high = paired_newcombe(before, after, 0.95)
        held += low <= 0.2 <= high
    assert 0.935 < held / 2000 < 0.98
