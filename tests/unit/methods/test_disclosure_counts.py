"""Counts in tables: nothing hidden can be worked out, and not everything is hidden."""

import ctypes
import importlib
import time
from dataclasses import replace
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
from analysis.methods.disclosure.complements import choose
from analysis.methods.disclosure.tables import build
from analysis.methods.disclosure.thin import Task, combined_group, thin_groups

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


@pytest.mark.slow
@settings(max_examples=8)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter_and_a_second_run_hides_nothing_more(seed, random):
    frame, dimensions = random_table(seed, (3, 3))
    before = frame.copy()
    first = protect_counts(frame, dimensions).published
    order = random.sample(range(len(frame)), len(frame))
    shuffled = protect_counts(frame.iloc[order], dimensions).published
    assert shuffled.equals(first.iloc[order].reset_index(drop=True))
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
    result = protect_counts(frame, ["unit", "group"], keep=["share"])
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


# -- what a red team found


def rows_of(*rows: tuple) -> pd.DataFrame:
    columns = ["unit", "group", "value"] if len(rows[0]) == 3 else ["unit", "value"]
    return pd.DataFrame(list(rows), columns=columns)


def hidden_rows(frame: pd.DataFrame) -> list[int]:
    return np.flatnonzero(frame["value"].isna()).tolist()


def test_an_empty_label_is_refused_with_its_row():
    frame = pd.DataFrame({"age": [1.0, 2.0, np.nan], "value": [30, 20, 3]})
    with pytest.raises(ValueError, match=r"row 2 .*'age', has no label"):
        protect_counts(frame, ["age"])


def test_the_gate_looks_at_rows_and_not_at_names(monkeypatch):
    # As if the names of cells differed from call to call: nothing would be found to hide.
    names = counts_module.cell_ids
    monkeypatch.setattr(
        counts_module, "cell_ids", lambda *args: [("another", name) for name in names(*args)]
    )
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    with pytest.raises(NotProtected, match="small count would be shown"):
        protect_counts(frame, ["unit", "group"])


def test_a_total_is_a_sum_also_where_no_margin_has_a_row():
    # 93 - 20 - 30 - 40 = 3.
    frame = rows_of(("x", "p", 3), ("x", "q", 20), ("y", "p", 30), ("y", "q", 40))
    frame.loc[4] = ["Total", "Total", 93]
    published = protect_counts(frame, ["unit", "group"]).published
    assert hidden_rows(published) == [0, 1]
    assert_no_leak([published], ["unit", "group"])


def test_linked_tables_share_margins_that_have_no_row():
    # x by age is 13 + 10 = 23, and by gender 3 + 20.
    gender = rows_of(("x", "m", 3), ("x", "f", 20), ("y", "m", 30), ("y", "f", 40))
    age = rows_of(("x", "o", 13), ("x", "n", 10), ("y", "o", 30), ("y", "n", 40))
    frames = [gender.rename(columns={"group": "gender"}), age.rename(columns={"group": "age"})]
    results = protect_linked(frames, ["unit", "gender", "age"])
    published = [result.published for result in results]
    assert 0 in hidden_rows(published[0])
    assert len(hidden_rows(published[0])) + len(hidden_rows(published[1])) > 1
    assert_no_leak(published, ["unit", "gender", "age"])


def test_a_level_without_a_row_is_a_sum_as_well():
    # a is Total - b = 33, so a1 = 33 - 30.
    frame = rows_of(("a1", 3), ("a2", 30), ("b1", 20), ("b2", 33), ("b", 53), ("Total", 86))
    levels = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
    published = protect_counts(frame, ["unit"], parents={"unit": levels}).published
    assert hidden_rows(published) == [0, 1]


def test_a_total_under_another_name_is_refused():
    frame = rows_of(("x", 3), ("y", 30), ("z", 40), ("All", 73))
    with pytest.raises(ValueError, match="'All' is the sum of the others"):
        protect_counts(frame, ["unit"])
    assert protect_counts(frame, ["unit"], total="All").hidden == 2
    wide = table({"A": (3, 20), "B": (30, 40)}, "fm").replace({"unit": {"Total": "All"}})
    with pytest.raises(ValueError, match="no row of 'unit' has the label 'Total', but 'All'"):
        protect_counts(wide, ["unit", "group"])


