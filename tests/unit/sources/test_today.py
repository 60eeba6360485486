"""Figures of the store on today's division into municipalities."""

from datetime import date

import pandas as pd
import pytest
from klass_service import code, whole_norway

from analysis.errors import ParameterError
from analysis.model.aggregation import REASON
from analysis.model.observations import COLUMNS
from analysis.model.periods import Period
from analysis.notebook import figures
from analysis.sources.klass import read_codes
from analysis.sources.lineage import norwegian
from analysis.sources.municipalities import Reference, read_reference, write_reference
from analysis.sources.store import Provenance, Store
from analysis.sources.today import todays_observations
from analysis.sources.workspace import VARIABLE

FTE, LEAVE = "full_time_equivalents_own", "sick_leave_own_no"


def add(workspace, rows, publisher="own", dataset="x", published=date(2026, 1, 1)):
    """Put invented figures into the store: (indicator, number, period, value)."""
    table = pd.DataFrame(rows, columns=["indicator", "municipality", "period", "value"])
    table["period"] = table["period"].map(Period.parse)
    status = table["value"].map(lambda value: "missing" if pd.isna(value) else "reported")
    provenance = Provenance(
        publisher=publisher,
        dataset=dataset,
        title="Invented",
        address="nowhere",
        published=published,
        retrieved="2026-01-09T12:00:00Z",
        sha256="0" * 64,
        synthetic=True,
    )
    whole = table.assign(unit="", breakdown="", n=None, status=status, source="x")
    Store(workspace).add(whole, provenance)


def found(table):
    """(municipality, period) to (value, reason)."""
    assert list(table.columns) == [*COLUMNS, REASON]
    return {
        (row.municipality, str(row.period)): (None if pd.isna(row.value) else row.value, row.reason)
        for row in table.itertuples()
    }


THREE = ("0602", "0625", "0711")


def drammen(indicator, *values, year="2018"):
    return [(indicator, number, year, value) for number, value in zip(THREE, values, strict=True)]


def test_counts_that_the_registry_knows_are_added_for_drammen(copied):
    rows = [*drammen(FTE, 4000.0, 1500.0, 500.0), (FTE, "3005", "2021", 6100.0)]
    add(copied, [*rows, (FTE, "3301", "2024", 6200.0), (FTE, "0805", "2018", 2500.0)])
    table = todays_observations(copied, FTE, "3301")
    assert found(table) == {
        ("3301", "2018"): (6000.0, ""),
        ("3301", "2021"): (6100.0, ""),
        ("3301", "2024"): (6200.0, ""),
    }
    assert list(table["status"]) == ["implied", "reported", "reported"]
    assert set(table["source"].str.rpartition("/")[0]) == {"own/x"}


def test_percentages_are_averaged_with_the_weight_of_the_registry(copied):
    add(copied, drammen(LEAVE, 9.0, 6.0, 3.0))
    lacking = found(todays_observations(copied, LEAVE, "Drammen"))
    assert lacking["3301", "2018"] == (None, f"no weight ({FTE}) for 0602")
    add(copied, drammen(FTE, 4000.0, 1500.0, 500.0), dataset="weights")
    ((value, reason),) = found(todays_observations(copied, LEAVE, "Drammen")).values()
    # (9 * 4000 + 6 * 1500 + 3 * 500) / 6000
    assert (value, reason) == (pytest.approx(7.75), "")


def test_porsgrunn_is_one_series_through_three_numbers(copied):
    rows = [("x", "0805", "2008", 9.3), ("x", "3806", "2022", 10.1), ("x", "4001", "2024", 9.8)]
    add(copied, rows)
    expected = {("4001", "2008"): 9.3, ("4001", "2022"): 10.1, ("4001", "2024"): 9.8}
    for asked in ("4001", "0805", "porsgrunn"):
        table = found(todays_observations(copied, "x", asked))
        assert table == {key: (value, "") for key, value in expected.items()}


def test_figures_given_under_the_number_of_today_are_left_as_they_are(copied):
    add(copied, [("x", "4001", "2008", 9.3), ("x", "3301", "2018", 8.0)])
    table = found(todays_observations(copied, "x"))
    assert table == {("4001", "2008"): (9.3, ""), ("3301", "2018"): (8.0, "")}


SPLIT = "1507 was divided on 2024-01-01; no share of it is known"


