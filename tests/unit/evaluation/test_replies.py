"""What several parties say stands side by side, with what changed and who is silent."""

import pytest
from making_action import PROGRAMME
from making_replies import (
    action_with_parties,
    empty_form,
    fill,
    invented_policy,
    rounds,
    signed,
    take,
    told,
)

from analysis.evaluation.findings import Grade
from analysis.evaluation.policy import evaluate, find
from analysis.evaluation.replies import gather
from analysis.evaluation.reply_findings import find_heard, find_replied, find_told, find_whole
from analysis.methods.agreement.verdicts import NO_VERDICT
from analysis.methods.results import Status
from analysis.model.periods import Period
from analysis.model.replies import WHOLE, WITHDRAWN, Answer, Reply
from analysis.notebook import open_report
from analysis.sources.catalogue import find_programme
from analysis.sources.replies import read_replies
from analysis.sources.workspace import VARIABLE


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """A workspace with two rounds of three parties."""
    workspace = invented_policy(tmp_path_factory.mktemp("policy"))
    rounds(workspace, workspace.root)
    return workspace


@pytest.fixture(scope="module")
def programme(taken_in):
    return find_programme(taken_in, "invented-policy")


@pytest.fixture(scope="module")
def replies(taken_in, programme):
    return read_replies(taken_in, programme)


@pytest.fixture
def gathered(programme, replies):
    return lambda as_of="2026-11-22": gather(programme, replies, Period.parse(as_of))


def say(party: str, on: str, *answers: Answer, **more: Answer) -> Reply:
    """A reply as it is read, made up."""
    source = f"own/invented-policy/{party}/{on}"
    return Reply(source, party, "The chair", Period.parse(on), answers, **more)


def test_the_matrix_holds_the_latest_verdict_of_each_party_and_its_own_mark_for_none(gathered):
    matrix = gathered().verdicts.matrix
    assert matrix.to_dict("index") == {
        "mentors": {"management": "succeeded", "union": "partly", "committee": NO_VERDICT,
                    "council": NO_VERDICT},
        "rotas": {"management": "partly", "union": "failed", "committee": "partly",
                  "council": NO_VERDICT},
        "dialogue": {"management": "partly", "union": "failed", "committee": NO_VERDICT,
                     "council": NO_VERDICT},
        "premises": dict.fromkeys(("management", "union", "committee", "council"), NO_VERDICT),
    }  # fmt: skip


def test_the_spread_is_counted_in_steps_and_never_for_one_verdict_or_none(gathered):
    first = gathered("2026-03-31").spread.set_index("measure")
    assert first["estimate"].to_dict() == {
        **{"mentors": 1, "rotas": 2, "dialogue": 1},
        "premises": pytest.approx(float("nan"), nan_ok=True),
    }
    assert first.loc["rotas", "far_apart"]
    assert list(gathered().spread["status"]) == [Status.OK] * 3 + [Status.MISSING]
    alone = gathered("2026-03-05").spread.set_index("measure")["status"]
    assert alone.to_dict() == {
        **dict.fromkeys(("mentors", "rotas", "dialogue"), Status.TOO_FEW),
        "premises": Status.MISSING,
    }


def test_a_party_without_a_reply_is_silent_and_not_neutral(gathered):
    replied = gathered()
    assert replied.silent == ("council",)
    assert replied.only_quoted == ()
    assert gathered("2026-03-05").silent == ("union", "committee", "council")
    assert gathered("2026-02-01").only_quoted == ("management",)
    assert not gathered("2026-02-01")


def test_a_change_keeps_both_verdicts_with_both_days(gathered):
    (change,) = gathered().changes.to_dict("records")
    assert {name: str(value) for name, value in change.items()} == {
        **{"measure": "rotas", "party": "management"},
        **{"before": "succeeded", "before_on": "2026-03-01"},
        **{"after": "partly", "after_on": "2026-08-20"},
    }
    assert gathered("2026-08-31").changes.empty


def test_the_states_of_parties_that_differ_are_told_with_both(gathered):
    apart = gathered().apart
    told_so = [(row.measure, row.party, row.state) for row in apart.itertuples()]
    assert told_so == [("rotas", "management", "done"), ("rotas", "union", "under_way")]


def test_what_a_later_reply_leaves_empty_still_stands(programme):
    first = say("union", "2026-01-01", Answer("rotas", verdict="failed", reason="Late."))
    second = say("union", "2026-02-01", Answer("rotas", comment="Still so."))
    replied = gather(programme, [second, first], Period(2026))
    voice = replied.voice("rotas", "union")
    assert (voice.verdict, voice.reason, voice.comment) == ("failed", "Late.", "Still so.")
    third = say("union", "2026-03-01", Answer("rotas", verdict="succeeded"))
    voice = gather(programme, [first, second, third], Period(2026)).voice("rotas", "union")
    assert (voice.verdict, voice.reason, voice.comment) == ("succeeded", "", "Still so.")


