"""Figures of others, brought in as snapshots: whole, each with its page, and as they were read.

The counts and sums are taken from the files in the shared folder by DuckDB, which knows nothing of
how they were brought in.
"""

import csv
import re
from collections import Counter

import duckdb
import pytest

from analysis.model.periods import Period
from analysis.sources.indicators import read_registry
from analysis.sources.snapshots import read_observations, read_source, read_table

NATIONAL = tuple(f"published/national-reference-{part}/2026-11" for part in ("no", "se", "other"))
MUNICIPAL = (
    "familjen-helsingborg/sick-leave/2018",
    *(f"published/municipal-series-{part}/2026-11" for part in ("no", "se", "other")),
)
RESIDENTS = "ssb/sick-leave-municipalities/2009-06-30"
COUNTIES = "ssb/sick-leave-counties/2026-11"
SECTOR = "published/sick-leave-sector/2026-11"
LOCAL = "published/sick-leave-local-government/2026-11"
OBSERVED = (*NATIONAL[:2], *MUNICIPAL[:3], RESIDENTS, LOCAL)
AS_READ = {
    SECTOR: ("ssb_sick_leave_sector", 1884),
    "ssb/sick-pay-cases/2007-11-28": ("ssb_sick_pay_cases_2006", 248),
    "ssb/care-man-years/2000-10-19": ("ssb_care_man_years_1999", 13),
}


@pytest.fixture(scope="module")
def read(workspace):
    """Each observations snapshot as it is read, once."""
    return {name: read_observations(workspace, name) for name in OBSERVED}


@pytest.fixture(scope="module")
def registry(workspace):
    return read_registry(workspace)


