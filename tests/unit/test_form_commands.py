"""tiltak form status, and tiltak import of what came back: said in words, stored or refused."""

import pytest
from click.testing import CliRunner
from making_replies import empty_form, fill, invented_policy, signed

from analysis.cli import main
from analysis.notebook import open_place, open_report, open_subject
from analysis.reporting.batch.keys import cache_key
from analysis.reporting.requests import Request, prepare
from analysis.sources.workspace import VARIABLE

POLICY = "invented-policy"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    found = invented_policy(tmp_path / "workspace")
    monkeypatch.setenv(VARIABLE, str(found.root))
    monkeypatch.chdir(tmp_path)
    return found


def told(*words) -> tuple[int, str]:
    found = CliRunner().invoke(main, [str(word) for word in words])
    assert isinstance(found.exception, SystemExit | None), found.exception
    assert "Traceback" not in found.output
    return found.exit_code, found.output


def stored(workspace) -> list[str]:
    return sorted(path.name for path in (workspace.sources / "own").rglob("*.*"))


def test_a_form_goes_out_comes_back_and_says_what_to_do_next(workspace, tmp_path):
    code, words = told("form", "status", "--programme", POLICY, "--party", "union")
    assert (code, words.splitlines()[0]) == (0, "Form written: invented-policy-union.xlsx")
    path = fill(
        tmp_path / "invented-policy-union.xlsx",
        signed("The chair", "2026-11-01"),
        {"rotas": {"verdict": "failed", "reason": "Not shown", "kept_back": "Ja"}},
    )
    code, words = told("import", path, "--invented")
    assert code == 0
    assert f"The union, 2026-11-01, 1 answer): data/sources/own/{POLICY}/union" in words
    assert "not to be shown: 1. They stay" in words
    assert f"Next: tiltak report policy_evaluation --programme {POLICY} --language en\n" in words
    assert "action_programme" not in words
    assert stored(workspace) == ["2026-11-01.csv", "2026-11-01.toml"]
    assert "synthetic = true" in next(workspace.sources.rglob("*.toml")).read_text()
    code, words = told("import", path, "--invented")
    assert (code, words.startswith("Nothing changed")) == (0, True)
    assert stored(workspace) == ["2026-11-01.csv", "2026-11-01.toml"]


def test_a_later_reply_is_told_to_count_before_the_earlier(workspace, tmp_path):
    for on in ("2026-10-01", "2026-11-01", "2026-09-01"):
        path = empty_form(workspace, tmp_path / f"{on}.xlsx", POLICY, "union")
        code, words = told("import", fill(path, signed(on=on), {"rotas": {"state": "done"}}))
        assert code == 0
        if on == "2026-11-01":
            assert "It counts before the party's earlier one, which stays: own/" in words
            assert "2026-10-01" in words.split("which stays")[1]
    assert "A later reply of the party is there" in words


def test_a_reply_later_than_the_programmes_date_is_shown_without_asking_for_one(
    workspace, tmp_path
):
    file = workspace.programmes / f"{POLICY}.toml"
    file.write_text(file.read_text().replace('as_of = "2026-11-22"', 'as_of = "2025"'))
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union")
    fill(path, signed(on="2026-11-01"), {"rotas": {"state": "done"}})
    code, words = told("import", path)
    assert code == 0
    assert f"Next: tiltak report policy_evaluation --programme {POLICY}" in words
    assert "speak as of 2026-11-01 now, the last reply; --as-of 2025 makes those without" in words
    subject = open_subject(workspace, POLICY, "", "", "en")
    assert str(subject.as_of) == "2026-11-01"
    assert [source.reader for source in subject.sources] == ["replies"]
    assert str(open_subject(workspace, POLICY, "", "2025", "en").as_of) == "2025"


