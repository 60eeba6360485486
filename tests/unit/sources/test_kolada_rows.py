"""Reading Kolada's rows: exact figures, and a place for everything that is wrong."""

import json
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.observations import WITH_VALUE, WITHOUT_VALUE
from analysis.sources.kolada.rows import Figure, Rows


def item(**changed):
    return {"count": 1, "gender": "T", "status": "", "value": 8.7, **changed}


def row(*items, **changed):
    first = {"kpi": "N00090", "municipality": "1060", "period": 2022, "values": list(items)}
    return {**first, **changed}


def reading(*rows):
    read = Rows()
    read.add(rows, "page 1")
    return read


def only(*items):
    """The single figure of a single row, in which nothing is wrong."""
    read = reading(row(*items))
    assert read.faults == []
    (figure,) = read.figures.values()
    return figure


def fault(*rows):
    """The single fault; nothing is read."""
    read = reading(*rows)
    assert read.figures == {}
    (found,) = read.faults
    return found


def test_a_figure_is_kept_as_it_is():
    figure = only(item(value=77.83333333, count=3))
    assert figure == Figure("N00090", "1060", 2022, "", 77.83333333, "reported", 3)


def test_women_and_men_are_breakdowns_and_the_readme_of_v2_is_understood_too():
    read = reading(row(item(), item(gender="K", value=9.0), item(gender="M", value=8.0)))
    found = {gender: figure.value for (_, gender), figure in read.figures.items()}
    assert found == {"": 8.7, "women": 9.0, "men": 8.0}
    assert only(item(gender="F")).gender == "women"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Missing", "missing"),
        ("Privacy", "suppressed"),
        ("Not applicable", "not_applicable"),
        ("missing", "missing"),
        ("PRIVACY ", "suppressed"),
    ],
)
def test_koladas_words_are_statuses_without_value(word, status):
    figure = only(item(status=word, value=None))
    assert (figure.status, figure.value) == (status, None)


@pytest.mark.parametrize("word", ["Missing", "Privacy", "Not applicable"])
def test_a_value_where_there_should_be_none_is_listed_and_left_out(word):
    found = fault(row(item(status=word)))
    assert found.key == "N00090 1060 2022 value"
    assert found.found == "found 8.7"
    assert word in found.accepted


def test_unknown_words_are_counted_and_the_value_is_kept():
    read = reading(
        row(
            item(status="Preliminary"),
            item(gender="K", status="Preliminary", value=9.1),
            item(gender="M", status="Broken series", value=None),
        )
    )
    assert [(figure.value, figure.status) for figure in read.figures.values()] == [
        (8.7, "reported"),
        (9.1, "reported"),
        (None, "missing"),
    ]
    assert read.unknown == {"Preliminary": 2, "Broken series": 1}
    assert read.words == read.unknown
    assert read.faults == []


def test_reported_without_a_value_is_missing_and_counted():
    read = reading(row(item(value=None)))
    (figure,) = read.figures.values()
    assert (figure.status, figure.value) == ("missing", None)
    assert read.empty == 1


def test_no_status_and_no_count_is_a_reported_figure():
    assert only({"gender": "T", "value": 8.7}) == Figure(
        "N00090", "1060", 2022, "", 8.7, "reported", None
    )
    assert only(item(status=None)).status == "reported"


def test_withdrawn_figures_are_left_out_and_counted():
    read = reading(
        row(item(isdeleted=True), item(gender="K", isdeleted=False)),
        row(item(), item(gender="K"), isdeleted=True, period=2021),
        {"kpi": "N00090", "isdeleted": True},
    )
    assert list(read.figures) == [(("N00090", "1060", 2022), "women")]
    assert read.deleted == 4
    assert read.faults == []


def test_the_same_figure_again_is_kept_once():
    read = reading(row(item()), row(item()), row(item()))
    assert len(read.figures) == 1
    assert read.repeated == 2
    assert read.faults == []


def test_two_figures_for_one_place_are_both_left_out_and_listed():
    read = reading(row(item()), row(item(value=8.8)), row(item()), row(item(), period=2021))
    assert list(read.figures) == [(("N00090", "1060", 2021), "")]
    assert [(found.line, found.found) for found in read.faults] == [
        (2, "found (8.7, 8.8)"),
        (3, "found (8.7,)"),
    ]


def test_a_year_may_be_written_as_a_text():
    read = reading(row(item(), period="2022"))
    assert list(read.figures) == [(("N00090", "1060", 2022), "")]