def test_a_split_breaks_the_series_of_haram_and_of_alesund(copied):
    parts = [(FTE, number, "2018", 100.0) for number in ("1504", "1523", "1529", "1534", "1546")]
    add(copied, [*parts, (FTE, "1507", "2021", 510.0), (FTE, "1580", "2024", 90.0)])
    assert found(todays_observations(copied, FTE, "Haram")) == {
        ("1580", "2018"): (None, SPLIT),
        ("1580", "2021"): (None, SPLIT),
        ("1580", "2024"): (90.0, ""),
    }
    assert found(todays_observations(copied, FTE, "1508")) == {
        ("1508", "2018"): (None, SPLIT),
        ("1508", "2021"): (None, SPLIT),
    }


def test_what_the_registry_does_not_know_is_added_only_if_it_is_said(copied):
    add(copied, drammen("staff", 1.0, 2.0, 3.0))
    add(copied, drammen("pay", 30.0, 40.0, 50.0), dataset="pay")
    (missing,) = found(todays_observations(copied, "staff", "3301")).values()
    assert missing[0] is None
    assert "no weights" in missing[1]
    assert found(todays_observations(copied, "staff", "3301", adds=True)) == {
        ("3301", "2018"): (6.0, "")
    }
    weighted = found(todays_observations(copied, "pay", "3301", weight="staff"))
    assert weighted["3301", "2018"] == (pytest.approx((30 + 80 + 150) / 6), "")
    with pytest.raises(ParameterError, match="needs no weight"):
        todays_observations(copied, "pay", adds=True, weight="staff")


def test_the_selection_of_the_store_is_passed_on(copied):
    add(copied, drammen(FTE, 1.0, 2.0, 3.0), published=date(2024, 1, 1))
    add(copied, [(FTE, "0602", "2018", 9.0)], published=date(2025, 1, 1))
    now = found(todays_observations(copied, FTE, "3301"))
    then = found(todays_observations(copied, FTE, "3301", known_at=date(2024, 6, 1)))
    assert (now["3301", "2018"][0], then["3301", "2018"][0]) == (14.0, 6.0)
    assert todays_observations(copied, FTE, "3301", first=Period(2019)).empty
    add(copied, drammen(LEAVE, 9.0, 6.0, 3.0), dataset="leave", published=date(2024, 1, 1))
    now = found(todays_observations(copied, LEAVE, "3301"))
    then = found(todays_observations(copied, LEAVE, "3301", known_at=date(2024, 6, 1)))
    assert now["3301", "2018"][0] == pytest.approx((9 * 9 + 6 * 2 + 3 * 3) / 14)
    assert then["3301", "2018"][0] == pytest.approx((9 * 1 + 6 * 2 + 3 * 3) / 6)


def test_numbers_that_are_not_known_are_refused_until_all_of_norway_is_there(copied):
    add(copied, [("x", "0301", "2018", 1.0), ("x", "0805", "2018", 2.0)], "SSB")
    with pytest.raises(ParameterError, match=r"1 numbers, such as 0301.*fetch klass munic"):
        todays_observations(copied, "x")
    table = read_reference(copied)
    own = tuple(item for item in table.municipalities if item.country == "NO")
    changes = tuple(item for item in table.changes if item.country == "NO")
    write_reference(copied, "NO", Reference(municipalities=own, changes=changes), "x")
    assert found(todays_observations(copied, "x")) == {
        ("0301", "2018"): (1.0, "0301 is no number of today, and left as it is"),
        ("4001", "2018"): (2.0, ""),
    }


def test_the_country_and_counties_are_left_alone(copied):
    add(copied, [("x", "0000", "2018", 1.0), ("x", "03", "2018", 2.0)], "SSB")
    assert {reason for _, reason in found(todays_observations(copied, "x")).values()} == {""}


def test_swedish_figures_are_as_they_are(copied):
    add(copied, [("N00090", "1060", "2020", 7.0), ("N00090", "1860", "2020", 6.0)], "kolada")
    assert found(todays_observations(copied, "N00090")) == {
        ("1060", "2020"): (7.0, ""),
        ("1860", "2020"): (6.0, ""),
    }


def test_the_country_is_that_of_the_numbers_where_nothing_else_says_it(copied):
    add(copied, [("x", "1060", "2020", 7.0)])
    assert found(todays_observations(copied, "x")) == {("1060", "2020"): (7.0, "")}
    add(copied, [("y", "1860", "2020", 7.0)])
    with pytest.raises(ParameterError, match="name the country"):
        todays_observations(copied, "y")
    assert todays_observations(copied, "y", country="SE")[REASON].eq("").all()


