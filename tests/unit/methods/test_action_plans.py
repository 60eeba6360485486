"""Measures against their first deadline: nothing is moved, nothing is dropped."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.action_plans import done_in_time, load, progress_counts
from analysis.methods.action_plans.reports import STATES
from analysis.methods.action_plans.status import (
    COMMITMENTS,
    DEADLINE_KINDS,
    Progress,
    measure_status,
    yearly_status,
)
from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.model.periods import Period

NO_REPORTS = pd.DataFrame(columns=["measure", "reported", "by", "state", "completed"])


def plan(*rows: dict) -> pd.DataFrame:
    defaults = {"deadline_kind": "by", "commitment": "shall", "deadline": "2016"}
    return pd.DataFrame([{"measure": f"m{i}", **defaults, **row} for i, row in enumerate(rows)])


def reports(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["measure", "reported", "state", "completed"])
    return frame.assign(by="HR")


def status_of(row: dict, *said: tuple, as_of: str = "2017-06-30", **options):
    found = measure_status(
        plan(row), reports(*[("m0", *item) for item in said]), Period.parse(as_of), **options
    )
    return found.iloc[0]


@pytest.mark.parametrize(
    ("said", "progress", "days"),
    [
        ([("2016-12-31", "done", "2016-12-31")], Progress.DONE_IN_TIME, 0),
        ([("2017-02-01", "done", "2016-12-21")], Progress.DONE_IN_TIME, -10),
        ([("2017-02-01", "done", "2017-01-01")], Progress.DONE_LATE, 1),
        ([("2017-02-01", "done", None)], Progress.DONE_LATE, 32),
        ([("2017-02-01", "under_way", None)], Progress.OVERDUE, 181),
        ([("2017-02-01", "not_started", None)], Progress.OVERDUE, 181),
    ],
)
def test_a_deadline_during_2016_is_its_last_day_and_lateness_is_in_days(said, progress, days):
    row = status_of({}, *said)
    assert (row["progress"], row["estimate"], row["status"]) == (progress, days, Status.OK)
    assert (row["first_deadline"], row["due"]) == (date(2016, 12, 31), True)


def test_a_deadline_that_passed_without_any_report_is_not_called_overdue():
    row = status_of({})
    assert (row["progress"], row["status"], row["n"]) == (
        Progress.NOT_REPORTED,
        Status.MISSING,
        0,
    )
    assert pd.isna(row["estimate"])


@pytest.mark.parametrize(
    ("as_of", "progress", "due"),
    [
        ("2016-12-30", Progress.NOT_DUE, False),
        ("2016-12-31", Progress.OVERDUE, True),
        ("2016", Progress.OVERDUE, True),
    ],
)
def test_a_deadline_has_passed_at_the_end_of_its_last_day(as_of, progress, due):
    row = status_of({}, ("2016-06-01", "under_way", None), as_of=as_of)
    assert (row["progress"], row["due"]) == (progress, due)


def test_a_measure_that_is_done_before_it_is_due_is_done():
    row = status_of({"deadline": "2018"}, ("2017-01-01", "done", "2016-12-31"))
    assert (row["progress"], row["estimate"], row["due"]) == (Progress.DONE_IN_TIME, -730, False)


def test_what_is_reported_after_the_date_is_not_looked_at():
    said = [("2017-06-30", "under_way", None), ("2017-07-01", "done", "2016-05-01")]
    row = status_of({}, *said)
    assert (row["progress"], row["n"], row["reported"]) == (Progress.OVERDUE, 1, date(2017, 6, 30))
    later = status_of({}, *said, as_of="2017-07-01")
    assert (later["progress"], later["n"]) == (Progress.DONE_IN_TIME, 2)


def test_a_planned_completion_is_no_completion():
    row = status_of({}, ("2017-02-01", "under_way", "2017-09-01"))
    assert (row["progress"], row["completed"]) == (Progress.OVERDUE, None)


def test_nobody_can_report_as_done_what_is_to_be_done_later():
    problem = "a report of 2017-02-01 says that measure m0 was done on 2017-02-02; accepted: a day"
    with pytest.raises(ValueError, match=problem):
        status_of({}, ("2017-02-01", "done", "2017-02-02"))
    assert status_of({}, ("2017-02-01", "done", "2017-02-01"))["completed"] == date(2017, 2, 1)


def test_a_measure_that_was_done_stays_done_when_a_later_report_gives_it_up():
    given_up = ("2018-01-01", "abandoned", None)
    row = status_of({}, ("2016-03-01", "done", None), given_up, as_of="2018")
    assert (row["progress"], row["completed"]) == (Progress.DONE_IN_TIME, date(2016, 3, 1))
    assert (row["state"], row["n"]) == ("abandoned", 2)
    late = status_of({}, ("2017-03-01", "done", None), given_up, as_of="2018")
    assert late["progress"] == Progress.DONE_LATE
    opened = [("2016-03-01", "done", None), ("2016-04-01", "under_way", None), given_up]
    assert status_of({}, *opened, as_of="2018")["progress"] == Progress.ABANDONED
    same_day = [("2016-03-01", "done", None), ("2016-03-01", "abandoned", None)]
    assert status_of({}, *same_day, as_of="2018")["progress"] == Progress.ABANDONED
    again = status_of({}, ("2016-03-01", "done", None), given_up, ("2018-02-01", "abandoned", None))
    assert again["progress"] == Progress.DONE_IN_TIME


def test_one_year_of_a_yearly_measure_is_judged_as_a_measure_of_that_year():
    for said in (
        [("2016-03-01", "done", "2016-02-01"), ("2016-05-01", "abandoned", None)],
        [("2016-03-01", "done", "2016-02-01"), ("2016-03-01", "abandoned", None)],
        [("2016-03-01", "abandoned", None), ("2016-05-01", "done", "2016-05-01")],
        [("2016-03-01", "abandoned", None)],
    ):
        one = {"deadline_kind": "yearly", "starts": "2016", "deadline": "2016"}
        told = reports(*[("m0", *item) for item in said])
        year = yearly_status(plan(one), told, Period.parse("2018")).iloc[0]
        whole = status_of({}, *said, as_of="2018")
        columns = ["progress", "completed", "state", "n"]
        assert list(year[columns]) == list(whole[columns])


def test_a_completion_during_a_year_not_yet_over_is_dated_by_its_report():
    row = status_of({}, ("2017-02-01", "done", "2017"))
    assert row["completed"] == date(2017, 2, 1)


def test_a_measure_that_was_reopened_is_not_done_and_one_confirmed_keeps_its_first_day():
    again = [("2016-05-01", "done", None), ("2017-01-10", "under_way", None)]
    assert status_of({}, *again)["progress"] == Progress.OVERDUE
    confirmed = status_of({}, ("2016-05-01", "done", None), ("2017-01-10", "done", None))
    assert confirmed["completed"] == date(2016, 5, 1)
    thrice = status_of({}, *again, ("2017-03-01", "done", None))
    assert (thrice["progress"], thrice["completed"]) == (Progress.DONE_LATE, date(2017, 3, 1))


@pytest.mark.parametrize(
    ("said", "completed", "progress"),
    [
        ([("2016-12-20", "2016-12-15"), ("2017-02-01", "2017-01-20")], "2017-01-20", "done_late"),
        (
            [("2017-01-20", "2017-01-15"), ("2017-02-01", "2016-12-15")],
            "2016-12-15",
            "done_in_time",
        ),
        ([("2017-02-01", "2016-12-15"), ("2017-02-01", "2017-01-20")], "2017-01-20", "done_late"),
        ([("2017-01-10", "2016-12-15"), ("2017-02-01", None)], "2016-12-15", "done_in_time"),
        ([("2016-12-20", None), ("2017-02-01", "2017-01-20")], "2017-01-20", "done_late"),
        ([("2017-01-10", None), ("2017-02-01", "2016-12-15")], "2016-12-15", "done_in_time"),
    ],
)
def test_the_day_of_completion_is_that_of_the_latest_report_that_states_one(
    said, completed, progress
):
    told = [(reported, "done", stated) for reported, stated in said]
    for order in (told, told[::-1]):
        row = status_of({}, *order)
        assert (str(row["completed"]), row["progress"]) == (completed, progress)


def test_of_two_reports_of_one_day_the_less_favourable_counts():
    said = [("2017-01-10", "done", "2016-05-01"), ("2017-01-10", "under_way", None)]
    assert status_of({}, *said)["progress"] == Progress.OVERDUE
    assert status_of({}, *reversed(said))["progress"] == Progress.OVERDUE


def test_an_overdue_measure_last_reported_before_its_deadline_is_marked_stale():
    assert status_of({}, ("2016-06-01", "under_way", None))["stale"]
    assert not status_of({}, ("2016-12-31", "under_way", None))["stale"]
    assert not status_of({}, ("2017-01-01", "under_way", None))["stale"]
    assert not status_of({}, ("2016-06-01", "done", None))["stale"]


def test_lateness_is_against_the_first_deadline_and_every_revision_is_shown():
    moved = pd.DataFrame(
        [("m0", "2017-03-01", "2018"), ("m0", "2016-11-01", "2017"), ("m0", "2017-08-01", "2019")],
        columns=["measure", "decided", "deadline"],
    )
    row = status_of({}, ("2017-05-01", "done", "2017-04-10"), revisions=moved)
    assert (row["progress"], row["estimate"]) == (Progress.DONE_LATE, 100)
    assert row["deadlines"] == (date(2016, 12, 31), date(2017, 12, 31), date(2018, 12, 31))
    assert row["latest_deadline"] == date(2018, 12, 31)


@pytest.mark.parametrize("commitment", ["consider", "encourage", "inspire"])
def test_what_is_to_be_considered_or_inspired_is_kept_apart(commitment):
    row = status_of({"commitment": commitment}, ("2016-06-01", "done", None))
    assert (row["progress"], row["due"]) == (Progress.NOT_MEASURABLE, False)
    assert (row["state"], row["status"]) == ("done", Status.UNDEFINED)
    widened = status_of(
        {"commitment": commitment}, ("2016-06-01", "done", None), measurable=COMMITMENTS
    )
    assert widened["progress"] == Progress.DONE_IN_TIME


def test_an_abandoned_measure_stays_among_those_that_were_due():
    row = status_of({}, ("2016-03-01", "abandoned", None))
    assert (row["progress"], row["due"], row["state"]) == (Progress.ABANDONED, True, "abandoned")
    soft = status_of({"commitment": "consider"}, ("2016-03-01", "abandoned", None))
    assert (soft["progress"], soft["due"]) == (Progress.ABANDONED, False)


def test_a_measure_without_deadline_is_neither_late_nor_in_time():
    row = status_of({"deadline": None}, ("2016-03-01", "done", None))
    assert (row["progress"], row["completed"]) == (Progress.NO_DEADLINE, date(2016, 3, 1))
    assert (row["due"], row["deadlines"]) == (False, ())
    yearly = status_of({"deadline": None, "deadline_kind": "yearly"})
    assert yearly["progress"] == Progress.NO_DEADLINE


YEARLY = {"deadline_kind": "yearly", "starts": "2015", "deadline": "2018"}


def test_a_yearly_measure_has_one_row_a_year_and_is_never_finished():
    said = reports(
        ("m0", "2015-11-01", "done", "2015-10-01"),
        ("m0", "2017-02-01", "done", "2016-12-01"),
        ("m0", "2017-12-01", "under_way", None),
    ).assign(year=[None, None, 2017])
    as_of = Period.parse("2018-01-31")
    assert measure_status(plan(YEARLY), said, as_of).iloc[0]["progress"] == Progress.RECURRING
    years = yearly_status(plan(YEARLY), said, as_of)
    assert list(years["year"]) == [2015, 2016, 2017, 2018]
    assert list(years["progress"]) == ["done_in_time", "done_in_time", "overdue", "not_due"]
    assert list(years["estimate"][:3]) == [-91, -30, 31]
    assert done_in_time(years).reason == "2 of 3 measures that were due"


def test_a_report_that_does_not_say_which_year_it_means_is_refused():
    """One of January 2017 may be about 2016 or about 2017."""
    problem = "a report of 2017-01-15 about the yearly measure m0 does not say which year it means"
    for state in ("done", "under_way", "not_started"):
        with pytest.raises(ValueError, match=problem):
            yearly_status(plan(YEARLY), reports(("m0", "2017-01-15", state, None)), Period(2018))


def test_a_yearly_measure_without_deadline_has_a_row_without_year():
    endless = plan({**YEARLY, "deadline": None}, YEARLY)
    years = yearly_status(endless, NO_REPORTS, Period(2019))
    assert years["measure"].tolist() == ["m0"] + ["m1"] * 4
    assert pd.isna(years["year"].iloc[0])
    assert (years["progress"].iloc[0], years["due"].iloc[0]) == (Progress.NO_DEADLINE, False)
    assert years["year"].tolist()[1:] == [2015, 2016, 2017, 2018]


def test_a_plan_of_yearly_measures_only_does_not_say_that_nothing_was_due():
    statuses = measure_status(plan(YEARLY, YEARLY), NO_REPORTS, Period(2019))
    share = done_in_time(statuses)
    assert share.reason == (
        "2 yearly measures are judged year by year; no other deadline has passed"
    )
    assert (share.status, share.n) == (Status.UNDEFINED, 0)
    early = yearly_status(plan(YEARLY), NO_REPORTS, Period(2014))
    assert done_in_time(early).reason == "no deadline has passed"


def test_a_report_can_say_which_year_it_is_about():
    said = reports(("m0", "2017-02-01", "not_started", None)).assign(year=2016.0)
    years = yearly_status(plan(YEARLY), said, Period.parse("2017-06-30"))
    expected = ["not_reported", "overdue", "not_due", "not_due"]
    assert list(years["progress"]) == expected


def test_a_yearly_measure_that_is_abandoned_keeps_the_years_that_were_done():
    said = reports(
        ("m0", "2016-02-01", "done", "2016-01-15"), ("m0", "2016-05-01", "abandoned", None)
    )
    years = yearly_status(plan(YEARLY), said, Period.parse("2019"))
    expected = ["not_reported", "done_in_time", "abandoned", "abandoned"]
    assert list(years["progress"]) == expected
    whole = measure_status(plan(YEARLY), said, Period.parse("2019")).iloc[0]
    assert (whole["progress"], whole["due"]) == (Progress.ABANDONED, False)


@pytest.mark.parametrize("before", [[], [("m0", "2016-02-01", "under_way", None)]])
def test_the_year_in_which_a_yearly_measure_is_given_up_is_abandoned(before):
    said = reports(*before, ("m0", "2016-05-01", "abandoned", None))
    said["year"] = [*[2016 for _ in before], None]
    years = yearly_status(plan(YEARLY), said, Period.parse("2019"))
    assert list(years["progress"]) == ["not_reported", "abandoned", "abandoned", "abandoned"]


@pytest.mark.parametrize("reported", ["2015-11-01", "2016-05-01", "2017-02-01"])
def test_one_year_that_is_given_up_leaves_the_others_as_they_were(reported):
    said = reports(
        ("m0", "2016-01-15", "done", "2015-12-01"),
        ("m0", reported, "abandoned", None),
        ("m0", "2018-01-10", "done", "2017-12-01"),
    ).assign(year=[2015, 2016, 2017])
    years = yearly_status(plan(YEARLY), said, Period.parse("2019"))
    expected = ["done_in_time", "abandoned", "done_in_time", "not_reported"]
    assert list(years["progress"]) == expected
    for known in (said, said.iloc[:2]):
        whole = measure_status(plan(YEARLY), known, Period.parse("2019")).iloc[0]
        assert whole["progress"] == Progress.RECURRING


def test_a_yearly_measure_that_is_taken_up_again_is_judged_by_its_year():
    said = reports(
        ("m0", "2016-05-01", "abandoned", None), ("m0", "2017-11-01", "done", "2017-10-01")
    )
    years = yearly_status(plan(YEARLY), said, Period.parse("2019"))
    assert list(years["progress"])[1:] == ["abandoned", "done_in_time", "abandoned"]


def test_a_yearly_measure_to_inspire_is_not_measurable_in_any_year():
    row = {**YEARLY, "commitment": "inspire"}
    assert status_of(row)["progress"] == Progress.NOT_MEASURABLE
    years = yearly_status(plan(row), NO_REPORTS, Period.parse("2019"))
    assert set(years["progress"]) == {Progress.NOT_MEASURABLE}
    assert not years["due"].any()


def test_measures_that_are_not_yearly_have_no_years():
    years = yearly_status(plan({}, {"deadline_kind": "within"}), NO_REPORTS, Period(2019))
    assert list(years.columns)[: len(RESULT_COLUMNS)] == list(RESULT_COLUMNS)
    assert len(years) == 0


def test_counts_show_every_status_with_its_denominator():
    said = reports(
        ("m0", "2016-12-01", "done", None),
        ("m1", "2017-03-01", "done", None),
        ("m3", "2017-01-01", "abandoned", None),
    )
    measures = plan({}, {}, {}, {}, YEARLY, {"commitment": "consider"}, {"deadline": "2018"})
    statuses = measure_status(measures, said, Period.parse("2017-06-30"))
    counts = progress_counts(statuses).set_index("progress")
    assert counts["estimate"].to_dict() == {
        "done_in_time": 1, "done_late": 1, "overdue": 0, "not_reported": 1, "not_due": 1,
        "recurring": 1, "not_measurable": 1, "no_deadline": 0, "abandoned": 1,
    }  # fmt: skip
    assert set(counts["n"]) == {7}
    assert counts.loc["abandoned", "share"] == pytest.approx(100 / 7)
    share = done_in_time(statuses)
    assert (share.estimate, share.n, share.reason) == (25, 4, "1 of 4 measures that were due")


def test_counts_within_groups_have_the_denominator_of_the_group():
    measures = plan({"owner": "HR"}, {"owner": "HR"}, {"owner": "Schools"})
    counts = progress_counts(measure_status(measures, NO_REPORTS, Period(2017)), by=["owner"])
    assert counts.groupby("owner")["n"].first().to_dict() == {"HR": 2, "Schools": 1}
    assert counts.groupby("owner")["estimate"].sum().to_dict() == {"HR": 2, "Schools": 1}


def test_an_empty_plan_gives_zeros_and_no_percentage():
    empty = measure_status(plan({}).iloc[:0], NO_REPORTS, Period(2017))
    counts = progress_counts(empty)
    assert list(counts["estimate"]) == [0] * len(Progress)
    assert counts["share"].isna().all()
    share = done_in_time(empty)
    assert (share.status, share.estimate) == (Status.UNDEFINED, None)
    assert len(load(plan({}).iloc[:0])) == 0


def test_the_load_of_a_year_counts_a_yearly_measure_every_year_and_others_once():
    measures = plan(
        {"owner": "HR"},
        {"deadline_kind": "within", "starts": "2015", "deadline": "2016", "owner": "HR"},
        {**YEARLY, "owner": "Schools"},
        {"deadline": None, "owner": "HR"},
    )
    found = load(measures)
    years = dict(zip(found["year"].astype(object), found["estimate"], strict=True))
    assert {k: v for k, v in years.items() if not pd.isna(k)} == {
        2015: 1, 2016: 3, 2017: 1, 2018: 1,
    }  # fmt: skip
    assert set(found["n"]) == {7}
    assert found["estimate"].sum() == 7
    by_owner = load(measures, ["owner", "year"])
    assert by_owner[by_owner["owner"].eq("Schools")]["estimate"].tolist() == [1, 1, 1, 1]
    assert list(load(measures, ["owner"])["estimate"]) == [3, 4]


def test_a_yearly_measure_without_start_runs_in_the_years_of_its_deadline():
    assert list(load(plan({**YEARLY, "starts": None}))["year"]) == [2018]


def test_dates_may_be_periods_dates_timestamps_or_whole_years():
    deadlines = [Period(2016), date(2016, 12, 31), pd.Timestamp("2016-12-31"), 2016, 2016.0]
    for deadline in deadlines:
        assert status_of({"deadline": deadline})["first_deadline"] == date(2016, 12, 31)


@pytest.mark.parametrize(
    ("deadline", "problem"),
    [
        (pd.Timestamp("2016-12-31", tz="Europe/Oslo").tz_convert("UTC"), "has a time zone"),
        (2016.5, "2016.5 is no year; accepted: a whole number"),
    ],
)
def test_days_that_depend_on_a_place_and_years_with_fractions_are_refused(deadline, problem):
    with pytest.raises(ValueError, match=problem):
        status_of({"deadline": deadline})


def test_a_day_may_be_missing_in_any_way():
    for nothing in (None, pd.NaT, pd.NA, float("nan")):
        assert status_of({"deadline": nothing})["progress"] == Progress.NO_DEADLINE


@pytest.mark.parametrize(
    ("measures", "said", "problem"),
    [
        (plan({"deadline_kind": "soon"}), NO_REPORTS, "deadline_kind is soon; accepted: by"),
        (plan({"commitment": "hope"}), NO_REPORTS, "commitment is hope; accepted: shall"),
        (plan({}, {"measure": "m0"}), NO_REPORTS, "measure m0 is named twice"),
        (plan({"starts": "2017"}), NO_REPORTS, "m0 starts 2017-01-01, after its end 2016-12-31"),
        (plan({}), reports(("m9", "2016", "done", None)), "measure m9, which is not in the plan"),
        (plan({}), reports(("m0", "2016", "finished", None)), "state is finished; accepted: done"),
        (plan({}), reports(("m0", None, "done", None)), "has no date"),
    ],
)
def test_what_the_plan_does_not_know_is_refused(measures, said, problem):
    with pytest.raises(ValueError, match=problem):
        measure_status(measures, said, Period(2017))


@pytest.mark.parametrize(
    ("row", "problem"),
    [(("m9", "2016", "2017"), "not in the plan"), (("m0", "2016", None), "lacks its date")],
)
def test_a_revision_needs_a_measure_a_date_and_a_deadline(row, problem):
    revised = pd.DataFrame([row], columns=["measure", "decided", "deadline"])
    with pytest.raises(ValueError, match=problem):
        measure_status(plan({}), NO_REPORTS, Period(2017), revised)


DAYS = st.dates(date(2015, 1, 1), date(2019, 12, 31))
MEASURES = st.lists(
    st.fixed_dictionaries(
        {
            "deadline_kind": st.sampled_from(DEADLINE_KINDS),
            "commitment": st.sampled_from(COMMITMENTS),
            "starts": st.sampled_from([None, "2014", "2015"]),
            "deadline": st.none() | DAYS,
        }
    ),
    max_size=8,
)
ONE_REPORT = st.tuples(st.integers(0, 7), DAYS, st.sampled_from(STATES), st.none() | DAYS)
REPORTS = st.lists(
    ONE_REPORT.filter(lambda one: one[2] != "done" or one[3] is None or one[3] <= one[1]),
    max_size=12,
)


@given(MEASURES, REPORTS, DAYS, st.randoms())
def test_counts_add_up_to_all_measures_and_no_order_matters(rows, said, as_of, random):
    measures = plan(*rows) if rows else plan({}).iloc[:0]
    told = reports(*[(f"m{i}", *rest) for i, *rest in said if i < len(rows)])
    end = Period.parse(as_of.isoformat())
    statuses = measure_status(measures, told, end)
    assert progress_counts(statuses)["estimate"].sum() == len(rows)
    assert list(statuses["measure"]) == list(measures["measure"])
    shuffled = measures.sample(frac=1, random_state=random.randint(0, 99))
    again = measure_status(shuffled, told.sample(frac=1, random_state=1), end)
    pd.testing.assert_frame_equal(again.sort_index(), statuses, check_dtype=False)
    assert load(measures)["estimate"].sum() == (load(measures)["n"].iloc[0] if rows else 0)


@given(MEASURES, REPORTS, DAYS)
def test_the_years_of_yearly_measures_cover_their_span(rows, said, as_of):
    measures = plan(*rows) if rows else plan({}).iloc[:0]
    told = reports(*[(f"m{i}", *rest) for i, *rest in said if i < len(rows)]).assign(year=2016)
    years = yearly_status(measures, told, Period.parse(as_of.isoformat()))
    yearly = measures[measures["deadline_kind"].eq("yearly")]
    expected = load(yearly)["n"].iloc[0] if len(yearly) else 0
    assert len(years) == expected
    assert not years["progress"].eq(Progress.RECURRING).any()