def test_a_verdict_that_is_withdrawn_is_no_verdict_and_told_as_a_change(programme):
    said = [
        say("union", "2026-01-01", Answer("rotas", verdict="failed")),
        say("union", "2026-02-01", Answer("rotas", verdict=WITHDRAWN, reason="Too early.")),
        say("union", "2026-03-01", Answer("rotas", verdict="partly")),
    ]
    until = [gather(programme, said, Period.parse(day)) for day in ("2026-02-28", "2026-03-31")]
    assert [item.verdicts.matrix.loc["rotas", "union"] for item in until] == [NO_VERDICT, "partly"]
    changes = until[1].changes[["before", "after"]].to_numpy().tolist()
    assert changes == [["failed", None], [None, "partly"]]


def test_the_same_verdict_given_again_is_no_change(programme):
    said = [say("union", f"2026-0{n}-01", Answer("rotas", verdict="failed")) for n in (1, 2)]
    replied = gather(programme, said, Period(2026))
    assert replied.changes.empty
    assert str(replied.voice("rotas", "union").on) == "2026-02-01"


def test_the_second_reply_of_a_day_counts_before_the_first(programme):
    first = say("union", "2026-01-01", Answer("rotas", verdict="failed"))
    later = Reply("own/invented-policy/union/2026-01-01.10", "union", "", first.signed,
                  (Answer("rotas", verdict="partly"),))  # fmt: skip
    middle = Reply("own/invented-policy/union/2026-01-01.9", "union", "", first.signed,
                   (Answer("rotas", verdict="succeeded"),))  # fmt: skip
    replied = gather(programme, [later, middle, first], Period(2026))
    assert replied.voice("rotas", "union").verdict == "partly"


def test_a_form_of_the_year_that_a_document_is_dated_by_counts_after_it(programme):
    in_form = say("management", "2025-02-01", Answer("mentors", verdict="failed"))
    before = say("management", "2024-12-31", Answer("mentors", verdict="failed"))
    new_year = say("management", "2025-01-01", Answer("mentors", verdict="failed"))
    stands = [
        gather(programme, [reply], Period(2026)).voice("mentors", "management").verdict
        for reply in (in_form, before, new_year)
    ]
    assert stands == ["failed", "succeeded", "failed"]


def test_words_on_a_part_stay_with_the_part_and_a_verdict_is_on_the_whole(tmp_path):
    workspace = action_with_parties(tmp_path)
    programme = find_programme(workspace, PROGRAMME)
    answers = [
        Answer("men_in_preschool", "a", verdict="good", reason="Why", comment="Of a"),
        Answer("men_in_preschool", "b", comment="Of b"),
    ]
    said = Reply(
        "own/x/unions/2016-01-01", "unions", "", Period.parse("2016-01-01"), tuple(answers)
    )
    found = {voice.part: voice for voice in gather(programme, [said], Period(2016)).voices}
    assert {part: voice.comment for part, voice in found.items()} == {
        **{"": "", "a": "Of a", "b": "Of b"},
    }
    assert [found[part].verdict for part in ("", "a", "b")] == ["good", None, None]


def whole(party: str, on: str, verdict: str, words: str = "") -> Reply:
    return say(party, on, whole=Answer(WHOLE, verdict=verdict, comment=words))


def test_a_verdict_on_the_whole_stays_with_its_words_until_there_is_another(programme):
    replies = [
        whole("union", "2026-01-01", "failed", "Too little."),
        whole("union", "2026-02-01", "partly"),
        whole("management", "2026-01-05", "succeeded", "It works."),
        whole("committee", "2026-01-06", "", "Words alone."),
    ]
    gathered = gather(programme, replies, Period.parse("2026-11-22"))
    assert [(item.party, item.verdict, item.comment) for item in gathered.whole] == [
        ("management", "succeeded", "It works."),
        ("union", "partly", ""),
    ]
    assert WHOLE not in [voice.measure for voice in gathered.voices]
    assert gathered.changes[["measure", "party", "before", "after"]].to_numpy().tolist() == [
        [WHOLE, "union", "failed", "partly"]
    ]
    (found,) = find_whole(gathered)
    assert found.grade is Grade.ASSERTED
    assert [item[:2] for item in found.values["verdicts"]] == [
        ("management", "succeeded"),
        ("union", "partly"),
    ]
    assert found.values["without"] == ("committee",)
    before = gather(programme, replies, Period.parse("2026-01-31"))
    assert [item.verdict for item in before.whole] == ["succeeded", "failed"]


def test_a_verdict_on_the_whole_that_is_withdrawn_is_none(programme):
    replies = [
        whole("union", "2026-01-01", "failed"),
        whole("union", "2026-02-01", WITHDRAWN),
    ]
    gathered = gather(programme, replies, Period.parse("2026-11-22"))
    assert gathered.whole == ()
    assert find_whole(gathered) == []
    assert gathered.changes["after"].tolist() == [None]


