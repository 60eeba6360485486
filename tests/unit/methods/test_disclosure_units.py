"""Means of units: units of 3, 6 and 8 persons, what subtraction tells, and when the parent goes."""

import importlib
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.methods.disclosure import NotProtected, Rule, attack_units, protect_units
from analysis.methods.disclosure import units as units_module

PERCENT = {"value": Rule(low=0, high=100)}


def town(leaves: dict[str, tuple[str, float, float]], **columns: object) -> pd.DataFrame:
    """A frame of the leaves (parent, n, mean), their parents and the town above."""
    rows = [(unit, above, n, mean) for unit, (above, n, mean) in leaves.items()]
    frame = pd.DataFrame(rows, columns=["unit", "parent", "n", "value"])
    frame["total"] = frame["n"] * frame["value"]
    middle = frame[frame["parent"].ne("Town")].groupby("parent")[["n", "total"]].sum()
    middle = middle.reset_index(names="unit").assign(parent="Town")
    whole = pd.DataFrame([("Town", None, frame["n"].sum(), frame["total"].sum())])
    whole.columns = ["unit", "parent", "n", "total"]
    full = pd.concat([whole, middle, frame], ignore_index=True)
    full["value"] = full["total"] / full["n"]
    return full.drop(columns="total").assign(**columns)


SMALL = {
    "u3": ("Town", 3, 41.37),
    "u6": ("Town", 6, 23.91),
    "u8": ("Town", 8, 11.13),
    "u20": ("Town", 20, 6.51),
    "u50": ("Town", 50, 7.79),
}


def hidden_units(frame: pd.DataFrame) -> list[str]:
    return frame.loc[frame["status"].eq("suppressed"), "unit"].tolist()


def leaf_ranges(published: pd.DataFrame, full: pd.DataFrame, high: float = 100) -> dict:
    """The sums each hidden unit can have, by dense linear programmes over the leaves.

    Another attacker than the one in the package; it has all head counts.
    """
    above = dict(zip(full["unit"], full["parent"], strict=True))
    leaves = [unit for unit in full["unit"] if unit not in set(full["parent"])]
    n = dict(zip(full["unit"], full["n"], strict=True))

    def row(unit: str) -> np.ndarray:
        found = np.zeros(len(leaves))
        for i, leaf in enumerate(leaves):
            step = leaf
            while isinstance(step, str) and step != unit:
                step = above.get(step)
            found[i] = step == unit
        return found

    shown = published[published["value"].notna()]
    known = [row(unit) for unit in shown["unit"]] or None
    sums = (shown["n"] * shown["value"]).tolist() or None
    limits = [(0, high * n[leaf]) for leaf in leaves]
    ranges = {}
    for unit in hidden_units(published):
        ends = [linprog(s * row(unit), A_eq=known, b_eq=sums, bounds=limits) for s in (1, -1)]
        assert all(end.status == 0 for end in ends)
        ranges[unit] = (ends[0].fun, -ends[1].fun)
    return ranges


def random_town(seed: int) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    leaves = {}
    for i in range(generator.integers(3, 12)):
        n = int(generator.choice([1, 2, 4, 6, 7, 9, 15, 40]))
        mean = float(generator.choice([0.0, 100.0, *generator.uniform(0, 100, 4)]))
        leaves[f"u{i}"] = (str(generator.choice(["A", "B", "Town"])), n, mean)
    return town(leaves)


# -- what is hidden


def test_units_of_three_and_six_are_hidden_and_protect_each_other():
    # 3 + 6 = 9 persons: two units, not fewer than seven.
    result = protect_units(town(SMALL), rules=PERCENT)
    assert hidden_units(result.published) == ["u3", "u6"]
    assert result.published.loc[0, "n"] == 87
    assert result.audit.counts() == {"fewer than the minimum": 2}


def test_no_hidden_value_is_in_the_published_frame_nor_in_a_difference_of_two_figures():
    frame = town(SMALL)
    published = protect_units(frame, rules=PERCENT).published
    shown = published.dropna(subset="value")
    sums = [*shown["value"], *shown["n"], *(shown["n"] * shown["value"])]
    told = {round(x, 6) for x in sums}
    told |= {round(abs(x - y), 6) for x, y in combinations(sums, 2)}
    pairs = combinations(zip(shown["n"], shown["value"], strict=True), 2)
    told |= {round((a * x - b * y) / (a - b), 6) for (a, x), (b, y) in pairs if a != b}
    for n, value in ((3, 41.37), (6, 23.91)):
        assert not told & {value, round(n * value, 6)}
    assert "u3" in published["unit"].tolist()


