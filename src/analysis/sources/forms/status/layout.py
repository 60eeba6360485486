"""What the form looks like: who replies, and a row for each measure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.replies import WITHDRAWN
from analysis.model.texts import LANGUAGES
from analysis.sources.forms.sheets import (
    Choice,
    Column,
    Form,
    Line,
    Table,
    frame_words,
    read_labels,
    write_form,
)
from analysis.sources.forms.status.lines import AskedLine, asked, check_takes_replies
from analysis.sources.forms.status.told import Told, told_by
from analysis.sources.replies.reading import STATES
from analysis.sources.workspace import Workspace

EDITION = "1"
"""Of the form: another one is refused, since its columns may mean something else."""
REPLY, ANSWERS, YES = "reply", "answers", "yes"

_WIDTHS = {
    **{"ref": 18, "number": 6, "text": 44, "deadline": 12, "last": 24, "state": 16},
    **{"completed": 14, "before": 24, "verdict": 22, "given": 14, "reason": 40, "comment": 40},
    **{"kept_back": 14},
}
_LOCKED = frozenset({"version", "programme", "party"}) | frozenset(
    {"ref", "number", "text", "deadline", "last", "before"}
)
_DATES = frozenset({"signed", "given"})
_REQUIRED = frozenset({"version", "programme", "party", "by", "signed", "confirmed", "ref"})


def write_status_form(
    workspace: Workspace,
    programme: Programme,
    party: str,
    as_of: Period,
    language: str,
    path: Path,
) -> None:
    """Write the form that ``party`` fills in on ``programme``, with what was told by ``as_of``.

    ParameterError: the programme has no such party, or nothing to ask. InputError: replies that
    are there cannot be read. OutputError: the file cannot be written.
    """
    check_takes_replies(programme)
    if party not in (known := [item.id for item in programme.parties]):
        raise ParameterError(
            f"{programme.id} has no party '{party}'. Its parties: {', '.join(known)}."
        )
    told = told_by(workspace, programme, party, as_of)
    write_form(path, filled_form(programme, party, as_of, language, told))


def filled_form(programme: Programme, party: str, as_of: Period, language: str, told: Told) -> Form:
    """Return the form with all that is known in it."""
    words = read_labels("status")[language]
    named = {
        "programme": programme.title.best(language)[0],
        "party": programme.party(party).title.best(language)[0],
        "as_of": str(as_of.end),
    }
    head = {"version": EDITION, "programme": programme.id, "party": party}
    rows = tuple(_line(line, told, programme, language) for line in asked(programme, as_of))
    return Form(
        words["title"].format(**named),
        language,
        (reply_table(programme, language, (head,)), answer_table(programme, language, rows)),
        frame_words(language),
        tuple(line.format(**named) for line in words["about"]),
    )


def empty_forms(programme: Programme | None, first: str = LANGUAGES[0]) -> list[Form]:
    """Return the form in each language, as it is held against a filled one: ``first`` is that in
    which faults are told. Without a programme it is the sheet on who replies, which says whose
    form it is; verdicts have no steps then."""
    forms = []
    for code in sorted(LANGUAGES, key=lambda code: code != first):
        tables = [reply_table(programme, code)]
        if programme is not None:
            tables.append(answer_table(programme, code))
        forms.append(Form(titles(code)[REPLY], code, tuple(tables), frame_words(code)))
    return forms


def titles(language: str) -> dict[str, str]:
    """Return what the sheets of the form are called."""
    words = read_labels("status")[language]
    return {key: words[key]["title"] for key in (REPLY, ANSWERS)}


def reply_table(programme: Programme | None, language: str, rows: tuple[Line, ...] = ()) -> Table:
    """Return the sheet on who replies, and on what the party says of the programme as a whole; a
    verdict is asked where there is a scale."""
    asked_for = ("version", "programme", "party", "by", "signed", "confirmed", "hide_all")
    judged = ("whole_verdict",) if programme is None or programme.scale else ()
    choices = {"confirmed": (YES,), "hide_all": (YES,)}
    keys = (*asked_for, *judged, "whole")
    table = _table(REPLY, language, keys, choices, rows, upright=True)
    if programme is not None and judged:
        table = _with_steps(table, "whole_verdict", programme, language)
    by = read_labels("status")[language]["example_by"]
    return replace(table, examples=({"by": by, "signed": date(2026, 3, 31), "confirmed": YES},))


def answer_table(programme: Programme, language: str, rows: tuple[Line, ...] = ()) -> Table:
    """Return the sheet with a row for each measure; a verdict is asked where there is a scale."""
    judged = ("before", "verdict", "given", "reason") if programme.scale else ()
    keys = (
        *("ref", "number", "text", "deadline", "last", "state", "completed"),
        *judged,
        *("comment", "kept_back"),
    )
    table = _table(ANSWERS, language, keys, {"state": STATES, "kept_back": (YES,)}, rows)
    return _with_steps(table, "verdict", programme, language) if judged else table


def _with_steps(table: Table, name: str, programme: Programme, language: str) -> Table:
    """The table with the steps of the scale to choose from in the column ``name``."""
    words = read_labels("status")[language]["choices"]
    steps = [Choice(level.id, level.title.best(language)[0]) for level in programme.scale]
    offered = (*steps, Choice(WITHDRAWN, words[WITHDRAWN]))
    columns = tuple(
        _column(language, item.key, offered) if item.key == name else item for item in table.columns
    )
    return replace(table, columns=columns)


def _table(
    name: str,
    language: str,
    keys: tuple[str, ...],
    choices: Mapping[str, tuple[str, ...]],
    rows: tuple[Line, ...],
    upright: bool = False,
) -> Table:
    words: Mapping[str, Any] = read_labels("status")[language]
    columns = tuple(
        _column(
            language,
            key,
            tuple(Choice(item, words["choices"][item]) for item in choices.get(key, ())),
        )
        for key in keys
    )
    title, intro = words[name]["title"], words[name]["intro"]
    return Table(name, title, intro, columns, rows, room=0, upright=upright)


def _column(language: str, key: str, choices: tuple[Choice, ...] = ()) -> Column:
    title, note = read_labels("status")[language]["columns"][key]
    return Column(
        key,
        title,
        note,
        kind="period" if key == "completed" else "date" if key in _DATES else "text",
        required=key in _REQUIRED,
        choices=choices,
        locked=key in _LOCKED,
        width=_WIDTHS.get(key, 22),
    )


def _line(line: AskedLine, told: Told, programme: Programme, language: str) -> dict[str, str]:
    return {key: text for key, text in _cells(line, told, programme, language) if text}


def _cells(
    line: AskedLine, told: Told, programme: Programme, language: str
) -> Iterator[tuple[str, str]]:
    words = read_labels("status")[language]
    text = line.title.best(language)[0]
    if line.yearly:
        form = words["in_year"] if line.year else words["every_year"]
        text = form.format(text=text, year=line.year)
    yield "ref", line.ref
    yield "number", line.number
    yield "text", text
    yield "deadline", line.until(language)
    if line.about in told.states:
        state, on, by = told.states[line.about]
        yield "last", words["last"].format(state=words["choices"][state], on=on, by=by)
    if line.first and line.measure.id in told.verdicts and programme.scale:
        verdict, day = told.verdicts[line.measure.id]
        title = programme.level(verdict).title.best(language)[0]
        said = words["verdict_before"].format(verdict=title, on=day)
        yield "before", said if day else title
