"""What is found about a quarterly indicator, and how surely."""

import pandas as pd
import pytest
from making_evaluations import (
    AFTER,
    COMPARED,
    PRINTED,
    STEADY,
    evaluated,
    finding,
    keys,
    observed,
    programme,
    table_of,
)

from analysis.evaluation.findings import Grade
from analysis.evaluation.sick_leave import SickLeaveEvaluation, evaluate, find
from analysis.methods.targets import Outcome
from analysis.model.periods import Period, quarters_of

# -- the findings of the real case


def test_porsgrunns_first_page_says_level_targets_effect_and_outlook(porsgrunn_evaluation):
    assert keys(porsgrunn_evaluation) == ["level", "target", "target", "effect", "outlook"]
    assert [item.grade for item in find(porsgrunn_evaluation)] == [
        *(Grade.OBSERVED, Grade.OBSERVED, Grade.OBSERVED),
        *(Grade.NOT_SHOWN, Grade.NOT_ASSESSABLE),
    ]


def test_porsgrunns_level_is_the_lowest_of_four_years_while_norways_rose(porsgrunn_evaluation):
    values = finding(porsgrunn_evaluation, "level").values
    assert (values["year"], values["rank"]) == (2008, "lowest")
    assert (values["years"], values["before"]) == ((2005, 2008), (2005, 2007))
    assert values["value"] == pytest.approx(8.325)
    assert values["change"] == pytest.approx(-1.2417, abs=1e-4)
    assert values["comparison_change"] == pytest.approx(0.2583, abs=1e-4)


def test_porsgrunns_target_findings_are_of_2008_and_the_same_in_all_readings(porsgrunn_evaluation):
    found = [item for item in find(porsgrunn_evaluation) if item.key == "target"]
    assert [item.values["judgement"].target.tier for item in found] == ["acceptable", "desired"]
    assert all(str(item.values["judgement"].target.period) == "2008" for item in found)
    assert all(item.values["same"] for item in found)
    assert {item.values["judgement"].outcome for item in found} == {Outcome.MET}


def test_porsgrunns_effect_counts_the_readings_that_would_say_more(porsgrunn_evaluation):
    values = finding(porsgrunn_evaluation, "effect").values
    assert (values["n_before"], values["n_after"]) == (12, 4)
    assert values["compared"] is True
    assert (len(values["stronger"]), values["n_readings"]) == (2, 5)
    assert values["test"].p == pytest.approx(0.064, abs=0.0005)


def test_porsgrunns_outlook_names_the_targets_that_are_not_due(porsgrunn_evaluation):
    values = finding(porsgrunn_evaluation, "outlook").values
    assert values["ahead"] == (Period(2009), Period(2012))
    assert values["year"] == 2008


# -- grades


def test_a_fall_far_beyond_the_spread_of_the_years_is_indicated():
    evaluation = evaluated({**STEADY, 2008: 7.0})
    assert evaluation.effect is Grade.INDICATED
    assert evaluation.lead.decisive is evaluation.lead.own
    assert evaluation.stronger_readings == ()


def test_a_change_to_the_bad_side_is_never_indicated():
    assert evaluated({**STEADY, 2008: 11.0}).effect is Grade.NOT_SHOWN
    rising = programme("increase", (("2008", "desired", 10.0),))
    assert evaluated({**STEADY, 2008: 11.0}, made=rising).effect is Grade.INDICATED
    assert evaluated({**STEADY, 2008: 7.0}, made=rising).effect is Grade.NOT_SHOWN


def test_a_fall_that_the_comparison_shares_is_not_shown():
    other = {2004: 7.1, 2005: 6.9, 2006: 7.0, 2007: 7.0, 2008: 5.0}
    evaluation = evaluated({**STEADY, 2008: 7.0}, other=other)
    assert evaluation.lead.own.significant
    assert evaluation.lead.decisive is evaluation.lead.compared
    assert evaluation.effect is Grade.NOT_SHOWN


def test_a_fall_against_a_comparison_that_stood_still_is_indicated():
    other = {2004: 7.1, 2005: 6.9, 2006: 7.0, 2007: 7.0, 2008: 7.0}
    evaluation = evaluated({**STEADY, 2008: 7.0}, other=other)
    assert evaluation.lead.decisive is evaluation.lead.compared
    assert evaluation.effect is Grade.INDICATED


def test_a_comparison_too_short_to_test_is_not_replaced_by_the_own_series():
    evaluation = evaluated({**STEADY, 2008: 7.0}, other={2008: 7.0})
    assert evaluation.lead.compared.status == "too_few"
    assert evaluation.lead.decisive is evaluation.lead.compared
    assert evaluation.effect is Grade.NOT_ASSESSABLE


