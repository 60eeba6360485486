"""XmR charts against published ones: NHSRplotthedots (see the manifest) and a textbook."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.methods.control_charts import (
    EXACT_LIMIT,
    AssuranceType,
    Limits,
    PointType,
    Rebase,
    assurance,
    chart,
    labels,
    limits,
    point_types,
    segments,
    variation,
)
from analysis.methods.results import Status
from analysis.model.definitions import Target
from analysis.model.observations import as_series
from analysis.model.periods import Period

LABELS = {
    "Common Cause": "common_cause",
    "Above UCL": "above_limit",
    "Below LCL": "below_limit",
    "2 in 3 Above CL": "two_of_three_above",
    "2 in 3 Below CL": "two_of_three_below",
    "7 Points Above CL": "run_above",
    "7 Points Below CL": "run_below",
    "7 Point Trend (Increasing)": "rising",
    "7 Point Trend (Decreasing)": "falling",
}


TYPES = {
    "common_cause": PointType.COMMON_CAUSE,
    "special_cause_improvement": PointType.IMPROVEMENT,
    "special_cause_concern": PointType.CONCERN,
}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "golden" / "xmr"


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict:
    return json.loads((shared / "golden" / "expected.json").read_text())["xmr"]


def same(line: Limits, published: dict[str, float], digits: float) -> bool:
    found = (line.mean, line.lower, line.upper)
    wanted = [published[name] for name in ("mean", "lpl", "upl")]
    return found == pytest.approx(wanted, abs=digits)


@pytest.mark.parametrize(
    ("name", "screen", "baseline"),
    [
        ("ptd_deviations_screened", True, None),
        ("ptd_deviations_unscreened", False, None),
        ("ptd_rnorm20_expected", True, None),
        ("ae_RQM_breaches_2016_18", True, None),
    ],
)
def test_limits_and_labels_of_every_point(folder, name, screen, baseline):
    published = pd.read_csv(folder / f"{name}.csv")
    found = chart(published["y"], baseline, screen)
    for own, theirs in (("mean", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
        assert list(found[own]) == pytest.approx(list(published[theirs]), abs=1e-9)
    assert list(found["label"]) == [LABELS[label] for label in published["special_cause_type"]]


@pytest.mark.parametrize(
    ("case", "screen"), [("screened", True), ("unscreened_like_MDC_Excel", False)]
)
def test_limits_with_and_without_screening(expected, case, screen):
    published = expected["deviations_series"]
    assert same(limits(published["y"], screen), published[case], 1e-9)


def test_limits_of_twenty_points(folder, expected):
    values = pd.read_csv(folder / "ptd_rnorm20.csv")["y"]
    assert same(limits(values), expected["rnorm20_seed123"], 1e-6)


@pytest.mark.parametrize(
    ("case", "screen"),
    [("y15_replaced_by_10_screened", True), ("y15_replaced_by_10_unscreened", False)],
)
def test_limits_of_twenty_points_with_one_far_out(folder, expected, case, screen):
    values = pd.read_csv(folder / "ptd_rnorm20.csv")["y"].to_numpy(copy=True)
    values[14] = 10
    assert same(limits(values, screen), expected["rnorm20_seed123"][case], 1e-6)


@pytest.mark.parametrize(("case", "part"), [("f0", slice(10)), ("f1", slice(10, 20))])
def test_limits_of_ten_points_each(folder, expected, case, part):
    values = pd.read_csv(folder / "ptd_rnorm20.csv")["y"].to_numpy()[part]
    assert same(limits(values), expected["rnorm20_facets_first10_last10"][case], 0.005)


@pytest.fixture(scope="module")
def breaches(folder) -> pd.Series:
    """Breaches of the four-hour target at one NHS trust, by month, with their periods."""
    table = pd.read_csv(folder / "ae_RQM_breaches_2016_18.csv")
    return as_series([Period.parse(day[:7]) for day in table["x"]], list(table["y"]))


def aimed(value: float, period: str) -> Target:
    return Target(indicator="breaches", period=Period.parse(period), tier="desired", value=value)


def test_limits_of_breaches_in_an_emergency_department(breaches, expected):
    assert same(limits(breaches), expected["ae_RQM_2016_18"], 1e-6)


def test_every_point_of_the_breaches_has_its_published_type(folder, breaches):
    published = pd.read_csv(folder / "ae_RQM_breaches_2016_18.csv")["point_type"]
    found = point_types(chart(breaches), "decrease")
    assert list(found) == [TYPES[name] for name in published]


def test_variation_and_assurance_of_the_breaches(breaches, expected):
    """The package's "inconsistent" is our hit and miss; its README shows both icons."""
    published, points = expected["ae_RQM_2016_18"], chart(breaches)
    assert variation(points, published["improvement"]) == published["variation_last_point"]
    target = aimed(published["target"], "2018-03")
    found = assurance(points, published["improvement"], target)
    assert published["assurance"] == "inconsistent"
    assert found.outcome == AssuranceType.HIT_AND_MISS


def test_a_target_for_the_year_is_refused_for_the_months_of_the_breaches(breaches):
    found = assurance(chart(breaches), "decrease", aimed(1200, "2018"))
    assert (found.outcome, found.status) == (AssuranceType.NOT_APPLICABLE, Status.WRONG_PERIOD)


@pytest.mark.parametrize("case", ["f0", "f1"])
def test_first_and_last_ten_points_as_segments_of_one_chart(folder, expected, case):
    """The package's snapshot has them as facets; segments have limits of their own alike."""
    values = pd.read_csv(folder / "ptd_rnorm20.csv")["y"]
    table = segments(chart(values, rebase=[Rebase(10, "the second facet")]))
    row = table[table["segment"] == int(case[1])].iloc[0]
    published = expected["rnorm20_facets_first10_last10"][case]
    found = (row["estimate"], row["low"], row["high"])
    assert found == pytest.approx([published[name] for name in ("mean", "lpl", "upl")], abs=0.005)
    assert (row["n"], row["points"], row["signals"], row["trial"]) == (10, 10, 0, True)


def test_two_of_three_on_both_sides_of_the_mean_are_no_signal():
    """NHSRplotthedots, tests/testthat/test-ptd_spc_standard.R: the last two are common cause."""
    values = pd.Series([1.0, -1.0] * 7 + [5.5, -5.5])
    assert list(chart(values)["label"].iloc[-2:]) == ["common_cause"] * 2


@pytest.mark.parametrize(
    ("values", "expected_places"),
    [
        ([1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 7], range(7)),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], range(1, 8)),
        ([7, 6, 5, 4, 3, 2, 1], range(7)),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], range(1, 8)),
    ],
)
def test_trends_of_seven_points(values, expected_places):
    """NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R, seven point trend."""
    line = Limits(4.0, -90.0, 90.0)
    found = labels(pd.Series(values, dtype=float), line)
    marked = [i for i, name in enumerate(found) if name in ("rising", "falling")]
    assert marked == list(expected_places)


def test_limits_of_a_textbook_with_the_unrounded_factor():
    """Montgomery 2009, Introduction to Statistical Quality Control, sixth edition, example 6.5:
    cost of processing a loan application in 20 weeks. Mean 300.5, mean moving range 7.79, limits
    279.78 and 321.22 (3 / 1.128 of it)."""
    costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306]
    costs += [294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    line = limits(pd.Series(costs), screen=False, factor=EXACT_LIMIT)
    assert (line.mean, line.lower, line.upper) == pytest.approx((300.5, 279.78, 321.22), abs=0.005)
    assert (line.upper - line.mean) / EXACT_LIMIT == pytest.approx(7.79, abs=0.005)
