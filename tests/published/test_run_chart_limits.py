"""Run charts against the published limits and against Porsgrunn's quarters worked out by hand."""

import pytest

from analysis.methods.control_charts import run_chart, run_limits

RUNS = {(10, 11): 6, (12, 22): 7, (23, 45): 8, (46, 90): 9, (91, 100): 10}
CROSSINGS = (
    *(2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8, 9, 9, 10),
    *(10, 11, 11, 11, 12, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 17, 17, 18, 18),
    *(19, 19, 20, 20, 21, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 25, 26, 26, 27, 27),
    *(28, 28, 29, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 34, 35, 35, 36, 36),
    *(37, 37, 38, 38, 39, 39, 39, 40, 40, 41, 41),
)


@pytest.mark.parametrize(("span", "longest"), RUNS.items())
def test_longest_runs_of_the_published_table(span, longest):
    """qicharts2, vignette "Quality Improvement Charts" (Anhøj 2018), appendix 2."""
    first, last = span
    assert {run_limits(useful)[0] for useful in range(first, last + 1)} == {longest}


def test_fewest_crossings_of_the_published_table():
    """qicharts2, vignette "Quality Improvement Charts" (Anhøj 2018), appendix 2: 10 to 100."""
    assert tuple(run_limits(useful)[1] for useful in range(10, 101)) == CROSSINGS


def test_porsgrunn_about_the_median_of_the_three_years_before(porsgrunn_evaluation):
    """Worked out by hand in the notes on statistics: no signal."""
    found = run_chart(porsgrunn_evaluation.lead.quarters, baseline=12)
    assert found.estimate == pytest.approx(9.35)
    assert (found.n, found.useful) == (16, 16)
    assert (found.longest_run, found.longest_run_limit) == (4, 7)
    assert (found.crossings, found.crossings_limit) == (6, 4)
    assert found.signal is False