def test_one_small_unit_takes_the_smallest_sibling_with_it():
    leaves = {unit: SMALL[unit] for unit in ("u3", "u20", "u50")}
    result = protect_units(town(leaves), rules=PERCENT)
    assert hidden_units(result.published) == ["u3", "u20"]
    assert result.audit.counts() == {"complement": 1, "fewer than the minimum": 1}


def test_two_hidden_units_that_are_too_few_together_take_a_third():
    leaves = {"u3": ("Town", 3, 41.37), "v3": ("Town", 3, 8.4), **SMALL}
    del leaves["u6"]
    # 3 + 3 = 6 < 7: their joint mean would be that of six persons.
    published = protect_units(town(leaves), rules=PERCENT).published
    assert hidden_units(published) == ["u3", "v3", "u8"]


def test_a_person_alone_in_a_unit_cannot_subtract_himself():
    leaves = {"one": ("Town", 1, 90.0), "u6": SMALL["u6"], "u20": SMALL["u20"]}
    # Without the third he would have the six: 7 persons less himself.
    published = protect_units(town({**leaves, "u50": SMALL["u50"]}), rules=PERCENT).published
    assert hidden_units(published) == ["one", "u6", "u20"]


def test_only_child_of_its_parent_takes_the_parent_with_it():
    leaves = {"a": ("A", 4, 12.0), "b1": ("B", 30, 5.0), "b2": ("B", 9, 6.0), "c": ("Town", 70, 4)}
    published = protect_units(town(leaves), rules=PERCENT).published
    # A is its only child; A and B are then hidden together, and so B needs a hidden child.
    hidden = hidden_units(published)
    assert {"a", "A"} < set(hidden)
    ranges = leaf_ranges(published, town(leaves))
    assert all(high - low >= 2 for low, high in ranges.values())


def test_a_complement_with_units_below_is_not_left_as_their_sum():
    leaves = {"a": ("A", 4, 12.0), "b1": ("B", 9, 5.0), "b2": ("B", 12, 6.0)}
    published = protect_units(town(leaves), rules=PERCENT).published
    hidden = hidden_units(published)
    assert "B" not in hidden or {"b1", "b2"} & set(hidden)
    ranges = leaf_ranges(published, town(leaves))
    assert all(high - low >= 2 for low, high in ranges.values())


def test_a_small_rest_that_no_row_names_is_protected():
    # The town has 4 persons more than its units: nobody may have their mean.
    frame = town({"u20": SMALL["u20"], "u50": SMALL["u50"]})
    frame.loc[0, "n"] = 74
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u20", "u50"]
    frame.loc[0, "n"] = 70 + 7
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == []


def test_means_at_the_end_of_the_scale_are_hidden():
    leaves = {"all": ("Town", 20, 100.0), "u20": SMALL["u20"], "u50": SMALL["u50"]}
    result = protect_units(town(leaves), rules=PERCENT)
    assert hidden_units(result.published) == ["all", "u20"]
    assert result.audit.counts() == {"all alike": 1, "complement": 1}
    kept = {"value": Rule(low=0, high=100, alike=False)}
    assert hidden_units(protect_units(town(leaves), rules=kept).published) == []
    # Three times the minimum: too many to tell much of one of them.
    many = {**leaves, "all": ("Town", 21, 100.0)}
    assert hidden_units(protect_units(town(many), rules=PERCENT).published) == []


def test_a_pair_whose_joint_mean_pins_both_takes_more_with_it():
    # Two units of nobody ill: 9 persons at 0 tell that each is at 0.
    leaves = {
        "u3": ("Town", 3, 0.0),
        "u6": ("Town", 6, 0.0),
        **{k: SMALL[k] for k in ("u8", "u50")},
    }
    published = protect_units(town(leaves), rules=PERCENT).published
    assert hidden_units(published) == ["u3", "u6", "u8"]


