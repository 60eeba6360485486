"""The registry file: read, and every fault found at its line."""

from datetime import date

import pytest

from analysis.errors import InputError, ParameterError
from analysis.model.definitions import Indicator
from analysis.sources.indicators import (
    find_indicator,
    read_registry,
    registry_path,
    total_of_sick_leave,
    what_is_known,
)


def broken(copied, *replacements):
    """The faults of the real registry after text was replaced, as (text of the line, fault)."""
    path = registry_path(copied)
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_registry(copied)
    lines = text.splitlines()
    return [(lines[fault.line - 1], fault) for fault in refusal.value.faults]


def test_the_real_registry_has_no_faults_and_serves_both_countries(workspace):
    registry = read_registry(workspace)
    assert len(registry.indicators) == 63
    assert {item.country for item in registry.indicators} == {"NO", "SE", None}


def test_an_indicator_is_found_by_its_id_or_refused_with_those_there_are(workspace):
    assert find_indicator(workspace, "turnover_ks").decimals == 1
    with pytest.raises(ParameterError, match=r"'turnover'. Known: sick_leave_own_no, .*hme_total"):
        find_indicator(workspace, "turnover")


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "found"),
    [
        (
            'id = "sick_leave_ks"',
            'id = "sick_leave_own_no"',
            'id = "sick_leave_own_no"',
            "indicators[2].id",
            "is there already",
        ),
        (
            'id = "percent_ordinary_time"',
            'id = "percent_agreed_days"',
            'id = "percent_agreed_days"',
            "units[2].id",
            "is there already",
        ),
        (
            'unit = "percent_agreed_days"',
            'unit = "percent_days"',
            'unit = "percent_days"',
            "indicators[1].unit",
            "there is no unit 'percent_days'",
        ),
        (
            'weight = "full_time_equivalents_own"',
            'weight = "full_time"',
            'weight = "full_time"',
            "indicators[1].weight",
            "'full_time' is no indicator that adds",
        ),
        (
            'weight = "full_time_equivalents_own"',
            'weight = "sick_leave_ks"',
            'weight = "sick_leave_ks"',
            "indicators[1].weight",
            "'sick_leave_ks' is no indicator that adds",
        ),
        (
            'these = ["turnover_ks"]',
            'these = ["turnover_pai"]',
            'these = ["turnover_pai"]',
            "these",
            "there is no indicator 'turnover_pai'",
        ),
        (
            'those = ["turnover_se"]',
            'those = ["turnover_kolada"]',
            'those = ["turnover_kolada"]',
            "those",
            "there is no indicator 'turnover_kolada'",
        ),
        (
            'these = ["turnover_ks"]',
            'these = ["turnover_se"]',
            'those = ["turnover_se"]',
            "those",
            "'turnover_se' is on both sides",
        ),
        (
            'sources = [{ service = "kolada", id = "N00092" }]',
            'sources = [{ service = "kolada", id = "N00093" }]',
            'sources = [{ service = "kolada", id = "N00093" }]',
            "sources",
            "N00093 is claimed by 2 indicators",
        ),
        ("decimals = 0", "decimal = 0", "decimal = 0", "decimal", "did you mean 'decimals'?"),
        ("Hourly paid employees, Sweden", " ", "title", "title", "the text for 'en' is empty"),
        (
            "{first} and {second}",
            "{first}",
            "different_units",
            "different_units",
            "the text for 'en' does not name both units",
        ),
    ],
)
def test_a_fault_is_found_at_its_line(copied, old, new, line, key, found):
    faults = broken(copied, (old, new))
    at, fault = faults[0]
    assert line in at
    assert fault.file == "data/reference/indicators.toml"
    assert fault.key.endswith(key)
    assert found in fault.found
    assert fault.accepted


