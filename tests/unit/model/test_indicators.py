"""What indicators are, and which of them may share an axis."""

from datetime import date
from itertools import product

import pytest
from pydantic import ValidationError

from analysis.model.definitions import Break
from analysis.model.indicators import (
    RegisteredIndicator,
    Registry,
    SourceId,
    Unit,
)
from analysis.sources.indicators import read_registry


@pytest.fixture(scope="module")
def registry(workspace) -> Registry:
    return read_registry(workspace)


NORWEGIAN = [
    "sick_leave_own_no",
    "sick_leave_ks",
    "sick_leave_ssb_total",
    "sick_leave_ssb_doctor",
    "sick_leave_ssb_doctor_national",
    "sick_leave_ssb_doctor_over_3",
    "sick_leave_ssb_doctor_sector",
    "sick_leave_nav_doctor_sector",
    "sick_leave_ssb_persons",
]
SWEDISH = [
    "sick_leave_se",
    "sick_leave_se_under_30",
    "sick_leave_se_30_49",
    "sick_leave_se_over_49",
    "sick_leave_se_long_share",
]


@pytest.mark.parametrize(("first", "second"), list(product(NORWEGIAN, SWEDISH)))
def test_norwegian_and_swedish_sick_leave_never_share_an_axis(registry, first, second):
    reason = registry.may_compare(first, second)
    assert reason["en"].startswith("Norwegian sick leave is a share of agreed working days")
    assert reason["sv"].startswith("Norsk sjukfrånvaro är en del av avtalade dagsverk")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("sick_leave_own_no", "sick_leave_ssb_doctor", "only the doctor-certified"),
        ("sick_leave_ssb_total", "sick_leave_ssb_doctor", "only the doctor-certified"),
        ("sick_leave_ks", "sick_leave_ssb_doctor_sector", "only the doctor-certified"),
        ("sick_leave_ssb_persons", "sick_leave_ssb_doctor", "share of persons"),
        ("sick_leave_ssb_persons", "sick_leave_own_no", "share of persons"),
        ("sick_leave_ssb_persons_count", "sick_leave_ssb_days", "man-days"),
        ("sick_leave_ks", "sick_leave_ssb_total", "KS left out substitutes"),
        ("sick_leave_ssb_doctor", "sick_leave_ssb_doctor_sector", "everybody who lives"),
        ("sick_leave_ssb_total", "sick_leave_ssb_doctor_national", "only the doctor-certified"),
        ("sick_leave_own_no", "sick_leave_nav_doctor_sector", "only the doctor-certified"),
        ("sick_leave_ssb_doctor", "sick_leave_nav_doctor_sector", "everybody who lives"),
        ("sick_leave_ssb_doctor_over_3", "sick_leave_ssb_doctor", "more than three days"),
        ("sick_leave_ssb_doctor_over_3", "sick_leave_ssb_doctor_national", "more than three"),
        ("sick_leave_ssb_doctor_over_3", "sick_leave_ssb_persons", "share of persons"),
        ("sick_leave_ssb_days_over_3", "sick_leave_ssb_days", "more than three days"),
        ("sick_leave_ssb_days_over_3", "sick_leave_ssb_persons_count", "man-days"),
        ("presence_no", "sick_leave_own_no", "cannot be converted"),
        ("presence_no", "sick_leave_ks", "cannot be converted"),
        ("men_share_preschool_se", "hourly_share_se", "per cent of the employees of preschools"),
        ("sick_leave_se_long_share", "sick_leave_se", "not of working time"),
        ("turnover_ks", "turnover_se", "leave the whole municipal sector"),
        ("full_time_share_ks", "full_time_share_se", "adds up a person's positions"),
        ("position_size_ks", "position_size_se", "agreed positions"),
        ("kommunkompassen_2010", "kommunkompassen_2020", "revised in 2020"),
        ("kommunkompassen_area_2010", "kommunkompassen_area_2020", "revised in 2020"),
        ("ten_factor_autonomy", "hme_motivation", "no conversion"),
        (
            "hme_total",
            "turnover_se",
            "different units: index 0–100 and per cent of the permanent employees the year before",
        ),
        (
            "kommunkompassen_2010",
            "kommunkompassen_area_2010",
            "different units: points out of 800 and points out of 100",
        ),
        (
            "permanent_share_se",
            "permanent_time_se",
            "different units: per cent of the employees and per cent of the time worked",
        ),
    ],
)
def test_what_must_not_be_compared_is_refused_with_the_reason(registry, first, second, words):
    assert words in registry.may_compare(first, second)["en"]
    assert registry.may_compare(second, first) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("sick_leave_own_no", "sick_leave_own_no"),
        ("sick_leave_own_no", "sick_leave_ssb_total"),
        ("sick_leave_own_no", "sick_leave_ks"),
        ("sick_leave_ssb_doctor_national", "sick_leave_ssb_doctor_sector"),
        ("sick_leave_se", "sick_leave_se_over_49"),
        ("permanent_share_se", "hourly_share_se"),
        ("hme_total", "hme_leadership"),
        ("ten_factor_autonomy", "ten_factor_climate"),
        ("turnover_se", "new_permanent_se"),
        ("population_no", "population_projection_no"),
    ],
)
def test_what_may_be_compared_is_not_refused(registry, first, second):
    assert registry.may_compare(first, second) is None