def test_a_form_that_may_be_filled_in_is_not_overwritten(workspace, tmp_path):
    (tmp_path / "mine.xlsx").write_bytes(b"filled in")
    options = ("--programme", POLICY, "--party", "union", "--output", "mine.xlsx")
    code, words = told("form", "status", *options)
    assert (code, "is there already, and may be filled in" in words) == (2, True)
    assert (tmp_path / "mine.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--programme", "none", "--party", "union"), "there is no programme 'none'"),
        (("--programme", POLICY, "--party", "none"), "has no party 'none'"),
        (("--programme", POLICY, "--party", "union", "--language", "xx"), "no language 'xx'"),
        (("--programme", POLICY, "--party", "union", "--as-of", "soon"), "'soon' is not a period"),
    ],
)
def test_a_form_that_cannot_be_written_is_refused(workspace, tmp_path, options, said):
    code, words = told("form", "status", *options)
    assert code == 2
    assert said in words
    assert not list(tmp_path.glob("*.xlsx"))


@pytest.mark.parametrize("said", ["union", "The union", "THE  UNION"])
def test_a_party_is_named_by_its_id_or_its_title(workspace, tmp_path, said):
    code, words = told("form", "status", "--programme", POLICY, "--party", said)
    assert (code, words.splitlines()[0]) == (0, f"Form written: {POLICY}-union.xlsx")


def test_a_title_that_two_parties_have_is_not_enough(workspace):
    file = workspace.programmes / f"{POLICY}.toml"
    file.write_text(file.read_text().replace('"The youth council"', '"The Union"'))
    code, words = told("form", "status", "--programme", POLICY, "--party", "the union")
    assert code == 2
    assert (
        "has several parties 'the union'; say the id. Its parties: management (The manage" in words
    )
    assert "union (The union), " in words
    code, words = told("form", "status", "--programme", POLICY, "--party", "council")
    assert (code, words.splitlines()[0]) == (0, f"Form written: {POLICY}-council.xlsx")


def test_a_form_with_faults_is_not_stored(workspace, tmp_path):
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union")
    fill(path, signed(by=None), {"rotas": {"verdict": "Superb"}})
    code, words = told("import", path)
    assert code == 3
    assert "2 faults" in words
    assert not (workspace.sources / "own").exists()


def test_options_that_are_about_figures_do_not_go_with_a_form(workspace, tmp_path):
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union")
    fill(path, signed(), {"rotas": {"state": "done"}})
    for options in (("--indicator", "x"), ("--sheet", "x"), ("--accept-valid",), ("--title", "x")):
        code, words = told("import", path, *options)
        assert (code, "Of the options only --programme and --invented" in words) == (2, True)
    code, words = told("import", path, "--programme", "other")
    assert (code, "is a form of the programme invented-policy, not of other" in words) == (2, True)
    assert not (workspace.sources / "own").exists()


def test_a_reply_makes_another_report_and_is_named_on_the_municipalitys_page(workspace, tmp_path):
    asked = Request("policy_evaluation", {"programme": POLICY, "language": "en"}, tmp_path)

    def made_from() -> tuple[str, list[str]]:
        page = open_place(workspace, "4001", "", "en")
        return cache_key(prepare(asked, workspace)), [item.id for item in page.sources]

    key, sources = made_from()
    assert sources == []
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union")
    fill(path, signed(on="2026-11-01"), {"rotas": {"verdict": "failed"}})
    assert told("import", path)[0] == 0
    other, sources = made_from()
    assert other != key
    assert sources == [f"own/{POLICY}/union/2026-11-01"]
    report = open_report("municipality", municipality="4001", language="en")
    (gathered,) = report.gathered
    assert "policy_evaluation" in gathered.reports
    next(workspace.sources.rglob("*.toml")).rename(
        workspace.sources / "own" / POLICY / "union" / "spring.toml"
    )
    report = open_report("municipality", municipality="4001", language="en")
    assert report.gathered == ()
    assert [item.name for item in report.subject.unread] == [f"data/programmes/{POLICY}.toml"]


def test_what_was_stored_is_checked_with_the_workspace(workspace, tmp_path):
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union")
    fill(path, signed(), {"rotas": {"state": "done"}})
    assert told("import", path)[0] == 0
    file = next(workspace.sources.rglob("*.csv"))
    file.write_text(file.read_text().replace("done", "abandoned"))
    code, words = told("check")
    assert code == 3
    assert "it was changed after it was recorded" in words