def test_a_text_must_be_there_in_every_language(copied):
    faults = broken(
        copied,
        ('title = { nb = "HME, motivasjon", nn = "HME, motivasjon", ', 'title = { nb = "HME", '),
        (', en = "persons" }', " }"),
        (', sv = "KS döljer siffror under 10 årsverk."', ""),
        ('note = { nb = "Versjon 2.1', 'note = { en = "Version 2.1" } # { nb = "Versjon 2.1'),
        (
            'reason = { nb = "Det ene er personer, det andre dagsverk.", ',
            "reason = { ",
        ),
    )
    assert [(fault.key.split(".")[-1], fault.found) for _, fault in faults] == [
        ("title", "lacks en"),
        ("minimum_n_rule", "lacks sv"),
        ("title", "lacks nn"),
        ("note", "lacks nb, nn, sv"),
        ("reason", "lacks nb"),
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(copied):
    faults = broken(
        copied,
        ('unit = "percent_agreed_days"', 'unit = "percent_days"'),
        ('these = ["turnover_ks"]', 'these = ["turnover_pai"]'),
        ('id = "hme_total"', 'id = "hme_motivation"'),
    )
    lines = [fault.line for _, fault in faults]
    assert lines == sorted(lines)
    assert len(faults) >= 3


def test_a_workspace_without_a_registry_of_its_own_reads_the_one_of_the_package(copied, workspace):
    own = registry_path(copied)
    assert own == copied.root / "data" / "reference" / "indicators.toml"
    own.unlink()
    assert registry_path(copied) == registry_path(workspace)
    assert read_registry(copied) == read_registry(workspace)


def test_what_is_known_of_figures_is_their_name_their_unit_and_the_breaks_they_run_across(
    workspace,
):
    registry = read_registry(workspace)
    source = "ssb/sick-leave-national/2011-12-20"
    name, *breaks = what_is_known(
        registry, source, "sick_leave", date(2000, 4, 1), date(2011, 9, 30)
    )
    assert name == (
        "Sick leave in all, Statistics Norway; per cent of agreed working days "
        "(sick_leave_ssb_total)"
    )
    (found,) = breaks
    assert found.startswith("break at 2008Q1: New industry classification from 2009")
    later = what_is_known(registry, source, "sick_leave", date(2008, 1, 1), date(2020, 12, 31))
    assert [line[:15] for line in later[1:]] == ["break at 2018Q4"]


def test_of_figures_that_the_registry_does_not_have_nothing_is_known(workspace):
    registry = read_registry(workspace)
    assert what_is_known(registry, "own/x", "vacancies", date(2000, 1, 1), date(2020, 1, 1)) == []


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"registered": "sick_leave_own_no"}, "employees"),
        ({"id": "absence", "registered": "sick_leave_se"}, "employees"),
        ({"id": "absence", "series": "N00090"}, None),
        ({"id": "sick_leave"}, "employees"),
        ({"registered": "sick_leave_ssb_total"}, "wider"),
        ({"id": "sick_leave", "source": "ssb/sick-leave-national/2011-12-20"}, "wider"),
        ({"id": "involuntary_part_time", "series": "sick_leave_own_no"}, None),
        ({"id": "sick_leave", "registered": "sick_leave_se_long_share"}, None),
        ({"id": "sick_leave", "series": "N00091"}, None),
        ({"registered": "sick_leave_ssb_doctor"}, None),
        ({"registered": "sick_leave_ssb_persons"}, None),
        ({"registered": "turnover_ks"}, None),
        ({"id": "involuntary_part_time"}, None),
    ],
)
def test_what_is_the_total_of_sick_leave_and_whose_is_known_in_one_place(workspace, fields, total):
    given = {"id": "it", "source": "here/figures/2020", "unit": "percent", **fields}
    words = {"title": {"en": "It"}, "definition": {"en": "It."}, "direction": "decrease"}
    assert total_of_sick_leave(workspace, Indicator.model_validate({**given, **words})) == total


def test_totals_of_sick_leave_count_what_is_self_certified_too(workspace):
    totals = [item for item in read_registry(workspace).indicators if item.sick_leave]
    assert {item.id for item in totals} == {
        "sick_leave_own_no",
        "sick_leave_ks",
        "sick_leave_ssb_total",
        "sick_leave_se",
    }
    assert all(item.includes_self_certified for item in totals)
