"""Stored replies, read and held against the programme they are about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from analysis.errors import Fault, InputError
from analysis.model.definitions import Programme
from analysis.model.definitions.action_points import ReportedState
from analysis.model.periods import ACCEPTED, Period
from analysis.model.provenance import Source
from analysis.model.replies import WHOLE, WITHDRAWN, Answer, Reply
from analysis.sources.snapshots import read_of_kind
from analysis.sources.snapshots.rows import COLUMNS, Rows, one_of, year_number
from analysis.sources.workspace import Workspace

OWN = "own"
STATES: tuple[str, ...] = get_args(ReportedState)
KEPT_BACK = "yes"

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([2-9]|[1-9]\d+))?")


def reply_ids(workspace: Workspace, programme: str, until: date | None = None) -> tuple[str, ...]:
    """Return the names of the replies about ``programme`` that were signed by ``until`` (None: of
    all), the earliest first. InputError for a file whose name is not the day of a signature."""
    folder = workspace.sources / OWN / programme
    found: list[tuple[date, int, str]] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/*.toml")):
        match = _NAME.fullmatch(path.stem)
        try:
            day = Period.parse(match[1] if match else "").start
        except ValueError:
            label = workspace.relative(path)
            accepted = "the day of the signature, 2026-11-22.toml (the next of that day: .2.toml)"
            faults.append(Fault(label, None, "", "the file's name is no day", accepted))
            continue
        number = int((match and match[2]) or 1)
        name = str(path.relative_to(workspace.sources).with_suffix(""))
        if until is None or day <= until:
            found.append((day, number, name))
    if faults:
        raise InputError(faults)
    return tuple(name for _, _, name in sorted(found))


def speaks_from(workspace: Workspace, programme: Programme) -> Period:
    """Return as of when a programme is reported on where nobody asks for another date: that of its
    file, or the day of the last reply of a party, if that is later. InputError as
    :func:`reply_ids`."""
    names = reply_ids(workspace, programme.id)
    days = [Period.parse(name.rpartition("/")[2].partition(".")[0]) for name in names]
    return max([programme.as_of, *days], key=lambda period: period.end)


def read_replies(
    workspace: Workspace, programme: Programme, until: date | None = None
) -> tuple[Reply, ...]:
    """Return the replies about ``programme`` signed by ``until`` (None: all), the latest last.

    InputError lists every fault of them: cells that cannot be read, parties and steps of the scale
    that the programme does not have. A measure that it no longer has is no fault: see
    ``Reply.gone``.
    """
    replies: list[Reply] = []
    faults: list[Fault] = []
    for name in reply_ids(workspace, programme.id, until):
        try:
            replies.append(_read(workspace, name, programme))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(sorted(replies, key=lambda reply: reply.order))


def _read(workspace: Workspace, name: str, programme: Programme) -> Reply:
    source, party = read_of_kind(workspace, name, "replies"), name.split("/")[-2]
    _check_sidecar(workspace, source, party, programme)
    table, known = Rows(workspace, source), Known.of(programme)
    columns = COLUMNS["replies"]
    rows = [(line, {key: (row[key] or "").strip() for key in columns}) for line, row in table]
    answers = [(row, _answer(table, line, row, known)) for line, row in rows]
    table.finish()
    whole = [answer for _, answer in answers if answer and answer.measure == WHOLE]
    about = [answer for _, answer in answers if answer and answer.measure != WHOLE]
    return Reply(
        name,
        party,
        source.producer,
        Period.parse(source.published),
        tuple(answer for answer in about if known.has(answer)),
        whole[0] if whole else Answer(WHOLE),
        gone=tuple(dict.fromkeys(item.measure for item in about if not known.has(item))),
        synthetic=source.synthetic,
    )


@dataclass(frozen=True)
class Known:
    """What a programme has that may be spoken of: ``about`` measures with their parts."""

    about: frozenset[tuple[str, str]]
    steps: tuple[str, ...]

    @classmethod
    def of(cls, programme: Programme) -> "Known":
        """Return what ``programme`` has."""
        about = {
            (measure.id, item.part)
            for measure in programme.measures
            for item in (measure.point.undertakings if measure.point else ())
        }
        about |= {(measure.id, "") for measure in programme.measures if not measure.point}
        return cls(frozenset(about), tuple(level.id for level in programme.scale))

    def has(self, answer: Answer) -> bool:
        """Return whether the programme still has what an answer is about."""
        return (answer.measure, answer.part) in self.about


def _check_sidecar(workspace: Workspace, source: Source, party: str, programme: Programme) -> None:
    label = workspace.relative(workspace.sources / f"{source.id}.toml")
    faults = []
    if party not in [item.id for item in programme.parties]:
        accepted = ", ".join(item.id for item in programme.parties) or "none are defined"
        found = f"{programme.id} has no party '{party}'"
        faults.append(Fault(label, None, "", found, f"one of its parties: {accepted}"))
    day = source.id.rpartition("/")[2].partition(".")[0]
    if source.published != day:
        faults.append(
            Fault(label, None, "published", f"found '{source.published}'", f"the file's day, {day}")
        )
    if faults:
        raise InputError(faults)


def _answer(table: Rows, line: int, row: dict[str, str], known: Known) -> Answer | None:
    steps = ("", *known.steps, WITHDRAWN)
    states, marks = ("", *STATES), ("", KEPT_BACK)

    def read(column: str, how: Callable[[str], Any], accepted: str) -> Any:
        return table.convert(line, column, row, how, accepted)

    return Answer(
        row["measure"],
        row["part"],
        read("year", or_none(year_number), "a year (2016)"),
        read("state", one_of(states), ", ".join(STATES)),
        read("completed", or_none(Period.parse), ACCEPTED),
        read("verdict", one_of(steps), ", ".join(steps[1:])),
        read("given", or_none(Period.parse), ACCEPTED),
        row["reason"],
        row["comment"],
        read("kept_back", one_of(marks), "yes, or an empty cell") == KEPT_BACK,
    )


def or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return ``read`` that gives None for an empty text."""
    return lambda text: read(text) if text else None
