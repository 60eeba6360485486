"""From a wheel to a report: a workspace of one's own, without the project anywhere near it."""

import os
import site
import subprocess
import sys
from pathlib import Path

import pytest
from making import PROJECT, pdf_words
from making_sheets import sheet
from openpyxl import load_workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tiltak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as the wheel installs it: the libraries are those of this environment, the
    package is the wheel's."""
    root = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(root)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    venv = root / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet",
               "--no-deps", "--no-index", "--disable-pip-version-check"]  # fmt: skip
    subprocess.run([*install, *root.glob("*.whl")], check=True)
    own = next(venv.glob("lib/python*/site-packages"))
    (own / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    (venv / "share").mkdir(exist_ok=True)
    (venv / "share" / "jupyter").symlink_to(Path(sys.prefix) / "share" / "jupyter")
    return venv / "bin" / "tiltak"


@pytest.fixture(scope="module")
def run(tiltak: Path, tmp_path_factory: pytest.TempPathFactory):
    """Run the command in a new workspace, and return what it says."""
    place = tmp_path_factory.mktemp("elsewhere") / "d"
    env = {key: value for key, value in os.environ.items()
           if key not in ("PYTHONPATH", "TILTAK_WORKSPACE")}  # fmt: skip

    def run(*words: str, cwd: Path = place) -> str:
        done = subprocess.run([tiltak, *words], cwd=cwd, env=env, capture_output=True, text=True,
                              check=False)  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    run("new", "workspace", "d", cwd=place.parent)
    run.place = place
    return run


def fill(path: Path) -> None:
    """Fill in the form as its own words ask for."""
    book = load_workbook(path)
    answers = {
        "Title": "Less leave", "Short name": "less-leave", "Municipality": "4001 Porsgrunn (NO)",
        "Began": "2024Q1", "Filled in by": "HR", "About the programme": "Sick leave is to go down.",
    }  # fmt: skip
    for row in book["The programme"].iter_rows(min_row=5):
        row[1].value = answers.get(str(row[0].value).rstrip(" *"), row[1].value)
    leave = "Sick leave in the municipality, own figures (Norway)"
    rows = {
        "Measures": (7, ["1", "All managers are trained", "Head of HR", "2024Q1", "2025Q2"]),
        "Indicators": (8, [leave, None, None, None, "store:own/4001-sick_leave_own_no-leave"]),
        "Targets": (7, [leave, "2025", "8,2", 7.8]),
        "Parties": (8, ["Unions", "No"]),
    }
    for name, (row, values) in rows.items():
        for column, value in enumerate(values, start=2):
            book[name].cell(row, column).value = value
    book.save(path)


def test_a_sheet_and_a_filled_form_become_a_report_with_targets_and_verdicts(run):
    sheet(run.place / "leave.xlsx")
    words = ("import", "leave.xlsx", "--indicator", "sick_leave_own_no",
             "--municipality", "4001", "--invented")  # fmt: skip
    run(*words)
    assert "28 figures stored" in run(*words)
    run("form", "programme", "--language", "en", "--output", "form.xlsx")
    lists = [cell.value for row in load_workbook(run.place / "form.xlsx")["Lists"] for cell in row]
    assert "store:own/4001-sick_leave_own_no-leave" in lists
    fill(run.place / "form.xlsx")
    assert "Next: tiltak report sick_leave --programme less-leave" in run(
        "new", "programme", "--form", "form.xlsx"
    )
    run("report", "sick_leave", "--programme", "less-leave", "--language", "en")
    folder = run.place / "reports" / "sick_leave" / "less-leave" / "4001" / "2025Q4" / "en"
    text = pdf_words(folder / "report.pdf")
    assert "at most 8.2 per cent" in text
    assert "All managers are trained Head of HR" in text
    assert (folder / "report.html").is_file()


def test_a_template_of_one_s_own_runs_as_it_stands_and_is_found_by_all_commands(run):
    told = run("new", "template", "mine")
    assert "Next: tiltak report mine --programme less-leave" in told
    assert "mine\n      What came of the programme?" in run("list")
    assert "no faults" in run("check")
    run("report", "mine", "--programme", "less-leave", "--language", "en")
    folder = run.place / "reports" / "mine" / "less-leave" / "4001" / "2025Q4" / "en"
    text = pdf_words(folder / "report.pdf")
    assert "In 2025 sick leave was 8.0 per cent" in text
    assert "Quarter by quarter" not in text
    batch = ("batch", "--template", "mine", "--programme", "less-leave", "--workers", "1")
    assert "1 report made" in run(*batch)
    assert "1 unchanged" in run(*batch)
    run("report", "municipality", "--municipality", "4001", "--language", "en")
