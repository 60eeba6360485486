"""What is found about a policy that only its owner has judged."""

import tomllib

import pytest

from analysis.evaluation.findings import Grade
from analysis.evaluation.policy import PolicyEvaluation, evaluate, find
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.sources.snapshots import read_figures
from analysis.sources.workspace import Workspace


def evaluated(workspace: Workspace, programme: Programme, as_of: str) -> PolicyEvaluation:
    figures = read_figures(workspace, programme.figures)
    return evaluate(programme, figures, Period.parse(as_of))


@pytest.fixture(scope="module")
def evaluation(workspace, drammen):
    return evaluated(workspace, drammen, "2012")


def finding(evaluation: PolicyEvaluation, key: str) -> object:
    return next(item for item in find(evaluation) if item.key == key)


def test_drammen_judged_ten_measures_as_printed_five_two_three(evaluation):
    assert evaluation.printed_counts == {"Har lykkes": 5, "Har lykkes delvis": 3, "Lykkes": 2}


def test_on_the_scale_seven_succeeded_three_partly_and_none_failed(evaluation):
    assert evaluation.counts == {"succeeded": 7, "partly_succeeded": 3, "not_succeeded": 0}
    assert list(evaluation.counts) == ["succeeded", "partly_succeeded", "not_succeeded"]


def test_every_measure_has_one_verdict_of_its_owner_in_the_order_of_the_document(
    evaluation, drammen
):
    assert list(evaluation.verdicts["measure"]) == [item.id for item in drammen.measures]
    assert set(evaluation.verdicts["party"]) == {"management"}
    assert list(evaluation.verdicts["place"]) == list(range(3, 13))


def test_no_goal_states_all_that_a_check_needs(evaluation):
    assert evaluation.checkable == 0
    assert dict(evaluation.goals.sum()) == {
        **{"indicator": 1, "baseline": 0, "target": 0, "due": 0},
        "owner": 5,
    }


def test_three_remarks_are_kept_and_counted_among_no_verdicts(evaluation):
    kept = [(item.measure, item.party, item.verdict) for item in evaluation.remarks]
    assert kept == [
        ("one_employer", "union_representatives", None),
        ("group_strategy", "nav_drammen", None),
        ("inclusive_work", "management", "not_succeeded"),
    ]


def test_claims_are_counted_by_what_they_rest_on(evaluation, drammen):
    claims = [claim for measure in drammen.measures for claim in measure.claims]
    assert sum(evaluation.support.values()) == len(claims) == len(evaluation.claims)
    assert evaluation.support == {
        kind: sum(claim.support == kind for claim in claims) for kind in ("figure", "lost", "none")
    }
    assert evaluation.support["figure"] == 5
    assert evaluation.support["lost"] == 5


def test_the_findings_say_whose_verdicts_goals_and_claims_they_are(evaluation):
    assert [(item.key, item.grade) for item in find(evaluation)] == [
        ("own_verdicts", Grade.ASSERTED),
        ("goals", Grade.OBSERVED),
        ("support", Grade.OBSERVED),
        ("disagreement", Grade.OBSERVED),
        ("no_test", Grade.NOT_ASSESSABLE),
    ]
    assert finding(evaluation, "own_verdicts").values["n_others"] == 0
    assert finding(evaluation, "own_verdicts").values["n_measures"] == 10
    assert finding(evaluation, "goals").values["checkable"] == 0
    assert finding(evaluation, "no_test").values["has_series"] is False


@pytest.mark.parametrize("as_of", ["2007", "2011", "2012Q3"])
def test_assessments_given_after_the_date_are_left_out(workspace, drammen, as_of):
    evaluation = evaluated(workspace, drammen, as_of)
    assert evaluation.verdicts.empty
    assert evaluation.remarks == ()
    assert set(evaluation.counts.values()) == {0}
    assert "disagreement" not in [item.key for item in find(evaluation)]


