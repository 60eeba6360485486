"""What the end-to-end tests run on: the project's reports, and workspaces with invented figures."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import nbformat
import pytest

from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Case:
    """A report of the project: ``number`` is the municipality's today, or the country of a
    programme of many; ``former`` one it had; ``language`` that of its document."""

    template: str
    programme: str
    number: str
    as_of: str
    language: str
    former: str = ""

    def parameters(self, language: str) -> dict[str, str]:
        """Its parameters. In English the municipality is asked for by a number it had."""
        number = (self.former or self.number) if language == "en" else self.number
        asked = {
            "programme": self.programme,
            "municipality": number if number.isdigit() else "",
            "language": language,
        }
        return {name: value for name, value in asked.items() if value}

    def folder(self, language: str) -> Path:
        """Where it is, below the folder of all reports."""
        parts = (self.template, self.programme, self.number, self.as_of, language)
        return Path(*(part for part in parts if part))


CASES = {
    "sick_leave": Case("sick_leave", "porsgrunn-sick-leave", "4001", "2009Q1", "nb", "0805"),
    "policy_evaluation": Case(
        "policy_evaluation", "drammen-employer-policy", "3301", "2012", "nb", "0602"
    ),
    "action_programme": Case(
        "action_programme", "attraktiv-arbetsgivare", "SE", "2015-09-07", "sv"
    ),
    "quality_review": Case("quality_review", "olofstrom-2017", "1060", "2017-11-14", "sv"),
    "vallentuna": Case("quality_review", "vallentuna-kommunkompassen", "0115", "2021", "sv"),
    "saman": Case("network_programme", "saman-om-ein-betre-kommune", "NO", "2015", "nn"),
    "kvalitetskommune": Case("network_programme", "kvalitetskommuneprogrammet", "NO", "2012", "nb"),
    "workforce_outlook": Case(
        "workforce_outlook", "porsgrunn-employer-strategy", "4001", "2009Q1", "nb", "0805"
    ),
    "municipality": Case("municipality", "", "4001", "2015", "nb", "0805"),
}
LANGUAGES = ("nb", "nn", "sv", "en")
SECOND = frozenset({"vallentuna", "kvalitetskommune"})
QUICK = {(name, case.language) for name, case in CASES.items() if name not in SECOND} | {
    ("sick_leave", "en"),
    ("policy_evaluation", "en"),
}
"""Reports that every test run looks at: one of each template, in its first language. Second ones
and the other languages are left to the slow tests."""


def first_languages() -> list[Any]:
    """The names of the reports, to be looked at in their first language, as parameters."""
    return [pytest.param(name, marks=pytest.mark.slow if name in SECOND else ()) for name in CASES]


def each_report(first_only: bool = False) -> list[Any]:
    """Every report of the project in every language, or in its first one, as parameters."""
    if first_only:
        return [pytest.param((name, case.language), id=name) for name, case in CASES.items()]
    return [
        pytest.param(
            (name, language),
            id=f"{name}-{language}",
            marks=() if (name, language) in QUICK else pytest.mark.slow,
        )
        for name in CASES
        for language in LANGUAGES
    ]


PARAMETERS = """\
programme: str = "invented"
municipality: str = ""
as_of: str = ""
language: str = "nb"
"""
OPEN = """\
from analysis.notebook import open_report

