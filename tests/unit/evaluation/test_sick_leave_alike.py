"""Figures that may not be compared: across a break in counting, impossible, or too close."""

import pandas as pd
import pytest
from making_evaluations import (
    AFTER,
    STEADY,
    evaluated,
    finding,
    keys,
    observed,
    programme,
    table_of,
)

from analysis.evaluation.findings import Grade, Reason
from analysis.evaluation.sick_leave import evaluate, find
from analysis.evaluation.sick_leave.alike import Alike, counted_alike, possible_years
from analysis.methods.targets import Outcome
from analysis.model.definitions import Break
from analysis.model.observations import as_series
from analysis.model.periods import Period, quarters_of

NOTE = {"en": "Holidays are counted in another way."}
FALLEN = {2002: 9.1, 2003: 8.9, **STEADY, 2008: 7.0}


def broken(at: str) -> Break:
    return Break(at=Period.parse(at), note=NOTE)


def across(at: str, years: dict[int, float] = FALLEN):
    return evaluate(programme(), [(None, observed(years))], None, AFTER, breaks=[broken(at)])


# -- breaks


def test_a_fall_at_a_break_in_the_way_of_counting_cannot_be_assessed():
    evaluation = across("2008Q1")
    assert evaluation.effect is Grade.NOT_ASSESSABLE
    assert evaluation.counts == (0, 4)
    values = finding(evaluation, "effect").values
    assert values["broken"] == broken("2008Q1")
    level = finding(evaluation, "level").values
    assert (level["kind"], level["rank"], level["change"]) == (None, "tied", None)
    assert level["broken"] == broken("2008Q1")


def test_only_the_years_after_a_break_are_compared_with():
    evaluation = across("2005Q1")
    assert (evaluation.effect, evaluation.counts) == (Grade.INDICATED, (12, 4))
    level = finding(evaluation, "level").values
    assert (level["years"], level["before"]) == ((2005, 2008), (2005, 2007))
    assert level["change"] == pytest.approx(-2.0)


def test_a_break_before_the_first_figure_or_after_the_last_changes_nothing():
    for at in ("2002Q1", "2009Q1"):
        evaluation = across(at)
        assert evaluation.counts == (24, 4)
        assert finding(evaluation, "level").values["broken"] is None


def test_a_break_within_a_year_leaves_that_year_out():
    evaluation = across("2005Q3")
    assert finding(evaluation, "level").values["before"] == (2006, 2007)
    assert evaluation.lead.graded.reason is Reason.THIN


def test_a_year_that_a_break_falls_within_has_no_mean():
    evaluation = across("2005Q3")
    assert 2005 not in evaluation.lead.values
    assert {2004, 2006} <= set(evaluation.lead.values)
    assert 2005 in across("2005Q1").lead.values


def test_the_targets_of_a_year_are_judged_on_whichever_side_of_a_break_it_lies():
    (judgement,) = across("2008Q1").lead.judgements
    assert judgement.outcome is Outcome.MET


def test_a_break_that_a_programme_file_names_counts_as_one_of_the_registry():
    made = programme(breaks=[{"at": "2008Q1", "note": NOTE}])
    assert evaluated(FALLEN, made=made).effect is Grade.NOT_ASSESSABLE


def test_the_stretch_of_the_last_full_year_is_what_is_counted_alike():
    series = as_series(quarters_of(2007) + quarters_of(2008), [8.0] * 8)
    none = as_series([], [])
    breaks = [broken("2008Q2"), broken("2007Q3"), broken("2007Q1")]
    assert counted_alike(series, none, []) == Alike()
    assert counted_alike(series, none, [broken("2008Q1")]) == Alike(since=broken("2008Q1"))
    assert counted_alike(series, none, breaks) == Alike(since=broken("2008Q2"))
    assert counted_alike(series.iloc[:0], none, breaks) == Alike()
    assert [
        str(period) for period in Alike(broken("2007Q2"), broken("2007Q4")).part(series).index
    ] == [
        "2007Q2",
        "2007Q3",
    ]