def test_a_series_too_short_to_test_cannot_be_assessed():
    evaluation = evaluated({2006: 9.0, 2007: 9.1, 2008: 8.0}, quarters=3)
    assert evaluation.effect is Grade.NOT_ASSESSABLE


def test_the_weakest_grade_over_the_readings_counts():
    strong, weak = observed({**STEADY, 2008: 7.0}), observed({**STEADY, 2008: 8.9})
    short = observed({2007: 9.0, 2008: 7.0})

    def over(*tables: pd.DataFrame) -> SickLeaveEvaluation:
        return evaluate(programme(), [(None, table) for table in tables], None, AFTER)

    assert over(strong, strong).effect is Grade.INDICATED
    assert over(strong, weak).effect is Grade.NOT_SHOWN
    assert len(over(strong, weak).stronger_readings) == 1
    assert over(strong, short).effect is Grade.NOT_SHOWN
    assert over(short, short).effect is Grade.NOT_ASSESSABLE


# -- dates


def test_only_what_had_ended_by_the_date_is_looked_at(porsgrunn, porsgrunn_evaluation):
    tables = [(item.reading, item.observations) for item in porsgrunn_evaluation.readings]
    norway = porsgrunn_evaluation.comparison
    compared = table_of(norway.items())
    earlier = evaluate(porsgrunn, tables, compared, Period.parse("2007"))
    assert str(earlier.lead.quarters.index[-1]) == "2007Q4"
    assert earlier.counts == (12, 0)
    assert keys(earlier) == ["no_full_year", "no_target_due", "effect", "outlook"]
    assert earlier.effect is Grade.NOT_ASSESSABLE


def test_half_a_year_after_the_start_there_is_no_full_year_yet():
    evaluation = evaluated({**STEADY, 2008: 7.0}, as_of=Period.parse("2008H1"))
    assert evaluation.counts == (16, 2)
    assert evaluation.last_year == 2007
    assert keys(evaluation)[0] == "no_full_year"


def test_a_target_whose_year_has_no_value_cannot_be_assessed():
    evaluation = evaluated({**STEADY, 2008: 7.0}, quarters=3)
    found = finding(evaluation, "target")
    assert found.grade is Grade.NOT_ASSESSABLE
    assert found.values["judgement"].outcome is Outcome.NOT_ASSESSABLE


def test_only_the_targets_of_the_last_period_due_are_findings():
    made = programme(targets=(("2007", "desired", 9.5), ("2008", "desired", 8.5),
                              ("2009", "desired", 8.0)))  # fmt: skip
    evaluation = evaluated({**STEADY, 2008: 7.0}, made=made)
    periods = [
        str(item.values["judgement"].target.period)
        for item in find(evaluation)
        if item.key == "target"
    ]
    assert periods == ["2008"]


def test_a_target_for_half_a_year_is_not_judged_by_the_whole_year():
    made = programme(targets=(("2008H1", "desired", 8.5),))
    (judgement,) = evaluated({**STEADY, 2008: 7.0}, made=made).lead.judgements
    assert judgement.outcome is Outcome.NOT_ASSESSABLE


def test_a_target_for_a_quarter_is_judged_by_that_quarter():
    """2008 has the mean 8.4 and the quarters 8.9, 7.9, 7.9, 8.9."""
    made = programme(targets=(("2008Q1", "desired", 8.5), ("2008Q3", "desired", 8.5)))
    first, third = evaluated({**STEADY, 2008: 8.4}, made=made).lead.judgements
    assert (first.outcome, third.outcome) == (Outcome.MISSED, Outcome.MET)
    assert (first.value, third.value) == pytest.approx((8.9, 7.9))


# -- levels and year values


@pytest.mark.parametrize(
    ("last", "rank"),
    [(8.0, "lowest"), (8.9, "tied"), (8.95, "between"), (9.1, "tied"), (9.5, "highest")],
)
def test_the_last_year_has_a_rank_among_all_years(last, rank):
    assert finding(evaluated({**STEADY, 2008: last}), "level").values["rank"] == rank


def test_a_year_with_the_same_quarters_in_another_order_is_tied():
    """Their means differ in the last binary digit, and in nothing a reader would call lower."""
    table = table_of(
        (period, value)
        for year, values in ((2006, PRINTED), (2007, PRINTED), (2008, PRINTED[::-1]))
        for period, value in zip(quarters_of(year), values, strict=True)
    )
    evaluation = evaluate(programme(), [(None, table)], None, AFTER)
    assert finding(evaluation, "level").values["rank"] == "tied"