def test_what_the_goals_say_does_not_depend_on_the_date(workspace, drammen):
    assert len(evaluated(workspace, drammen, "2007").goals) == 10


@pytest.fixture
def raw(workspace):
    """Drammen's file as it stands, to change before it is read."""
    path = workspace.programmes / "drammen-employer-policy.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def evaluated_as(workspace: Workspace, raw: dict, as_of: str = "2012") -> PolicyEvaluation:
    return evaluated(workspace, Programme.model_validate(raw), as_of)


def test_a_verdict_by_others_stands_beside_and_is_counted_apart(workspace, raw):
    raw["assessments"].append(
        {
            **{"measure": "trainee", "party": "psu", "place": 11},
            **{"verdict": "not_succeeded", "printed": "Har ikke lykkes"},
        }
    )
    evaluation = evaluated_as(workspace, raw)
    assert evaluation.counts["not_succeeded"] == 0
    assert finding(evaluation, "own_verdicts").values["n_others"] == 1
    assert len(evaluation.remarks) == 4


def test_where_only_others_have_judged_nothing_goes_against_a_verdict(workspace, raw):
    for item in raw["assessments"]:
        if item["party"] == "management" and "scope" not in item:
            item["party"] = "psu"
    evaluation = evaluated_as(workspace, raw)
    assert evaluation.verdicts.empty
    values = finding(evaluation, "own_verdicts").values
    assert (values["n_others"], values["n_judged_by_others"], values["n_judged"]) == (10, 10, 0)
    assert "disagreement" not in [item.key for item in find(evaluation)]


def test_a_measure_without_own_verdict_has_nothing_to_go_against(workspace, raw):
    trainee = next(item for item in raw["assessments"] if item["measure"] == "trainee")
    trainee["party"] = "psu"
    evaluation = evaluated_as(workspace, raw)
    against = finding(evaluation, "disagreement").values["remarks"]
    assert [item.measure for item in against] == [
        "one_employer",
        "group_strategy",
        "inclusive_work",
    ]


@pytest.mark.parametrize("lacking", ["indicator", "baseline", "target", "due"])
def test_only_a_goal_with_indicator_baseline_target_and_date_can_be_checked(
    workspace, raw, lacking
):
    text = {"en": "words"}
    goal = raw["measures"][0]["goal"]
    goal |= {"indicator": text, "baseline": text, "target": text, "due": "2011"}
    assert evaluated_as(workspace, raw).checkable == 1
    del goal[lacking]
    assert evaluated_as(workspace, raw).checkable == 0


def test_a_measure_without_goal_states_no_part_of_one(workspace, raw):
    del raw["measures"][4]["goal"]
    evaluation = evaluated_as(workspace, raw)
    assert not evaluation.goals.loc["health_safety"].any()
    assert evaluation.goals["owner"].sum() == 4


def test_an_assessment_without_date_counts_at_any_date(workspace, raw):
    for item in raw["assessments"]:
        del item["dated"]
    assert len(evaluated_as(workspace, raw, "2007").verdicts) == 10


def test_a_deadline_and_an_owner_that_a_measure_has_itself_are_stated(workspace, drammen):
    bare = drammen.measures[0].model_copy(update={"goal": None})
    dated = bare.model_copy(
        update={"owner": drammen.title, "deadline": Period(2010), "id": "with_both"}
    )
    goes_on = bare.model_copy(update={"continuous": True, "id": "goes_on"})
    programme = drammen.model_copy(update={"measures": (bare, dated, goes_on), "assessments": ()})
    evaluation = evaluated(workspace, programme, "2012")
    goals = evaluation.goals
    assert not goals.loc[bare.id].any()
    assert list(goals.columns[goals.loc["with_both"]]) == ["due", "owner"]
    assert list(goals.columns[goals.loc["goes_on"]]) == ["due"]
    told = finding(evaluation, "goals").values
    assert (told["parts"]["due"], told["continuous"]) == (2, 1)