def test_shares_of_persons_need_three_possible_counts():
    # One ill among 3 + 8: 0 or 1 in each unit. With steps of 100 that is too little, and 20
    # with three ill is taken instead of 8.
    leaves = {"u3": ("Town", 3, 100 / 3), "u8": ("Town", 8, 12.5), "u20": ("Town", 20, 15.0)}
    leaves = {**leaves, "u50": ("Town", 50, 10.0)}
    frame = town({**leaves, "u8": ("Town", 8, 0.0001)})
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u3", "u8"]
    shares = {"value": Rule(low=0, high=100, step=100)}
    assert hidden_units(protect_units(frame, rules=shares).published) == ["u3", "u20"]


def test_a_value_without_its_number_of_persons_is_hidden():
    frame = town({k: SMALL[k] for k in ("u8", "u20", "u50")})
    frame.loc[frame["unit"].eq("u20"), "n"] = np.nan
    result = protect_units(frame, rules=PERCENT)
    assert hidden_units(result.published) == ["u8", "u20"]
    assert result.audit.counts() == {"complement": 1, "number of persons unknown": 1}


def test_nothing_is_hidden_when_no_unit_is_small():
    frame = town({k: SMALL[k] for k in ("u8", "u20", "u50")})
    assert protect_units(frame, rules=PERCENT).hidden == 0


def test_a_town_too_small_is_hidden_as_a_whole():
    published = protect_units(town({"u3": SMALL["u3"], "v": ("Town", 2, 9.0)})).published
    assert published["value"].isna().all()
    assert published["n"].isna().all()


# -- several periods and indicators


def test_a_unit_hidden_in_one_period_is_hidden_in_all():
    first = town(SMALL, period="2024")
    second = town({**SMALL, "u6": ("Town", 9, 20.0), "u3": ("Town", 11, 8.0)}, period="2025")
    frame = pd.concat([first, second], ignore_index=True)
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u3", "u6"] * 2
    apart = protect_units(frame, rules=PERCENT, consistent=False).published
    assert hidden_units(apart) == ["u3", "u6"]


def test_complements_are_found_again_after_hiding_alike():
    # u8 is small in the second year only; in the first it would be the only hidden one.
    first = town({k: SMALL[k] for k in ("u8", "u20", "u50")}, period="2024")
    second = town({"u8": ("Town", 5, 4.0), "u20": SMALL["u20"], "u50": SMALL["u50"]})
    frame = pd.concat([first, second.assign(period="2025")], ignore_index=True)
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u8", "u20"] * 2


def test_two_columns_of_values_share_one_hidden_n():
    frame = town(SMALL).assign(score=3.3)
    rules = {**PERCENT, "score": Rule(low=1, high=5, min_n=10)}
    published = protect_units(frame, values=["value", "score"], rules=rules).published
    assert hidden_units(published) == ["u3", "u6", "u8"]
    assert published.loc[published["unit"].eq("u8"), ["value", "score", "n"]].isna().all(axis=None)


def test_municipalities_do_not_hide_each_others_units():
    frames = [
        town(SMALL, municipality="0805"),
        town({**SMALL, "u3": SMALL["u20"]}, municipality="1"),
    ]
    frame = pd.concat(frames, ignore_index=True)
    published = protect_units(frame, rules=PERCENT).published
    assert hidden_units(published[published["municipality"].eq("1")]) == ["u6", "u8"]


def test_a_unit_whose_parent_has_no_row_counts_below_the_next_one_up():
    leaves = {"a1": ("A", 3, 41.0), "a2": ("A", 30, 6.0), "b1": ("B", 25, 7.0)}
    frame = town(leaves)
    frame = frame[~frame["unit"].isin(["A", "B"])]
    parents = pd.DataFrame({"unit": ["A", "B"], "parent": "Town", "n": np.nan, "value": np.nan})
    frame = pd.concat([frame, parents], ignore_index=True).assign(status="reported")
    frame.loc[frame["value"].isna(), "status"] = "missing"
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["a1", "b1"]