def with_stated(years: dict[int, float], stated: dict[int, float]) -> SickLeaveEvaluation:
    own = [(Period(year), value) for year, value in stated.items()]
    table = pd.concat([observed(years), table_of(own)], ignore_index=True)
    return evaluate(programme(), [(None, table)], None, AFTER)


def test_a_stated_year_leads_and_its_mean_is_compared_with_means():
    values = finding(with_stated({**STEADY, 2008: 8.5}, {2008: 8.2, 2006: 8.0}), "level").values
    assert (values["value"], values["stated"], values["mean"]) == pytest.approx((8.2, 8.2, 8.5))
    assert (values["kind"], values["rank"]) == ("mean", "tied")
    assert values["change"] == pytest.approx(-0.5)


def test_years_that_are_all_stated_are_compared_as_stated():
    stated = {2004: 8.8, 2005: 9.0, 2006: 8.8, 2007: 9.0, 2008: 9.2}
    values = finding(with_stated({**STEADY, 2008: 8.9}, stated), "level").values
    assert (values["kind"], values["rank"], values["value"]) == ("year", "highest", 9.2)
    assert values["change"] == pytest.approx(0.3)


def test_stated_years_before_that_the_last_year_has_not_are_not_compared_with():
    stated = {2002: 6.0, 2003: 6.0, 2004: 6.0, 2005: 6.0, 2006: 6.0, 2007: 6.0}
    values = finding(with_stated({**STEADY, 2008: 8.5}, stated), "level").values
    assert (values["kind"], values["value"], values["rank"]) == ("mean", 8.5, "lowest")
    assert (values["years"], values["change"]) == ((2004, 2008), pytest.approx(-0.5))


def test_years_without_all_their_quarters_are_named_as_missing():
    table = observed({**STEADY, 2008: 8.5})
    table = table[[str(period) != "2005Q2" for period in table["period"]]]
    values = finding(evaluate(programme(), [(None, table)], None, AFTER), "level").values
    assert (values["before"], values["missing"]) == ((2004, 2007), (2005,))
    assert finding(evaluated({**STEADY, 2008: 8.5}), "level").values["missing"] == ()


def test_without_figures_by_the_date_nothing_is_said_of_any_year():
    evaluation = evaluated({**STEADY, 2008: 7.0}, as_of=Period(2003))
    assert keys(evaluation)[0] == "no_figures"
    assert evaluation.last_year is None
    assert finding(evaluation, "outlook").values["year"] is None


def test_without_a_comparison_nothing_is_said_of_it():
    assert finding(evaluated({**STEADY, 2008: 8.0}), "level").values["comparison_change"] is None


def test_a_comparison_that_lacks_a_year_is_not_compared_with():
    other = dict.fromkeys((2005, 2006, 2007, 2008), 7.0)
    evaluation = evaluated({**STEADY, 2008: 8.0}, other=other)
    assert finding(evaluation, "level").values["comparison_change"] is None


def test_without_weights_a_year_is_its_mean_and_no_more():
    value = evaluated({**STEADY, 2008: 8.0}, made=programme(rounding=0.05)).lead.values[2008]
    assert (value.usual, value.wide, value.rounding) == ((8.0, 8.0), (8.0, 8.0), 0.05)


def test_weights_give_a_year_its_bounds():
    weights = {"usual": (0.2, 0.3), "wide": (0.15, 0.35)}
    value = evaluated({**STEADY, 2008: 8.0}, made=programme(weights=weights)).lead.values[2008]
    assert value.usual == pytest.approx((7.9, 8.1))
    assert value.wide == pytest.approx((7.8, 8.2))


def test_another_test_than_the_one_that_was_fixed_is_refused():
    """Without the figures of the comparison it names, the own series would decide in its place."""
    years = {**STEADY, 2008: 7.0}
    with pytest.raises(ValueError, match="names one, and only with it"):
        evaluate(programme(comparison=COMPARED), [(None, observed(years))], None, AFTER)
    with pytest.raises(ValueError, match="names one, and only with it"):
        evaluate(programme(), [(None, observed(years))], observed(STEADY), AFTER)


def test_a_fall_that_was_under_way_is_not_shown():
    falling = {2000 + i: 10.0 - 0.3 * i + 0.05 * (i % 2) for i in range(12)}
    made = programme().model_copy(update={"start": Period(2008, "quarter", 1)})
    evaluation = evaluated(falling, made=made, as_of=Period(2012))
    assert evaluation.lead.own.significant
    assert evaluation.lead.own.estimate < -1
    assert evaluation.effect is Grade.NOT_SHOWN
