"""A municipality beside others: whose figures count, of which period, and what is never shown."""

import pandas as pd
import pytest

from analysis.evaluation.findings import Grade
from analysis.evaluation.municipality import (
    PANEL_COLUMNS,
    Panel,
    Unread,
    evaluate,
    find,
)
from analysis.model.definitions import Break
from analysis.model.periods import Period
from analysis.sources.indicators import read_registry

SICK, LONG, SSB = "sick_leave_se", "sick_leave_se_long_share", "sick_leave_ssb_total"
OTHERS = {"1214": 4.0, "1257": 5.0, "1260": 6.0, "1275": 7.0, "1276": 8.0}


@pytest.fixture(scope="module")
def registry(workspace):
    return read_registry(workspace)


@pytest.fixture
def panel(registry):
    """A panel of rows (indicator, municipality, period, value, n, quality), 1283 its own."""

    def made(*rows, country="SE"):
        full = []
        for indicator, number, period, value, *rest in rows:
            n, quality = (*rest, *(None, "read")[len(rest) :])
            status = "reported" if value is not None else "missing"
            full.append((indicator, number, Period.parse(period), value, n, status, quality, ""))
        table = pd.DataFrame(full, columns=list(PANEL_COLUMNS)).assign(source="s")
        return Panel(table, "1283", country, registry)

    return made


def others(period="2018", **changed):
    return [(SICK, number, period, value) for number, value in {**OTHERS, **changed}.items()]


AS_OF = Period.parse("2020")


def test_the_newest_own_figure_is_held_beside_others_of_the_same_period(panel):
    held = panel(
        (SICK, "1283", "2017", 9.9),
        (SICK, "1283", "2018", 6.5),
        *others("2018"),
        *others("2017", **{"1214": 40.0}),
    )
    (item,) = evaluate(held, AS_OF).beside
    assert (str(item.period), item.value, item.peers) == ("2018", 6.5, 5)
    assert (item.middle, item.half) == (6.0, (5.0, 7.0))
    assert [str(period) for period in item.path.index] == ["2017", "2018"]
    assert list(item.path) == [9.9, 6.5]


def test_the_own_figure_and_the_country_are_not_among_the_others(panel):
    held = panel((SICK, "1283", "2018", 600.0), (SICK, "0000", "2018", 500.0), *others())
    (item,) = evaluate(held, AS_OF).beside
    assert (item.middle, item.peers, item.country) == (6.0, 5, 500.0)


def test_the_country_counts_only_in_the_same_period(panel):
    held = panel((SICK, "1283", "2018", 6.5), (SICK, "0000", "2017", 7.0), *others())
    assert evaluate(held, AS_OF).beside[0].country is None


def test_a_doubtful_figure_of_the_country_is_left_out(panel):
    doubted = (SICK, "0000", "2018", 7.0, None, "doubtful")
    held = panel((SICK, "1283", "2017", 6.0), (SICK, "1283", "2018", 6.5), doubted, *others())
    found = evaluate(held, AS_OF)
    assert found.beside[0].country is None
    assert found.band["country"].isna().all()


def test_figures_after_the_date_are_not_looked_at(panel):
    held = panel(
        (SICK, "1283", "2017", 5.0),
        (SICK, "1283", "2018", 6.5),
        *others("2017"),
        *others("2018"),
    )
    (item,) = evaluate(held, Period.parse("2018Q3")).beside
    assert (str(item.period), item.value) == ("2017", 5.0)
    assert [str(period) for period in item.path.index] == ["2017"]


def test_under_five_others_there_is_no_middle(panel):
    held = panel((SICK, "1283", "2018", 6.5), *others()[:4])
    (item,) = evaluate(held, AS_OF).beside
    assert (item.compared, item.middle, item.half, item.peers) == (False, None, None, 4)


def test_a_count_is_not_held_beside_municipalities_of_another_size(panel):
    count = "full_time_equivalents_se"
    counts = [(count, number, "2018", 1000 * value) for number, value in OTHERS.items()]
    held = panel((count, "1283", "2018", 8713.0), *counts)
    (item,) = evaluate(held, AS_OF).beside
    assert item.counted
    assert (item.compared, item.middle, item.half, item.peers) == (False, None, None, 5)
    assert evaluate(held, AS_OF).band.empty
    beside = evaluate(panel((count, "1283", "2018", 8713.0), *counts,
                            (SSB, "1283", "2018", 1.0), (LONG, "1283", "2018", 40.0),
                            *((LONG, n, "2018", 30.0) for n in OTHERS)), AS_OF)  # fmt: skip
    assert beside.lead.indicator.id == LONG


def test_newer_figures_of_others_are_known(panel):
    held = panel((SICK, "1283", "2016", 6.0), *others("2016"), *others("2018")[:1],
                 (SICK, "0000", "2019", 7.0))  # fmt: skip
    (item,) = evaluate(held, AS_OF).beside
    assert str(item.later) == "2018"
    (item,) = evaluate(held, Period.parse("2017")).beside
    assert item.later is None


def test_doubtful_own_figures_of_the_path_are_named(panel):
    held = panel((SICK, "1283", "2016", 6.0, None, "doubtful"), (SICK, "1283", "2017", 6.0),
                 (SICK, "1283", "2018", 6.5), *others())  # fmt: skip
    (item,) = evaluate(held, AS_OF).beside
    assert [str(period) for period in item.doubted] == ["2016"]


