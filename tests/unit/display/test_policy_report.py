"""What the report on a policy says where the programme, not its measures, has the targets."""

import pytest
from making_replies import empty_form, fill, invented_policy, signed, take
from matplotlib.text import Text

from analysis.display.blocks import TableBlock
from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE

TARGETS = """
[[indicators]]
id = "leave"
title = { en = "Sick leave" }
unit = "percent"
direction = "decrease"
definition = { en = "Days lost, per cent." }
decimals = 1
where = { en = "In the municipality." }

[[targets]]
indicator = "leave"
period = "2026"
tier = "acceptable"
value = 8.4

[[targets]]
indicator = "leave"
period = "2025"
tier = "desired"
value = 8.0
"""


@pytest.fixture
def opened(tmp_path, monkeypatch):
    workspace = invented_policy(tmp_path / "policy")
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    path = workspace.root / "data" / "programmes" / "invented-policy.toml"

    def opened(more: str = "", forms=(), cut: str = "", language: str = "en"):
        text = path.read_text(encoding="utf-8") + more
        path.write_text(text.replace(cut, "") if cut else text, encoding="utf-8")
        for party, answers in forms:
            form = empty_form(workspace, tmp_path / f"{party}.xlsx", "invented-policy", party)
            take(workspace, fill(form, signed(), answers))
        return open_report("policy_evaluation", "invented-policy", language=language)

    return opened


def findings(report) -> list[list[str]]:
    return [[str(item.statement), *map(str, item.details)] for item in report.findings()]


def test_a_programme_with_targets_is_said_to_have_them_and_its_measures_none(opened):
    report = opened(TARGETS)
    assert findings(report)[-2] == [
        "The programme has 2 targets with a number, for 2025 and 2026. "
        "They are about “Sick leave”.",
        "None of the 4 measures has an indicator, a starting value or a target of its own.",
    ]
    targets, goals = (block for block in report.goals() if isinstance(block, TableBlock))
    assert [tuple(map(str, row)) for row in targets.rows] == [
        ("Sick leave", "2026", "good enough", "at most 8.4 per cent"),
        ("Sick leave", "2025", "desired", "at most 8.0 per cent"),
    ]
    assert str(goals.caption) == "What each measure itself states of what a check needs"
    said = " ".join(str(item) for block in report.limits() for item in block.items)
    assert "goal" not in said


def test_without_targets_the_goals_are_those_of_the_measures(opened):
    report = opened()
    assert findings(report)[-2][0].startswith("As the source gives them, none of the 4 goals can")
    (goals,) = report.goals()
    assert str(goals.caption) == "What each goal states of what a check needs"


def test_a_measure_that_states_parts_of_its_own_is_counted(opened):
    goal = """
[[measures]]
id = "own"
title = { en = "With a goal of its own" }
place = 1
owner = { en = "Staff" }
goal = { text = { en = "Fewer" }, indicator = { en = "Leavers" }, target = { en = "5" }, place = 1 }
"""
    assert findings(opened(TARGETS + goal))[-2][1:] == [
        "Measures that state an indicator: 1 of 5; a starting value: 0; a target: 1; all of these "
        "and a date: 0.",
        "Measures with somebody who answers for them: 1 of 5.",
    ]


def test_steps_that_nobody_gave_are_not_counted_out_in_a_sentence(opened):
    forms = [
        ("management", {"rotas": {"verdict": "succeeded"}}),
        ("union", {"rotas": {"verdict": "partly"}}),
    ]
    report = opened(forms=forms)
    own, others, spread, *_ = findings(report)
    assert own[0] == ("The municipality has judged 2 of its own 4 measures: 2 “Succeeded”.")
    assert others[1] == "The union, on 1 of the 4 measures: 1 “Partly succeeded”."
    assert spread[0] == "On the one measure that several parties have judged they do not agree."


def test_the_table_of_own_verdicts_says_whose_they_are_once_others_have_replied(opened):
    forms = [("union", {"rotas": {"verdict": "partly"}})]
    own, beside, *_ = opened(forms=forms).verdicts()
    assert str(own.caption) == (
        "Own verdicts on the measures, of those who were evaluated: The management"
    )
    assert [str(row[3]) for row in own.rows] == ["The management"]
    assert str(beside.caption) == "Verdicts side by side"
    assert [str(column) for column in beside.columns][1:3] == ["The management", "The union"]


def test_without_forms_its_title_is_as_before(opened):
    (own,) = opened().verdicts()
    assert str(own.caption) == "Verdicts on the measures"


def test_with_no_verdict_of_its_own_there_is_no_table_of_own_verdicts(opened):
    own_verdict = """[[assessments]]
measure = "mentors"
party = "management"
verdict = "succeeded"
printed = "Succeeded"
dated = "2025"
place = 2
"""
    forms = [("union", {"rotas": {"verdict": "partly"}})]
    report = opened(forms=forms, cut=own_verdict)
    first, *_ = report.verdicts()
    assert str(first.caption) == "Verdicts side by side"


def test_where_only_others_have_judged_that_is_said(opened):
    report = opened("\n", cut="evaluated = true\n")
    assert findings(report)[0] == [
        "The municipality had given no verdict of its own by then.",
        "Measures with a verdict by others: 1 of 4.",
    ]
    assert "No verdict had been given" not in str(findings(report))
    assert "goes against a verdict" not in str(findings(report))


def drawn(report) -> list[tuple[str, object]]:
    """The words of the first figure with their boxes."""
    figure = report.overview()[0].figure
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


@pytest.mark.parametrize("forms", [(), [("union", {"rotas": {"verdict": "partly"}})]])
def test_the_mark_of_invented_figures_crosses_no_word_of_a_figure_of_verdicts(opened, forms):
    report = opened(forms=[("management", {"rotas": {"verdict": "partly"}}), *forms])
    found = drawn(report)
    marks = [box for words, box in found if words == "INVENTED FIGURES"]
    assert len(marks) == 1
    crossed = [words for words, box in found if box is not marks[0] and marks[0].overlaps(box)]
    assert crossed == []
    assert report.overview()[0].alt.startswith("INVENTED FIGURES. ")