def test_labels_that_lie_below_themselves_are_refused():
    frame = rows_of(("a", 3), ("Total", 3))
    with pytest.raises(ValueError, match="below itself"):
        protect_counts(frame, ["unit"], parents={"unit": {"a": "b", "b": "a"}})


def test_nothing_comes_along_that_was_not_asked_for():
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    frame["object"] = frame["value"].astype(object)
    frame["small"] = frame["value"] < 7
    frame["told"] = [f"{n} persons" for n in frame["value"]]
    frame["time"] = pd.to_timedelta(frame["value"], unit="D")
    frame.index = pd.Index(frame["value"], name="value")
    frame.attrs["raw"] = frame["value"].tolist()
    published = protect_counts(frame.reset_index(drop=True), ["unit", "group"]).published
    assert list(published.columns) == ["unit", "group", "value", "status"]
    names = ["object", "small", "time", "told"]
    kept = protect_counts(frame, ["unit", "group"], keep=names)
    assert kept.published.index.equals(pd.RangeIndex(9))
    assert kept.published.attrs == kept.audit.reasons.attrs == {}
    gone = kept.published["value"].isna()
    assert kept.published.loc[gone, ["object", "small", "time"]].isna().all(axis=None)
    assert kept.published["told"].notna().all()


def test_a_person_alone_finds_no_small_group_by_taking_himself_away():
    # 97 - 90 = 7 persons in three cells: who is alone in w knows that x and y are six.
    frame = rows_of(("w", 1), ("x", 3), ("y", 3), ("z", 90), ("Total", 97))
    published = protect_counts(frame, ["unit"]).published
    assert hidden_rows(published) == [0, 1, 2, 3]


def group_sums(frame: pd.DataFrame, published: pd.DataFrame, dimensions: list[str]) -> list[float]:
    """Sums of hidden rows that are known, by trying every set of rows: written for this test."""
    labels = [sorted(set(frame[d]) - {"Total"}) for d in dimensions]
    leaves = {leaf: j for j, leaf in enumerate(product(*labels))}
    sums = columns_of(frame, dimensions, leaves)
    hidden = published["value"].isna().to_numpy()
    _, sizes, right = np.linalg.svd(sums[~hidden])
    free = sums[hidden] @ right[int((sizes > 1e-9).sum()) :].T
    chosen = np.array(list(product((0, 1), repeat=int(hidden.sum()))))
    plain = (chosen @ sums[hidden]).max(axis=1) == 1
    known = np.abs(chosen @ free).max(axis=1) < 1e-9
    return (chosen @ frame["value"][hidden].to_numpy(dtype=float))[plain & known].tolist()


def test_a_small_group_does_not_follow_from_several_relations_together():
    """Against all sets of hidden rows; without the search 1 + 1 + 0 + 3 was known to be 5."""
    rows = {"A": (60, 0, 20), "B": (20, 1, 3), "C": (20, 0, 60), "D": (20, 1, 20)}
    frame = table(rows, "pqr")
    published = protect_counts(frame, ["unit", "group"]).published
    assert published["value"].notna().any()
    assert all(known >= 7 for known in group_sums(frame, published, ["unit", "group"]))


def test_a_group_from_two_relations_is_found_where_each_alone_is_large():
    # P is a + b + c = 24, Q is c + d = 30 and R is d = 10: a + b = P - Q + R = 4.
    values = {"P": 24, "Q": 30, "R": 10, "a": 2, "b": 2, "c": 20, "d": 10}
    tree = build(values, [("P", ["a", "b", "c"]), ("Q", ["c", "d"]), ("R", ["d"])])
    task = Task(tree, tree.places(["a", "b"]), tree.values, cap=6, group=7)
    ((others, parts),) = combined_group(task, tree.places(["a", "b", "c", "d"]))
    assert tree.places(["a", "b"]) <= set(parts)
    assert set(parts) | set(others) == tree.places(["a", "b", "P", "Q", "R"])