def test_a_missing_value_of_few_persons_is_not_left_to_subtraction():
    frame = town({k: SMALL[k] for k in ("u3", "u20", "u50")}).assign(status="reported")
    gap = frame["unit"].eq("u3")
    frame.loc[gap, ["value", "status"]] = [np.nan, "missing"]
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u3", "u20"]
    frame.loc[gap, "n"] = 0
    frame.loc[0, "n"] = 70
    published = protect_units(frame, rules=PERCENT).published
    assert hidden_units(published) == []
    assert published.loc[gap, "status"].tolist() == ["missing"]


def test_a_value_hidden_by_its_producer_stays_hidden_and_gets_a_complement():
    frame = town({k: SMALL[k] for k in ("u8", "u20", "u50")}).assign(status="reported")
    frame.loc[frame["unit"].eq("u50"), ["value", "status"]] = [np.nan, "suppressed"]
    result = protect_units(frame, rules=PERCENT)
    assert hidden_units(result.published) == ["u8", "u50"]
    assert result.audit.counts() == {"complement": 1, "hidden by its producer": 1}


def hidden_above(leaves: dict[str, tuple[str, float, float]]) -> pd.DataFrame:
    frame = town(leaves).assign(status="reported")
    frame.loc[frame["unit"].eq("A"), ["value", "status"]] = [np.nan, "suppressed"]
    return frame


def test_a_hidden_unit_is_not_the_sum_of_shown_ones_below_it():
    leaves = {"a1": ("A", 20, 6.0), "a2": ("A", 30, 7.0), "c": ("Town", 40, 5.0)}
    frame = hidden_above({**leaves, "d": ("Town", 50, 4.0)})
    # a1 as A would be a1 + a2; c as A would be the town less c and d.
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["A", "a1", "c"]


def test_a_hidden_unit_is_not_the_rest_of_the_unit_above():
    leaves = {"a1": ("A", 3, 41.0), "a2": ("A", 6, 23.0), "c": ("Town", 40, 5.0)}
    frame = hidden_above({**leaves, "d": ("Town", 50, 4.0)})
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["A", "a1", "a2", "c"]


def test_the_same_holds_when_nobody_knows_how_many_are_below():
    leaves = {"a1": ("A", 30, 41.0), "a2": ("A", 60, 23.0), "c": ("Town", 40, 5.0)}
    frame = hidden_above({**leaves, "d": ("Town", 50, 4.0)})
    below = frame["parent"].eq("A")
    frame.loc[below, ["n", "value", "status"]] = [np.nan, np.nan, "suppressed"]
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["A", "a1", "a2", "c"]


def test_a_hidden_whole_is_not_the_sum_of_its_units():
    frame = town({k: SMALL[k] for k in ("u8", "u20", "u50")}).assign(status="reported")
    frame.loc[0, ["value", "status"]] = [np.nan, "suppressed"]
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["Town", "u8"]


def test_one_person_beside_a_hidden_unit_leaves_too_little_open():
    # A's sum is known but for the one person's yes or no: two values.
    leaves = {"a1": ("A", 3, 100 / 3), "a2": ("A", 6, 50.0), "one": ("Town", 1, 100.0)}
    frame = hidden_above({**leaves, "d": ("Town", 40, 10.0), "e": ("Town", 50, 10.0)})
    shares = {"value": Rule(low=0, high=100, step=100)}
    published = protect_units(frame, rules=shares).published
    assert hidden_units(published) == ["A", "a1", "a2", "one", "d"]


def test_a_pair_of_unknown_size_is_not_pinned_either():
    # The rest of the town is at 0: so are both, whatever their numbers of persons.
    leaves = {
        "a": ("Town", 9, 0.0),
        "b": ("Town", 9, 0.0),
        "u20": SMALL["u20"],
        "u50": SMALL["u50"],
    }
    frame = town(leaves).assign(status="reported")
    gone = frame["unit"].isin(["a", "b"])
    frame.loc[gone, ["n", "value", "status"]] = [np.nan, np.nan, "suppressed"]
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["a", "b", "u20"]


def test_the_whole_may_be_the_unit_without_a_name():
    frame = town({k: SMALL[k] for k in ("u3", "u20", "u50")}).replace({"Town": ""})
    frame["parent"] = ""
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["u3", "u20"]


# -- the promises on the result