report = open_report("sick_leave", programme, municipality, as_of, language)
report
"""

Series = dict[str, float | str]
ABSENCE = {"nb": "Fravær"}


@lru_cache
def made(output: Path, name: str, language: str) -> Path:
    """The folder of one of the project's reports, made once in a session for all workers."""
    note = output / f"{name}-{language}.txt"
    output.mkdir(parents=True, exist_ok=True)
    with note.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if not (folder := file.read()):
            case = CASES[name]
            # A folder for each, so that what one run leaves behind is not another's under way.
            request = Request(case.template, case.parameters(language), output / note.stem)
            folder = str(run(request, Workspace(PROJECT)))
            file.write(folder)
    return Path(folder)


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that lasts the session, the same for all its workers."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def missing(what: str) -> NoReturn:
    """Skip a test that cannot run here, with its reason; in continuous integration it fails."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def pdf_words(path: Path) -> str:
    """The words of a PDF in reading order, with plain spaces."""
    if not shutil.which("pdftotext"):
        missing("pdftotext (of poppler-utils) is not here")
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    read = subprocess.run(command, capture_output=True, check=True, text=True)
    return " ".join(read.stdout.split())


def template(root: Path, name: str, *cells: str) -> Path:
    """Write a template into a workspace: Markdown where a cell begins with "#", else code."""
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    rest = [
        nbformat.v4.new_markdown_cell(cell)
        if cell.startswith("#")
        else nbformat.v4.new_code_cell(cell)
        for cell in cells
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    title = nbformat.v4.new_markdown_cell("# A trial")
    notebook = nbformat.v4.new_notebook(cells=[title, parameters, *rest], metadata=kernel)
    path = root / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return path


SEASON = (0.4, -0.1, -0.6, 0.3)
WOBBLE = (0.05, -0.08, 0.1, -0.04, 0.07, -0.06, 0.02, -0.09, 0.06, 0.03)


def quarters(first: int, years: Sequence[float], wobble: Sequence[float] = WOBBLE) -> Series:
    """Quarterly figures from the level of each year, with a season and a little noise."""
    return {
        f"{first + year}Q{quarter + 1}": round(
            level + SEASON[quarter] + wobble[(2 * year + quarter) % len(wobble)], 1
        )
        for year, level in enumerate(years)
        for quarter in range(4)
    }


def invented(
    root: Path,
    figures: Series,
    *,
    start: str,
    as_of: str,
    targets: Sequence[tuple[str, str, float]] = (),
    comparison: Series | None = None,
    title: str = "Oppdiktet program",
    package: str = "",
    units: Sequence[tuple[str, str, int, float]] = (),
    indicator: Mapping[str, str] = ABSENCE,
    registered: str = "sick_leave_own_no",
) -> Workspace:
    """A workspace with one programme, ``invented``, whose figures are made up and say so.

    ``indicator`` is what it calls its indicator in each language, and ``registered`` what that is
    in the registry; "" for what the registry does not know.
    """
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    snapshot(root, "own", figures)
    by_unit = ""
    if units:
        rows = [",".join(map(str, row)) for row in units]
        record(root, "units", ["unit,period,n,value", *rows], "units")
        by_unit = 'units = "synthetic/units/2026"\n'
    compared = ""
    if comparison:
        snapshot(root, "elsewhere", comparison)
        compared = f"""
[indicators.comparison]
source = "synthetic/elsewhere/2026"
title = {_text("Andre kommuner")}
caveat = {_text("Sammenligningen er oppdiktet.")}
"""
    aims = "".join(
        f'\n[[targets]]\nindicator = "absence"\nperiod = "{period}"\ntier = "{tier}"\n'
        f"value = {value}\n"
        for period, tier, value in targets
    )
    if package:
        package = f"""
[[packages]]
id = "plan"
title = {_text(package)}
short = {_text(package[:24])}
adopted = "{start}"

[[measures]]
id = "first"
title = {_text(package)}
package = "plan"
place = 1
"""
    folder = root / "data" / "programmes"
    folder.mkdir(parents=True)
    (folder / "invented.toml").write_text(
        f"""\
id = "invented"
country = "NO"
municipality = "4001"
as_of = "{as_of}"
start = "{start}"
title = {_text(title)}
summary = {_text("Alt i denne filen er oppdiktet.")}

[document]
title = {_text("Oppdiktet dokument")}
producer = "Ingen"
dated = {_text("uten dato")}

[[indicators]]
id = "absence"
title = {_text(indicator)}
{f'registered = "{registered}"' if registered else ""}
unit = "percent"
direction = "decrease"
definition = {_text("Oppdiktede tall.")}
rounding = 0.05
source = "synthetic/own/2026"
{by_unit}{compared}{aims}{package}""",
        encoding="utf-8",
    )
    return Workspace(root)


def snapshot(root: Path, name: str, figures: Series) -> None:
    """Write a series as a snapshot of the publisher ``synthetic``, with its sidecar."""
    lines = ["period,value", *(f"{period},{value}" for period, value in figures.items())]
    record(root, name, lines, "series")


def record(
    root: Path,
    name: str,
    lines: Sequence[str],
    reader: str,
    indicator: str = "absence",
    dated: str = "2026",
) -> None:
    """Write invented rows as the snapshot ``synthetic/<name>/<dated>``."""
    folder = root / "data" / "sources" / "synthetic" / name
    folder.mkdir(parents=True)
    raw = ("\n".join(lines) + "\n").encode()
    (folder / f"{dated}.csv").write_bytes(raw)
    (folder / f"{dated}.toml").write_text(
        f"""\
title = {{ nb = "Oppdiktede tall", sv = "Påhittade tal", en = "Invented figures" }}
producer = "Ingen"
address = "not stated"
published = "{dated}"
retrieved = "2026"
licence = "not stated"
sha256 = "{hashlib.sha256(raw).hexdigest()}"
reader = "{reader}"
indicator = "{indicator}"
synthetic = true
""",
        encoding="utf-8",
    )


def _text(words: str | Mapping[str, str]) -> str:
    versions = {"nb": words} if isinstance(words, str) else words
    listed = (f"{code} = {json.dumps(text, ensure_ascii=False)}" for code, text in versions.items())
    return f"{{ {', '.join(listed)} }}"