def test_an_insider_is_searched_for_in_several_relations_as_well():
    # a + b + c = 7: who is alone in a knows that b and c are 6.
    values = {"P": 7, "a": 1, "b": 3, "c": 3}
    tree = build(values, [("P", ["a", "b", "c"])])
    cells = tree.places(["a", "b", "c"])
    task = Task(tree, cells, tree.values, cap=6, group=7)
    assert combined_group(task, cells) == {
        ((min(tree.places(["P"])),), tuple(sorted(tree.places(["b", "c"]))))
    }
    assert combined_group(replace(task, group=6), cells) == set()


@pytest.mark.parametrize(
    "counts",
    [
        [[[5, 8], [5, 0]], [[0, 60], [8, 20]], [[1, 1], [60, 0]]],
        [
            [[60, 2], [2, 1], [1, 60]],
            [[1, 0], [20, 0], [3, 8]],
            [[8, 0], [60, 0], [2, 60]],
        ],
    ],
)
def test_linked_tables_are_attacked_as_one_joint_table(counts):
    """Two random triples in which, without the joint table, a six had one or two values."""
    draw = np.array(counts)
    cells = [(*map(str, c), draw[c]) for c in np.ndindex(draw.shape)]
    people = pd.DataFrame(cells, columns=[*"abc", "value"])
    frames = [with_margins(people, list(pair)) for pair in ("ab", "ac", "bc")]
    published = [r.published for r in protect_linked(frames, list("abc"))]
    true = pd.concat(frames)["value"][pd.concat(published)["value"].isna().to_numpy()]
    ranges = hidden_ranges(published, list("abc"))
    for (low, high), own in zip(ranges, true, strict=True):
        assert whole_values(low, min(high, 6) if own < 7 else high) >= 3


def test_shown_zeros_in_several_tables_are_refused():
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm")
    with pytest.raises(ValueError, match="zeros=False with several tables"):
        protect_linked([frame, frame], ["unit", "group"], zeros=False)


def test_too_large_a_joint_table_is_refused():
    people = [
        pd.DataFrame({name: [f"{name}{i}" for i in range(15)], "value": 20}) for name in "abc"
    ]
    with pytest.raises(ValueError, match="3375 cells of the joint table"):
        protect_linked(people, list("abc"))


@pytest.mark.parametrize("wrong", ["<7", np.inf, -3])
def test_counts_that_are_none_are_refused_with_their_place(wrong):
    frame = table({"A": (3, 20), "B": (30, 40)}, "fm").astype({"value": object})
    frame.loc[2, "value"] = wrong
    with pytest.raises(ValueError, match=r"row 2 .*'value', is"):
        protect_counts(frame, ["unit", "group"])


def test_the_solver_prints_nothing(capfd, monkeypatch):
    optimize = importlib.import_module("scipy.optimize")
    milp, libc = optimize.milp, ctypes.CDLL(None)

    def loud(*args, **options):
        libc.puts(b"a line of the solver")
        return milp(*args, **options)

    monkeypatch.setattr(optimize, "milp", loud)
    protect_counts(table({"A": (3, 20), "B": (30, 40)}, "fm"), ["unit", "group"])
    libc.fflush(None)
    assert capfd.readouterr().out == ""


@pytest.mark.slow
def test_many_small_cells_take_no_large_search():
    # Of three dimensions: with targets all at once this took most of a minute.
    generator = np.random.default_rng(16)
    draw = generator.choice([0, 0, 1, 1, 2, 3, 5, 8, 20, 60], (3, 3, 3))
    cells = [(*map(str, c), draw[c]) for c in np.ndindex(3, 3, 3)]
    frame = with_margins(pd.DataFrame(cells, columns=[*"abc", "value"]), list("abc"))
    started = time.process_time()
    protect_counts(frame, list("abc"))
    assert time.process_time() - started < 15


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


@pytest.mark.slow
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
