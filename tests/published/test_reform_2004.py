"""The Norwegian sick-leave reform of 1 July 2004, in figures of Statistics Norway.

The step and its errors were computed with R and with statsmodels (see the manifest).
"""

import json
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from analysis.methods.interrupted_series import split, step_models
from analysis.model.observations import as_series, series
from analysis.model.periods import Period
from analysis.sources.snapshots import read_series

REFORM = Period(2004, "quarter", 3)


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict:
    return json.loads((shared / "golden" / "expected.json").read_text())["its"]["ssb_2004_reform"]


@pytest.fixture(scope="module")
def norway(shared: Path) -> pd.Series:
    """2000Q2 to 2008Q4, the sample of the published estimate."""
    file = shared / "golden" / "its" / "ssb_norway_sickleave_quarterly_2000Q2_2011Q3.csv"
    table = pd.read_csv(file).query("year <= 2008")
    pairs = zip(table["year"], table["quarter"], strict=True)
    periods = [Period(int(year), "quarter", int(quarter)) for year, quarter in pairs]
    return as_series(periods, list(table["total"]))


@pytest.fixture(scope="module")
def model(norway):
    found = {item.method: item for item in step_models(norway, REFORM)}
    return found["step_trend_season"]


def test_the_sample_is_that_of_the_published_estimate(norway):
    before, after = split(norway, REFORM)
    assert (len(norway), len(before), len(after)) == (35, 17, 18)


def test_the_step_is_the_published_one(model, expected):
    assert expected["post"] == -1.645
    assert model.estimate == pytest.approx(expected["post"], abs=0.0005)
    assert model.df == expected["df"] == 29


def test_the_interval_has_the_published_error_and_students_t(model, expected):
    margin = stats.t.ppf(0.975, 29) * expected["ols_se"]
    assert model.smallest == pytest.approx(margin, abs=1e-6)
    assert (model.low, model.high) == pytest.approx(
        (model.estimate - margin, model.estimate + margin), abs=1e-6
    )
    assert model.significant


def test_the_sample_bears_a_trend_but_no_change_of_slope(norway):
    methods = [item.method for item in step_models(norway, REFORM)]
    assert methods == ["step_season", "step_trend_season", "step_season_ar1"]


def test_the_snapshot_of_this_project_holds_the_same_series(workspace, norway):
    snapshot = read_series(workspace, "ssb/sick-leave-national/2011-12-20", "0000")
    own = series(snapshot, "sick_leave", "quarter", Period(2008))
    assert list(own.index) == list(norway.index)
    assert list(own) == list(norway)
