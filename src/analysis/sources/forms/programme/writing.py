"""A filled form becomes a programme file: whole and without faults, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.sources.catalogue import read_programme
from analysis.sources.files import write_whole
from analysis.sources.forms.programme.answers import Answers
from analysis.sources.forms.programme.asked import form_versions
from analysis.sources.forms.programme.checking import check_answers
from analysis.sources.forms.programme.replacing import keep_earlier, keep_ids
from analysis.sources.forms.programme.seals import is_changed, says_the_same
from analysis.sources.forms.programme.text import day_of, form_text
from analysis.sources.forms.reading import read_form
from analysis.sources.new_programmes import programme_path
from analysis.sources.spreadsheets.personal_data import personal_data
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Written:
    """A programme file that was written from a form. ``remarks`` say what was taken for what;
    ``missing`` what was left empty, and what it is for. ``earlier`` is where the file is kept that
    it took the place of; None where there was none, or it said the same."""

    path: Path
    answers: Answers
    remarks: tuple[str, ...]
    missing: tuple[str, ...]
    earlier: Path | None = None


def write_programme_of(workspace: Workspace, file: Path, day: date, again: bool = False) -> Written:
    """Write the programme file that a filled form, read on ``day``, describes, in one language;
    ``again`` in the place of the one that was made of an earlier form, which is kept beside it.
    A file that says the same but for the day is left as it is.

    InputError lists every fault of the form, each with its sheet, row and column; nothing is
    written then. OutputError if the file cannot be written.
    """
    filled = read_form(file, form_versions(workspace))
    sheets = {rows[0].sheet.name: rows[0].sheet for rows in filled.rows.values() if rows}
    filled.faults += [fault for sheet in sheets.values() for fault in personal_data(sheet)]
    answers = check_answers(workspace, filled, again)
    path = programme_path(workspace, answers.id)
    remarks = list(filled.remarks)
    if again:
        before, programme = path.read_text(encoding="utf-8"), read_programme(workspace, path)
        kept = keep_ids(workspace, answers, programme, file.name, day)
        answers, remarks = kept.answers, [*remarks, *_unsealed(before), *kept.remarks]
        first_read = day_of(programme.document.dated) or day
        if says_the_same(form_text(answers, file.name, first_read), before):
            return Written(path, answers, tuple(remarks), tuple(answers.missing()))
    earlier = _write(workspace, path, form_text(answers, file.name, day))
    return Written(path, answers, tuple(remarks), tuple(answers.missing()), earlier)


def _write(workspace: Workspace, path: Path, text: str) -> Path | None:
    """Write a programme file, and return where the one that was there is kept."""
    label = workspace.relative(path)
    before = path.read_bytes() if path.exists() else None
    kept = keep_earlier(path) if before is not None else None

    def check(aside: Path) -> None:
        read_programme(workspace, aside)
        if kept is not None and before is not None:
            write_whole(kept, before, workspace.relative(kept))

    write_whole(path, text, label, check, folders=True)
    return kept


def _unsealed(text: str) -> Iterator[str]:
    if is_changed(text) is None:
        yield (
            "Whether the earlier file was changed by hand cannot be told: it is from before that "
            "was noted. Compare the two."
        )