def check_random_towns(seeds: range) -> None:
    for seed in seeds:
        frame = random_town(seed)
        step = (1.0, 100.0)[seed % 2]
        rules = {"value": Rule(low=0, high=100, step=step)}
        published = protect_units(frame, rules=rules).published
        assert published["value"][frame["n"] < 7].isna().all()
        heads = dict(zip(frame["unit"], frame["n"], strict=True))
        for unit, (low, high) in leaf_ranges(published, frame).items():
            assert high - low >= min(2 * step, 100 * heads[unit]) - 1e-4
        again = protect_units(published, rules=rules).published
        assert again.equals(published)


def test_no_leak_in_random_towns_and_a_second_run_hides_nothing_more():
    """Against another attacker: dense linear programmes on the leaf units."""
    check_random_towns(range(50))


@pytest.mark.slow
def test_no_leak_in_many_random_towns():
    """Against another attacker: dense linear programmes on the leaf units."""
    check_random_towns(range(50, 2000))


def test_a_person_alone_never_finds_a_small_unit_in_random_towns():
    """The same, for somebody whose own value is put among the published ones."""
    for seed in range(60):
        frame = random_town(seed)
        published = protect_units(frame, rules=PERCENT).published
        leaves = ~frame["unit"].isin(frame["parent"])
        for alone in frame.index[leaves & frame["n"].eq(1)]:
            seen = published.copy()
            seen.loc[alone] = frame.loc[alone].reindex(seen.columns)
            ranges = leaf_ranges(seen, frame)
            small = frame.loc[leaves & frame["n"].lt(7) & (frame.index != alone), "unit"]
            assert all(ranges[u][1] - ranges[u][0] >= 2 - 1e-4 for u in small)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(0, 100_000), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter_and_the_input_stays(seed, random):
    frame = random_town(seed)
    before = frame.copy()
    first = protect_units(frame, rules=PERCENT).published
    order = random.sample(range(len(frame)), len(frame))
    shuffled = protect_units(frame.iloc[order], rules=PERCENT).published
    assert shuffled.equals(first.iloc[order].reset_index(drop=True))
    assert frame.equals(before)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_a_stricter_minimum_shows_no_smaller_unit(seed):
    frame = random_town(seed)
    for min_n in (5, 7, 10, 16):
        published = protect_units(frame, rules=PERCENT, min_n=min_n).published
        assert published["n"].min() >= min_n or published["n"].isna().all()


def test_other_columns_of_numbers_are_emptied_and_nothing_prints_a_value():
    frame = town(SMALL).assign(change=1.5, source="own")
    result = protect_units(frame, rules=PERCENT, keep=["change", "source"])
    gone = result.published["status"].eq("suppressed")
    assert result.published.loc[gone, ["n", "value", "change"]].isna().all(axis=None)
    assert result.published["source"].eq("own").all()
    assert repr(result) == "Protected(6 rows, 2 hidden)"
    assert list(result.audit.reasons.columns) == ["unit", "reason"]


def test_integers_are_kept_but_no_index_of_its_own():
    frame = town({"u3": SMALL["u3"], "u20": ("Town", 20, 5), "u50": ("Town", 50, 9)})
    frame.index = [f"row {i}" for i in range(len(frame))]
    published = protect_units(frame, rules=PERCENT).published
    assert published.index.equals(pd.RangeIndex(len(frame)))
    assert published.loc[3, "value"] == 9


def test_an_empty_frame_stays_empty():
    assert protect_units(town(SMALL).iloc[:0]).hidden == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"min_n": 4}, "accepted: 5 or more"),
        ({"rules": {"value": Rule(min_n=6)}}, "accepted: 7 or more"),
        ({"rules": {"value": Rule(low=0, high=20)}}, "outside the scale"),
        ({"values": ["mood"]}, "no column"),
        ({"values": []}, "no column"),
    ],
)
def test_wrong_arguments_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        protect_units(town(SMALL), **options)


def test_a_stricter_rule_for_an_indicator_is_kept():
    frame = town(SMALL, indicator="ill")
    published = protect_units(frame, rules={"ill": Rule(min_n=10, high=100)}).published
    assert hidden_units(published) == ["u3", "u6", "u8"]


