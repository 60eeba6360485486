"""tiltak new: a programme by form or by answers, a form, a template, a workspace."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from making import PROJECT
from making_forms import ABOUT, INDICATOR, MEASURE, OWN, PARTIES, TARGET, prepared
from openpyxl import Workbook

from analysis.cli import main
from analysis.cli.asking import ask
from analysis.errors import OutputError, ParameterError
from analysis.reporting.checks import check_workspace
from analysis.reporting.new_templates import write_template
from analysis.reporting.templates import find_templates, read_template
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.programme import programme_form
from analysis.sources.forms.sheets import write_form
from analysis.sources.indicators import read_registry
from analysis.sources.municipalities import find_municipality
from analysis.sources.new_workspaces import FOLDERS, write_workspace
from analysis.sources.workspace import Workspace, shipped


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return prepared(tmp_path)


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def said(*words) -> tuple[int, str]:
    """The exit code of a command, and all it says."""
    told = run(*words)
    return told.exit_code, told.output


# -- programme


def test_a_filled_form_becomes_a_programme_and_what_is_missing_is_listed(desk):
    rows = {"programme": [ABOUT], "indicators": [INDICATOR], "measures": [MEASURE]}
    write_form(Path("filled.xlsx"), programme_form(desk, "nb", rows))
    told = run("new", "programme", "--form", "filled.xlsx")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "  Status per: 2025Q4, the last period with a figure.",
        "Left empty, and not filled in by anybody else:",
        "  what the programme is about: a report cannot say it",
        "  who owns the programme",
        "  the document it stands in: the form is named as the source",
        "  targets: nothing can be said to be met",
        "  parties: nobody is named who reports or assesses",
        "  other explanations: a report names none beside a change",
        "Programme written: data/programmes/ours.toml",
        "Next: tiltak report sick_leave --programme ours",
    ]


def test_a_mended_form_takes_the_place_of_what_it_said_and_the_way_back_is_told(desk):
    for title, option in (("Før", ()), ("Etter", ("--replace",)), ("Etter", ("--replace",))):
        rows = {"programme": [{**ABOUT, "title": title}], "indicators": [INDICATOR]}
        write_form(Path("form.xlsx"), programme_form(desk, "nb", rows))
        code, words = said("new", "programme", "--form", "form.xlsx", *option)
        assert code == 0
        way_back = (
            "The earlier file is kept. To get it back: mv data/programmes/ours.toml.earlier "
            "data/programmes/ours.toml"
        )
        assert (way_back in words) is (title == "Etter" and "Nothing changed" not in words)
    assert "Nothing changed: the form says what it said before." in words
    assert "Etter" in (desk.programmes / "ours.toml").read_text()
    assert "Før" in (desk.programmes / "ours.toml.earlier").read_text()
    code, words = said("new", "programme", "x", "--replace", "--source", "own/x")
    assert (code, words) == (2, "tiltak: --replace is for a filled form: --form.\n")


def test_parties_with_steps_for_verdicts_are_each_given_their_form(desk):
    rows = {"programme": [{**ABOUT, "scale": "three"}], "measures": [MEASURE],
            "indicators": [INDICATOR], "parties": PARTIES}  # fmt: skip
    write_form(desk.root / "form.xlsx", programme_form(desk, "nb", rows))
    code, words = said("new", "programme", "--form", "form.xlsx")
    assert code == 0
    lines = words.splitlines()
    form = "  tiltak form status --programme ours --party"
    assert lines[-2:] == [f"{form} ledelsen", f"{form} verneombud"]
    code, words = said(*lines[-1].split()[1:])
    assert (code, words.splitlines()[0]) == (0, "Form written: ours-verneombud.xlsx")
    code, words = said("new", "programme", "--form", "ours-verneombud.xlsx")
    assert (code, words) == (
        2, "tiltak: ours-verneombud.xlsx is a form with what a party says. To take it in: tiltak "
           "import ours-verneombud.xlsx\n")  # fmt: skip


def test_the_next_command_asks_for_the_language_a_programme_is_written_in(desk):
    rows = {"programme": [{**ABOUT, "language": "sv"}], "indicators": [INDICATOR]}
    write_form(desk.root / "form.xlsx", programme_form(desk, "nb", rows))
    _, words = said("new", "programme", "--form", "form.xlsx")
    assert words.splitlines()[-1] == (
        "Next: tiltak report sick_leave --programme ours --language sv"
    )


def test_the_form_for_a_programme_is_no_sheet_of_figures(desk):
    write_form(desk.root / "form.xlsx", programme_form(desk, "nb"))
    code, words = said("import", "form.xlsx")
    assert code == 2
    assert words.endswith(
        "Once it is filled in: tiltak new programme --form form.xlsx; once it is mended, the same "
        "with --replace.\n"
    )


def test_a_sheet_of_figures_may_be_called_as_one_of_a_form_is(desk):
    book = Workbook()
    book.active.title = "Tiltak"
    for row in (["År", "1. kvartal", "2. kvartal"], [2023, 8.1, 7.9], [2024, 8.0, 7.8]):
        book.active.append(row)
    book.save("leave.xlsx")
    _, words = said("import", "leave.xlsx")
    assert "column A ('År'): every cell is a year" in words
    assert "run the same command again, with what is shown beneath each" in words.casefold()


def test_a_form_with_faults_is_refused_and_nothing_is_written(desk):
    rows = {"programme": [{**ABOUT, "start": "soon"}], "targets": [TARGET]}
    write_form(Path("filled.xlsx"), programme_form(desk, "nb", rows))
    told = run("new", "programme", "--form", "filled.xlsx")
    assert told.exit_code == 3
    assert "sheet Om programmet, row 8, column B (Startet): found 'soon'" in told.stderr
    assert "sheet Mål, row 7, column B (Indikator)" in told.stderr
    assert list(desk.programmes.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--form", "a.xlsx", "--source", OWN], "--form says all of it"),
        (["ours", "--form", "a.xlsx"], "--form says all of it"),
        (["--source", OWN], "say what the programme file is to be called"),
        (["ours", "--series", "sick_leave_own_no"], "name it, --source"),
        (["ours"], "say where the figures are (--source), or give a filled form"),
        ([], "`tiltak form programme` writes an empty one"),
    ],
)
def test_a_programme_is_not_begun_on_half_of_what_it_needs(desk, words, message):
    told = run("new", "programme", *words)
    assert told.exit_code == 2
    assert message in told.stderr


def test_each_answer_is_checked_before_the_next_question(desk):
    asked = {}

    @click.command()
    def command():
        asked.update(ask(desk, "ours", {"municipality": None, "title": "T", "start": None,
                                        "desired": (), "acceptable": ("2026=8",)}))  # fmt: skip

    answers = ["9999", "4001", "soon", "2024Q1", "0", "1", "2026", "2026=7,5", ""]
    told = CliRunner().invoke(command, input="".join(f"{answer}\n" for answer in answers))
    assert told.exit_code == 0, told.output
    assert asked == {
        "programme": "ours", "source": OWN, "series": "sick_leave_own_no",
        "municipality": "4001", "start": "2024Q1", "desired": ("2026=7,5",),
        "acceptable": ("2026=8",), "title": "T",
    }  # fmt: skip
    assert told.output.count("Error:") == 4


class Terminal:
    """The command at a pseudo-terminal, as somebody who types answers it."""

    def __init__(self, folder: Path, *words: str):
        self._own, other = pty.openpty()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "analysis.cli", "new", "programme", *words],
            stdin=other, stdout=other, stderr=other, cwd=folder,
            env={**os.environ, "TILTAK_WORKSPACE": str(folder)})  # fmt: skip
        os.close(other)
        self.said = ""

    def answer(self, question: str, text: str) -> None:
        """Wait for a question that has not been answered yet, and answer it."""
        self._until(lambda: question in self.said.rpartition("\n")[2])
        os.write(self._own, f"{text}\n".encode())
        self.said += "\n"

    def end(self) -> int:
        """Wait for the end of the command, and return its exit code."""
        self._until(lambda: self._child.poll() is not None and not self._read(0.1))
        os.close(self._own)
        return self._child.returncode

    def _until(self, holds) -> None:
        deadline = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < deadline, self.said
            self._read(0.1)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._own], [], [], seconds)[0]:
            return False
        try:
            found = os.read(self._own, 4096)
        except OSError:  # Linux: the other end is closed.
            return False
        self.said += found.decode(errors="replace").replace("\r\n", "\n")
        return bool(found)


@pytest.mark.slow
def test_at_a_terminal_it_asks_and_checks_each_answer_at_once(desk):
    terminal = Terminal(desk.root)
    terminal.answer("Short name", "Ned Med")
    terminal.answer("Short name", "ned-med")
    terminal.answer("Municipality", "9999")
    terminal.answer("Municipality", "Porsgrunn")
    terminal.answer("Title", "Ned med fraværet")
    terminal.answer("When it began", "soon")
    terminal.answer("When it began", "2024Q1")
    terminal.answer("Which figures", "7")
    terminal.answer("Which figures", "1")
    terminal.answer("Target to reach", "2026: 7,5")
    terminal.answer("Target to reach", "2026=seven")
    terminal.answer("Target to reach", "2026=nan")
    terminal.answer("Target to reach", "2026=7,5")
    terminal.answer("Target to reach", "2026=7")
    terminal.answer("Target to reach", "")
    terminal.answer("Good enough", "2026=8")
    terminal.answer("Good enough", "")
    assert terminal.end() == 0, terminal.said
    for refusal in (
        "'Ned Med' is no id of a programme",
        "no municipality has the number '9999'",
        "the start has 'soon'. Accepted: a year (2012)",
        "'7' is none of them. Accepted: 1 to 1.",
        "'Target to reach' has '2026: 7,5'. Accepted: PERIOD=VALUE, such as 2026=7.5.",
        "'Target to reach' has 'seven'. Accepted: a number, such as 7.5.",
        "'Target to reach' has 'nan'. Accepted: a number, such as 7.5.",
        "'Target to reach' names a period twice: 2026.",
    ):
        assert refusal in terminal.said
    programme = find_programme(desk, "ned-med")
    assert (programme.municipality, str(programme.start)) == ("4001", "2024Q1")
    assert {(item.tier, item.value) for item in programme.targets} == {
        ("desired", 7.5),
        ("acceptable", 8.0),
    }


@pytest.mark.slow
def test_at_a_terminal_without_figures_in_the_store_it_says_how_to_bring_them(tmp_path):
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    terminal = Terminal(tmp_path)
    assert terminal.end() == 2
    assert "Bring your own with `tiltak import FILE`" in " ".join(terminal.said.split())


# -- form


def test_an_empty_form_is_written_and_never_over_another_file(desk):
    told = run("form", "programme", "--language", "sv")
    assert told.exit_code == 0, told.stderr
    assert "Next, once it is filled in: tiltak new programme --form programme-form.xlsx" in (
        told.stdout
    )
    before = Path("programme-form.xlsx").read_bytes()
    told = run("form", "programme")
    assert (told.exit_code, before) == (2, Path("programme-form.xlsx").read_bytes())
    assert "programme-form.xlsx is there already" in told.stderr


def test_a_form_that_is_left_empty_says_what_must_be_filled_in(desk):
    run("form", "programme", "--language", "en")
    told = run("new", "programme", "--form", "programme-form.xlsx")
    assert told.exit_code == 3
    for title in ("Title", "Short name", "Municipality", "Began", "Filled in by"):
        assert f"({title}): is empty" in told.stderr


# -- template


@pytest.fixture
def place(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.delenv("TILTAK_WORKSPACE", raising=False)
    return write_workspace(tmp_path / "d")


def sources(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells]


def test_a_template_has_the_first_page_a_figure_a_table_and_what_no_report_lacks(place):
    path = write_template(place, "mine", "sick_leave", "ours", "Our  sick leave")
    found = sources(path)
    assert found[0].startswith("# Our sick leave\n\nWith this report you can judge")
    assert 'programme: str = "ours"  # id of the programme file' in found[1]
    assert 'open_report("sick_leave", programme' in found[2]
    calls = [cell for cell in found if cell.startswith("report.")]
    assert calls[:5] == ["report.findings()", "report.overview()", "report.in_short()",
                         "report.targets()", "report.target_path()"]  # fmt: skip
    assert {"report.limits()", "report.sources()", "report.run()"} <= set(calls)
    assert "report.quarters()" not in calls
    assert read_template(place, "mine").report == "sick_leave"


@pytest.mark.parametrize("model", [path.stem for path in find_templates(Workspace(PROJECT))])
def test_a_template_can_build_on_every_report(place, model):
    path = write_template(place, "mine", model)
    assert read_template(place, "mine").report == model
    assert "report.run()" in sources(path)
    assert not check_workspace(place)[0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Mine", "no name of a template"),
        ("../mine", "no name of a template"),
        ("sick_leave", "Tiltak has a template 'sick_leave' itself"),
        ("mine", "notebooks/mine.ipynb is there already"),
    ],
)
def test_a_template_is_never_written_over_and_its_name_is_checked(place, name, message):
    first = write_template(place, "mine", "sick_leave").read_bytes()
    with pytest.raises(ParameterError, match=message):
        write_template(place, name, "quality_review")
    assert (place.notebooks / "mine.ipynb").read_bytes() == first


def test_the_command_names_a_programme_that_the_template_can_show(desk):
    told = run("new", "template", "mine")
    assert "Next: tiltak report mine --programme ID" in told.stdout
    run("new", "programme", "ours", "--source", OWN, "--municipality", "4001", "--start", "2024Q1")
    told = run("new", "template", "other")
    assert "Next: tiltak report other --programme ours" in told.stdout
    assert 'programme: str = "ours"' in sources(desk.notebooks / "other.ipynb")[1]
    told = run("new", "template", "third", "--from", "quality_review", "--programme", "ours")
    assert told.exit_code == 2
    assert not (desk.notebooks / "third.ipynb").exists()


# -- workspace


def test_a_workspace_holds_folders_and_no_copy_of_the_package(place):
    assert all((place.root / name).is_dir() for name in FOLDERS)
    files = {str(path.relative_to(place.root)) for path in place.root.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith(".gitkeep")} - {
        "notebooks/explore.ipynb"
    } == {"README.md", ".gitignore"}
    assert Workspace.find(place.root / "notebooks") == place


def test_a_workspace_reads_reference_tables_and_templates_from_the_package(place):
    assert read_registry(place) == read_registry(Workspace(PROJECT))
    assert find_municipality(place, "0805").name == "Porsgrunn"
    assert find_templates(place) == find_templates(Workspace(PROJECT))
    faults, _, checked = check_workspace(place)
    assert (faults, checked > 5) == ([], True)


def test_a_table_of_its_own_stands_instead(place):
    own = place.fetched / "municipalities.toml"
    own.write_text(
        '[[municipalities]]\nname = "Her"\ncountry = "NO"\nnumbers = [{ number = "9999" }]\n',
        encoding="utf-8",
    )
    assert find_municipality(place, "9999").name == "Her"
    with pytest.raises(ParameterError):
        find_municipality(place, "0805")


def test_an_empty_folder_becomes_a_workspace_and_one_with_files_is_left_alone(tmp_path):
    (tmp_path / "empty").mkdir()
    assert write_workspace(tmp_path / "empty").programmes.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").touch()
    with pytest.raises(ParameterError, match="full is not empty"):
        write_workspace(tmp_path / "full")
    with pytest.raises(ParameterError, match=r"a\.txt is no folder"):
        write_workspace(tmp_path / "full" / "a.txt")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a.txt"]
    with pytest.raises(OutputError, match="cannot be written"):
        write_workspace(tmp_path / "full" / "a.txt" / "b")


def test_the_command_says_what_comes_next(tmp_path):
    told = run("new", "workspace", tmp_path / "d")
    assert told.exit_code == 0
    assert "Next: cd " in told.stdout
    assert run("new", "workspace", tmp_path / "d").exit_code == 2


def test_what_comes_with_the_package_is_told_to_the_builder_of_the_wheel():
    import tomllib

    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {
        "data/reference": "analysis/shipped/data/reference",
        "notebooks": "analysis/shipped/notebooks",
    }
    assert shipped().root == PROJECT
