"""Counts in tables: nothing hidden can be worked out, and not everything is hidden."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.methods.disclosure import (
    NotProtected,
    attack,
    from_frame,
    from_hierarchy,
    linked,
    protect_counts,
    protect_linked,
    with_margins,
)
from analysis.methods.disclosure import counts as counts_module
from analysis.methods.disclosure.attack import Attacker
from analysis.methods.disclosure.complements import Task, choose, thin_groups

SHAPES = [(2, 2), (3, 2), (2, 2, 2), (4, 3), (3, 2, 2)]
TREE = {"P": "Total", "Q": "Total", "C": "Total", "p1": "P", "p2": "P", "p3": "P", "q1": "Q"}
TREE |= {"q2": "Q"}


def table(rows: dict[str, tuple[int, ...]], columns: str) -> pd.DataFrame:
    inner = [(unit, c, v) for unit, row in rows.items() for c, v in zip(columns, row, strict=True)]
    frame = pd.DataFrame(inner, columns=["unit", "group", "value"])
    return with_margins(frame, ["unit", "group"])


def random_table(seed: int, shape: tuple[int, ...]) -> tuple[pd.DataFrame, list[str]]:
    generator = np.random.default_rng(seed)
    dimensions = list("abc")[: len(shape)]
    mean = generator.choice([3, 8, 15])
    cells = [(*map(str, cell), generator.poisson(mean)) for cell in np.ndindex(shape)]
    return with_margins(pd.DataFrame(cells, columns=[*dimensions, "value"]), dimensions), dimensions


def columns_of(frame: pd.DataFrame, dimensions: list[str], leaves: dict) -> np.ndarray:
    """For each row, which leaf cells it sums over: written for this test only."""
    found = np.zeros((len(frame), len(leaves)))
    for i, labels in enumerate(frame[dimensions].itertuples(index=False, name=None)):
        for leaf, j in leaves.items():
            pairs = zip(labels, leaf, strict=True)
            found[i, j] = all(label in (own, TREE.get(own), "Total") for label, own in pairs)
    return found


def hidden_ranges(frames: list[pd.DataFrame], dimensions: list[str]) -> list[tuple[float, float]]:
    """What another attacker, on the leaf cells of dense linear programmes, gets for hidden rows."""
    full = [f.assign(**{d: "Total" for d in dimensions if d not in f.columns}) for f in frames]
    frame = pd.concat(full, ignore_index=True)
    labels = [sorted(set(frame[d]) - {"Total"} - set(TREE.values())) for d in dimensions]
    leaves = {leaf: j for j, leaf in enumerate(product(*labels))}
    sums = columns_of(frame, dimensions, leaves)
    hidden = frame["value"].isna().to_numpy()
    known = (sums[~hidden], frame["value"][~hidden]) if (~hidden).any() else (None, None)
    ranges = []
    for row in sums[hidden]:
        low, high = (linprog(s * row, A_eq=known[0], b_eq=known[1]) for s in (1, -1))
        ranges.append((low.fun, -high.fun if high.status == 0 else np.inf))
    return ranges


def whole_values(low: float, high: float) -> float:
    return np.floor(high + 1e-6) - np.ceil(low - 1e-6) + 1


def assert_no_leak(frames: list[pd.DataFrame], dimensions: list[str]) -> None:
    for low, high in hidden_ranges(frames, dimensions):
        assert whole_values(low, high) >= 3


def check_random_tables(seeds: range) -> None:
    for seed in seeds:
        frame, dimensions = random_table(seed, SHAPES[seed % len(SHAPES)])
        result = protect_counts(frame, dimensions, zeros=seed % 2 == 0)
        assert_no_leak([result.published], dimensions)
        small = (frame["value"] < 7) & ((seed % 2 == 0) | (frame["value"] > 0))
        assert result.published["value"][small].isna().all()


# -- what is hidden


def test_a_small_cell_takes_three_others_with_it_and_no_margin():
    frame = table({"A": (3, 20), "B": (30, 40), "C": (25, 60)}, "fm")
    published = protect_counts(frame, ["unit", "group"]).published
    hidden = published[published["value"].isna()]
    # 3 needs 20 in its row, and a second row: C's 25 + 60 costs more than B's 30 + 40.
    assert sorted(zip(hidden["unit"], hidden["group"], strict=True)) == [
        ("A", "f"), ("A", "m"), ("B", "f"), ("B", "m"),
    ]  # fmt: skip
    assert set(hidden["status"]) == {"suppressed"}


def test_nothing_is_hidden_when_nothing_is_small():
    frame = table({"A": (7, 20), "B": (30, 8)}, "fm")
    result = protect_counts(frame, ["unit", "group"])
    assert result.hidden == 0
    assert result.published["value"].tolist() == frame["value"].tolist()


def test_a_count_at_the_minimum_is_shown_and_one_below_is_not():
    for count, hidden in ((7, 0), (6, 4)):
        frame = table({"A": (count, 20), "B": (30, 40)}, "fm")
        assert protect_counts(frame, ["unit", "group"]).hidden == hidden


def test_zeros_are_hidden_unless_nobody_can_be_there():
    frame = table({"A": (0, 20), "B": (30, 40)}, "fm")
    assert protect_counts(frame, ["unit", "group"]).hidden == 4
    assert protect_counts(frame, ["unit", "group"], zeros=False).hidden == 0


def test_shown_zeros_never_serve_as_complements():
    frame = table({"A": (3, 20, 0), "B": (30, 40, 0), "C": (25, 60, 50)}, "xyz")
    published = protect_counts(frame, ["unit", "group"], zeros=False).published
    assert published["value"][frame["value"].eq(0)].tolist() == [0, 0]


def test_hidden_parts_of_a_shown_total_are_a_group_large_enough():
    # 2 + 3 = 25 - 20 could be worked out: a group of five persons.
    frame = pd.DataFrame({"group": ["x", "y", "z", "Total"], "value": [2, 3, 20, 25]})
    published = protect_counts(frame, ["group"]).published
    assert published["value"].isna().tolist() == [True, True, True, False]


def test_a_small_rest_across_two_levels_is_found():
    # T = P + Q, P = p1 + p2: with P, p2, Q hidden, T - p1 = p2 + Q = 5 is a group of five.
    values = {"T": 25, "P": 22, "Q": 3, "p1": 20, "p2": 2}
    tree = from_hierarchy(values, {"P": "T", "Q": "T", "p1": "P", "p2": "P"})
    task = Task(tree, tree.places(["Q", "p2"]), tree.values, cap=6, group=7)
    found = thin_groups(task, tree.places(["P", "Q", "p2"]))
    assert found == {(min(tree.places(["T"])), tuple(sorted(tree.places(["p1", "p2", "Q"]))))}
    assert thin_groups(task, choose(task)) == set()


def test_a_person_alone_in_a_cell_cannot_work_out_another_small_cell():
    frame = table({"A": (1, 6), "B": (40, 50), "C": (60, 70)}, "fm")
    published = protect_counts(frame, ["unit", "group"]).published
    # Both cells and the total of A and of B.
    assert published["value"].isna().sum() == 6
    known = published.copy()
    known.loc[known["unit"].eq("A") & known["group"].eq("f"), "value"] = 1
    other = known["unit"].eq("A") & known["group"].eq("m")
    place = known.index[known["value"].isna()].tolist().index(known.index[other][0])
    low, high = hidden_ranges([known], ["unit", "group"])[place]
    assert whole_values(low, min(high, 6)) >= 3


def test_what_concerns_only_the_person_himself_needs_no_protection_from_him():
    # A's total is the one woman in A: she knows it, and nobody else is in it.
    frame = table({"A": (1, 0), "B": (30, 40), "C": (20, 50)}, "fm")
    published = protect_counts(frame, ["unit", "group"], zeros=False).published
    hidden = published[published["value"].isna()]
    assert sorted(zip(hidden["unit"], hidden["group"], strict=True)) == [
        ("A", "Total"), ("A", "f"), ("C", "Total"), ("C", "f"),
    ]  # fmt: skip


def test_an_attacker_who_knows_that_a_cell_is_small_still_has_three_values():
    # By the rule a primary cell is 6 or less: its range must begin at 4 or below.
    for seed in range(12):
        frame, dimensions = random_table(seed, (4, 3))
        published = protect_counts(frame, dimensions).published
        small = (frame["value"] < 7)[published["value"].isna()]
        for (low, high), is_small in zip(
            hidden_ranges([published], dimensions), small, strict=True
        ):
            assert whole_values(low, min(high, 6) if is_small else high) >= 3


def test_a_range_above_the_minimum_is_no_protection_for_a_small_cell():
    # A-f, A-m, B-f and B-m alone would let A-f be 6, 7, ... 26: but who knows it is small has 6.
    frame = table({"A": (6, 20), "B": (30, 0), "C": (40, 50)}, "fm")
    published = protect_counts(frame, ["unit", "group"]).published
    assert published["value"].isna().sum() > 4
    hidden = published[published["value"].isna()]
    place = list(zip(hidden["unit"], hidden["group"], strict=True)).index(("A", "f"))
    low, high = hidden_ranges([published], ["unit", "group"])[place]
    assert whole_values(low, min(high, 6)) >= 3


def test_where_zeros_are_shown_a_hidden_count_is_at_least_one():
    # B-m is 2: it can go down by one only, so A-f could be 5 or 6; with zeros hidden 4 as well.
    frame = table({"A": (6, 20), "B": (30, 2), "C": (40, 50)}, "fm")
    assert protect_counts(frame, ["unit", "group"]).hidden == 4
    assert protect_counts(frame, ["unit", "group"], zeros=False).hidden > 4


# -- levels, linked tables, and what a producer hid


def test_levels_are_protected_together():
    counts = {"p1": 3, "p2": 12, "p3": 30, "q1": 20, "q2": 25, "C": 40}
    counts |= {"P": 45, "Q": 45, "Total": 130}
    frame = pd.DataFrame(counts.items(), columns=["unit", "value"])
    published = protect_counts(frame, ["unit"], parents={"unit": TREE}).published
    assert published["unit"][published["value"].isna()].tolist() == ["p1", "p2"]


def test_two_reports_with_the_same_margin_do_not_subtract():
    """Unit by gender and unit by age share the units; another attacker sees both."""
    for seed in range(6):
        generator = np.random.default_rng(seed)
        cells = [(u, g, a, generator.poisson(9)) for u in "xyz" for g in "fm" for a in "oy"]
        people = pd.DataFrame(cells, columns=["unit", "gender", "age", "value"])
        frames = [with_margins(people, ["unit", "gender"]), with_margins(people, ["unit", "age"])]
        results = protect_linked(frames, ["unit", "gender", "age"])
        published = [result.published for result in results]
        assert_no_leak(published, ["unit", "gender", "age"])
        totals = [p[p[d].eq("Total")].set_index("unit")["value"].sort_index()
                  for p, d in zip(published, ("gender", "age"), strict=True)]  # fmt: skip
        assert totals[0].equals(totals[1])


def test_last_years_hidden_cells_stay_hidden_in_a_further_report():
    by_gender = table({"A": (3, 20), "B": (30, 40)}, "fm").rename(columns={"group": "gender"})
    first = protect_counts(by_gender, ["unit", "gender"]).published
    by_age = table({"A": (11, 12), "B": (35, 35)}, "oy").rename(columns={"group": "age"})
    again, second = protect_linked([first, by_age], ["unit", "gender", "age"])
    assert again.published["value"].isna().tolist() == first["value"].isna().tolist()
    assert second.hidden == 0


def test_what_the_producer_hid_stays_hidden_and_gets_complements():
    frame = table({"A": (30, 20), "B": (30, 40)}, "fm").assign(status="reported")
    place = frame["unit"].eq("A") & frame["group"].eq("f")
    frame.loc[place, "status"] = "suppressed"  # with its value left in by mistake
    result = protect_counts(frame, ["unit", "group"])
    assert result.published["value"][place].isna().all()
    assert result.hidden == 4
    assert_no_leak([result.published], ["unit", "group"])
    assert result.audit.counts() == {"complement": 3, "hidden by its producer": 1}


# -- the promises on the result


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter_and_a_second_run_hides_nothing_more(seed, random):
    frame, dimensions = random_table(seed, (3, 3))
    before = frame.copy()
    first = protect_counts(frame, dimensions).published
    order = random.sample(range(len(frame)), len(frame))
    shuffled = protect_counts(frame.iloc[order], dimensions).published
    assert shuffled.equals(first.iloc[order])
    assert protect_counts(first, dimensions).published.equals(first)
    assert frame.equals(before)


def test_the_cost_does_not_depend_on_the_names():
    frame = table({"A": (3, 20, 33), "B": (30, 41, 8), "C": (25, 60, 17)}, "fmx")
    turned = frame.replace({"unit": {"A": "Z", "B": "Y", "C": "X"}})
    shown = [protect_counts(f, ["unit", "group"]).published["value"] for f in (frame, turned)]
    assert shown[0].equals(shown[1])


def test_other_columns_of_numbers_are_emptied_and_nothing_prints_a_value():
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    frame["share"] = frame["value"] / 93
    result = protect_counts(frame, ["unit", "group"])
    hidden = result.published["value"].isna()
    assert result.published["share"].isna().equals(hidden)
    assert repr(result) == "Protected(9 rows, 4 hidden)"
    assert repr(result.audit) == "Audit(4 hidden)"
    assert set(result.audit.reasons.columns) == {"unit", "group", "reason"}
    assert "reason" not in result.published.columns
    assert repr(from_frame(frame, ["unit", "group"])) == "CellTable(9 cells, 6 relations)"


def test_a_table_of_tiny_counts_is_hidden_as_a_whole():
    frame = table({"A": (1, 2), "B": (1, 0)}, "fm")
    published = protect_counts(frame, ["unit", "group"]).published
    assert published["value"].isna().all()


def test_an_empty_table_stays_empty():
    frame = pd.DataFrame({"unit": [], "value": []})
    assert protect_counts(frame, ["unit"]).hidden == 0


def test_the_gate_refuses_when_the_choice_leaks(monkeypatch):
    monkeypatch.setattr(counts_module, "choose", lambda task: task.primary)
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    with pytest.raises(NotProtected, match="nothing is published"):
        protect_counts(frame, ["unit", "group"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"min_n": 4}, "accepted: 5 or more"),
        ({"min_n": float("nan")}, "accepted: 5 or more"),
        ({"cost": "mood"}, "accepted: value, cells"),
    ],
)
def test_wrong_arguments_are_refused(change, words):
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    with pytest.raises(ValueError, match=words):
        protect_counts(frame, ["unit", "group"], **change)


def test_tables_that_do_not_add_up_are_refused_without_naming_a_value():
    frame = pd.DataFrame({"unit": ["A", "B", "Total"], "value": [13, 20, 34]})
    with pytest.raises(ValueError, match="do not sum") as error:
        protect_counts(frame, ["unit"])
    assert not any(number in str(error.value) for number in ("13", "20", "34"))
    with pytest.raises(ValueError, match="two rows"):
        protect_counts(pd.concat([frame, frame]), ["unit"])
    with pytest.raises(ValueError, match="whole numbers"):
        protect_counts(frame.assign(value=[13.5, 20, 33.5]), ["unit"])
    tables = [from_hierarchy({"A": 8.0}, {}), from_hierarchy({"A": 9.0}, {})]
    with pytest.raises(ValueError, match="two values"):
        linked(tables)


# -- the attacker


def test_two_possible_values_are_not_enough_and_three_are():
    # T = 2: q is 0, 1 or 2.
    tree = from_hierarchy({"T": 2, "q": np.nan, "r": np.nan}, {"q": "T", "r": "T"})
    assert attack(tree)["protected"].tolist() == [True, True]
    # T = 1: q is 0 or 1.
    tree = from_hierarchy({"T": 1, "q": np.nan, "r": np.nan}, {"q": "T", "r": "T"})
    assert attack(tree)["values"].tolist() == [2, 2]
    assert attack(tree)["protected"].tolist() == [False, False]


def test_an_unbounded_cell_has_an_infinite_end():
    tree = from_hierarchy({"T": np.nan, "q": np.nan, "r": 4}, {"q": "T", "r": "T"})
    found = attack(tree).set_index("cell")
    assert found.loc["T", ["low", "high"]].tolist() == [4, np.inf]
    assert found.loc["q", ["low", "high"]].tolist() == [0, np.inf]


def test_what_an_insider_knows_narrows_the_range():
    tree = from_hierarchy({"T": 9, "q": np.nan, "r": np.nan}, {"q": "T", "r": "T"})
    found = attack(tree, known={"q": 1})
    assert found[["cell", "low", "high"]].values.tolist() == [["r", 8.0, 8.0]]


def test_values_above_the_cap_do_not_count_however_they_were_found():
    # q is 5 to 25, but 5 or 6 for who knows that it is small; looking at r finds more of them.
    tree = from_hierarchy({"T": 30, "q": np.nan, "r": np.nan}, {"q": "T", "r": "T"})
    q, r = (min(tree.places([name])) for name in "qr")
    attacker = Attacker(tree, lower=5, caps={q: 6})
    assert attacker.is_open(r)
    assert not attacker.is_open(q)


def test_figures_that_contradict_each_other_are_no_table():
    tree = from_hierarchy({"T": np.nan, "q": 3, "r": 4}, {"q": "T", "r": "T"})
    with pytest.raises(NotProtected):
        attack(tree, known={"T": 9})


@settings(max_examples=8)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_ranges_of_small_tables_are_those_of_all_tables_written_out(values):
    """Against every table of whole numbers that has the published margins."""
    frame = table({"A": tuple(values[:2]), "B": tuple(values[2:])}, "fm")
    published = protect_counts(frame, ["unit", "group"]).published
    shown = published["value"].to_numpy()
    inner = np.array(list(product(range(25), repeat=4)))
    a, b, c, d = inner.T
    margins = {("A", "f"): a, ("A", "m"): b, ("B", "f"): c, ("B", "m"): d}
    margins |= {("A", "Total"): a + b, ("B", "Total"): c + d, ("Total", "f"): a + c}
    margins |= {("Total", "m"): b + d, ("Total", "Total"): a + b + c + d}
    keys = list(zip(published["unit"], published["group"], strict=True))
    fits = np.ones(len(inner), dtype=bool)
    for key, value in zip(keys, shown, strict=True):
        fits &= np.isnan(value) | (margins[key] == value)
    for key, value in zip(keys, shown, strict=True):
        assert not np.isnan(value) or len(np.unique(margins[key][fits])) >= 3


def test_no_leak_in_random_tables():
    """Against another attacker: dense linear programmes on the leaf cells."""
    check_random_tables(range(20))


@pytest.mark.slow
def test_no_leak_in_a_thousand_random_tables():
    """Against another attacker: dense linear programmes on the leaf cells."""
    check_random_tables(range(20, 1020))


def check_levels(seeds: range) -> None:
    for seed in seeds:
        generator = np.random.default_rng(seed)
        leaves = ["p1", "p2", "p3", "q1", "q2", "C"]
        cells = [(u, g, generator.poisson(generator.choice([4, 12]))) for u in leaves for g in "fm"]
        inner = pd.DataFrame(cells, columns=["unit", "group", "value"])
        above = inner.assign(unit=inner["unit"].map(TREE))
        above = above[above["unit"].ne("Total")]
        frame = with_margins(inner, ["unit", "group"])
        sums = above.groupby(["unit", "group"])["value"].sum().reset_index()
        both = above.groupby("unit")["value"].sum().reset_index().assign(group="Total")
        frame = pd.concat([frame, sums, both], ignore_index=True)
        result = protect_counts(frame, ["unit", "group"], parents={"unit": TREE})
        assert_no_leak([result.published], ["unit", "group"])


def test_no_leak_in_random_tables_with_levels():
    """Against another attacker: dense linear programmes on the leaf cells."""
    check_levels(range(8))


@pytest.mark.slow
def test_no_leak_in_many_random_tables_with_levels():
    """Against another attacker: dense linear programmes on the leaf cells."""
    check_levels(range(8, 200))


def test_one_small_cell_in_a_large_table_costs_few_others():
    generator = np.random.default_rng(3)
    cells = [(str(i), str(j), generator.integers(20, 60)) for i in range(12) for j in range(8)]
    frame = pd.DataFrame(cells, columns=["unit", "group", "value"])
    frame.loc[40, "value"] = 3
    result = protect_counts(with_margins(frame, ["unit", "group"]), ["unit", "group"])
    assert result.hidden == 4