@pytest.mark.parametrize(
    ("wrong", "key", "found"),
    [
        (None, "", "nothing"),
        ("N00090", "", "'N00090'"),
        ([1, 2], "", "[1, 2]"),
        (row(item(), kpi=None), "kpi", "nothing"),
        (row(item(), kpi="N00090/x"), "kpi", "'N00090/x'"),
        (row(item(), kpi=["N00090"]), "kpi", "['N00090']"),
        (row(item(), municipality=1060), "municipality", "1060"),
        (row(item(), municipality="106"), "municipality", "'106'"),
        (row(item(), municipality="106٠"), "municipality", "'106٠'"),
        (row(item(), period=True), "period", "True"),
        (row(item(), period=20222), "period", "20222"),
        (row(item(), period="2022Q1"), "period", "'2022Q1'"),
        (row(item(), period=2022.0), "period", "2022.0"),
        (row(item(), values=None), "values", "nothing"),
        (row(item(), values={"value": 8.7}), "values", "{'value': 8.7}"),
        (row(8.7), "N00090 1060 2022 values", "8.7"),
        (row(item(gender="X")), "N00090 1060 2022 gender", "'X'"),
        (row(item(gender=None)), "N00090 1060 2022 gender", "nothing"),
        (row(item(gender=["T"])), "N00090 1060 2022 gender", "['T']"),
        (row(item(status=1)), "N00090 1060 2022 status", "1"),
        (row({"gender": "T", "status": ""}), "N00090 1060 2022 value", "nothing"),
        (row(item(value="8,7")), "N00090 1060 2022 value", "'8,7'"),
        (row(item(value="8.7")), "N00090 1060 2022 value", "'8.7'"),
        (row(item(value=True)), "N00090 1060 2022 value", "True"),
        (row(item(value=math.nan)), "N00090 1060 2022 value", "nan"),
        (row(item(value=math.inf)), "N00090 1060 2022 value", "inf"),
        (row(item(value=2**53 + 1)), "N00090 1060 2022 value", "9007199254740993"),
        (row(item(value={"a": "b" * 90})), "N00090 1060 2022 value", "{'a': 'bbbb"),
        (row(item(count="1")), "N00090 1060 2022 count", "'1'"),
        (row(item(count=-1)), "N00090 1060 2022 count", "-1"),
        (row(item(count=True)), "N00090 1060 2022 count", "True"),
        (row(item(count=2**31)), "N00090 1060 2022 count", "2147483648"),
        (row(item(isdeleted="no")), "N00090 1060 2022 isdeleted", "'no'"),
        (row(item(), isdeleted="no"), "isdeleted", "'no'"),
    ],
)
def test_what_is_malformed_is_listed_with_its_place(wrong, key, found):
    listed = fault(wrong)
    assert (listed.file, listed.line, listed.key) == ("page 1", 1, key)
    assert listed.found.startswith(f"found {found}")
    assert len(listed.found) < 70
    assert listed.accepted


def test_giant_numbers_are_refused_and_do_not_stop_the_reader():
    assert fault(row(item(value=10**400))).key.endswith("value")
    assert fault(row(item(value=10**5000))).found == "found int"
    assert fault(row(item(), period=10**5000)).key == "period"
    assert only(item(value=2**53)).value == 9007199254740992.0


def test_a_malformed_figure_does_not_take_its_neighbours_along():
    read = reading(row(item(), item(gender="K", value="9,0")), None, row(item(), period=2021))
    assert len(read.figures) == 2
    assert [found.line for found in read.faults] == [1, 2]


def test_a_row_without_figures_is_neither_a_figure_nor_a_fault():
    read = reading(row())
    assert (read.figures, read.faults) == ({}, [])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
nearly_items = st.fixed_dictionaries(
    {},
    optional={
        "gender": st.sampled_from(["T", "K", "M", "F", "X", None]) | anything,
        "status": st.sampled_from(["", "Missing", "Privacy", "Not applicable", "New"]) | anything,
        "value": st.floats() | st.none() | anything,
        "count": st.integers(-1, 300) | anything,
        "isdeleted": st.sampled_from([True, False, None]) | anything,
    },
)
nearly_rows = st.fixed_dictionaries(
    {},
    optional={
        "kpi": st.sampled_from(["N00090", "U00200"]) | anything,
        "municipality": st.sampled_from(["1060", "0000", "G92786"]) | anything,
        "period": st.integers(2020, 2022) | anything,
        "values": st.lists(nearly_items | anything, max_size=4) | anything,
        "isdeleted": st.sampled_from([True, False, None]) | anything,
    },
)