def test_a_break_after_the_last_full_year_takes_nothing_from_the_years_before_it():
    years = {**FALLEN, 2009: 5.0}
    evaluation = evaluate(
        programme(), [(None, observed(years, quarters=3))], None, AFTER, breaks=[broken("2009Q1")]
    )
    assert evaluation.effect is Grade.INDICATED
    assert evaluation.lead.span == Alike(until=broken("2009Q1"))


def test_a_break_among_stated_years_alone_is_seen():
    stated = [(Period(year), 9.0) for year in range(1999, 2004)]
    table = pd.concat([table_of(stated), observed(FALLEN | {2002: 9.0})], ignore_index=True)
    evaluation = evaluate(programme(), [(None, table)], None, AFTER, breaks=[broken("2001Q1")])
    assert evaluation.lead.span == Alike(since=broken("2001Q1"))


# -- years that their quarters do not allow


def stating(year: int, value: float, years: dict[int, float] = FALLEN):
    table = pd.concat([observed(years), table_of([(Period(year), value)])], ignore_index=True)
    return evaluate(programme(), [(None, table)], None, AFTER)


def test_a_stated_year_above_all_its_quarters_does_not_lead():
    """2008 has quarters from 6.5 to 7.5; 8.7 is a slip of somebody."""
    evaluation = stating(2008, 8.7)
    first = find(evaluation)[0]
    assert (first.key, first.grade) == ("contradicted", Grade.NOT_ASSESSABLE)
    assert first.values == {"year": 2008, "value": 7.0, "doubtful": 8.7, "parts": (6.5, 7.5)}


def test_a_target_that_one_of_two_contradicting_values_misses_cannot_be_decided():
    found = finding(stating(2008, 8.7), "target")
    assert found.grade is Grade.NOT_ASSESSABLE
    assert found.values["judgement"].outcome is Outcome.AT_THE_LINE
    assert found.values["doubtful"] == 8.7
    assert finding(stating(2008, 8.2), "target").values["judgement"].outcome is Outcome.MET


def test_figures_that_contradict_each_other_carry_no_claim():
    evaluation = stating(2008, 8.7)
    assert evaluation.lead.decisive.significant
    assert (evaluation.effect, evaluation.lead.graded.reason) == (
        Grade.NOT_SHOWN,
        Reason.DOUBTFUL,
    )
    assert stating(2008, 7.2).effect is Grade.INDICATED


def test_a_stated_year_that_a_break_falls_within_is_taken_as_it_is():
    table = pd.concat([observed(FALLEN), table_of([(Period(2005), 11.0)])], ignore_index=True)
    evaluation = evaluate(programme(), [(None, table)], None, AFTER, breaks=[broken("2005Q3")])
    assert evaluation.lead.values[2005].value == 11.0
    assert evaluation.lead.doubtful == {}


@pytest.mark.parametrize(
    ("value", "is_possible"), [(7.5, True), (7.6, True), (7.7, False), (6.4, True), (6.3, False)]
)
def test_rounding_of_both_is_no_contradiction(value, is_possible):
    quarters = as_series(quarters_of(2008), [7.5, 6.5, 6.5, 7.5])
    kept, doubtful = possible_years(quarters, as_series([Period(2008)], [value]), 0.05)
    assert (len(kept), doubtful) == ((1, {}) if is_possible else (0, {2008: value}))


def test_a_year_in_whole_per_cent_is_no_contradiction_to_quarters_with_a_decimal():
    quarters = as_series(quarters_of(2008), [7.2, 7.3, 7.4, 7.5])
    for value, contradicted in ((7.0, False), (8.0, False), (6.0, True)):
        _, doubtful = possible_years(quarters, as_series([Period(2008)], [value]), 0.05)
        assert bool(doubtful) is contradicted


def test_a_contradiction_in_a_year_that_no_mean_holds_takes_nothing_back():
    table = pd.concat(
        [observed({2019: 8.3, 2020: 8.4, 2021: 8.2, 2022: 8.3, 2023: 8.3, 2024: 6.9}),
         table_of([(Period(2023), 12.0)])], ignore_index=True)  # fmt: skip
    made = programme().model_copy(update={"start": Period.parse("2023Q4")})
    evaluation = evaluate(made, [(None, table)], None, Period(2024))
    assert evaluation.lead.doubtful == {2023: 12.0}
    assert evaluation.effect is Grade.INDICATED


