"""The store: what goes in comes out, dated, never overwritten, never mixed."""

import math
from datetime import date

import pandas as pd
import pytest
from pydantic import ValidationError
from store_cases import origin, row, table

from analysis.errors import InputError, ParameterError
from analysis.model.observations import COLUMNS, KEY, WITH_VALUE, WITHOUT_VALUE
from analysis.model.periods import Period
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


@pytest.fixture
def store(tmp_path):
    return Store(Workspace(tmp_path.resolve()))


def files(store: Store, tmp_path) -> list[str]:
    return sorted(path.parent.name for path in tmp_path.rglob("*.parquet"))


def values(frame: pd.DataFrame) -> list[float | None]:
    return [None if math.isnan(value) else value for value in frame["value"]]


def test_every_status_and_kind_of_period_comes_back_as_it_went_in(store):
    periods = ["2012", "2012H2", "2012T3", "2012Q4", "2012-09", "2012-02-29"]
    statuses = [*sorted(WITH_VALUE), *sorted(WITHOUT_VALUE)]
    rows = [
        row(0.1 + 0.2 if status in WITH_VALUE else None, period, unit=status, status=status, n=n)
        for status in statuses
        for period, n in zip(periods, [None, 0, 7, 12.5, 3000, 1], strict=True)
    ]
    given = table(*rows, row(-0.0, "1999"), row(1e-300, "2000"), row(123456789.123456789, "2001"))
    identifier = store.add(given, origin())
    found = store.observations()
    expected = given.assign(source=identifier, n=given["n"].astype(float))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert all(isinstance(period, Period) for period in found["period"])


def test_numbers_keep_their_zero_and_texts_their_letters(store, tmp_path):
    texts = ["", "Åsen skole", "1", "01", "null", 'O\'Neill; "x"\n', "NaN", "😀"]
    rows = [row(1, unit=text, breakdown="women;30-49") for text in texts]
    store.add(table(*rows, row(2, municipality="0000")), origin())
    found = Store(Workspace(tmp_path.resolve())).observations()
    assert set(found["municipality"]) == {"0301", "0000"}
    assert set(found["unit"]) == set(texts)
    assert set(found["breakdown"]) == {"women;30-49", ""}
    assert len(store.observations(units=["1"])) == 1
    assert list(store.observations(municipalities="0000")["value"]) == [2.0]


def test_an_empty_store_gives_an_observation_table_without_rows(store):
    found = store.observations()
    assert list(found.columns) == list(COLUMNS)
    assert len(found) == 0
    assert str(found["municipality"].dtype) == "str"
    assert found["value"].dtype == float
    assert store.faults() == []
    assert len(store.history("sick_leave", "0301", Period(2012))) == 0


def test_rows_are_sorted_as_an_observation_table_is(store):
    rows = [
        row(value, period, municipality=number, indicator=indicator)
        for value, (indicator, number, period) in enumerate(
            (indicator, number, period)
            for indicator in ("b", "a", "Å")
            for number in ("1060", "0301")
            for period in ("2012Q2", "2012-04", "2012", "2011T3", "2012Q1")
        )
    ]
    store.add(table(*rows), origin())
    found = store.observations()
    pd.testing.assert_frame_equal(found, found.sort_values(list(KEY), ignore_index=True))
    assert list(found["indicator"].unique()) == ["a", "b", "Å"]
    assert [str(period) for period in found["period"][:5]] == [
        *("2011T3", "2012", "2012Q1", "2012Q2", "2012-04")
    ]


def test_selections_take_what_they_name_and_nothing_else(store):
    rows = [
        row(1, "2011Q4"),
        row(2, "2012Q1"),
        row(3, "2012"),
        row(4, "2012Q4", unit="School"),
        row(5, "2013Q1", breakdown="women"),
        row(6, "2012Q1", indicator="turnover"),
        row(7, "2012Q1", municipality="1060"),
    ]
    store.add(table(*rows), origin())

    def chosen(*names, **more):
        return sorted(store.observations(*names, **more)["value"])

    assert chosen("turnover") == [6]
    assert chosen(["turnover", "sick_leave"], "1060") == [7]
    assert chosen([]) == []
    assert chosen("nothing") == []
    assert chosen(units=["School"]) == [4]
    assert chosen(units="", breakdowns=["", "women"], municipalities="0301") == [1, 2, 3, 5, 6]
    assert chosen(breakdowns="women") == [5]
    assert chosen(first=Period.parse("2012"), last=Period.parse("2012")) == [2, 3, 4, 6, 7]
    assert chosen(first=Period.parse("2012Q2")) == [4, 5]
    assert chosen(last=Period.parse("2012Q1")) == [1, 2, 6, 7]
    assert chosen(as_of=Period.parse("2012-12-30")) == [1, 2, 6, 7]
    assert chosen(as_of=Period.parse("2012-12-31")) == [1, 2, 3, 4, 6, 7]
    assert chosen(as_of=Period.parse("2012Q1"), last=Period.parse("2012")) == [1, 2, 6, 7]