@pytest.mark.parametrize(
    ("municipalities", "message"),
    [
        ("0711", r"Svelvik \(0711\) was given up after 2019-12-31.*in 3301 today"),
        ("1546", r"Sandøy .*in 1508, 1580 today"),
        (["3301", "1060"], "of two countries"),
        ([], "no municipality is named"),
        ("9999", "no municipality has the number '9999'"),
    ],
)
def test_municipalities_that_cannot_be_asked_for_are_refused(copied, municipalities, message):
    add(copied, drammen(FTE, 1.0, 2.0, 3.0))
    with pytest.raises(ParameterError, match=message):
        todays_observations(copied, FTE, municipalities)


def test_an_indicator_that_is_not_in_the_store_is_refused_with_those_that_are(copied):
    add(copied, drammen(FTE, 1.0, 2.0, 3.0))
    with pytest.raises(ParameterError, match=f"no observations of 'z'. Indicators .*{FTE}"):
        todays_observations(copied, "z")


NUMBERS = ("0602", "0625", "0711", "3005", "3301", "0805", "3806", "4001", "1507", "1508", "1534")


def test_one_municipality_alone_has_what_it_has_among_all(copied):
    rows = [
        (FTE, number, str(year), float(100 * place + year))
        for place, number in enumerate(NUMBERS)
        for year in range(2017, 2026)
        if (7 * place + year) % 5
    ]
    add(copied, rows)
    whole = found(todays_observations(copied, FTE))
    seen = 0
    for number in ("3301", "4001", "1508", "1580"):
        alone = found(todays_observations(copied, FTE, number))
        assert alone == {key: value for key, value in whole.items() if key[0] == number}
        seen += len(alone)
    assert seen > 20
    assert {value is None for value, _ in whole.values()} == {True, False}


def test_a_notebook_asks_for_figures_and_peers_by_name(copied, monkeypatch):
    (copied.root / "data" / "programmes").mkdir(exist_ok=True)
    monkeypatch.setenv(VARIABLE, str(copied.root))
    add(copied, drammen(FTE, 1.0, 2.0, 3.0))
    assert found(figures.todays_observations(FTE, "Drammen")) == {("3301", "2018"): (6.0, "")}
    for ask in (lambda: figures.group_of("3301", "2024"), lambda: figures.members("C7", "2024")):
        with pytest.raises(ParameterError, match="`tiltak fetch klass groups` brings them"):
            ask()
    with pytest.raises(ParameterError, match="'soon' is not a period"):
        figures.group_of("3301", "soon")


def population(path, year):
    """Inhabitants by municipality of a table 07459 of Statistics Norway, ages added up."""
    rows = pd.read_csv(path, dtype=str, encoding="utf-8", sep=",", header=None, skiprows=1)
    number = rows[0].str.extract(r"^(?:K-)?([0-9]{4})", expand=False)
    values = pd.to_numeric(rows[rows.columns[-1]])
    sums = values[number.notna()].groupby(number).sum()
    return [("people", code, year, float(value)) for code, value in sums.items() if value]


def test_the_people_of_norway_in_2019_are_all_there_on_the_division_of_2024(copied, shared):
    entries, moves = whole_norway(shared)
    spans = read_codes({"codes": [*map(code, entries)]}, date(2000, 1, 1), date(2030, 1, 1))
    pairs = [(date.fromisoformat(on), old, new) for old, new, on in moves]
    write_reference(copied, "NO", norwegian(spans, pairs), "x")
    rows = population(shared / "data/ssb-fhidata/Personer2019.csv", "2019")
    add(copied, rows, "SSB", "07459")
    table = todays_observations(copied, "people", adds=True)
    assert len(table) == 357
    lacking = table[table["value"].isna()]
    # Tysfjord and Snillfjord were divided in 2020, Ålesund in 2024: no share of them is known.
    assert set(lacking[REASON].str[:15]) == {
        "1850 was divide",
        "5012 was divide",
        "1507 was divide",
    }
    told = dict(zip(table["municipality"], table["value"], strict=True))
    then = {number: value for _, number, _, value in rows}
    assert told["3301"] == then["0602"] + then["0625"] + then["0711"]
    assert told["4001"] == then["0805"]
    parts = sum(then[number] for number in divided(moves, set(lacking["municipality"])))
    assert table["value"].sum() + parts == sum(then.values())


def divided(moves, numbers):
    """The numbers of 2019 that have a part in ``numbers`` of 2024."""
    late = {new: {o for o, n, on in moves if n == new and on == "2024-01-01"} for new in numbers}
    middle = {old for new, olds in late.items() for old in (olds or {new})}
    early = {
        number: {o for o, n, on in moves if n == number and on == "2020-01-01"} for number in middle
    }
    return {old for number, olds in early.items() for old in (olds or {number})}
