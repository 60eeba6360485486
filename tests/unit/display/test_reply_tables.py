"""What parties say in forms, as a reader of the reports meets it."""

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

from analysis.display.blocks import FigureBlock, TableBlock
from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    workspace = invented_policy(tmp_path_factory.mktemp("policy"))
    rounds(workspace, workspace.root)
    return workspace.root


@pytest.fixture
def opened(root, monkeypatch):
    def opened(as_of="", root=root, template="policy_evaluation", programme="invented-policy"):
        monkeypatch.setenv(VARIABLE, str(root))
        return open_report(template, programme, as_of=as_of, language="en")

    return opened


def tables(blocks) -> dict[str, list[tuple[str, ...]]]:
    return {
        block.name: [tuple(str(cell).replace("\xa0", " ") for cell in row) for row in block.rows]
        for block in blocks
        if isinstance(block, TableBlock)
    }


def said(report) -> str:
    return " ".join(
        str(part)
        for block in report.findings()
        for part in (block.label, block.statement, *block.details)
    )


def test_verdicts_stand_side_by_side_with_their_days(opened):
    found = tables(opened().verdicts())
    assert found["side-by-side-1"] == [
        ("Mentors for new employees", "Succeeded (2025)", "Partly succeeded (10 March 2026)",
         "–", "1 step apart"),
        ("Rotas that are known a year ahead", "Partly succeeded (20 August 2026)",
         "Did not succeed (10 March 2026)", "Partly succeeded (15 September 2026)", "1 step apart"),
        ("A yearly dialogue with each employee", "Partly succeeded (1 March 2026)",
         "Did not succeed (10 March 2026)", "–", "1 step apart"),
        ("Better premises", "–", "–", "–", "no verdict"),
    ]  # fmt: skip
    assert found["changed-verdicts"] == [
        ("The management", "Rotas that are known a year ahead", "“Succeeded” (1 March 2026)",
         "“Partly succeeded” (20 August 2026)"),
    ]  # fmt: skip
    assert [row[1:4] for row in found["states-told"]] == [
        ("The management", "done; the parties differ", "February 2026"),
        ("The union", "under way; the parties differ", "–"),
    ]


def test_the_first_page_says_who_differs_who_changed_and_who_is_silent(opened):
    words = said(opened())
    assert "On 3 of the 3 measures that several parties have judged they do not agree." in words
    assert "No average is calculated of them." in words
    assert "“Succeeded” (1 March 2026), then “Partly succeeded” (20 August 2026)." in words
    assert "no reply has come from it: The youth council." in words
    assert "A party that has not replied is neither for nor against." in words
    assert "The municipality has judged 3 of its own 4 measures" in words
    assert "On 1 measure the parties report different states" in words
    early = said(opened("2026-03-31"))
    assert "Two steps of the scale or more lie between them on “Rotas that are known" in early
    assert "has been changed" not in early
    assert "What 2 parties think cannot be said" in early


def test_nothing_signed_after_the_date_is_shown_or_named(opened):
    for as_of in ("2026-02-28", "2025"):
        report = opened(as_of)
        assert report.subject.sources == ()
        shown = [*tables(report.verdicts()), *tables(report.parties()),
                 *tables(report.disagreement())]  # fmt: skip
        assert shown == ["verdicts-table"]
        assert "reply" not in said(report)
    first = opened("2026-03-05")
    assert [source.id for source in first.subject.sources] == [
        "own/invented-policy/management/2026-03-01"
    ]
    assert "union rep" not in str(first.run()) + str(first.sources())


def test_who_has_replied_is_listed_with_who_has_not(opened):
    report = opened()
    assert tables(report.parties())["who-replied"] == [
        ("The management, judging its own work", "1 March 2026 and 1 September 2026",
         "The director of staff", "3"),
        ("The union", "10 March 2026", "The chief union representative", "3"),
        ("The working environment committee", "15 September 2026",
         "The working environment committee", "1"),
        ("The youth council", "no reply", "–", "–"),
    ]  # fmt: skip
    assert "We were asked too late." in str(list(report.parties())[-1])