@pytest.mark.parametrize(
    ("options", "words"),
    [({"min_n": 4}, "5 or more"), ({"low": 5, "high": 1}, "low below"), ({"step": 0}, "above 0")],
)
def test_a_rule_is_checked_when_it_is_made(options, words):
    with pytest.raises(ValueError, match=words):
        Rule(**options)


def test_a_unit_has_one_row_and_does_not_lie_below_itself():
    frame = town(SMALL)
    with pytest.raises(ValueError, match="two rows"):
        protect_units(pd.concat([frame, frame]))
    frame.loc[0, "parent"] = "u3"
    with pytest.raises(ValueError, match="below itself"):
        protect_units(frame)


def test_the_gate_refuses_when_the_choice_leaks(monkeypatch):
    monkeypatch.setattr(units_module, "hide_complements", lambda *_: None)
    frame = town({k: SMALL[k] for k in ("u3", "u20", "u50")})
    with pytest.raises(NotProtected, match="nothing is published"):
        protect_units(frame, rules=PERCENT)


# -- what a red team found


def units(rows: list[tuple], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "parent", *columns, "n", "value"])


def test_a_row_or_key_without_a_name_is_refused():
    frame = town(SMALL, period="2024")
    for column in ("unit", "period"):
        broken = frame.astype({column: object})
        broken.loc[2, column] = np.nan
        with pytest.raises(ValueError, match=f"row 2 .*'{column}'"):
            protect_units(broken, rules=PERCENT)


def test_a_parent_without_a_row_is_refused():
    # Q is the town less P, so q2 would be Q less q1: but nobody says where Q lies.
    rows = [("W", "", 100, 9.0), ("P", "W", 60, 8.0), ("s1", "P", 60, 8.0), ("q1", "Q", 36, 10.0)]
    frame = units([*rows, ("q2", "Q", 4, 15.0)])
    with pytest.raises(ValueError, match="'Q' is named as a parent"):
        protect_units(frame)
    full = pd.concat([frame, units([("Q", "W", np.nan, np.nan)])], ignore_index=True)
    published = protect_units(full).published.set_index("unit")["value"]
    assert published[["q1", "q2"]].isna().all()


def test_one_parent_above_all_needs_no_row():
    frame = units([("A", "Town", 3, 9.0), ("B", "Town", 30, 8.0), ("C", "Town", 40, 7.0)])
    assert hidden_units(protect_units(frame).published) == ["A"]


BREAKDOWNS = [
    ("W", "", "", 120, 8.0),
    ("W", "", "f", 100, 7.0),
    ("W", "", "m", 20, 13.0),
    ("A", "W", "", 20, 10.0),
    ("A", "W", "f", 17, 8.0),
    ("B", "W", "", 60, 8.0),
    ("B", "W", "f", 50, 7.0),
    ("B", "W", "m", 10, 13.0),
    ("C", "W", "", 40, 7.0),
    ("C", "W", "f", 33, 6.5),
    ("C", "W", "m", 7, 9.4),
]


def test_a_group_without_a_row_is_not_what_is_left_of_its_unit():
    # A has 20 persons, 17 of them women: the three men have no row, and would follow.
    frame = units(BREAKDOWNS, "breakdown")
    result = protect_units(frame)
    assert "A" in hidden_units(result.published)
    assert result.published.loc[frame["unit"].eq("A"), ["n", "value"]].isna().all(axis=None)
    assert result.audit.counts()["few persons are left beside its breakdowns"] == 2


def test_breakdowns_of_several_kinds_are_taken_away_in_every_choice():
    # 20 persons: 17 women, 12 old, 8 young. The three men follow from the women alone.
    several = units(
        [*BREAKDOWNS, ("A", "W", "old", 12, 9.0), ("A", "W", "new", 8, 9.0)], "breakdown"
    )
    assert "A" in hidden_units(protect_units(several).published)
    enough = several.copy()
    enough.loc[enough["unit"].eq("A") & enough["breakdown"].eq("f"), "n"] = 13
    enough = enough[enough["unit"].ne("W")].assign(parent="")
    assert "A" not in hidden_units(protect_units(enough).published)


def test_all_persons_under_another_breakdown_are_refused():
    frame = units(BREAKDOWNS, "breakdown").replace({"breakdown": {"": "all"}})
    with pytest.raises(ValueError, match="'all' is the sum of the others"):
        protect_units(frame)