@given(st.lists(nearly_rows | anything, max_size=6))
def test_whatever_comes_every_item_is_a_figure_or_accounted_for(rows):
    read = Rows()
    read.add(rows, "page 1")
    for (key, gender), figure in read.figures.items():
        assert (figure.key, figure.gender) == (key, gender)
        assert figure.status in WITH_VALUE | WITHOUT_VALUE
        assert (figure.value is None) == (figure.status in WITHOUT_VALUE)
        assert figure.value is None or math.isfinite(figure.value)
    unreadable = {found.line for found in read.faults if found.key in ROW_KEYS}
    expected = 0
    for line, entry in enumerate(rows, 1):
        items = entry.get("values") if isinstance(entry, dict) else None
        expected += len(items) if isinstance(items, list) and line not in unreadable else 1
    # Of two that contradict each other the second is a fault, and the first is gone with it.
    gone = len(read._torn)
    assert len(read.figures) + read.deleted + read.repeated + len(read.faults) + gone == expected


ROW_KEYS = ("", "kpi", "municipality", "period", "values", "isdeleted")


good_items = st.fixed_dictionaries(
    {
        "value": st.floats(allow_nan=False, allow_infinity=False)
        | st.integers(-(2**53), 2**53)
        | st.none(),
        "count": st.integers(1, 290),
        "status": st.just(""),
    }
)
identities = st.tuples(
    st.sampled_from(["N00090", "N00098", "U00200"]),
    st.integers(0, 9999).map("{:04d}".format),
    st.integers(1970, 2030),
    st.sampled_from("TKM"),
)


@given(st.dictionaries(identities, good_items, max_size=20))
def test_round_trip_by_json_gives_every_figure_exactly(figures):
    rows = [
        {"kpi": kpi, "municipality": place, "period": year, "values": [{**found, "gender": sex}]}
        for (kpi, place, year, sex), found in figures.items()
    ]
    read = Rows()
    read.add(json.loads(json.dumps(rows)), "page 1")
    sexes = {"T": "", "K": "women", "M": "men"}
    assert read.faults == []
    assert len(read.figures) == len(figures)
    for (kpi, place, year, sex), found in figures.items():
        figure = read.figures[(kpi, place, year), sexes[sex]]
        assert figure.value == found["value"]
        assert figure.count == found["count"]
        assert figure.status == ("missing" if found["value"] is None else "reported")
    assert read.empty == sum(found["value"] is None for found in figures.values())


@pytest.fixture(scope="module")
def flattened(shared):
    path = shared / "data/kolada-didreport/2024-12-12_KOLADA_data_raw.parquet"
    return pd.read_parquet(path)


def as_kolada_wrote_them(frame):
    """The rows before they were flattened: a list of values for a KPI, municipality and year."""
    rows = {}
    columns = [frame[name].tolist() for name in ("kpi", "municipality_id", "year")]
    inner = [frame[name].tolist() for name in ("count", "gender", "status", "value")]
    for kpi, place, year, count, gender, status, value in zip(*columns, *inner, strict=True):
        found = None if math.isnan(value) else value
        entry = {"count": count, "gender": gender, "status": status, "value": found}
        rows.setdefault((kpi, place, year), []).append(entry)
    return [
        {"kpi": kpi, "municipality": place, "period": year, "values": values}
        for (kpi, place, year), values in rows.items()
    ]


@pytest.mark.slow
def test_138910_real_rows_keep_their_statuses_and_values(flattened):
    read = Rows()
    read.add(as_kolada_wrote_them(flattened), "2024-12-12")
    assert read.words == {
        "": 134_700,
        "Missing": 2_188,
        "Privacy": 1_090,
        "Not applicable": 932,
    }
    assert (read.faults, read.unknown, read.empty, read.repeated) == ([], {}, 0, 0)
    found = pd.DataFrame([vars(figure) for figure in read.figures.values()])
    assert found["status"].value_counts().to_dict() == {
        "reported": 134_700,
        "missing": 2_188,
        "suppressed": 1_090,
        "not_applicable": 932,
    }
    assert math.fsum(found["value"].dropna()) == math.fsum(flattened["value"].dropna())
    genders = found["gender"].map({"": "T", "women": "K", "men": "M"})
    found = found.assign(gender=genders).set_index(["kpi", "place", "year", "gender"])
    expected = flattened.set_index(["kpi", "municipality_id", "year", "gender"])
    pd.testing.assert_series_equal(
        found["value"].sort_index(),
        expected["value"].sort_index(),
        check_names=False,
        check_index_type=False,
        check_exact=True,
    )
