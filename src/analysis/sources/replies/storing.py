"""Storing a reply: a snapshot of its own, beside the earlier ones, which are never touched."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from analysis.model.definitions import Programme
from analysis.model.provenance import NOT_STATED
from analysis.model.replies import Answer, Reply
from analysis.model.texts import Text
from analysis.sources.files import write_whole
from analysis.sources.replies.reading import KEPT_BACK, OWN, reply_ids
from analysis.sources.snapshots import read_source
from analysis.sources.snapshots.rows import COLUMNS
from analysis.sources.snapshots.sidecars import raw_file
from analysis.sources.toml import quoted
from analysis.sources.workspace import Workspace

_TITLE = {
    "nb": "Svar på skjema: {party}",
    "nn": "Svar på skjema: {party}",
    "sv": "Svar på formulär: {party}",
    "en": "Reply to a form: {party}",
}


@dataclass(frozen=True)
class Stored:
    """What became of a reply. ``is_new`` is False where the same one was there already;
    ``earlier`` are those of the party that were signed before it, ``later`` those after."""

    identifier: str
    is_new: bool
    earlier: tuple[str, ...]
    later: tuple[str, ...]


def store_reply(workspace: Workspace, programme: Programme, reply: Reply, today: date) -> Stored:
    """Write ``reply`` as a snapshot, unless the party's very same reply is there, and say which.

    Words that were kept back are not written. OutputError if a file cannot be written, InputError
    if what is there already cannot be read.
    """
    raw = _table(reply)
    known = [name for name in reply_ids(workspace, programme.id) if _party(name) == reply.party]
    same_day = [name for name in known if _day(name) == str(reply.signed)]
    for name in same_day:
        there = read_source(workspace, name)
        same = raw_file(workspace, name).read_bytes() == raw
        if same and (there.producer, there.synthetic) == (reply.by, reply.synthetic):
            return _stored(name, False, known)
    number = max((_number(name) for name in same_day), default=0) + 1
    ending = f".{number}" if number > 1 else ""
    name = f"{OWN}/{programme.id}/{reply.party}/{reply.signed}{ending}"
    path = workspace.sources / f"{name}.csv"
    write_whole(path, raw, workspace.relative(path), folders=True)
    text = _sidecar(programme, reply, hashlib.sha256(raw).hexdigest(), today)
    # Without its sidecar a table is no snapshot: it is written last.
    beside = workspace.sources / f"{name}.toml"
    write_whole(beside, text, workspace.relative(beside))
    return _stored(name, True, [*known, name])


def _stored(name: str, is_new: bool, known: list[str]) -> Stored:
    order = {other: (_day(other), _number(other)) for other in known}
    return Stored(
        name,
        is_new,
        tuple(other for other in known if order[other] < order[name]),
        tuple(other for other in known if order[other] > order[name]),
    )


def _party(name: str) -> str:
    return name.split("/")[-2]


def _day(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _number(name: str) -> int:
    return int(name.rpartition("/")[2].partition(".")[2] or 1)


def _table(reply: Reply) -> bytes:
    """The rows of a reply; what is said of the whole programme has a row without a measure."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS["replies"], lineterminator="\n")
    writer.writeheader()
    for answer in _rows(reply):
        writer.writerow(
            {
                "measure": answer.measure,
                "part": answer.part,
                "year": answer.year or "",
                "state": answer.state,
                "completed": answer.completed or "",
                "verdict": answer.verdict,
                "given": answer.given or "",
                "reason": answer.reason,
                "comment": answer.comment,
                "kept_back": KEPT_BACK if answer.kept_back else "",
            }
        )
    return file.getvalue().encode()


def _rows(reply: Reply) -> Iterator[Answer]:
    for answer in (*reply.answers, reply.whole):
        if answer.says_something:
            yield replace(answer, reason="", comment="") if answer.kept_back else answer


def _sidecar(programme: Programme, reply: Reply, digest: str, today: date) -> str:
    party = programme.party(reply.party).title
    title = Text(tuple((code, _TITLE[code].format(party=party[code])) for code in party))
    titles = ", ".join(f"{code} = {quoted(title[code])}" for code in title)
    lines = [
        f"title = {{ {titles} }}",
        f"producer = {quoted(reply.by)}",
        f'address = "{NOT_STATED}"',
        f'published = "{reply.signed}"',
        f'retrieved = "{today}"',
        f'licence = "{NOT_STATED}"',
        f'sha256 = "{digest}"',
        'reader = "replies"',
        *(["synthetic = true"] if reply.synthetic else []),
    ]
    return "\n".join(lines) + "\n"
