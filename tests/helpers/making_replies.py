"""Filling in the form on status and verdicts, as a party would, in the cells that are for it."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from making_action import PROGRAMME, with_reports
from openpyxl import load_workbook

from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.sheets import read_labels
from analysis.sources.forms.status import read_status_form, write_status_form
from analysis.sources.replies import Stored, store_reply
from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]
Cells = Mapping[str, object]

TODAY = date(2026, 11, 22)


def empty_form(
    workspace: Workspace,
    path: Path,
    programme: str,
    party: str,
    as_of: str = "2026-11-22",
    language: str = "en",
) -> Path:
    """Write the form of a party, and return its path."""
    found = find_programme(workspace, programme)
    write_status_form(workspace, found, party, Period.parse(as_of), language, path)
    return path


def fill(path: Path, head: Cells, answers: Mapping[str, Cells]) -> Path:
    """Fill in a form: ``head`` by the keys of its lines, ``answers`` by the keys of rows and
    columns."""
    book = load_workbook(path)
    words = _words(book.sheetnames)
    page = book[words["reply"]["title"]]
    lines = {str(row[0].value).removesuffix(" *"): row[1] for row in page.iter_rows(min_row=5)}
    for key, value in head.items():
        _put(lines[words["columns"][key][0]], value)
    page = book[words["answers"]["title"]]
    heads = {str(cell.value).removesuffix(" *"): cell.column for cell in page[4] if cell.value}
    refs = {
        str(row[heads[words["columns"]["ref"][0]] - 1].value): row[0].row
        for row in page.iter_rows(min_row=6)
    }
    for ref, cells in answers.items():
        for key, value in cells.items():
            _put(page.cell(refs[ref], heads[words["columns"][key][0]]), value)
    book.save(path)
    return path


def signed(by: str = "The chair", on: str = "2026-11-22", **more: object) -> Cells:
    """What stands on the sheet on who replies."""
    return {"by": by, "signed": date.fromisoformat(on), "confirmed": "yes", **more}


def _put(cell: Any, value: object) -> None:
    """Write a value as a person types it in a cell of text: what begins with = is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _words(names: list[str]) -> Mapping[str, Mapping[str, object]]:
    for code in LANGUAGES:
        words = read_labels("status")[code]
        if words["reply"]["title"] in names:
            return words
    raise LookupError(names)


POLICY = """\
id = "invented-policy"
country = "NO"
municipality = "4001"
as_of = "2026-11-22"
start = "2024"
title = { en = "An invented employer policy" }
summary = { en = "Everything in this file is invented." }

[document]
title = { en = "An invented document" }
producer = "Nobody"
dated = { en = "without a date" }

[[parties]]
id = "management"
title = { en = "The management" }
evaluated = true

[[parties]]
id = "union"
title = { en = "The union" }

[[parties]]
id = "committee"
title = { en = "The working environment committee" }

[[parties]]
id = "council"
title = { en = "The youth council" }

[[measures]]
id = "mentors"
number = "1"
title = { en = "Mentors for new employees" }
place = 1

[[measures]]
id = "rotas"
number = "2"
title = { en = "Rotas that are known a year ahead" }
place = 1

[[measures]]
id = "dialogue"
number = "3"
title = { en = "A yearly dialogue with each employee" }
place = 1

[[measures]]
id = "premises"
number = "4"
title = { en = "Better premises" }
place = 1

[[scale]]
id = "succeeded"
title = { en = "Succeeded" }
prints = ["Succeeded"]

[[scale]]
id = "partly"
title = { en = "Partly succeeded" }
prints = ["Partly succeeded"]

[[scale]]
id = "failed"
title = { en = "Did not succeed" }
prints = ["Did not succeed"]

[[assessments]]
measure = "mentors"
party = "management"
verdict = "succeeded"
printed = "Succeeded"
dated = "2025"
place = 2
"""

ROUNDS: tuple[tuple[str, Cells, Mapping[str, Cells]], ...] = (
    (
        "management",
        signed("The director of staff", "2026-03-01"),
        {
            "rotas": {"verdict": "succeeded", "state": "done", "completed": "2026-02"},
            "dialogue": {"verdict": "partly", "reason": "Half of the units have begun."},
        },
    ),
    (
        "union",
        signed("The chief union representative", "2026-03-10", whole="We were asked too late."),
        {
            "mentors": {"verdict": "partly"},
            "rotas": {"verdict": "failed", "state": "under_way", "reason": "Half of them are."},
            "dialogue": {"verdict": "failed", "reason": "Named persons.", "kept_back": "yes"},
        },
    ),
    (
        "management",
        signed("The director of staff", "2026-09-01"),
        {"rotas": {"verdict": "partly", "given": "2026-08-20", "reason": "The union is right."}},
    ),
    (
        "committee",
        signed("The working environment committee", "2026-09-15"),
        {"rotas": {"verdict": "partly"}},
    ),
)
"""Two rounds of three parties; the youth council does not reply."""


def invented_policy(root: Path) -> Workspace:
    """A workspace with one invented programme: four measures, four parties, a scale."""
    for name in ("reference", "programmes"):
        (root / "data" / name).mkdir(parents=True, exist_ok=True)
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    path = root / "data" / "programmes" / "invented-policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    return Workspace(root.resolve())


def take(workspace: Workspace, path: Path, invented: bool = True) -> Stored:
    """Take a filled form in, as the command does."""
    taken = read_status_form(workspace, path, TODAY, invented)
    return store_reply(workspace, taken.programme, taken.reply, TODAY)


def rounds(workspace: Workspace, folder: Path, number: int = len(ROUNDS)) -> None:
    """Write, fill in and take in the forms of the rounds, the first ``number`` of them."""
    for place, (party, head, answers) in enumerate(ROUNDS[:number]):
        path = folder / f"{place}-{party}.xlsx"
        take(workspace, fill(empty_form(workspace, path, "invented-policy", party), head, answers))


def action_with_parties(root: Path) -> Workspace:
    """The project's action programme, with two parties more, to be asked in forms."""
    workspace = with_reports(root)
    path = workspace.programmes / f"{PROGRAMME}.toml"
    more = "".join(
        f'[[parties]]\nid = "{name}"\ntitle = {{ sv = "{title}", en = "{title}" }}\n\n'
        for name, title in (("unions", "The unions"), ("board", "The board"))
    )
    text = path.read_text(encoding="utf-8").replace("[[parties]]", f"{more}[[parties]]", 1)
    path.write_text(text, encoding="utf-8")
    return workspace


TOLD: tuple[tuple[str, Cells, Mapping[str, Cells]], ...] = (
    (
        "alliance",
        signed("The staff committee", "2016-02-01"),
        {
            "communication_plan": {"state": "done", "completed": "2015-12-10"},
            "hourly_staff_review@2015": {"state": "done"},
            "men_in_preschool/a": {"state": "under_way", "comment": "Begun in two areas."},
        },
    ),
    (
        "unions",
        signed("The joint union office", "2016-03-01", whole="Ask us earlier."),
        {
            "communication_plan": {"state": "under_way", "comment": "No plan was shown to us."},
            "hourly_staff_review@2015": {"state": "done"},
        },
    ),
)
"""What two of three parties report of the action programme; the board says nothing."""


def told(workspace: Workspace, folder: Path) -> None:
    """Take in the forms of TOLD."""
    for party, head, answers in TOLD:
        path = folder / f"{party}.xlsx"
        empty_form(workspace, path, PROGRAMME, party, "2016-03-01", "sv")
        take(workspace, fill(path, head, answers))
