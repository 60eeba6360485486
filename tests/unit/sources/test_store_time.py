"""What is known when: the store against a naive model that goes through snapshots one by one."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_cases import origin, row, table

from analysis.model.observations import WITH_VALUE
from analysis.model.periods import Period
from analysis.sources.store import Store
from analysis.sources.store.keys import Coded, fold
from analysis.sources.workspace import Workspace

PERIODS = ("2011", "2011Q4", "2012Q1", "2012-02-29", "2012")
KEYS = [(number, period) for number in ("0301", "1060") for period in PERIODS]
START = date(2013, 1, 10)

cell = st.one_of(
    st.tuples(st.sampled_from(["reported", "provisional", "implied"]), st.sampled_from([1.5, 2.5])),
    st.tuples(st.sampled_from(["missing", "suppressed"]), st.none()),
)
figures = st.dictionaries(st.sampled_from(KEYS), cell, min_size=1, max_size=4)
# Days after the start: published (or not stated), and how much later retrieved.
dated = st.tuples(st.one_of(st.none(), st.integers(0, 4)), st.integers(0, 4), figures)


def provenance(number, published, later, notes):
    day = START + timedelta(days=(published or 0) + later)
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=number)
    stated = None if published is None else START + timedelta(days=published)
    return origin(stated, retrieved=moment, notes=notes)


def expected(snapshots, as_of, known_at):
    """For each key (status, value): the last word of those published by then."""
    told = {}
    for origins, cells in sorted(snapshots, key=lambda item: (item[0].known, item[0].retrieved)):
        if known_at is not None and origins.known > known_at:
            continue
        for key, (status, value) in cells.items():
            if as_of is None or Period.parse(key[1]).end <= as_of.end:
                told.setdefault(key, []).append((status, value))
    found = {}
    for key, words in told.items():
        status, value = words[-1]
        others = {word[1] for word in words if word[0] in WITH_VALUE} - {value}
        found[key] = ("revised" if status == "reported" and others else status, value)
    return found


def shown(store, **more):
    frame = store.observations(**more)
    return {
        (item.municipality, str(item.period)): (
            item.status,
            None if np.isnan(item.value) else item.value,
        )
        for item in frame.itertuples()
    }


def stored(folder, snapshots):
    store = Store(Workspace(Path(folder).resolve()))
    for origins, cells in snapshots:
        rows = [
            row(value, period, municipality=number, status=status)
            for (number, period), (status, value) in cells.items()
        ]
        store.add(table(*rows), origins)
    return store


def compare(snapshots, as_of, known_at):
    with tempfile.TemporaryDirectory() as folder:
        store = stored(folder, snapshots)
        for limit in (None, as_of):
            for day in (None, known_at):
                found = shown(store, as_of=limit, known_at=day)
                assert found == expected(snapshots, limit, day)


def origin_of(items, notes):
    return [
        (provenance(number, published, later, notes(number)), cells)
        for number, (published, later, cells) in enumerate(items)
    ]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(dated, min_size=1, max_size=5),
    st.sampled_from(PERIODS).map(Period.parse),
    st.integers(-1, 9).map(lambda days: START + timedelta(days=days)),
)
def test_any_snapshots_in_any_order_show_the_last_word_of_their_day(items, as_of, known_at):
    compare(origin_of(items, lambda number: (str(number),)), as_of, known_at)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([(8.5,), (8.6,), (8.5, 8.6), (None,)]), min_size=2, max_size=6),
    st.booleans(),
    st.integers(-1, 6).map(lambda days: START + timedelta(days=days)),
)
@pytest.mark.slow
def test_recognising_a_snapshot_changes_no_answer(fetched, is_dated, known_at):
    items = []
    for number, values in enumerate(fetched):
        cells = {
            key: ("reported" if value else "suppressed", value)
            for key, value in zip(KEYS, values, strict=False)
        }
        items.append((0 if is_dated else None, number, cells))
    compare(origin_of(items, lambda _: ()), Period(2011), known_at)


def test_more_combinations_than_a_whole_number_holds_are_told_apart():
    codes = np.array([0, 1, 2**31 - 1, 2**31 - 1, 1, 0])
    column = Coded(np.empty(0), codes)
    object.__setattr__(column, "values", range(2**31))
    key = fold([column, column, column])
    assert (key[0], key[1], key[2]) == (key[5], key[4], key[3])
    assert key[0] < key[1] < key[2]