def test_a_number_in_place_of_a_name_is_refused(store):
    with pytest.raises(ParameterError, match="301 is no text"):
        store.observations(municipalities=[301])


def test_the_newest_publication_counts_and_known_at_goes_back(store, tmp_path):
    old = store.add(table(row(8.5), row(7.0, "2011")), origin("2013-01-10"))
    new = store.add(table(row(8.7)), origin("2014-01-10"))
    now = store.observations()
    assert list(now["value"]) == [7.0, 8.7]
    assert list(now["status"]) == ["reported", "revised"]
    assert list(now["source"]) == [old, new]
    assert old.startswith("a-publisher/a-dataset/2013-01-10-")
    assert len(store.observations(known_at=date(2013, 1, 9))) == 0
    for day in (date(2013, 1, 10), date(2014, 1, 9)):
        then = store.observations(known_at=day)
        assert list(then["value"]) == [7.0, 8.5]
        assert list(then["status"]) == ["reported", "reported"]
    assert list(store.observations(known_at=date(2014, 1, 10))["value"]) == [7.0, 8.7]
    assert len(files(store, tmp_path)) == 2


def test_the_order_of_adding_does_not_matter(store):
    store.add(table(row(8.7)), origin("2014-01-10"))
    store.add(table(row(8.5)), origin("2013-01-10"))
    assert list(store.observations()["value"]) == [8.7]
    assert list(store.observations()["status"]) == ["revised"]


def test_of_one_day_what_was_retrieved_last_counts(store):
    store.add(table(row(8.7)), origin(retrieved="2013-01-11T09:00:00+01:00"))
    store.add(table(row(8.5)), origin(retrieved="2013-01-11T08:30:00Z"))
    assert list(store.observations()["value"]) == [8.5]


def test_figures_without_a_date_are_known_from_their_retrieval(store):
    store.add(table(row(8.5)), origin(None, retrieved="2013-05-02T00:30:00+02:00"))
    assert len(store.observations(known_at=date(2013, 5, 1))) == 0
    assert len(store.observations(known_at=date(2013, 5, 2))) == 1


@pytest.mark.parametrize(
    ("statuses", "figures", "expected"),
    [
        (("reported", "reported"), (8.5, 8.5), "reported"),
        (("reported", "reported"), (8.5, 8.6), "revised"),
        (("provisional", "reported"), (8.5, 8.6), "revised"),
        (("reported", "provisional"), (8.5, 8.6), "provisional"),
        (("reported", "implied"), (8.5, 8.6), "implied"),
        (("reported", "revised"), (8.5, 8.5), "revised"),
        (("missing", "reported"), (None, 8.6), "reported"),
        (("suppressed", "reported"), (None, 8.6), "reported"),
        (("reported", "suppressed", "reported"), (8.5, None, 8.6), "revised"),
        (("reported", "suppressed", "reported"), (8.5, None, 8.5), "reported"),
        (("reported", "reported", "reported"), (8.5, 8.6, 8.6), "revised"),
    ],
)
def test_revised_is_what_was_another_value_before(store, statuses, figures, expected):
    for year, (status, value) in enumerate(zip(statuses, figures, strict=True)):
        store.add(table(row(value, status=status)), origin(f"{2013 + year}-01-10"))
    found = store.observations()
    assert list(found["status"]) == [expected]
    assert list(found["value"]) == [figures[-1]]


