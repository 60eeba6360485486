"""What was told before: shown in the form, so that nobody has to look it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.replies import WITHDRAWN, Reply
from analysis.sources.forms.status.lines import About
from analysis.sources.replies import read_replies
from analysis.sources.status_reports import read_status_reports
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Told:
    """Up to a day: of each row the last state with its day and who told it, and of each measure
    and the programme as a whole (WHOLE) the party's own verdict that stands, with its day (None
    where the document gives none)."""

    states: dict[About, tuple[str, Period, str]]
    verdicts: dict[str, tuple[str, Period | None]]


def told_by(workspace: Workspace, programme: Programme, party: str, as_of: Period) -> Told:
    """Return what was told of ``programme`` by the end of ``as_of``. InputError as
    :func:`read_replies`."""
    replies = read_replies(workspace, programme, as_of.end)
    return Told(
        _states(workspace, programme, replies, as_of.end),
        _verdicts(programme, party, replies, as_of.end),
    )


def _states(
    workspace: Workspace, programme: Programme, replies: Sequence[Reply], until: date
) -> dict[About, tuple[str, Period, str]]:
    told: list[tuple[Period, About, tuple[str, Period, str]]] = []
    if programme.action and programme.action.reports:
        table = read_status_reports(workspace, programme.action.reports, programme)
        for row in table.to_dict("records"):
            about = (str(row["measure"]), str(row["part"]), row["year"])
            told.append((row["reported"], about, (row["state"], row["reported"], row["by"])))
    for reply in replies:
        for answer in reply.answers:
            if answer.state:
                last = (answer.state, reply.signed, reply.by)
                told.append((reply.signed, answer.about, last))
    known = sorted((item for item in told if item[0].end <= until), key=lambda item: item[0].end)
    return {about: last for _, about, last in known}


def _verdicts(
    programme: Programme, party: str, replies: Sequence[Reply], until: date
) -> dict[str, tuple[str, Period | None]]:
    given: list[tuple[date, str, str, Period | None]] = [
        (item.dated.start if item.dated else date.min, item.measure, item.verdict, item.dated)
        for item in programme.assessments
        if item.verdict and not item.scope and item.party == party
        if not item.dated or item.dated.end <= until
    ]
    for reply in (item for item in replies if item.party == party):
        for answer in (*reply.answers, reply.whole):
            if answer.verdict:
                on = answer.given or reply.signed
                given.append((reply.signed.start, answer.measure, answer.verdict, on))
    ordered = sorted(given, key=lambda item: item[0])
    found = {measure: (verdict, on) for _, measure, verdict, on in ordered}
    return {measure: last for measure, last in found.items() if last[0] != WITHDRAWN}