def test_the_refusal_is_the_same_either_way_round_for_every_two_but_for_the_units_named(registry):
    ids = [item.id for item in registry.indicators]
    for first, second in product(ids, ids):
        there, back = registry.may_compare(first, second), registry.may_compare(second, first)
        assert (there is None) == (back is None)
        if there is not None and not there["en"].startswith("They are measured in different"):
            assert there == back
        if there is not None:
            assert set(there) == {"nb", "nn", "sv", "en"}
            assert "{" not in "".join(there.values())


def test_an_indicator_is_comparable_with_itself_only_if_it_is_there(registry):
    with pytest.raises(LookupError, match="sick_leaf"):
        registry.may_compare("sick_leaf", "sick_leave_se")
    with pytest.raises(LookupError, match="sick_leaf"):
        registry.may_compare("sick_leave_se", "sick_leaf")


@pytest.mark.parametrize(
    ("identifier", "minimum", "direction", "unit", "certified"),
    [
        ("sick_leave_own_no", 7, "decrease", "percent_agreed_days", True),
        ("sick_leave_ssb_doctor", 7, "decrease", "percent_agreed_days", False),
        ("sick_leave_se", 11, "decrease", "percent_ordinary_time", True),
        ("hme_response_rate", 10, "increase", "percent_asked", None),
        ("full_time_share_ks", 10, "increase", "percent_staff", None),
        ("ten_factor_autonomy", 7, "increase", "scale_1_5", None),
        ("hourly_share_se", 7, "decrease", "percent_staff", None),
        ("population_se", 7, "neutral", "persons", None),
    ],
)
def test_indicators_say_what_the_domain_says(
    registry, identifier, minimum, direction, unit, certified
):
    item = registry.indicator(identifier)
    assert (item.minimum_n, item.direction, item.unit) == (minimum, direction, unit)
    assert item.includes_self_certified is certified
    assert (item.minimum_n_rule is not None) == (minimum > 7)


def test_what_adds_and_what_is_weighted_is_known_for_mergers(registry):
    assert {"population_no", "employees_se", "sick_leave_ssb_days"} <= registry.counts
    assert registry.weights["sick_leave_own_no"] == "full_time_equivalents_own"
    assert registry.weights["hourly_share_se"] == "employees_se"
    assert "hme_total" not in registry.weights
    assert not registry.counts & set(registry.weights)


@pytest.mark.parametrize(
    ("kpi", "identifier"),
    [
        ("N00090", "sick_leave_se"),
        ("N00092", "sick_leave_se_under_30"),
        ("N00094", "sick_leave_se_over_49"),
        ("N00206", "full_time_share_se"),
        ("N00215", "new_permanent_se"),
        ("N00216", "turnover_se"),
        ("N00230", "hourly_paid_se"),
        ("N00242", "position_size_se"),
        ("N00898", "hme_response_rate"),
        ("U00202", "hme_leadership"),
    ],
)
def test_a_kpi_of_kolada_is_found_by_its_id(registry, kpi, identifier):
    assert [item.id for item in registry.of_source("kolada", kpi)] == [identifier]


def test_a_table_may_hold_none_or_several(registry):
    assert [item.id for item in registry.of_source("ssb", "07459")] == ["population_no"]
    assert registry.of_source("kolada", "N99999") == ()


