"""Opens the report on an action programme: what is due when, and what was reported of it."""

from collections.abc import Iterable

import pandas as pd

from analysis.display.action_programme import ActionReport
from analysis.display.report import Report, Subject
from analysis.errors import ParameterError
from analysis.evaluation import action_programme
from analysis.evaluation.action_programme import NATIONAL, OUTCOMES, OWN, undertakings
from analysis.model.definitions import Programme
from analysis.model.observations import WITH_VALUE
from analysis.model.places import COUNTRY_NUMBER
from analysis.model.replies import Reply
from analysis.sources.figures import read_observations_of
from analysis.sources.replies import read_replies
from analysis.sources.snapshots import read_observations
from analysis.sources.status_reports import COLUMNS, read_status_reports
from analysis.sources.workspace import Workspace

SHOWS_REPLIES = True


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme without points."""
    if programme.action is None or not undertakings(programme):
        raise ParameterError(
            f"{programme.id} has no points with a time and a commitment, which the report "
            "action_programme is about."
        )


def check_figures(workspace: Workspace, subject: Subject) -> None:
    """Raise InputError, with every fault, if reports of status or replies cannot be read."""
    _reports(workspace, subject.programme)
    read_replies(workspace, subject.programme, subject.as_of.end)


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the programme's points, evaluated."""
    programme = subject.programme
    replies = read_replies(workspace, programme, subject.as_of.end)
    reports = [_reports(workspace, programme), told_in_forms(subject, replies)]
    outcomes = pd.concat([_own(workspace, subject), _national(workspace, programme)])
    evaluation = action_programme.evaluate(
        programme,
        pd.concat(reports, ignore_index=True),
        outcomes,
        subject.as_of,
        replies,
    )
    return ActionReport(subject, evaluation)


def _reports(workspace: Workspace, programme: Programme) -> pd.DataFrame:
    if programme.action is None or programme.action.reports is None:
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    return read_status_reports(workspace, programme.action.reports, programme)


def told_in_forms(subject: Subject, replies: Iterable[Reply]) -> pd.DataFrame:
    """Return the states that parties tell in forms, with the columns of reports of status."""
    rows = []
    for reply in replies:
        party = subject.language.text(subject.programme.party(reply.party).title)
        for answer in reply.answers:
            if answer.state:
                by = f"{party}: {reply.by}"
                told = (reply.signed, by, answer.state, answer.completed, answer.year)
                rows.append((answer.measure, answer.part, *told, answer.comment))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _own(workspace: Workspace, subject: Subject) -> pd.DataFrame:
    """The municipality's own figures. A source that names no municipality is taken to be its."""
    place = subject.municipality or ""
    frames = [
        read_observations_of(workspace, item.source, item.figures_id, place).assign(
            indicator=item.id
        )
        for item in subject.programme.indicators
        if item.source
    ]
    return _outcomes(frames, OWN)


def _national(workspace: Workspace, programme: Programme) -> pd.DataFrame:
    """Values of all municipalities of the country, for the indicators of the programme."""
    if programme.action is None or programme.action.national is None:
        return _outcomes([], NATIONAL)
    table = read_observations(workspace, programme.action.national)
    known = [item.id for item in programme.indicators]
    table = table[table["indicator"].isin(known) & table["municipality"].eq(COUNTRY_NUMBER)]
    return _outcomes([table], NATIONAL)


def _outcomes(frames: list[pd.DataFrame], whose: str) -> pd.DataFrame:
    """Values of whole organisations, without those of parts and those that are missing."""
    if not frames:
        return pd.DataFrame(columns=list(OUTCOMES), dtype=object)
    table = pd.concat(frames)
    kept = table["status"].isin(WITH_VALUE) & table["unit"].eq("") & table["breakdown"].eq("")
    return table[kept].assign(whose=whose).reindex(columns=list(OUTCOMES)).astype(object)