def by_period(units_of: dict[str, float], periods: list[str]) -> pd.DataFrame:
    rows = [(u, "W", p, n, 9.0 + i) for i, (u, n) in enumerate(units_of.items()) for p in periods]
    return units(rows, "period")


def test_a_year_beside_some_of_its_quarters_is_refused():
    frame = by_period({"A": 20, "B": 40, "C": 50}, ["2008", "2008Q1", "2008Q2", "2008Q3"])
    with pytest.raises(ValueError, match="2008 with only some of its parts"):
        protect_units(frame)
    fourth = by_period({"A": 20, "B": 40, "C": 50}, ["2008Q4"])
    assert protect_units(pd.concat([frame, fourth], ignore_index=True)).hidden == 0
    # Hidden in all periods: nothing follows.
    small = by_period({"A": 3, "B": 40, "C": 50}, ["2008", "2008Q1", "2008Q2", "2008Q3"])
    small = small[small["unit"].eq("A")]
    assert protect_units(pd.concat([small, fourth], ignore_index=True)).hidden > 3


def test_tables_that_a_sum_connects_are_not_protected_apart():
    frame = by_period({"A": 20, "B": 40}, ["2008", "2008Q1", "2008Q2", "2008Q3", "2008Q4"])
    with pytest.raises(ValueError, match="consistent=True"):
        protect_units(frame, consistent=False)
    with pytest.raises(ValueError, match="consistent=True"):
        protect_units(units(BREAKDOWNS, "breakdown"), consistent=False)


def test_nothing_comes_along_that_was_not_asked_for():
    frame = town({k: SMALL[k] for k in ("u3", "u20", "u50")})
    rows = len(frame)
    frame["heads"] = frame["n"].astype(object)
    frame["small"] = frame["n"] < 7
    frame["told"] = [f"{n} persons" for n in frame["n"]]
    frame["time"] = pd.to_timedelta(frame["n"], unit="D")
    frame["day"] = pd.Timestamp("2008-01-01") + frame["time"]
    frame.index = pd.Index(frame["n"], name="n")
    frame.attrs["raw"] = frame["value"].tolist()
    published = protect_units(frame, rules=PERCENT).published
    assert list(published.columns) == ["unit", "parent", "n", "value", "status"]
    assert published.index.equals(pd.RangeIndex(rows))
    assert published.attrs == {}
    names = ["heads", "small", "time", "day", "told"]
    kept = protect_units(frame, rules=PERCENT, keep=names).published
    gone = kept["status"].eq("suppressed")
    assert kept.loc[gone, ["heads", "small", "time", "day"]].isna().all(axis=None)
    assert kept.loc[~gone, names].notna().all(axis=None)
    assert kept["told"].notna().all()


def test_an_error_of_the_chooser_is_caught_by_the_attacker(monkeypatch):
    hiding = importlib.import_module("analysis.methods.disclosure.hiding")
    monkeypatch.setattr(hiding, "fault", lambda *_: None)
    with pytest.raises(NotProtected, match="nothing is published"):
        protect_units(town({k: SMALL[k] for k in ("u3", "u20", "u50")}), rules=PERCENT)


@pytest.mark.parametrize(
    ("column", "wrong", "words"),
    [
        ("n", "<7", "row 3 .*'n', is no finite number"),
        ("n", np.inf, "row 3 .*'n', is no finite number"),
        ("n", -3, "row 3 .*'n', is below 0"),
        ("value", np.inf, "row 3 .*'value', is no finite number"),
        ("value", -2.0, "'u8', column 'value' is outside the scale"),
    ],
)
def test_numbers_that_are_none_are_refused_with_their_place(column, wrong, words):
    frame = town(SMALL).astype({column: object})
    frame.loc[3, column] = wrong
    with pytest.raises(ValueError, match=words):
        protect_units(frame, rules=PERCENT)


def test_what_an_earlier_report_hid_stays_hidden_and_gets_complements():
    frame = town({k: SMALL[k] for k in ("u8", "u20", "u50")})
    result = protect_units(frame, rules=PERCENT, hidden_before=["u50", "gone"])
    assert hidden_units(result.published) == ["u8", "u50"]
    assert result.audit.counts() == {"complement": 1, "hidden in an earlier report": 1}