def rows_of(workspace, name):
    with (workspace.sources / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked(shared, name, query):
    file = shared / "data" / "published" / f"{name}.csv"
    return duckdb.sql(query.format(f"read_csv('{file}', all_varchar=true)")).fetchall()


def sums_by_page(workspace, names):
    """For each page of the snapshots, how many figures it has and their sum."""
    counts, sums = Counter(), Counter()
    for name in names:
        address = read_source(workspace, name).address
        for row in rows_of(workspace, name):
            for page in (row.get("page") or row.get("source") or address).split(" | "):
                counts[page] += 1
                with_number = re.fullmatch(r"-?\d+(\.\d+)?", row["value"])
                sums[page] += float(row["value"]) if with_number else 0.0
    return {page: (counts[page], round(sums[page], 3)) for page in counts}


BY_PAGE = (
    "SELECT source, count(*), round(sum(coalesce(try_cast(value AS DOUBLE), 0)), 3) "
    "FROM {} GROUP BY source"
)


@pytest.mark.parametrize(
    ("file", "names", "figures"),
    [("national_reference", NATIONAL, 301), ("municipal_series", MUNICIPAL, 288)],
)
def test_every_figure_is_in_one_of_the_snapshots_under_its_page(
    workspace, shared, file, names, figures
):
    expected = {page: (count, total) for page, count, total in asked(shared, file, BY_PAGE)}
    assert sums_by_page(workspace, names) == expected
    assert sum(count for count, _ in expected.values()) == figures


@pytest.mark.parametrize(
    ("file", "condition", "indicator", "breakdown"),
    [
        ("national_reference", "indicator LIKE 'sick leave total (oblig%redovisning)' "
         "AND population = 'kommuner'", "sick_leave_se", ""),
        ("national_reference", "indicator LIKE 'sick leave total (egen- og legemeldt, SSB)' "
         "AND population LIKE 'all sectors%'", "sick_leave_ssb_total", ""),
        ("national_reference", "indicator LIKE 'sick leave doctor-certified (SSB%' "
         "AND population LIKE 'all sectors%'", "sick_leave_ssb_doctor_national", ""),
        ("national_reference", "indicator = 'mean position size, men'", "position_size_ks", "men"),
        ("national_reference", "indicator LIKE 'presence%'", "presence_no", ""),
        ("national_reference", "indicator LIKE 'share of sick leave longer%' "
         "AND population = 'landsting'", "sick_leave_se_long_share", "regions"),
    ],
)  # fmt: skip
def test_national_values_stand_under_the_indicator_they_are_of(
    read, shared, file, condition, indicator, breakdown
):
    ((count, total),) = asked(
        shared, file, "SELECT count(*), sum(value::DOUBLE) FROM {} WHERE " + condition
    )
    found = [
        row["value"]
        for name in NATIONAL[:2]
        for _, row in read[name].iterrows()
        if (row["indicator"], row["breakdown"]) == (indicator, breakdown)
    ]
    assert (len(found), round(sum(found), 6)) == (count, round(total, 6))


def test_the_eleven_municipalities_are_a_complete_panel(read):
    panel = read[MUNICIPAL[0]]
    assert len(panel) == 165
    shape = panel.groupby(["indicator", "breakdown"])
    assert set(shape["municipality"].nunique()) == {11}
    assert set(shape["period"].nunique()) == {5}
    values = panel.set_index(["indicator", "municipality", "period", "breakdown"])["value"]
    assert values["sick_leave_se", "1260", Period(2018), ""] == 6.71
    assert values["sick_leave_se", "1260", Period(2018), "women"] == 7.33
    assert values["sick_leave_se_long_share", "1284", Period(2015), ""] == 77.6
    assert values["sick_leave_se", "1292", Period(2014), ""] == 4.1


def test_the_codes_of_the_eleven_are_those_of_their_names(read, shared):
    names = asked(
        shared, "municipal_series",
        "SELECT municipality, value FROM {} WHERE source LIKE '%familjenhelsingborg%' AND year = "
        "'2016' AND indicator = 'sick leave total, women'",
    )  # fmt: skip
    with (shared / "data/ref/se-municipalities.csv").open(encoding="utf-8") as file:
        codes = {
            row["municipality_name_short"]: row["municipality_code"] for row in csv.DictReader(file)
        }
    panel = read[MUNICIPAL[0]]
    women = panel[panel["breakdown"].eq("women") & panel["period"].eq(Period(2016))]
    found = dict(zip(women["municipality"], women["value"], strict=True))
    assert found == {codes[name]: float(value) for name, value in names}


def test_figures_by_residence_agree_with_the_file_by_measure_and_period(read, shared):
    expected = asked(
        shared, "ssb_sick_leave_municipalities",
        "SELECT measure, absence, period, replace(sex, 'both', ''), count(*), sum(value::DOUBLE) "
        "FROM {} WHERE measure IN ('dagsverk percent', 'dagsverk count', 'persons percent', "
        "'persons count') GROUP BY ALL",
    )  # fmt: skip
    names = {
        ("dagsverk percent", "legemeldt"): "sick_leave_ssb_doctor",
        ("dagsverk count", "legemeldt"): "sick_leave_ssb_days",
        ("persons percent", "legemeldt"): "sick_leave_ssb_persons",
        ("persons count", "legemeldt"): "sick_leave_ssb_persons_count",
        ("dagsverk percent", "legemeldt over 3 dager"): "sick_leave_ssb_doctor_over_3",
        ("dagsverk count", "legemeldt over 3 dager"): "sick_leave_ssb_days_over_3",
    }
    groups = read[RESIDENTS].groupby(["indicator", read[RESIDENTS]["period"].map(str), "breakdown"])
    found = {key: (len(group), round(group["value"].sum(), 3)) for key, group in groups}
    wanted = {
        (names[measure, absence], period, sex): (count, round(total, 3))
        for measure, absence, period, sex, count, total in expected
    }
    assert found == wanted
    assert len(read[RESIDENTS]) == 1916


def test_figures_by_residence_agree_with_the_text_of_the_page(read, shared):
    page = "tab-2004-06-21-23-en"
    text = (shared / f"data/published/raw/m_{page}.txt").read_text(encoding="utf-8")
    halden = next(line for line in text.splitlines() if line.startswith("0101"))
    own = read[RESIDENTS][read[RESIDENTS]["page"].str.contains(page)]
    own = own[own["municipality"].eq("0101")]
    for value in own["value"]:
        assert f" {value:g} ".replace(".", ",") in f"{halden} ".replace(",0 ", " ")
    assert len(own) == 6
    assert set(own[own["period"].eq(Period.parse("2003Q4"))]["note"]) == {
        "period printed as 2002Q4"
    }


def test_the_table_that_was_there_before_agrees(workspace, read):
    before = read_table(workspace, "ssb/sick-leave-persons-municipalities/2004-06-21")
    shares = before[before["measure"].str.contains("per cent") & before["value"].ne("-")]
    now = read[RESIDENTS].set_index(["indicator", "municipality", "period", "breakdown"])["value"]
    assert len(shares) > 60
    for row in shares.to_dict("records"):
        key = (
            "sick_leave_ssb_persons",
            row["municipality_number"],
            Period.parse(row["period"]),
            "",
        )
        assert now[key] == float(row["value"])


def test_more_than_three_days_is_never_mixed_with_all_absence(read):
    table = read[RESIDENTS]
    short = table[table["indicator"].str.endswith("over_3")]
    assert {str(period) for period in short["period"]} == {"2001Q1", "2001Q2", "2002Q1", "2002Q2"}
    country = table[table["municipality"].eq("0000") & table["period"].eq(Period.parse("2002Q2"))]
    women = country[country["breakdown"].eq("women")].set_index("indicator")["value"]
    assert women["sick_leave_ssb_doctor_over_3"] == 8.1
    assert women["sick_leave_ssb_days_over_3"] == 3449625


def test_the_misprinted_column_of_the_counties_is_left_out_and_nothing_else(workspace, shared):
    wanted = asked(
        shared, "ssb_sick_leave_counties",
        "SELECT table_url, measure, period, count(*), round(sum(value::DOUBLE), 3) FROM {} WHERE "
        "NOT (table_url LIKE '%tab-2005-03-17-22%' AND (measure, period) IN "
        "(('persons percent', '2003Q4'), ('persons change on year', '2004Q4'))) GROUP BY ALL",
    )  # fmt: skip
    counts, sums = Counter(), Counter()
    rows = rows_of(workspace, COUNTIES)
    for row in rows:
        key = (row["table_url"], row["measure"], row["period"])
        counts[key] += 1
        sums[key] += float(row["value"])
    assert {key: (counts[key], round(sums[key], 3)) for key in counts} == {
        tuple(key): (count, total) for *key, count, total in wanted
    }
    assert len(rows) == 5455 - 40
    women = {
        row["value"]
        for row in rows
        if (row["county_number"], row["sex"], row["measure"], row["period"])
        == ("00", "women", "persons percent", "2003Q4")
    }
    assert women == {"8.7"}


@pytest.mark.parametrize("name", AS_READ)
def test_tables_as_read_have_every_value(workspace, shared, name):
    file, count = AS_READ[name]
    number = "municipality_number" if "sector" not in name else "sector"
    wanted = Counter(asked(shared, file, f"SELECT measure, {number}, value FROM {{}}"))
    found = Counter((row["measure"], row[number], row["value"]) for row in rows_of(workspace, name))
    assert found == wanted
    assert found.total() == count


def test_what_others_say_of_the_first_two_programmes_leaves_their_documents_out(workspace, shared):
    wanted = asked(
        shared, "porsgrunn_drammen",
        "SELECT municipality, indicator, period, value, coalesce(note, '') FROM {} "
        "WHERE source NOT LIKE 'seed%'",
    )  # fmt: skip
    names = ("municipality", "indicator", "period", "value", "note")
    rows = rows_of(workspace, "published/porsgrunn-drammen/2026-11")
    assert Counter(tuple(row[name] for name in names) for row in rows) == Counter(wanted)
    assert len(rows) == 18
    assert all(row["source"].startswith("http") for row in rows)


def test_both_vintages_of_the_corrected_quarter_are_kept_with_their_release(workspace):
    found = {
        (row["published"], row["value"])
        for row in rows_of(workspace, SECTOR)
        if (row["sector"], row["industry"], row["sex"], row["absence"], row["period"])
        == ("total", "all", "both", "legemeldt", "2002Q4")
        and row["measure"] == "dagsverk percent"
    }
    assert {value for day, value in found if day in ("2003-03-13", "2003-04-07")} == {"6.9"}
    assert {value for day, value in found if day >= "2004"} == {"7.1"}


def test_local_government_agrees_with_the_national_reference_where_both_have_it(read):
    key = ["indicator", "period", "breakdown"]
    both = read[LOCAL].merge(read[NATIONAL[0]], on=key, suffixes=("", "_other"))
    assert len(both) == 8
    assert (both["value"] == both["value_other"]).all()
    certified = read[LOCAL][read[LOCAL]["indicator"].eq("sick_leave_nav_doctor_sector")]
    assert certified["value"].tolist() == [7.3, 8.0, 7.8, 8.1, 8.1, 7.3, 7.9, 7.5, 8.0, 7.5]


@pytest.mark.parametrize("name", OBSERVED)
def test_what_is_observed_is_registered_possible_and_leads_to_a_page(
    workspace, registry, read, name
):
    address = read_source(workspace, name).address
    for row in read[name].to_dict("records"):
        item = registry.indicator(row["indicator"])
        assert registry.unit(item.unit).holds(row["value"]), row
        assert row["period"].kind in item.periods, row
        pages = (row["page"] or address).split(" | ")
        undated = row["indicator"].endswith("over_3") and pages == ["not stated"]
        assert undated or all(page.startswith("http") for page in pages), row
        assert row["quality"] != "doubtful" or row["note"], row


@pytest.mark.parametrize(
    ("file", "names"), [("national_reference", NATIONAL), ("municipal_series", MUNICIPAL)]
)
def test_rows_keep_the_quality_they_were_read_with(workspace, shared, file, names):
    wanted = dict(asked(shared, file, "SELECT quality, count(*) FROM {} GROUP BY quality"))
    found = Counter(
        row["quality"]
        for name in names
        for row in rows_of(workspace, name)
        for _ in row.get("page", "").split(" | ")
    )
    assert found == wanted
    assert found["doubtful"] > 15


def test_every_data_set_of_observations_is_in_the_registry_and_the_other_way_round(
    workspace, registry
):
    held = {}
    for sidecar in workspace.sources.rglob("*.toml"):
        name = str(sidecar.relative_to(workspace.sources).with_suffix(""))
        if read_source(workspace, name).reader == "observations":
            for row in rows_of(workspace, name):
                held.setdefault(name.rpartition("/")[0], set()).add(row["indicator"])
    for data_set, indicators in held.items():
        claimed = {item.id for item in registry.of_source("published", data_set)}
        assert claimed == indicators, data_set


def test_every_data_set_is_in_the_list_of_the_data(workspace):
    text = (workspace.root / "data" / "README.md").read_text(encoding="utf-8")
    for sidecar in sorted(workspace.sources.rglob("*.toml")):
        name = str(sidecar.relative_to(workspace.sources).with_suffix(""))
        assert f"`{name}`" in text, name