def test_a_value_that_was_hidden_later_is_not_shown_as_current(store):
    store.add(table(row(8.5, n=4)), origin("2013-01-10"))
    store.add(table(row(None, status="suppressed")), origin("2014-01-10"))
    now = store.observations()
    assert values(now) == [None]
    assert list(now["status"]) == ["suppressed"]
    assert now["n"].isna().all()
    past = store.history("sick_leave", "0301", Period(2012))
    assert values(past) == [8.5, None]
    assert list(past["current"]) == [False, True]
    store.add(table(row(8.5)), origin("2015-01-10"))
    assert values(store.observations()) == [8.5]


def test_what_a_later_snapshot_leaves_out_stays(store):
    store.add(table(row(8.5), row(7.0, "2011")), origin("2013-01-10"))
    store.add(table(row(8.5, "2013")), origin("2014-01-10"))
    assert values(store.observations()) == [7.0, 8.5, 8.5]


def test_the_same_snapshot_is_recognised_whenever_it_is_fetched(store, tmp_path):
    first = store.add(table(row(8.5), row(7, "2011")), origin())
    shuffled = table(row(7, "2011"), row(8.5)).sample(frac=1, random_state=3)
    raw = "1" * 64
    again = store.add(shuffled, origin(retrieved="2020-05-05T12:00:00Z", sha256=raw))
    assert again == first
    assert len(files(store, tmp_path)) == 1
    assert store.provenance(first).retrieved.year == 2013


def test_an_undated_source_fetched_again_is_recognised_on_another_day(store, tmp_path):
    fetched = ["2013-01-10T12:00:00Z", "2013-02-10T12:00:00Z"]
    names = {store.add(table(row(8.5)), origin(None, retrieved=moment)) for moment in fetched}
    assert len(names) == len(files(store, tmp_path)) == 1


def test_an_earlier_retrieval_of_undated_figures_is_news(store):
    store.add(table(row(8.5)), origin(None, retrieved="2013-02-10T12:00:00Z"))
    store.add(table(row(8.5)), origin(None, retrieved="2013-01-10T12:00:00Z"))
    assert len(store.observations(known_at=date(2013, 1, 10))) == 1


@pytest.mark.parametrize("published", [None, "2013-01-10"])
def test_a_former_value_that_comes_back_is_stored_again(store, tmp_path, published):
    moments = [f"2013-01-1{day}T12:00:00Z" for day in range(4)]
    for value, moment in zip([8.5, 8.6, 8.5], moments, strict=False):
        store.add(table(row(value)), origin(published, retrieved=moment))
    assert values(store.observations()) == [8.5]
    assert list(store.observations()["status"]) == ["revised"]
    assert len(files(store, tmp_path)) == 3
    store.add(table(row(8.5)), origin(published, retrieved=moments[3]))
    assert len(files(store, tmp_path)) == 3


def test_other_figures_in_between_do_not_make_a_snapshot_new(store, tmp_path):
    both = {"published": None}
    store.add(table(row(8.5)), origin(**both, retrieved="2013-01-10T12:00:00Z"))
    other = table(row(8.6, municipality="1060"))
    store.add(other, origin(**both, retrieved="2013-01-11T12:00:00Z"))
    store.add(table(row(8.5)), origin(**both, retrieved="2013-01-12T12:00:00Z"))
    assert len(files(store, tmp_path)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"licence": "not stated"},
        {"notes": ("a note",)},
        {"synthetic": True},
        {"address": "elsewhere"},
    ],
)
def test_another_provenance_is_another_snapshot(store, change):
    later = {"retrieved": "2013-02-10T12:00:00Z"}
    assert store.add(table(row()), origin()) != store.add(table(row()), origin(**change, **later))
    assert values(store.observations()) == [8.5]


@pytest.mark.parametrize("change", [{"n": 8}, {"status": "provisional"}, {"source": "b file"}])
def test_a_cell_more_or_less_is_another_snapshot(store, change):
    first = store.add(table(row()), origin())
    assert store.add(table(row(**change)), origin(retrieved="2013-02-10T12:00:00Z")) != first


def test_two_values_of_one_moment_are_refused(store):
    store.add(table(row(8.5)), origin())
    with pytest.raises(InputError, match="retrieved at the same moment and has other values"):
        store.add(table(row(8.6)), origin())
    store.add(table(row(8.5), row(8, "2014")), origin())
    assert values(store.observations()) == [8.5, 8.0]