def test_words_that_were_kept_back_are_in_no_cell_and_no_frame(opened):
    report = opened()
    rows = tables(report.disagreement())["reply-words"]
    assert ("The union", "A yearly dialogue with each employee", "not for publication",
            "not for publication") in rows  # fmt: skip
    everything = "".join(
        str(block.frame.to_dict()) + str(block.rows)
        for blocks in (report.verdicts(), report.disagreement(), report.parties())
        for block in blocks
        if isinstance(block, TableBlock)
    )
    assert "Half of them are." in everything
    assert "Named persons" not in everything


def test_the_figure_says_in_words_who_judged_how_much(opened):
    (figure,) = opened().overview()
    assert isinstance(figure, FigureBlock)
    assert "a column for each party that has given verdicts" in figure.alt
    assert "The management 3, The union 3 and The working environment committee 1" in figure.alt
    assert figure.data.rows[3][-1].plain == "no verdict"


def test_more_parties_than_fit_are_in_a_table_of_their_own(tmp_path, opened):
    workspace = invented_policy(tmp_path / "workspace")
    file = workspace.programmes / "invented-policy.toml"
    more = "".join(f'[[parties]]\nid = "p{i}"\ntitle = {{ en = "Party {i}" }}\n' for i in range(3))
    file.write_text(file.read_text().replace("[[parties]]", f"{more}[[parties]]", 1))
    for party in ("p0", "p1", "p2", "union", "committee"):
        path = empty_form(workspace, tmp_path / f"{party}.xlsx", "invented-policy", party)
        take(workspace, fill(path, signed(), {"rotas": {"verdict": "failed"}}))
    found = tables(opened(root=workspace.root).verdicts())
    assert [len(found[f"side-by-side-{n}"][0]) for n in (1, 2)] == [5, 4]
    assert found["side-by-side-2"][1][-1] == "the same"
    assert found["side-by-side-2"][0][-1] == "one verdict only"


def test_words_in_a_form_stay_words(tmp_path, opened):
    workspace = invented_policy(tmp_path / "workspace")
    nasty = "=1+1 <script>alert(1)</script> {x} #emph[y] *z* &amp;"
    path = empty_form(workspace, tmp_path / "form.xlsx", "invented-policy", "union")
    fill(path, signed(nasty), {"rotas": {"reason": nasty, "comment": nasty, "verdict": "failed"}})
    take(workspace, path)
    report = opened(root=workspace.root)
    (row,) = tables(report.disagreement())["reply-words"]
    assert row[2:] == (nasty, nasty)
    assert tables(report.parties())["who-replied"][1][2] == nasty
    html = "".join(
        blocks._repr_mimebundle_().get("text/html", "")
        for blocks in (report.disagreement(), report.parties())
    )
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html


def test_an_action_programme_shows_who_reported_what_beside_each_other(tmp_path, opened):
    workspace = action_with_parties(tmp_path / "workspace")
    told(workspace, tmp_path)
    report = opened("2016-12-31", workspace.root, "action_programme", PROGRAMME)
    found = tables(report.reports())
    assert [row[1:3] for row in found["states-told"][:2]] == [
        ("the Alliance in the staff committee", "done; the parties differ"),
        ("The unions", "under way; the parties differ"),
    ]
    assert found["states-told"][2][:3] == (
        *("10 Review: hourly staff, 2015", "the Alliance in the staff committee", "done"),
    )
    assert ("The board", "no reply", "–", "–") in found["who-replied"]
    assert ("The unions", "1 March 2016", "The joint union office", "2") in found["who-replied"]
    words = said(report)
    assert "On 1 measure the parties report different states: “3 Communication plan”." in words
    assert "The unions on “3 Communication plan”: under way (1 March 2016)." in words
    assert "no reply has come from it: The board." in words
