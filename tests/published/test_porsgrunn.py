"""Porsgrunn's sick leave: from the files of this project to the figures of its evaluation.

The figures were worked out by hand and with other programs before this one was written; see the
statement of the project and its notes on statistics.
"""

import pytest

from analysis.evaluation.findings import Grade
from analysis.evaluation.sick_leave import ReadingResult
from analysis.methods.control_charts import COMMON_CAUSE, chart, signal_survival
from analysis.methods.interrupted_series import split
from analysis.methods.seasonality import same_quarter_changes
from analysis.methods.targets import Outcome


@pytest.fixture(scope="module")
def lead(porsgrunn_evaluation):
    return porsgrunn_evaluation.lead


@pytest.fixture(scope="module")
def by_reading(porsgrunn_evaluation):
    return {result.reading.id: result for result in porsgrunn_evaluation.readings}


def near(*figures: float) -> object:
    """Equal as printed: to half a unit of the second decimal."""
    return pytest.approx(figures if len(figures) > 1 else figures[0], abs=0.005001)


def outcomes(result: ReadingResult) -> dict[tuple[str, str], Outcome]:
    return {(str(item.target.period), item.target.tier): item.outcome for item in result.judgements}


# -- what the table says


def test_means_of_the_years(lead):
    assert dict(lead.table["mean"]) == pytest.approx(
        {2005: 9.025, 2006: 9.85, 2007: 9.825, 2008: 8.325}
    )


def test_the_year_the_document_prints_stays_beside_the_mean(lead):
    assert lead.table.loc[2006, "year"] == 10.0
    assert lead.table["year"].count() == 1


def test_rolling_years(lead):
    rolling = lead.quarters.rolling(4).mean().dropna().iloc[-5:]
    assert [round(value, 3) for value in rolling] == near(9.825, 9.425, 9.175, 8.725, 8.325)


def test_each_quarter_of_2008_against_the_same_quarter_before(lead):
    table = same_quarter_changes(lead.quarters, 2008)
    assert list(table["change_on_mean"]) == pytest.approx([-0.9, -0.7, -1.567, -1.8], abs=0.001)
    assert list(table["change_on_previous"]) == pytest.approx([-1.6, -1.0, -1.8, -1.6])
    assert list(table["change_on_first"]) == pytest.approx([0.6, -0.5, -1.4, -1.5])


# -- the control chart


@pytest.fixture(scope="module")
def xmr(lead):
    return chart(lead.quarters, baseline=12)


def test_limits_of_the_twelve_quarters_before(xmr):
    assert xmr[["mean", "lower", "upper"]].iloc[0].tolist() == near(9.57, 7.39, 11.74)


def test_the_third_and_fourth_quarter_of_2008_are_the_only_signals(xmr):
    signals = xmr[xmr["label"] != COMMON_CAUSE]["label"]
    assert {str(period): label for period, label in signals.items()} == {
        "2008Q3": "two_of_three_below",
        "2008Q4": "two_of_three_below",
    }


def test_the_signal_hangs_on_the_rounding_of_the_printed_figures(lead):
    """Both signals remain in .32 of the draws, one of them in .73.

    It was .64 for both while a point outside the limits counted as one of two of three, which it
    does not in NHSRplotthedots: 2008Q3 (7.4) lies 0.01 above the lower limit, and wherever it
    falls outside, 2008Q4 is no signal any more.
    """
    survival = signal_survival(lead.quarters, 12, 0.05)
    assert (survival.every, survival.some) == pytest.approx((0.32, 0.73), abs=0.01)


def test_the_signal_is_gone_without_the_fourth_quarter(by_reading):
    quarters = by_reading["fourth_quarter_not_out"].quarters
    assert set(chart(quarters, baseline=12)["label"]) == {COMMON_CAUSE}
    assert signal_survival(quarters, 12, 0.05) is None


def test_all_sixteen_quarters_as_one_process_hold_no_signal(lead):
    table = chart(lead.quarters)
    assert table[["mean", "lower", "upper"]].iloc[0].tolist() == near(9.26, 7.13, 11.38)
    assert set(table["label"]) == {COMMON_CAUSE}


# -- before and after


def test_sixteen_quarters_bear_one_model(lead):
    assert [item.method for item in lead.models] == ["step_season"]
    (step,) = lead.models
    assert (step.estimate, step.low, step.high) == near(-1.24, -2.06, -0.42)
    assert step.p == pytest.approx(0.007, abs=0.0005)
    assert (step.n_before, step.n_after) == (12, 4)


def test_with_years_as_the_unit_the_change_is_not_shown(lead):
    own = lead.own
    assert own.estimate == near(-1.24)
    assert (own.low, own.high) == near(-3.57, 1.09)
    assert own.p == pytest.approx(0.15, abs=0.005)
    assert (own.df, own.n_before, own.n_after) == (2, 3, 1)
    assert own.smallest == near(2.33)


