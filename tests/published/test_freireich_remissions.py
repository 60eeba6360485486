"""Kaplan-Meier on the remissions of Freireich et al. (1963), weeks, 21 children in each group.

Shares, standard errors and limits as R's survfit prints them for these data (R package survival,
interval on the log scale; the data as in Klein and Moeschberger, section 1.2).
"""

import numpy as np
import pytest

from analysis.methods.action_plans import kaplan_meier, median_time

MERCAPTOPURINE = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

PRINTED_MERCAPTOPURINE = """
6 21 3 0.857 0.0764 0.720 1.000
7 17 1 0.807 0.0869 0.653 0.996
10 15 1 0.753 0.0963 0.586 0.968
13 12 1 0.690 0.1068 0.510 0.935
16 11 1 0.627 0.1141 0.439 0.896
22 7 1 0.538 0.1282 0.337 0.858
23 6 1 0.448 0.1346 0.249 0.807
"""
PRINTED_PLACEBO = """
1 21 2 0.9048 0.0641 0.78754 1.000
2 19 2 0.8095 0.0857 0.65785 0.996
3 17 1 0.7619 0.0929 0.59988 0.968
4 16 2 0.6667 0.1029 0.49268 0.902
5 14 2 0.5714 0.1080 0.39455 0.828
8 12 4 0.3810 0.1060 0.22085 0.657
11 8 2 0.2857 0.0986 0.14529 0.562
12 6 2 0.1905 0.0857 0.07887 0.460
15 4 1 0.1429 0.0764 0.05011 0.407
17 3 1 0.0952 0.0641 0.02549 0.356
22 2 1 0.0476 0.0465 0.00703 0.322
"""
COLUMNS = ("time", "at_risk", "events", "estimate", "error", "low", "high")


@pytest.mark.parametrize(
    ("times", "events", "printed"),
    [
        (MERCAPTOPURINE, RELAPSED, PRINTED_MERCAPTOPURINE),
        (PLACEBO, [1] * 21, PRINTED_PLACEBO),
    ],
)
def test_every_line_of_the_survival_table(times, events, printed):
    found = kaplan_meier(times, events)
    lines = [line.split() for line in printed.strip().splitlines()]
    for (_, row), line in zip(found.iterrows(), lines, strict=False):
        for column, text in zip(COLUMNS, line, strict=True):
            decimals = len(text.partition(".")[2])
            assert round(row[column], decimals) == float(text), (row["time"], column)
    assert len(found) in (len(lines), len(lines) + 1)


def test_the_last_line_has_no_limits_where_nobody_is_left():
    last = kaplan_meier(PLACEBO, [1] * 21).iloc[-1]
    assert (last["time"], last["estimate"]) == (23, 0)
    assert np.isnan([last["low"], last["high"]]).all()


def test_the_median_remission_and_its_open_interval():
    median = median_time(kaplan_meier(MERCAPTOPURINE, RELAPSED))
    assert (median.estimate, median.low, median.high) == (23, 16, None)
    assert median_time(kaplan_meier(PLACEBO, [1] * 21)).estimate == 8
