"""What an action programme's evaluation counts, as of different days, with and without reports."""

import tomllib
from datetime import date

import pandas as pd
import pytest
from making_action import PROGRAMME, SOME, with_reports

from analysis.evaluation.action_programme import (
    NATIONAL,
    OUTCOMES,
    OWN,
    ActionEvaluation,
    evaluate,
)
from analysis.evaluation.action_programme.statements import find
from analysis.evaluation.findings import Grade
from analysis.methods.action_plans import Progress
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.sources.catalogue import find_programme
from analysis.sources.status_reports import COLUMNS, read_status_reports

NOTHING = pd.DataFrame(columns=list(COLUMNS), dtype=object)
NO_FIGURES = pd.DataFrame(columns=list(OUTCOMES), dtype=object)


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """The programme with invented reports that give every standing."""
    workspace = with_reports(tmp_path_factory.mktemp("action"), SOME)
    programme = find_programme(workspace, PROGRAMME)
    return programme, read_status_reports(workspace, "synthetic/reports/2026", programme)


def silent(workspace, as_of: str) -> ActionEvaluation:
    programme = find_programme(workspace, PROGRAMME)
    return evaluate(programme, NOTHING, NO_FIGURES, Period.parse(as_of))


def told(invented, as_of: str) -> ActionEvaluation:
    programme, reports = invented
    return evaluate(programme, reports, NO_FIGURES, Period.parse(as_of))


def finding(evaluation: ActionEvaluation, key: str):
    return next(item for item in find(evaluation) if item.key == key)


def standing(evaluation: ActionEvaluation) -> dict[str, str]:
    return dict(zip(evaluation.statuses["measure"], evaluation.statuses["progress"], strict=True))


@pytest.mark.parametrize(
    ("as_of", "passed", "years"),
    [
        ("2015-09-07", 0, 0),
        ("2015-12-30", 0, 0),
        ("2015-12-31", 4, 6),
        ("2016-12-31", 9, 12),
        ("2017-12-30", 9, 12),
        ("2017", 10, 18),
        ("2019-01-01", 10, 24),
    ],
)
def test_without_reports_what_has_fallen_due_is_not_reported(workspace, as_of, passed, years):
    evaluation = silent(workspace, as_of)
    assert len(evaluation.passed) == passed
    assert len(evaluation.passed_years) == years
    assert set(evaluation.passed["progress"]) <= {Progress.NOT_REPORTED}
    assert set(evaluation.passed_years["progress"]) <= {Progress.NOT_REPORTED}
    values = finding(evaluation, "nothing_reported").values
    assert values == {"n_points": 20, "dated": passed, "years": years}


def test_without_reports_no_day_turns_anything_into_late_or_done(workspace):
    late = {Progress.OVERDUE, Progress.DONE_LATE, Progress.DONE_IN_TIME, Progress.ABANDONED}
    for as_of in ("2015-09-07", "2016-12-31", "2025"):
        evaluation = silent(workspace, as_of)
        assert not late & set(evaluation.statuses["progress"])
        assert not late & set(evaluation.years["progress"])


def test_without_reports_the_findings_are_these(workspace):
    for as_of in ("2015-09-07", "2016-12-31", "2019-01-01"):
        assert [(item.key, item.grade) for item in find(silent(workspace, as_of))] == [
            ("nothing_reported", Grade.NOT_ASSESSABLE),
            ("due", Grade.OBSERVED),
            ("own_claim", Grade.ASSERTED),
            ("times", Grade.OBSERVED),
            ("checkable", Grade.OBSERVED),
            ("no_effect", Grade.NOT_ASSESSABLE),
        ]


def test_the_next_last_day_and_what_falls_on_it(workspace):
    values = finding(silent(workspace, "2015-09-07"), "due").values
    assert values["next"] == date(2015, 12, 31)
    assert values["once"] == (
        "communication_plan",
        "manager_assignments",
        "key_posts",
        "health_award",
    )
    assert values["yearly"] == (
        "yearly_dialogue",
        "hourly_staff_review",
        "recruitment_training",
        "pay_information",
        "managers_by_sex",
        "men_in_preschool-b",
    )
    values = finding(silent(workspace, "2016-12-31"), "due").values
    assert (values["next"], values["once"]) == (date(2017, 12, 31), ("division_of_powers",))
    assert finding(silent(workspace, "2018-12-31"), "due").values["next"] is None


def test_the_wording_is_counted_on_both_axes(workspace):
    evaluation = silent(workspace, "2015-09-07")
    times = dict(finding(evaluation, "times").values)
    assert times.pop("first") == date(2015, 12, 31)
    assert times == {
        "n_points": 20,
        "n": 21,
        "dated": 11,
        "yearly": 7,
        "mandate": 2,
        "not_stated": 1,
        "n_first": 4,
        "days": 115,
    }
    assert dict(finding(evaluation, "checkable").values) == {
        "n": 21,
        "encourage": 1,
        "consider": 1,
        "inspire": 1,
        "product": 16,
        "binding": 18,
        "owner": 0,
        "quantity": 3,
        "measurable": 0,
    }