def test_against_norway_the_change_is_not_shown_either(lead):
    compared = lead.compared
    assert compared.estimate == near(-1.50)
    assert (compared.low, compared.high) == near(-3.22, 0.22)
    assert compared.p == pytest.approx(0.064, abs=0.0005)
    assert lead.decisive is compared


def test_norway_rose_while_porsgrunn_fell(porsgrunn_evaluation):
    norway = porsgrunn_evaluation.comparison
    means = {
        year: sum(value for period, value in norway.items() if period.year == year) / 4
        for year in (2005, 2006, 2007, 2008)
    }
    assert means == pytest.approx({2005: 6.675, 2006: 6.90, 2007: 6.875, 2008: 7.075})


def test_over_the_readings_p_runs_from_044_to_064(by_reading):
    found = {name: item.compared.p for name, item in by_reading.items() if item.compared.computed}
    assert set(found) == {"four_quarters", "year_2007", "year_2008", "year_2007_and_2008"}
    assert min(found, key=found.get) == "year_2007_and_2008"
    assert min(found.values()) == pytest.approx(0.044, abs=0.0005)
    assert max(found.values()) == pytest.approx(0.064, abs=0.0005)
    assert found["four_quarters"] == max(found.values())


@pytest.mark.parametrize(
    ("reading", "change"),
    [
        ("four_quarters", -1.24),
        ("year_2007", -1.20),
        ("year_2008", -1.47),
        ("year_2007_and_2008", -1.43),
    ],
)
def test_the_change_under_each_reading(by_reading, reading, change):
    assert by_reading[reading].own.estimate == near(change)


def test_fifteen_quarters_are_described_and_not_tested(by_reading):
    result = by_reading["fourth_quarter_not_out"]
    assert (result.own.status, result.compared.status) == ("too_few", "too_few")
    assert [item.status for item in result.models] == ["too_few"]
    assert result.effect is Grade.NOT_ASSESSABLE


def test_the_means_before_and_after_of_fifteen_quarters_differ_by_1_06_at_like_seasons(by_reading):
    quarters = by_reading["fourth_quarter_not_out"].quarters
    changes = same_quarter_changes(quarters, 2008)["change_on_mean"].dropna()
    assert changes.mean() == near(-1.06)


def test_the_effect_is_not_shown_though_two_readings_would_say_more(porsgrunn_evaluation):
    assert porsgrunn_evaluation.effect is Grade.NOT_SHOWN
    assert porsgrunn_evaluation.lead.effect is Grade.NOT_SHOWN
    stronger = [item.reading.id for item in porsgrunn_evaluation.stronger_readings]
    assert stronger == ["year_2008", "year_2007_and_2008"]


def test_twelve_quarters_before_and_four_after(porsgrunn_evaluation):
    assert porsgrunn_evaluation.counts == (12, 4)
    assert porsgrunn_evaluation.last_year == 2008
    before, after = split(porsgrunn_evaluation.lead.quarters, porsgrunn_evaluation.programme.start)
    assert (str(before.index[-1]), str(after.index[0])) == ("2007Q4", "2008Q1")


# -- the targets


def test_what_the_year_2008_can_be(lead):
    value = lead.values[2008]
    assert value.value == pytest.approx(8.325)
    assert value.usual == near(8.34, 8.42)
    assert value.wide == near(8.26, 8.55)
    assert value.rounding == 0.05


def test_the_targets_for_2008_are_met_the_desired_one_by_a_narrow_margin(lead):
    desired, acceptable = lead.judgements[:2]
    assert (desired.target.value, acceptable.target.value) == (8.5, 8.8)
    assert (desired.outcome, desired.fragile) == (Outcome.MET, True)
    assert (acceptable.outcome, acceptable.fragile) == (Outcome.MET, False)
    assert desired.distance == pytest.approx(0.175)
    assert acceptable.distance == pytest.approx(0.475)


def test_the_targets_for_2008_are_met_under_every_reading(by_reading):
    for result in by_reading.values():
        found = outcomes(result)
        assert found["2008", "desired"] is Outcome.MET
        assert found["2008", "acceptable"] is Outcome.MET


def test_a_printed_year_needs_no_weights(by_reading):
    for name in ("year_2008", "year_2007_and_2008", "fourth_quarter_not_out"):
        value = by_reading[name].values[2008]
        assert (value.value, value.usual, value.wide) == (8.1, (8.1, 8.1), (8.1, 8.1))


def test_the_targets_from_2009_on_are_not_due(lead):
    later = {key: outcome for key, outcome in outcomes(lead).items() if key[0] != "2008"}
    assert len(later) == 8
    assert set(later.values()) == {Outcome.NOT_DUE}