@pytest.mark.parametrize(
    ("source", "series", "identifier"),
    [
        ("anything/at/all", "sick_leave_ks", "sick_leave_ks"),
        ("kolada/N00090", "N00090", "sick_leave_se"),
        ("store:kolada/panel", "U00200", "hme_total"),
        ("ssb/sick-leave-national/2011-12-20", "sick_leave", "sick_leave_ssb_total"),
        ("ssb/07459", "folkemengde", "population_no"),
        ("store:scb/TAB638", "BE0101N1", "population_se"),
        ("store:SCB/TAB638", "BE0101N1", "population_se"),
        ("SSB/07459", "folkemengde", "population_no"),
        ("published/sick-leave-local-government/2026-11", "sick_leave", None),
        ("ssb/sick-leave-national", "sick_leave", None),
        ("porsgrunn-kommune/sick-leave/2009Q1", "sick_leave", None),
        ("", "sick_leave", None),
    ],
)
def test_an_indicator_is_known_by_what_its_source_calls_it(registry, source, series, identifier):
    found = registry.known_as(source, series)
    assert (found.id if found else None) == identifier


def test_every_kpi_is_in_koladas_catalogue_and_divided_by_sex_as_it_says(registry, shared):
    import pandas as pd

    path = shared / "data/derived/kolada_kpi_catalogue_2026.csv"
    catalogue = pd.read_csv(path, dtype=str).set_index("id")
    seen = 0
    for item in registry.indicators:
        for source in item.sources:
            if source.service == "kolada":
                row = catalogue.loc[source.id]
                assert item.sexes == (row["is_divided_by_gender"] == "True"), item.id
                seen += 1
    assert seen == 25


def test_values_of_the_real_panels_can_be_values_of_their_units(registry, shared):
    import pandas as pd

    for path in sorted(shared.glob("data/kolada-ddf/ddf--datapoints--*--by--geo--year.csv")):
        kpi = path.name.split("--")[2].upper()
        for item in registry.of_source("kolada", kpi):
            values = pd.read_csv(path)[kpi.lower()]
            assert len(values) > 500
            assert values.map(registry.unit(item.unit).holds).all(), kpi


def test_a_series_across_a_break_is_told_of_it(registry):
    item = registry.indicator("sick_leave_ssb_doctor")
    (found,) = item.breaks_within(date(2018, 9, 30), date(2018, 10, 1))
    assert "holidays" in found.note["en"]
    assert item.breaks_within(date(2018, 10, 1), date(2025, 12, 31)) == ()
    assert item.breaks_within(date(2010, 1, 1), date(2018, 9, 30)) == ()
    assert len(item.breaks_within(date(2005, 1, 1), date(2025, 1, 1))) == 2


@pytest.mark.parametrize(
    ("value", "holds"), [(-0.1, False), (0, True), (100, True), (100.1, False), (55, True)]
)
def test_a_percentage_lies_between_its_bounds(registry, value, holds):
    assert registry.unit("percent_staff").holds(value) is holds


def test_a_unit_without_bounds_holds_everything():
    unit = Unit.model_validate({"id": "x", "kind": "persons", "title": {"en": "x"}})
    assert unit.holds(-1e9)
    with pytest.raises(LookupError):
        Registry(different_units={"en": "x"}, units=(unit,), indicators=()).unit("y")


@pytest.mark.parametrize(
    ("service", "identifier", "accepted"),
    [
        ("kolada", "N00090", True),
        ("kolada", "", False),
        ("published", "ssb/x", True),
        ("published", "", False),
        ("own", "", True),
        ("own", "x", False),
        ("ks", "x", False),
        ("ssb", "", True),
        ("ssb", "07459", True),
    ],
)
def test_a_source_has_an_id_where_there_is_one(service, identifier, accepted):
    if accepted:
        assert SourceId(service=service, id=identifier).id == identifier
    else:
        with pytest.raises(ValidationError, match=f"found {service} with id"):
            SourceId(service=service, id=identifier)


ENTRY = {
    "id": "x",
    "title": {"en": "x"},
    "definition": {"en": "x"},
    "unit": "persons",
    "direction": "neutral",
    "periods": ["year"],
    "sources": [{"service": "own"}],
}


@pytest.mark.parametrize(
    "more",
    [
        {"minimum_n": 8},
        {"minimum_n_rule": {"en": "why"}},
        {"adds": True, "weight": "y"},
        {"minimum_n": 6},
        {"direction": "up"},
        {"periods": []},
        {"sources": []},
        {"colour": "red"},
        {"country": "DK"},
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused(more):
    RegisteredIndicator.model_validate(ENTRY)
    with pytest.raises(ValidationError):
        RegisteredIndicator.model_validate({**ENTRY, **more})


def test_definitions_never_change():
    found = Break.model_validate({"at": "2018Q4", "note": {"en": "x"}})
    with pytest.raises(ValidationError):
        found.note = found.note