def test_what_encourages_is_never_due_and_never_reported_missing(workspace):
    found = standing(silent(workspace, "2025"))
    soft = ("assignments_elsewhere", "conditions_for_managers", "smoke_free_hours")
    assert {found[key] for key in soft} == {Progress.NOT_MEASURABLE}
    assert found["student_staff"] == Progress.NO_DEADLINE
    assert found["men_in_preschool-a"] == Progress.NO_DEADLINE


def test_reports_give_every_standing(invented):
    found = standing(told(invented, "2019-01-01"))
    assert found["communication_plan"] == Progress.DONE_IN_TIME
    assert found["employee_survey"] == Progress.DONE_IN_TIME
    assert found["manager_assignments"] == Progress.DONE_LATE
    assert found["division_of_powers"] == Progress.DONE_LATE
    assert found["key_posts"] == found["competence_plan"] == Progress.OVERDUE
    assert found["health_award"] == Progress.ABANDONED
    assert found["health_strategy"] == found["learning_model"] == Progress.NOT_REPORTED
    assert found["hourly_staff_review"] == Progress.RECURRING
    assert found["recruitment_training"] == Progress.ABANDONED
    assert found["smoke_free_hours"] == Progress.NOT_MEASURABLE
    assert found["student_staff"] == Progress.NO_DEADLINE


def test_days_late_count_from_the_first_last_day(invented):
    statuses = told(invented, "2019-01-01").statuses.set_index("measure")["estimate"]
    assert statuses["communication_plan"] == -21
    assert statuses["employee_survey"] == 0
    assert statuses["manager_assignments"] == 32
    assert statuses["division_of_powers"] == 10
    assert statuses["competence_plan"] == 731


def test_with_reports_the_findings_are_statements_of_those_responsible(invented):
    evaluation = told(invented, "2019-01-01")
    assert [(item.key, item.grade) for item in find(evaluation)] == [
        ("progress", Grade.ASSERTED),
        ("years", Grade.ASSERTED),
        ("unreported", Grade.NOT_ASSESSABLE),
        ("own_claim", Grade.ASSERTED),
        ("times", Grade.OBSERVED),
        ("checkable", Grade.OBSERVED),
        ("no_effect", Grade.NOT_ASSESSABLE),
    ]
    values = finding(evaluation, "progress").values
    assert (values["n"], values["early"], values["stale"], values["by"]) == (
        10,
        0,
        1,
        ("HR", "Board"),
    )
    counts = {key: n for key, n in values["counts"].items() if n}
    assert counts == {
        "done_in_time": 2,
        "done_late": 2,
        "overdue": 2,
        "not_reported": 3,
        "abandoned": 1,
    }
    assert sum(counts.values()) == values["n"]


def test_each_yearly_round_counts_by_itself(invented):
    values = finding(told(invented, "2019-01-01"), "years").values
    assert {key: n for key, n in values["counts"].items() if n} == {
        "done_in_time": 2,
        "done_late": 1,
        "overdue": 1,
        "not_reported": 18,
        "abandoned": 2,
    }
    assert values["n"] == 24
    unreported = finding(told(invented, "2019-01-01"), "unreported").values
    assert (unreported["dated"], unreported["years"]) == (3, 18)


def test_reports_made_later_are_not_looked_at(invented):
    evaluation = told(invented, "2016-01-31")
    assert len(evaluation.reports) == 3
    found = standing(evaluation)
    assert found["manager_assignments"] == Progress.NOT_REPORTED
    assert found["communication_plan"] == Progress.DONE_IN_TIME
    assert finding(told(invented, "2015-09-07"), "nothing_reported").grade == Grade.NOT_ASSESSABLE


def test_done_before_the_last_day_is_counted_apart(tmp_path):
    workspace = with_reports(tmp_path, ("17,,2016-02-01,HR,done,2016-01-20,,",))
    programme = find_programme(workspace, PROGRAMME)
    reports = read_status_reports(workspace, "synthetic/reports/2026", programme)
    evaluation = evaluate(programme, reports, NO_FIGURES, Period.parse("2016-03-01"))
    values = finding(evaluation, "progress").values
    assert (values["n"], values["early"]) == (4, 1)
    assert finding(evaluation, "due").values["reported"] is True
    assert "years" not in [item.key for item in find(evaluation)]