def test_later_figures_show_nothing_that_was_hidden():
    # In 2007 B is the smallest beside A; that it grows in 2009 shows it no earlier year. A report
    # of 2009 alone hides C.
    years = [town({"A": ("Town", 3, 20.0), "B": ("Town", b, 8.0), "C": ("Town", 12, 9.0),
                   "D": ("Town", 100, 7.0)}, period=p)
             for p, b in (("2007", 10), ("2008", 10), ("2009", 40))]  # fmt: skip
    for count, hidden in ((2, ["A", "B"]), (3, ["A", "B", "C"])):
        frame = pd.concat(years[:count], ignore_index=True)
        assert hidden_units(protect_units(frame, rules=PERCENT).published) == hidden * count


def test_earlier_figures_show_nothing_that_was_hidden():
    # Beside A, B is the smallest of 2008 and C that of 2007: either alone hides another.
    years = [town({"A": ("Town", 5, 20.0), "B": ("Town", b, 10.0), "C": ("Town", c, 9.0),
                   "D": ("Town", 60, 7.0), "E": ("Town", 80, 6.0)}, period=p)
             for p, b, c in (("2007", 9, 8), ("2008", 8, 9))]  # fmt: skip
    found = [hidden_units(protect_units(year, rules=PERCENT).published) for year in years]
    assert found == [["A", "C"], ["A", "B"]]
    both = protect_units(pd.concat(years, ignore_index=True), rules=PERCENT).published
    assert hidden_units(both) == ["A", "B", "C"] * 2


def test_all_alike_hides_one_year_only_with_its_quarters():
    zero = {"A": ("Town", 9, 0.0), "B": ("Town", 20, 6.0), "C": ("Town", 50, 7.0)}
    some = {**zero, "A": ("Town", 9, 3.0)}
    frames = [town(zero, period="2007"), town(some, period="2008")]
    frame = pd.concat(frames, ignore_index=True)
    published = protect_units(frame, rules=PERCENT).published
    hidden = published[published["status"].eq("suppressed")]
    assert sorted(zip(hidden["unit"], hidden["period"], strict=True)) == [
        ("A", "2007"), ("B", "2007"),
    ]  # fmt: skip
    quarters = [town(zero, period="2007Q1")]
    quarters += [town(some, period=p) for p in ("2007", "2007Q2", "2007Q3", "2007Q4", "2008")]
    frame = pd.concat(quarters, ignore_index=True)
    assert hidden_units(protect_units(frame, rules=PERCENT).published) == ["A", "B"] * 5


def test_less_than_one_person_is_the_rounding_of_full_time_equivalents():
    frame = town({"u20": SMALL["u20"], "u50": SMALL["u50"]})
    frame["n"] = frame["n"].astype(float)
    frame.loc[0, "n"] = 70.9
    assert protect_units(frame, rules=PERCENT).hidden == 0
    frame.loc[0, "n"] = 71
    assert protect_units(frame, rules=PERCENT).hidden == 2


# -- the attacker


def test_one_hidden_unit_is_worked_out_from_its_parent():
    frame = town({k: SMALL[k] for k in ("u3", "u20", "u50")}).assign(status="reported")
    naive = frame.copy()
    naive.loc[naive["unit"].eq("u3"), ["n", "value", "status"]] = [np.nan, np.nan, "suppressed"]
    found = attack_units(naive, frame["n"], PERCENT["value"])
    assert found[["low", "high"]].to_numpy() == pytest.approx(np.array([[41.37, 41.37]]))
    assert found["protected"].tolist() == [False]


@pytest.mark.slow
def test_the_bounds_of_hidden_units_are_those_of_linear_programmes():
    """Against linprog on the leaf units of random towns."""
    for seed in range(60):
        frame = random_town(seed)
        published = protect_units(frame, rules=PERCENT).published
        heads = dict(zip(frame["unit"], frame["n"], strict=True))
        ranges = leaf_ranges(published, frame)
        found = attack_units(published, frame["n"], PERCENT["value"])
        assert found["protected"].all()
        for row in found.itertuples():
            sums = (row.low * heads[row.unit], row.high * heads[row.unit])
            assert sums == pytest.approx(ranges[row.unit], abs=1e-4)