def test_doubtful_figures_of_others_are_left_out(panel):
    doubted = [(*row, None, "doubtful") for row in [(SICK, "1277", "2018", 90.0)]]
    held = panel((SICK, "1283", "2018", 6.5), *others(), *doubted)
    (item,) = evaluate(held, AS_OF).beside
    assert (item.middle, item.peers) == (6.0, 5)


def test_an_own_doubtful_figure_is_shown_and_says_so(panel):
    held = panel((SICK, "1283", "2018", 6.5, None, "doubtful"), *others())
    (item,) = evaluate(held, AS_OF).beside
    assert (item.quality, item.middle) == ("doubtful", 6.0)


@pytest.mark.parametrize(("persons", "shown"), [(10, False), (11, True)])
def test_a_figure_about_too_few_persons_is_hidden(panel, persons, shown):
    """The act on accounting for sick leave: no figure for groups of ten or fewer."""
    held = panel((SICK, "1283", "2018", 6.5, persons), *others())
    found = evaluate(held, AS_OF)
    assert bool(found.beside) is shown
    assert found.hidden == (0 if shown else 1)


def test_others_about_too_few_persons_are_left_out(panel):
    small = (SICK, "1277", "2018", 90.0, 8)
    (item,) = evaluate(panel((SICK, "1283", "2018", 6.5), *others(), small), AS_OF).beside
    assert (item.middle, item.peers) == (6.0, 5)


def test_only_indicators_of_the_country_count(panel):
    """The numbers of both countries overlap: a Norwegian row under 1283 is of another place."""
    held = panel((SSB, "1283", "2018", 6.5), *((SSB, number, "2018", 5.0) for number in OTHERS))
    assert evaluate(held, AS_OF).beside == ()


def test_the_path_starts_after_the_last_break(panel, registry):
    item = registry.indicator(SICK)
    found = Break(at=Period.parse("2016"), note=item.title)
    broken = item.model_copy(update={"breaks": (found,)})
    changed = tuple(broken if it.id == SICK else it for it in registry.indicators)
    held = panel(*((SICK, "1283", str(year), 5.0) for year in (2014, 2015, 2016, 2017)), *others())
    held = Panel(held.table, "1283", "SE", registry.model_copy(update={"indicators": changed}))
    (found,) = evaluate(held, AS_OF).beside
    assert [str(period) for period in found.path.index] == ["2016", "2017"]


def test_the_leading_indicator_is_the_first_with_enough_others(panel):
    long = [(LONG, number, "2018", 30.0 + value) for number, value in OTHERS.items()]
    held = panel((SICK, "1283", "2018", 6.5), (LONG, "1283", "2018", 40.0), *long)
    found = evaluate(held, AS_OF)
    assert found.lead.indicator.id == LONG
    assert list(found.band["middle"]) == [36.0]
    assert [item.indicator.id for item in found.beside] == [SICK, LONG]


def test_the_band_has_the_periods_of_the_path_with_enough_others(panel):
    held = panel(
        (SICK, "1283", "2016", 6.0),
        (SICK, "1283", "2017", 6.2),
        (SICK, "1283", "2018", 6.5),
        *others("2018"),
        *others("2017", **{"1214": 3.0}),
        *others("2016")[:3],
        (SICK, "0000", "2017", 7.0),
    )
    band = evaluate(held, AS_OF).band
    assert [str(period) for period in band.index] == ["2017", "2018"]
    assert list(band["n"]) == [5, 5]
    assert band["country"].iloc[0] == 7.0
    assert pd.isna(band["country"].iloc[1])


def test_what_is_lacking_are_indicators_that_a_municipality_can_have(panel):
    found = evaluate(panel((SICK, "1283", "2018", 6.5)), AS_OF)
    names = {item.id for item in found.lacks}
    assert SICK not in names
    assert "hme_total" in names
    assert "sick_leave_own_no" not in names
    norwegian = {item.id for item in evaluate(panel(country="NO"), AS_OF).lacks}
    assert "sick_leave_own_no" in norwegian
    # Of counties, sectors or the country only.
    assert not norwegian & {"sick_leave_ssb_total", "sick_leave_ks", "turnover_ks"}


class TestFindings:
    def test_with_nothing_at_all_two_things_cannot_be_said(self, panel):
        found = find(evaluate(panel(), AS_OF))
        assert [item.key for item in found] == ["no_programme", "no_figures"]
        assert {item.grade for item in found} == {Grade.NOT_ASSESSABLE}
        assert found[1].values["lacks"] > 20

    def test_a_figure_beside_others_is_documented_and_nothing_more(self, panel):
        found = find(evaluate(panel((SICK, "1283", "2018", 6.5), *others()), AS_OF, 1))
        assert [(item.key, item.grade) for item in found] == [("beside", Grade.OBSERVED)]
        assert found[0].graded == ()

    def test_a_figure_without_others_stands_alone(self, panel):
        found = find(evaluate(panel((SICK, "1283", "2018", 6.5)), AS_OF, 1))
        assert [(item.key, item.grade) for item in found] == [("alone", Grade.OBSERVED)]

    def test_each_file_that_cannot_be_read_is_named(self, panel):
        unread = (Unread("a.toml", 3, True), Unread("b.toml", 1, False))
        found = find(evaluate(panel(), AS_OF, 1, unread))
        assert [item.key for item in found] == ["unread", "unread", "no_figures"]
        assert [item.values["file"].faults for item in found[:2]] == [3, 1]