def test_what_is_done_or_given_up_is_not_what_falls_due_next(tmp_path):
    rows = (
        "3,,2015-10-01,HR,done,2015-09-20,,",
        "5,,2015-10-01,HR,abandoned,,,",
        "15,,2015-10-01,HR,under_way,,,",
        "6,,2015-10-01,HR,abandoned,,,",
        "18,,2015-10-01,HR,abandoned,,,",
        "13,,2015-10-01,HR,abandoned,,,",
        "10,,2015-10-01,HR,done,2015-09-20,2015,",
        "14,,2015-10-01,HR,abandoned,,2015,",
        "11,,2015-10-01,HR,abandoned,,,",
    )
    workspace = with_reports(tmp_path, rows)
    programme = find_programme(workspace, PROGRAMME)
    reports = read_status_reports(workspace, "synthetic/reports/2026", programme)
    evaluation = evaluate(programme, reports, NO_FIGURES, Period.parse("2015-10-31"))
    values = finding(evaluation, "progress").values
    assert (values["n"], values["early"], values["given_up"]) == (0, 1, 1)
    values = finding(evaluation, "due").values
    assert (values["next"], values["once"]) == (date(2015, 12, 31), ("key_posts", "health_award"))
    assert values["yearly"] == ("yearly_dialogue", "managers_by_sex", "men_in_preschool-b")


def test_where_all_that_lay_ahead_is_done_or_given_up_nothing_falls_due_next(tmp_path):
    yearly = ("1,", "10,", "13,", "14,", "19,", "20,b")
    workspace = with_reports(tmp_path, [f"{one},2018-10-01,HR,abandoned,,," for one in yearly])
    programme = find_programme(workspace, PROGRAMME)
    reports = read_status_reports(workspace, "synthetic/reports/2026", programme)
    evaluation = evaluate(programme, reports, NO_FIGURES, Period.parse("2018-10-31"))
    assert "due" not in [item.key for item in find(evaluation)]


def test_ten_last_days_are_too_few_for_a_curve_of_time(invented):
    curve = told(invented, "2019-01-01").completion
    assert (curve["status"].iloc[0], curve["n"].iloc[0]) == ("too_few", 10)


def test_load_counts_a_yearly_point_once_a_year(workspace):
    load = silent(workspace, "2015-09-07").load
    years = load.groupby("year")["estimate"].sum().to_dict()
    assert years == {2015: 11, 2016: 12, 2017: 9, 2018: 7}
    assert load.loc[load["year"].isna(), "estimate"].sum() == 3
    assert load["estimate"].sum() == 7 * 4 + 11 + 3


def outcomes(*rows) -> pd.DataFrame:
    return pd.DataFrame(
        [(name, whose, Period(year), value, "", "") for name, whose, year, value in rows],
        columns=list(OUTCOMES),
    )


def test_levels_are_observed_and_an_effect_is_still_not_assessable(workspace):
    programme = find_programme(workspace, PROGRAMME)
    table = outcomes(
        ("hme_total", OWN, 2018, 79.0),
        ("hme_total", OWN, 2014, 76.0),
        ("hme_total", OWN, 2020, 90.0),
        ("hme_total", NATIONAL, 2015, 78.0),
    )
    evaluation = evaluate(programme, NOTHING, table, Period.parse("2019-01-01"))
    (level,) = finding(evaluation, "levels").values["levels"]
    assert level == {
        "indicator": "hme_total",
        "first": (Period(2014), 76.0),
        "last": (Period(2018), 79.0),
    }
    assert finding(evaluation, "levels").grade == Grade.OBSERVED
    effect = finding(evaluation, "no_effect")
    assert effect.grade == Grade.NOT_ASSESSABLE
    assert "hme_total" not in effect.values["missing"]
    assert len(effect.values["missing"]) == 5


def test_national_values_alone_are_no_figures_of_the_municipality(workspace):
    programme = find_programme(workspace, PROGRAMME)
    table = outcomes(("hme_total", NATIONAL, 2015, 78.0))
    evaluation = evaluate(programme, NOTHING, table, Period.parse("2019-01-01"))
    assert "levels" not in [item.key for item in find(evaluation)]
    assert len(finding(evaluation, "no_effect").values["missing"]) == 6


def test_what_only_encourages_has_no_say_in_the_first_last_day(workspace):
    text = (workspace.programmes / f"{PROGRAMME}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    soft = raw["measures"][5]["point"]["undertakings"][0]
    soft.update(starts="2015", deadline="2015-10-01")
    programme = Programme.model_validate(raw)
    evaluation = evaluate(programme, NOTHING, NO_FIGURES, Period.parse("2015-09-07"))
    values = finding(evaluation, "times").values
    assert (values["first"], values["n_first"], values["days"]) == (date(2015, 12, 31), 4, 115)
    assert finding(evaluation, "due").values["next"] == date(2015, 12, 31)
