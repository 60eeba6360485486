"""Taking a filled form in: held against the programme as a whole, every fault at its cell."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.replies import WHOLE, WITHDRAWN, Answer, Reply
from analysis.model.texts import LANGUAGES
from analysis.sources.catalogue import find_programme, programme_files
from analysis.sources.forms.sheets import Filled, Row, read_form
from analysis.sources.forms.status.checking import answer_faults, text_faults
from analysis.sources.forms.status.layout import ANSWERS, EDITION, REPLY, YES, empty_forms, titles
from analysis.sources.forms.status.lines import AskedLine, asked, check_takes_replies, read_ref
from analysis.sources.forms.status.told import told_by
from analysis.sources.spreadsheets.sheets import read_sheets
from analysis.sources.workspace import Workspace

_SUFFIXES = frozenset({".xlsx", ".xls", ".ods"})


@dataclass(frozen=True)
class Taken:
    """A form that was read without a fault: whose ``programme`` it is about, the ``reply`` that it
    gives, and ``remarks`` on how it was read. ``kept_back`` is the number of rows whose words stay
    in the form."""

    programme: Programme
    reply: Reply
    remarks: tuple[str, ...]
    kept_back: int


def is_status_form(path: Path) -> bool:
    """Return whether a file is this form, by the names of its sheets."""
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return False
    known = {title.casefold() for code in LANGUAGES for title in titles(code).values()}
    with suppress(InputError):
        return any(sheet.name.casefold() in known for sheet in read_sheets(path))
    return False


def read_status_form(
    workspace: Workspace, path: Path, today: date, invented: bool = False
) -> Taken:
    """Return what a filled form says of the programme it names.

    InputError lists everything that is wrong with it: cells that are not accepted, another edition,
    a programme or a party that is not known here, measures that are no more, days to come.
    """
    programme, language = _programme(workspace, path)
    filled = read_form(path, empty_forms(programme, language))
    head, rows = filled.one(REPLY), filled.rows.get(ANSWERS, ())
    faults = list(filled.faults)
    faults += _head_faults(head, programme, today) if head else []
    signed = head.day("signed") if head else None
    lines = {line.about: line for line in asked(programme, Period(today.year))}
    given = [row for row in rows if _is_answered(row)]
    faults += _row_faults(given, lines, programme, signed or today)
    if head and signed and not faults:
        faults += _withdrawn_faults(workspace, programme, head, given, signed)
    said = head is not None and any(map(head.text, ("whole", "whole_verdict")))
    if not faults and not given and not said:
        place = f"sheet {titles(filled.language)[ANSWERS]}"
        accepted = "a status, a verdict or a word on one measure at least"
        faults.append(Fault(path.name, None, place, "nothing is answered", accepted))
    if faults or head is None or signed is None:
        raise InputError(faults)
    reply = _reply(head, given, signed, invented)
    kept = sum(answer.kept_back for answer in (*reply.answers, reply.whole))
    remarks = (*filled.remarks, *_not_asked(filled, lines))
    return Taken(programme, reply, remarks, kept)


def _programme(workspace: Workspace, path: Path) -> tuple[Programme, str]:
    """The programme that the form names, in this workspace, and the form's language; what else is
    wrong with the sheet on who replies is told with everything else."""
    filled = read_form(path, empty_forms(None))
    head = filled.one(REPLY)
    named = head.text("programme") if head else ""
    known = ", ".join(file.stem for file in programme_files(workspace)) or "none"
    sheet = titles(filled.language)[REPLY]
    if head is None or not named:
        fault = Fault(path.name, None, f"sheet {sheet}", "it names no programme", known)
        raise InputError([head.fault("programme", "is empty", known) if head else fault])
    try:
        programme = find_programme(workspace, named)
        check_takes_replies(programme)
    except ParameterError as error:
        accepted = f"a form of a programme here: {known}"
        raise InputError([head.fault("programme", str(error).rstrip("."), accepted)]) from None
    return programme, filled.language


def _head_faults(head: Row, programme: Programme, today: date) -> list[Fault]:
    faults = []
    if head.text("version") not in ("", EDITION):
        found, accepted = f"found '{head.text('version')}'", f"edition {EDITION}: a new form"
        faults.append(head.fault("version", found, accepted))
    parties = [item.id for item in programme.parties]
    if (party := head.text("party")) and party not in parties:
        found = f"{programme.id} has no party '{party}'"
        faults.append(head.fault("party", found, f"one of {', '.join(parties)}"))
    signed = head.day("signed")
    if signed and not programme.start.start <= signed <= today:
        accepted = f"a day from {programme.start.start} (the programme's start) to {today} (today)"
        faults.append(head.fault("signed", f"found {signed}", accepted))
    return [*faults, *text_faults(head, ("by", "whole"))]


def _is_answered(row: Row) -> bool:
    asked_for = (column.key for column in row.table.columns if not column.locked)
    return any(row.values.get(key) for key in asked_for if key != "kept_back")


def _row_faults(
    rows: list[Row],
    lines: dict[tuple[str, str, int | None], AskedLine],
    programme: Programme,
    signed: date,
) -> Iterator[Fault]:
    seen: set[object] = set()
    for row in rows:
        ref = row.text("ref")
        about = read_ref(ref)
        line = lines.get(about) if about else None
        if line is None:
            if ref:
                found = f"{programme.id} has no measure '{ref}' (any more)"
                accepted = "a key of the form as it is written today; or the row's answers emptied"
                yield row.fault("ref", found, accepted)
        else:
            if about in seen:
                yield row.fault("ref", f"'{ref}' a second time", "one row for each key")
            seen.add(about)
            yield from answer_faults(row, line, programme, signed)
        yield from text_faults(row, ("reason", "comment"))


def _withdrawn_faults(
    workspace: Workspace, programme: Programme, head: Row, rows: list[Row], signed: date
) -> Iterator[Fault]:
    """Verdicts taken back that were never given."""
    until = Period(signed.year, "day", signed.month, signed.day)
    standing = told_by(workspace, programme, head.text("party"), until).verdicts
    found = "a verdict is withdrawn that is not there"
    for row in rows:
        about = read_ref(row.text("ref"))
        if row.text("verdict") == WITHDRAWN and about and about[0] not in standing:
            accepted = "an empty cell: the party has no verdict on the measure that stands"
            yield row.fault("verdict", found, accepted)
    if head.text("whole_verdict") == WITHDRAWN and WHOLE not in standing:
        accepted = "an empty cell: the party has no verdict on the programme that stands"
        yield head.fault("whole_verdict", found, accepted)


def _reply(head: Row, rows: list[Row], signed: date, invented: bool) -> Reply:
    hide = head.text("hide_all") == YES
    whole = _clean(head.text("whole"))
    kept_back = hide and bool(whole)
    return Reply(
        "",
        head.text("party"),
        _clean(head.text("by")),
        Period(signed.year, "day", signed.month, signed.day),
        tuple(answer for row in rows if (answer := _answer(row, hide)).says_something),
        Answer(
            WHOLE,
            verdict=head.text("whole_verdict"),
            comment="" if kept_back else whole,
            kept_back=kept_back,
        ),
        synthetic=invented,
    )


def _answer(row: Row, hide: bool) -> Answer:
    about = read_ref(row.text("ref"))
    if about is None:
        raise LookupError(row.text("ref"))
    reason, comment = _clean(row.text("reason")), _clean(row.text("comment"))
    kept_back = bool(reason or comment) and (hide or row.text("kept_back") == YES)
    given = row.day("given")
    return Answer(
        *about,
        state=row.text("state"),
        completed=row.period("completed"),
        verdict=row.text("verdict"),
        given=Period(given.year, "day", given.month, given.day) if given else None,
        reason="" if kept_back else reason,
        comment="" if kept_back else comment,
        kept_back=kept_back,
    )


def _clean(text: str) -> str:
    """Words on one line, without characters that control anything."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _not_asked(
    filled: Filled, lines: dict[tuple[str, str, int | None], AskedLine]
) -> Iterator[str]:
    """Which measures the form did not ask about: they came into the programme since."""
    there = {read_ref(row.text("ref")) for row in filled.rows.get(ANSWERS, ())}
    missing = [line.ref for about, line in lines.items() if about not in there and not line.year]
    if missing:
        yield f"the form has no row for {', '.join(missing)}: nothing was said of it."
