"""A filled form becomes a programme file: whole and without faults, or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.sources.catalogue import read_programme
from analysis.sources.files import write_whole
from analysis.sources.forms.programme.answers import Answers
from analysis.sources.forms.programme.asked import form_versions
from analysis.sources.forms.programme.checking import check_answers
from analysis.sources.forms.programme.text import form_text
from analysis.sources.forms.reading import read_form
from analysis.sources.new_programmes import programme_path
from analysis.sources.spreadsheets.personal_data import personal_data
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Written:
    """A programme file that was written from a form. ``remarks`` say what was taken for what;
    ``missing`` what was left empty, and what it is for."""

    path: Path
    answers: Answers
    remarks: tuple[str, ...]
    missing: tuple[str, ...]


def write_programme_of(workspace: Workspace, file: Path) -> Written:
    """Write the programme file that a filled form describes, in one language.

    InputError lists every fault of the form, each with its sheet, row and column; nothing is
    written then. OutputError if the file cannot be written.
    """
    filled = read_form(file, form_versions(workspace))
    sheets = {rows[0].sheet.name: rows[0].sheet for rows in filled.rows.values() if rows}
    filled.faults += [fault for sheet in sheets.values() for fault in personal_data(sheet)]
    answers = check_answers(workspace, filled)
    path = programme_path(workspace, answers.id)
    text = form_text(answers, file.name, date.today())
    label = workspace.relative(path)
    write_whole(path, text, label, lambda aside: read_programme(workspace, aside), folders=True)
    return Written(path, answers, tuple(filled.remarks), tuple(answers.missing()))
