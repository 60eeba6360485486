"""Time from adoption to completion, with those not yet done."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.action_plans import (
    kaplan_meier,
    measure_status,
    median_time,
    time_to_completion,
)
from analysis.methods.results import Status
from analysis.model.periods import Period


def test_five_cases_worked_by_hand():
    # At 1: 4/5. At 3: 3 at risk (2 is open), 4/5 x 2/3 = 8/15. At 5: 1 at risk, 0.
    curve = kaplan_meier([1, 2, 3, 4, 5], [1, 0, 1, 0, 1], minimum=1)
    assert list(curve["estimate"]) == pytest.approx([4 / 5, 8 / 15, 0])
    assert list(curve["time"]) == [1, 3, 5]
    assert list(curve["at_risk"]) == [5, 3, 1]
    # Greenwood at 3: S^2 (1/(5x4) + 1/(3x2)).
    error = 8 / 15 * (1 / 20 + 1 / 6) ** 0.5
    assert curve["error"].iloc[1] == pytest.approx(error)
    assert curve["low"].iloc[1] == pytest.approx(8 / 15 * np.exp(-1.959964 * error / (8 / 15)))
    assert curve["high"].iloc[1] == 1
    assert curve[["low", "high"]].iloc[2].isna().all()


def test_the_three_intervals_by_hand():
    times, events = [1, 2, 3, 4], [1, 0, 0, 0]  # S = 3/4, error = 3/4 sqrt(1/12)
    error, z = 0.75 * (1 / 12) ** 0.5, 1.959964
    plain = kaplan_meier(times, events, minimum=1, transform="plain").iloc[0]
    assert (plain["low"], plain["high"]) == pytest.approx((0.75 - z * error, 1))
    loglog = kaplan_meier(times, events, minimum=1, transform="log-log").iloc[0]
    reach = z * error / (0.75 * np.log(0.75))
    ends = 0.75 ** np.exp(-reach), 0.75 ** np.exp(reach)
    assert (loglog["low"], loglog["high"]) == pytest.approx(ends)
    assert loglog["low"] < 0.75 < loglog["high"]
    narrow = kaplan_meier(times, events, level=0.5, minimum=1, transform="plain").iloc[0]
    assert narrow["low"] == pytest.approx(0.75 - 0.6744898 * error)


@pytest.mark.parametrize(
    ("times", "events", "status"),
    [
        ([], [], Status.TOO_FEW),
        (range(1, 20), [1] * 19, Status.TOO_FEW),
        ([*range(19), np.nan], [1] * 20, Status.MISSING),
        ([-1, *range(19)], [1] * 20, Status.UNDEFINED),
        (range(20), [0] * 20, Status.NO_VARIATION),
        (range(20), [1] * 20, Status.OK),
    ],
)
def test_what_cannot_be_drawn_has_a_status(times, events, status):
    curve = kaplan_meier(list(times), events)
    assert curve["status"].iloc[0] == status
    assert curve["n"].iloc[0] == len(events)
    median = median_time(curve)
    assert median.status == status
    assert (median.estimate is None) == (status != Status.OK)


def test_a_median_that_is_not_reached_is_undefined():
    median = median_time(kaplan_meier([1, 2, 3], [1, 0, 0], minimum=1))
    assert (median.status, median.reason) == (
        Status.UNDEFINED,
        "fewer than half have had the event",
    )


def test_where_the_curve_runs_at_exactly_one_half_the_median_is_the_middle():
    # 5/6 x 4/5 x 3/4 = 1/2 from 2 to 3, which binary fractions miss.
    assert median_time(kaplan_meier(range(6), [1] * 6, minimum=1)).estimate == 2.5
    assert median_time(kaplan_meier([1, 2, 3, 4], [1] * 4, minimum=1)).estimate == 2.5
    below = kaplan_meier([1, 2, 3, 4, 5], [1] * 5, minimum=1)
    assert median_time(below).estimate == 3
    never = kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0], minimum=1)
    assert median_time(never).estimate == 2


def test_a_limit_at_exactly_one_half_is_the_middle_too():
    curve = kaplan_meier([1, 2, 3, 4], [1] * 4, minimum=1)
    curve = curve.assign(low=[0.5, 0.5, 0.2, 0.1], high=[1, 0.9, 0.5, 0.4])
    median = median_time(curve)
    assert (median.low, median.high) == (2, 3.5)


@pytest.mark.parametrize("events", [[1, 0, 2], ["0", "1", "0"], [0.5, 1, 1]])
def test_an_event_is_true_or_false_and_nothing_else(events):
    with pytest.raises(ValueError, match="accepted: True or False, 1 or 0"):
        kaplan_meier([1, 2, 3], events, minimum=1)


def test_events_and_times_that_are_missing_are_missing():
    for missing in (np.nan, None, pd.NA):
        assert kaplan_meier([1, 2, 3], [1, missing, 0], minimum=1)["status"][0] == Status.MISSING
    assert kaplan_meier([1, 2, np.inf], [1, 1, 0], minimum=1)["status"][0] == Status.MISSING
    flags = pd.Series([True, False, True], dtype="boolean")
    assert kaplan_meier([1, 2, 3], flags, minimum=1)["events"].tolist() == [1, 1]


def test_unknown_transforms_and_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="transform is logit; accepted: log, log-log, plain"):
        kaplan_meier([1], [1], transform="logit")
    with pytest.raises(ValueError, match="2 times and 1 events"):
        kaplan_meier([1, 2], [1])


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_it_equals_the_product_of_the_shares_that_remain(cases):
    """Checked by an independent computation: the product over times, written out."""
    times, events = zip(*cases, strict=True)
    curve = kaplan_meier(times, events, minimum=1)
    product, expected = 1.0, []
    for time in sorted({t for t, happened in cases if happened}):
        at_risk = sum(t >= time for t in times)
        product *= 1 - sum(t == time and happened for t, happened in cases) / at_risk
        expected.append(product)
    if any(events):
        assert list(curve["estimate"]) == pytest.approx(expected)
    else:
        assert curve["status"].iloc[0] == Status.NO_VARIATION


def twenty(**columns: object) -> pd.DataFrame:
    defaults = {"deadline_kind": "by", "commitment": "shall", "deadline": "2016"}
    measures = pd.DataFrame({"measure": range(20), **defaults, "adopted": "2015-01-01"})
    return measures.assign(**columns)


def reports(count: int, state: str = "done") -> pd.DataFrame:
    rows = [(i, f"2015-01-{i + 2:02d}", "HR", state) for i in range(count)]
    return pd.DataFrame(rows, columns=["measure", "reported", "by", "state"])


def test_days_run_from_adoption_and_open_measures_to_the_date():
    as_of = Period.parse("2015-12-31")
    curve = time_to_completion(measure_status(twenty(), reports(12), as_of), as_of)
    assert list(curve["time"]) == list(range(1, 13))
    assert curve["estimate"].iloc[-1] == pytest.approx(8 / 20)
    assert median_time(curve).estimate == 10.5


def test_abandoned_measures_stay_among_those_not_done():
    as_of = Period.parse("2015-12-31")
    given_up = pd.DataFrame(
        [(i, "2015-01-02", "HR", "abandoned") for i in range(12, 20)],
        columns=["measure", "reported", "by", "state"],
    )
    said = pd.concat([reports(12), given_up])
    curve = time_to_completion(measure_status(twenty(), said, as_of), as_of)
    assert curve["estimate"].iloc[-1] == pytest.approx(8 / 20)


@pytest.mark.parametrize(
    "columns",
    [
        {"deadline_kind": ["yearly"] + ["by"] * 19},
        {"commitment": ["consider"] + ["shall"] * 19},
        {"deadline": [None] + ["2016"] * 19},
        {"adopted": [None] + ["2015"] * 19},
        {"adopted": ["2016-06-01"] + ["2015"] * 19},
    ],
)
def test_measures_without_a_span_of_time_are_left_out_and_nineteen_are_too_few(columns):
    as_of = Period.parse("2015-12-31")
    curve = time_to_completion(measure_status(twenty(**columns), reports(12), as_of), as_of)
    assert (curve["status"].iloc[0], curve["n"].iloc[0]) == (Status.TOO_FEW, 19)


def test_a_yearly_measure_that_is_abandoned_is_left_out_too():
    as_of = Period.parse("2015-12-31")
    measures = twenty(deadline_kind=["yearly"] + ["by"] * 19)
    said = reports(1, "abandoned")
    assert time_to_completion(measure_status(measures, said, as_of), as_of)["n"].iloc[0] == 19


def test_a_measure_done_before_it_was_adopted_took_no_time():
    as_of = Period.parse("2016-12-31")
    said = reports(20).assign(completed=date(2014, 5, 1))
    curve = time_to_completion(measure_status(twenty(), said, as_of), as_of)
    assert list(curve["time"]) == [0]
    assert list(curve["estimate"]) == [0]


@pytest.mark.parametrize("odd", [{"commitment": "encourage"}, {"deadline": None}])
def test_what_is_left_out_is_left_out_when_it_is_abandoned_too(odd):
    as_of = Period.parse("2016")
    more = pd.concat([twenty(), twenty().iloc[:1].assign(measure=20, **odd)])
    said = pd.concat([reports(12), reports(1, "abandoned").assign(measure=20)])
    statuses = measure_status(more, said, as_of)
    assert statuses["progress"].iloc[-1] == "abandoned"
    pd.testing.assert_frame_equal(
        time_to_completion(statuses, as_of),
        time_to_completion(measure_status(twenty(), reports(12), as_of), as_of),
    )


def test_commitments_that_were_called_measurable_are_in():
    as_of = Period.parse("2016")
    soft = twenty(commitment="encourage")
    said = pd.concat([reports(12), reports(1, "abandoned").assign(measure=19)])
    widened = measure_status(soft, said, as_of, measurable=("encourage",))
    assert time_to_completion(widened, as_of)["n"].iloc[0] == 20