def test_two_sources_for_one_key_are_refused_by_name_even_if_they_agree(store):
    store.add(table(row(), row(7, "2011"), row(7, "2010")), origin(dataset="kpi"))
    store.add(table(row(), row(7.5, "2011")), origin(publisher="scb", dataset="TAB1"))
    with pytest.raises(InputError) as refusal:
        store.observations()
    (fault,) = refusal.value.faults
    assert fault.file == "data/store"
    assert fault.key == "sick_leave"
    assert fault.found == "two sources, a-publisher/kpi and scb/TAB1, have 0301 2011 and 1 more"
    assert values(store.observations(sources="scb/TAB1")) == [7.5, 8.5]
    assert values(store.observations(sources=["a-publisher/kpi"])) == [7.0, 7.0, 8.5]
    assert list(store.observations(sources="scb/TAB1")["status"]) == ["reported", "reported"]
    assert values(store.observations(last=Period(2010))) == [7.0]
    with pytest.raises(InputError):
        store.observations(sources=["a-publisher/kpi", "scb/TAB1"])
    with pytest.raises(ParameterError, match=r"no source 'scb/tab1'.*a-publisher/kpi, scb/TAB1"):
        store.observations(sources="scb/tab1")


def test_two_sources_are_no_conflict_before_both_are_known(store):
    store.add(table(row(8.5)), origin("2013-01-10", dataset="kpi"))
    store.add(table(row(8.5)), origin("2014-01-10", dataset="other"))
    assert values(store.observations(known_at=date(2013, 12, 31))) == [8.5]


def test_history_tells_every_value_with_its_day_source_and_own_status(store):
    first = store.add(table(row(8.5, n=20)), origin("2013-01-10"))
    second = store.add(table(row(8.6), row(1, unit="School")), origin("2014-01-10"))
    third = store.add(table(row(9.0)), origin(None, retrieved="2015-01-10T12:00:00Z"))
    other = store.add(table(row(8.0)), origin("2013-06-10", dataset="other"))
    found = store.history("sick_leave", "0301", Period(2012))
    assert list(found.columns) == [
        *("source", "published", "retrieved", "value", "n", "status", "origin", "current")
    ]
    assert list(found["source"]) == [first, other, second, third]
    assert list(found["value"]) == [8.5, 8.0, 8.6, 9.0]
    assert list(found["published"]) == [
        *(date(2013, 1, 10), date(2013, 6, 10), date(2014, 1, 10), None)
    ]
    assert set(found["status"]) == {"reported"}
    assert set(found["origin"]) == {"a file"}
    assert list(found["current"]) == [False, True, False, True]
    assert list(store.history("sick_leave", "0301", Period(2012), unit="School")["value"]) == [1]
    own = store.history("sick_leave", "0301", Period(2012), sources="a-publisher/other")
    assert list(own["value"]) == [8.0]


def test_a_source_leads_back_to_its_provenance(store):
    given = origin(notes=("one", "two"), synthetic=True)
    store.add(table(row()), given)
    (source,) = store.observations()["source"]
    assert store.provenance(source) == given
    with pytest.raises(ParameterError, match="there is no snapshot 'a/b/c'"):
        store.provenance("a/b/c")


@pytest.mark.parametrize(
    "wrong",
    [
        {"publisher": "../outside"},
        {"dataset": "a/b"},
        {"publisher": ".hidden"},
        {"dataset": ""},
        {"sha256": "abc"},
        {"retrieved": "2013-01-10T12:00:00"},
        {"published": "2013-01-12"},
        {"licence": ""},
        {"unknown": 1},
    ],
)
def test_a_provenance_that_says_too_little_or_the_impossible_is_refused(wrong):
    assert origin().source == "a-publisher/a-dataset"
    with pytest.raises(ValidationError):
        origin(**{"retrieved": "2013-01-10T12:00:00Z", **wrong})


def test_a_publication_not_stated_is_no_date():
    assert origin("2013-01-10").known == date(2013, 1, 10)
    stated = origin("not stated", retrieved="2014-03-01T00:00:00Z")
    assert stated.published is None
    assert stated.known == date(2014, 3, 1)


def test_a_folder_with_letters_that_are_patterns_is_read_as_itself(tmp_path):
    for name, value in (("a*", 1), ("ab", 2), ("a[b]", 3), ("a?", 4)):
        Store(Workspace(tmp_path / name)).add(table(row(value)), origin())
    for name, value in (("a*", 1), ("ab", 2), ("a[b]", 3), ("a?", 4)):
        assert values(Store(Workspace(tmp_path / name)).observations()) == [value]