def test_words_that_are_kept_back_later_take_back_those_written_before(programme):
    first = say(
        "union", "2026-01-01", Answer("rotas", verdict="failed", reason="Why", comment="Secret"),
        whole=Answer(WHOLE, verdict="failed", comment="Secret too"),
    )  # fmt: skip
    later = say(
        "union", "2026-02-01", Answer("rotas", comment="", kept_back=True),
        whole=Answer(WHOLE, kept_back=True),
    )  # fmt: skip
    gathered = gather(programme, [first, later], Period.parse("2026-11-22"))
    (voice,) = [item for item in gathered.voices if item.measure == "rotas"]
    assert (voice.verdict, voice.reason, voice.comment, voice.kept_back) == ("failed", "", "", True)
    assert [(item.verdict, item.comment) for item in gathered.whole] == [("failed", "")]


def test_whether_parties_agree_is_not_unknown_where_they_differ_on_the_whole(programme):
    replies = [
        whole("union", "2026-01-01", "failed"),
        whole("management", "2026-01-05", "succeeded"),
    ]
    keys = [item.key for item in find_replied(gather(programme, replies, Period.parse("2026")))]
    assert keys == ["whole", "silent"]


def test_a_report_that_tests_says_what_parties_judge_and_who_is_silent(programme):
    replies = [whole("union", "2026-01-01", "failed"), whole("management", "2026-01-01", "failed")]
    gathered = gather(programme, replies, Period.parse("2026-11-22"))
    assert [item.key for item in find_heard(gathered)] == ["whole", "silent"]
    assert [item.key for item in find_told(gathered)] == ["whole", "silent"]
    assert find_heard(gather(programme, [], Period.parse("2026-11-22"))) == []


def test_the_findings_say_whose_statements_they_are(taken_in, programme, replies, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(taken_in.root))
    report = open_report("policy_evaluation", "invented-policy", language="en")
    found = [(item.key, item.grade) for item in find(report.evaluation)]
    assert found == [
        ("own_verdicts", Grade.ASSERTED),
        ("others_verdicts", Grade.ASSERTED),
        ("spread", Grade.ASSERTED),
        ("changed", Grade.ASSERTED),
        ("told_apart", Grade.ASSERTED),
        ("silent", Grade.NOT_ASSESSABLE),
        ("goals", Grade.OBSERVED),
        ("no_test", Grade.NOT_ASSESSABLE),
    ]
    assert set(report.evaluation.verdicts["party"]) == {"management"}
    alone = evaluate(programme, report.evaluation.figures, Period.parse("2026-03-05"), replies)
    keys = [item.key for item in find(alone)]
    assert keys[:3] == ["own_verdicts", "no_spread", "silent"]


def test_without_replies_a_report_says_what_it_said_before(taken_in, programme, replies):
    figures = None
    for as_of in ("2026-02-28", "2025"):
        found = evaluate(programme, figures, Period.parse(as_of), replies)
        keys = [item.key for item in find(found)]
        assert keys == ["own_verdicts", "goals", "no_test"]
        assert list(found.verdicts["verdict"]) == ["succeeded"]


def test_states_told_in_forms_are_reports_of_the_action_programme(tmp_path, monkeypatch):
    workspace = action_with_parties(tmp_path / "workspace")
    told(workspace, tmp_path)
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    opened = [
        open_report("action_programme", PROGRAMME, as_of=day, language="en").evaluation
        for day in ("2016-01-31", "2016-02-29", "2016-12-31")
    ]
    plans = [item.statuses.set_index("measure").loc["communication_plan"] for item in opened]
    assert [row["progress"] for row in plans] == ["not_reported", "done_in_time", "overdue"]
    assert plans[2]["reported_by"] == "The unions: The joint union office"
    assert [len(item.reports) for item in opened] == [0, 3, 5]
    years = opened[2].years.set_index(["measure", "year"])
    assert years.loc[("hourly_staff_review", 2015), "state"] == "done"


def test_a_verdict_of_the_evaluated_party_takes_the_place_of_the_documents(taken_in, tmp_path):
    workspace = invented_policy(tmp_path / "workspace")
    path = empty_form(workspace, tmp_path / "form.xlsx", "invented-policy", "management")
    take(workspace, fill(path, signed(), {"mentors": {"verdict": "failed"}}))
    programme = find_programme(workspace, "invented-policy")
    found = evaluate(programme, None, programme.as_of, read_replies(workspace, programme))
    assert found.verdicts[["measure", "verdict", "printed"]].to_numpy().tolist() == [
        ["mentors", "failed", ""]
    ]
    assert found.counts == {"succeeded": 0, "partly": 0, "failed": 1}
