"""XmR limits and labels against those that NHSRplotthedots publishes (see the manifest)."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.methods.control_charts import Limits, chart, limits

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


def test_limits_of_breaches_in_an_emergency_department(folder, expected):
    values = pd.read_csv(folder / "ae_RQM_breaches_2016_18.csv")["y"]
    assert same(limits(values), expected["ae_RQM_2016_18"], 1e-6)
    assert chart(values)["label"].iloc[-1] == expected["ae_RQM_2016_18"]["variation_last_point"]
