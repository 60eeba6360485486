"""The Norwegian sick-leave reform of 1 July 2004, in figures of Statistics Norway.

The step and its errors were computed with R and with statsmodels (see the manifest).
"""

import json
from pathlib import Path

import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.methods.interrupted_series import segmented_models, split, step_models
from analysis.methods.interrupted_series.designs import design_matrix, sample_of
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


@pytest.fixture(scope="module")
def regression(norway):
    """The least squares of statsmodels on our terms: from it come the errors we do not print."""
    sample = sample_of(norway, REFORM)
    return sm.OLS(sample.values, design_matrix(sample, "step_trend_season").to_numpy())


def test_the_ordinary_error_is_the_published_one(regression, expected):
    assert regression.fit().bse[0] == pytest.approx(expected["ols_se"], abs=5e-8)


@pytest.mark.parametrize(
    ("name", "lag", "corrected"),
    [
        ("nw_lag4_adjusted_se", 4, True),
        ("nw_lag4_unadjusted_se", 4, False),
        ("nw_lag2_adjusted_se", 2, True),
    ],
)
def test_the_errors_of_newey_and_west_are_the_published_ones(
    regression, expected, name, lag, corrected
):
    options = {"maxlags": lag, "use_correction": corrected}
    fit = regression.fit(cov_type="HAC", cov_kwds=options)
    assert fit.bse[0] == pytest.approx(expected[name], abs=5e-8)


def test_with_correlated_quarters_the_interval_is_wider_than_the_published_one(norway, expected):
    """By another route: the iteration of Cochrane and Orcutt written out, rho by Yule-Walker."""
    found = {row.method: row for row in segmented_models(norway, REFORM) if row.statistic == "step"}
    row = found["step_trend_season_ar1"]
    sample = sample_of(norway, REFORM)
    x, y = design_matrix(sample, "step_trend_season").to_numpy(), sample.values
    rho = 0.0
    for _ in range(100):
        fit = sm.OLS(y[1:] - rho * y[:-1], x[1:] - rho * x[:-1]).fit()
        left = y - x @ fit.params
        left -= left.mean()
        rho = (left[1:] @ left[:-1] / 34) / (left @ left / 35)
    assert 0.4 < rho < 0.9
    assert row.estimate == pytest.approx(fit.params[0], abs=0.0005)
    assert row.smallest == pytest.approx(stats.t.ppf(0.975, row.df) * fit.bse[0], abs=0.0005)
    assert row.smallest > stats.t.ppf(0.975, 29) * expected["ols_se"]


def test_the_sample_bears_a_trend_but_no_change_of_slope(norway):
    methods = [item.method for item in step_models(norway, REFORM)]
    assert methods == ["step_season", "step_trend_season", "step_season_ar1"]


def test_the_snapshot_of_this_project_holds_the_same_series(workspace, norway):
    snapshot = read_series(workspace, "ssb/sick-leave-national/2011-12-20", "0000")
    own = series(snapshot, "sick_leave", "quarter", Period(2008))
    assert list(own.index) == list(norway.index)
    assert list(own) == list(norway)