def test_a_year_without_all_its_quarters_is_taken_as_it_is():
    quarters = as_series(quarters_of(2008)[:3], [7.5, 6.5, 6.5])
    kept, doubtful = possible_years(quarters, as_series([Period(2008)], [9.9]), 0.05)
    assert (list(kept), doubtful) == ([9.9], {})


# -- ranks within rounding


@pytest.mark.parametrize(
    ("last", "rank"), [(8.79, "lowest"), (8.8, "tied"), (9.2, "tied"), (9.21, "highest")]
)
def test_what_rounding_may_have_put_on_either_side_has_no_rank(last, rank):
    made = programme(rounding=0.05)
    assert finding(evaluated({**STEADY, 2008: last}, made=made), "level").values["rank"] == rank


# -- a start within a year


def test_a_fall_that_had_come_before_the_start_is_not_shown():
    years = {2019: 8.3, 2020: 8.4, 2021: 8.2, 2022: 8.3, 2023: 6.8, 2024: 6.9}
    made = programme(targets=(("2024", "desired", 7.0),)).model_copy(
        update={"start": Period.parse("2023Q4")}
    )
    evaluation = evaluated(years, made=made, as_of=Period(2024))
    assert evaluation.lead.decisive.significant
    assert (evaluation.effect, evaluation.lead.graded.reason) == (
        Grade.NOT_SHOWN,
        Reason.EARLIER,
    )
    assert finding(evaluation, "effect").values["left_out"] == (2023,)


def test_a_fall_that_came_with_the_start_within_a_year_is_still_found():
    years = {2019: 8.3, 2020: 8.4, 2021: 8.2, 2022: 8.3, 2023: 8.3, 2024: 6.9}
    made = programme(targets=(("2024", "desired", 7.0),)).model_copy(
        update={"start": Period.parse("2023Q4")}
    )
    assert evaluated(years, made=made, as_of=Period(2024)).effect is Grade.INDICATED


def test_a_start_on_the_first_day_divides_no_year_that_lacks_a_quarter():
    table = observed({**STEADY, 2008: 7.0, 2009: 7.1})
    table = table[[str(period) != "2008Q3" for period in table["period"]]]
    evaluation = evaluate(programme(), [(None, table)], None, Period(2009))
    assert finding(evaluation, "effect").values["divided"] is None
    assert finding(evaluation, "level").values["missing"] == (2008,)


# -- targets


def told(evaluation) -> list[tuple[str, str]]:
    return [
        (str(item.values["judgement"].target.period), item.values["judgement"].outcome.value)
        for item in find(evaluation)
        if item.key == "target"
    ]


def test_a_target_that_cannot_be_judged_is_told_after_the_last_that_can():
    made = programme(targets=(("2006", "desired", 8.0), ("2007", "desired", 8.0),
                              ("2008", "desired", 8.0)))  # fmt: skip
    evaluation = evaluated({**STEADY, 2008: 7.0}, made=made, quarters=3)
    assert told(evaluation) == [("2007", "missed"), ("2008", "not_assessable")]


def test_the_target_of_a_year_is_later_than_that_of_a_quarter_within_it():
    made = programme(targets=(("2008Q4", "desired", 8.0), ("2008", "desired", 8.0)))
    assert told(evaluated({**STEADY, 2008: 7.0}, made=made)) == [("2008", "met")]


def test_targets_of_other_indicators_are_named_as_not_looked_at():
    made = programme()
    other = made.indicators[0].model_copy(update={"id": "turnover"})
    target = made.targets[0].model_copy(update={"indicator": "turnover"})
    both = made.model_copy(
        update={"indicators": (*made.indicators, other), "targets": (*made.targets, target)}
    )
    evaluation = evaluated({**STEADY, 2008: 7.0}, made=both)
    found = finding(evaluation, "other_targets")
    assert [item.id for item in found.values["indicators"]] == ["turnover"]
    assert keys(evaluation).index("other_targets") == 2
    assert "other_targets" not in keys(evaluated({**STEADY, 2008: 7.0}))
