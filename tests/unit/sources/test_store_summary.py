"""``tiltak data``: what is in the store, counted by hand."""

from datetime import date

import pytest
from store_cases import origin, row, table

from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.sources.store import Store
from analysis.sources.store.summary import missing_between
from analysis.sources.workspace import Workspace


@pytest.fixture
def store(tmp_path):
    return Store(Workspace(tmp_path.resolve()))


def test_a_row_counts_places_span_gaps_statuses_and_tells_the_origin(store):
    oslo = [row(8, f"2008Q{q}") for q in (1, 2, 3, 4)] + [row(8, "2010Q1")]
    drammen = [row(7, "2008Q1", municipality="3301"), row(7, "2008Q3", municipality="3301")]
    hidden = row(None, "2010Q2", municipality="3301", status="suppressed")
    store.add(table(*oslo, *drammen, hidden), origin("2011-01-10"))
    store.add(table(row(9, "2008Q4")), origin("2012-01-10", licence="NLOD"))
    (found,) = store.summary().to_dict("records")
    assert found == {
        "indicator": "sick_leave",
        "source": "a-publisher/a-dataset",
        "kind": "quarter",
        "municipalities": 2,
        "first": Period.parse("2008Q1"),
        "last": Period.parse("2010Q2"),
        "gaps": 4,
        "gaps_named": "2009Q1, 2009Q2, 2009Q3, 2009Q4",
        "incomplete": 2,
        "implied": 0,
        "missing": 0,
        "not_applicable": 0,
        "provisional": 0,
        "reported": 6,
        "revised": 1,
        "suppressed": 1,
        "licence": "CC BY 4.0; NLOD",
        "newest": date(2012, 1, 10),
        "synthetic": False,
        "snapshots": 2,
        "damaged": 0,
    }


def test_indicators_sources_and_kinds_of_period_have_rows_of_their_own(store):
    rows = [row(1, "2012"), row(1, "2012Q1"), row(1, "2012", indicator="b"), row(1, "2014")]
    store.add(table(*rows), origin("2015-01-10"))
    store.add(table(row(2, "2012")), origin("2014-01-10", dataset="other", synthetic=True))
    found = store.summary()
    assert list(zip(found["indicator"], found["source"], found["kind"], strict=True)) == [
        ("b", "a-publisher/a-dataset", "year"),
        ("sick_leave", "a-publisher/a-dataset", "quarter"),
        ("sick_leave", "a-publisher/a-dataset", "year"),
        ("sick_leave", "a-publisher/other", "year"),
    ]
    assert list(found["gaps_named"]) == ["", "", "2013", ""]
    assert list(found["synthetic"]) == [False, False, False, True]
    assert list(found["newest"]) == [*[date(2015, 1, 10)] * 3, date(2014, 1, 10)]
    assert list(found["reported"]) == [1, 1, 2, 1]
    assert list(store.summary("b")["indicator"]) == ["b"]


def test_units_and_breakdowns_are_one_municipality_with_no_gap(store):
    rows = [row(1, year, unit=unit) for year in ("2012", "2013") for unit in ("", "School")]
    store.add(table(*rows, row(1, "2013", breakdown="women")), origin("2014-01-10"))
    (found,) = store.summary().to_dict("records")
    assert (found["municipalities"], found["incomplete"], found["gaps"]) == (1, 0, 0)
    assert found["reported"] == 5


def test_an_unknown_indicator_is_refused_with_those_that_are_known(store):
    with pytest.raises(ParameterError, match="Indicators in the store: none"):
        store.summary("nothing")
    store.add(table(row()), origin())
    with pytest.raises(ParameterError, match=r"'nothing'\. Indicators in the store: sick_leave"):
        store.summary("nothing")


def test_an_empty_store_has_an_empty_summary(store):
    assert len(store.summary()) == 0
    assert "damaged" in store.summary().columns


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        (["2008", "2011"], ["2009", "2010"]),
        (["2008H1", "2009H1"], ["2008H2"]),
        (["2008T3", "2009T2"], ["2009T1"]),
        (["2008Q4", "2009Q2"], ["2009Q1"]),
        (["2009-02", "2008-11"], ["2008-12", "2009-01"]),
        (["2008-02-28", "2008-03-02"], ["2008-02-29", "2008-03-01"]),
        (["2008Q1", "2008Q2", "2008Q2"], []),
    ],
)
def test_periods_between_the_first_and_the_last_are_missed(periods, missing):
    assert [str(item) for item in missing_between([*map(Period.parse, periods)])] == missing


def test_of_many_gaps_the_first_five_are_named(store):
    store.add(table(row(1, "2000"), row(1, "2010")), origin())
    (found,) = store.summary()["gaps_named"]
    assert found == "2001, 2002, 2003, 2004, 2005 and 4 more"
