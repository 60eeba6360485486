"""Opens the page of a municipality: what it takes part in, and its figures beside others'."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from analysis.display.municipality import Gathered, MunicipalityReport
from analysis.display.municipality.subject import MunicipalitySubject
from analysis.display.report import Report, Subject
from analysis.errors import InputError, ParameterError
from analysis.evaluation import municipality
from analysis.evaluation.municipality import Unread, Untested
from analysis.model.definitions import Programme
from analysis.notebook import openers
from analysis.notebook.own_figures import breaks_of, readings_of
from analysis.notebook.subjects import earlier, open_subject
from analysis.sources.replies import speaks_from
from analysis.sources.workspace import Workspace


def open_report(workspace: Workspace, subject: MunicipalitySubject) -> MunicipalityReport:
    """Return the page, with every report that suits each programme opened as of its own date, or
    of the page's where that is earlier. A programme that cannot be opened is named as such."""
    gathered: list[Gathered] = []
    unread = list(subject.unread)
    for programme, part in subject.taking_part:
        try:
            about, reports = _opened(workspace, subject, programme)
            # A programme of many sets its targets for all of them, not for each.
            rest = _untested(workspace, about, reports) if part == "own" else ()
            invented = any(source.synthetic for source in about.sources)
            gathered.append(Gathered(programme, part, about.as_of, reports, rest, invented))
        except InputError as error:
            unread.append(Unread(f"data/programmes/{programme.id}.toml", len(error.faults), True))
    subject = replace(subject, unread=tuple(unread))
    evaluation = municipality.evaluate(
        subject.panel, subject.as_of, len(subject.taking_part), subject.unread
    )
    return MunicipalityReport(subject, evaluation, tuple(gathered))


def _opened(
    workspace: Workspace, page: MunicipalitySubject, programme: Programme
) -> tuple[Subject, dict[str, Report]]:
    about = _subject(workspace, page, programme)
    reports: dict[str, Report] = {}
    for name in openers.OF_A_PROGRAMME:
        opener = openers.named(name)
        try:
            opener.suits(programme)
            reports[name] = opener.open_report(workspace, about)
        except ParameterError:
            continue
    return about, reports


def _untested(
    workspace: Workspace, about: Subject, reports: Mapping[str, Report]
) -> tuple[Untested, ...]:
    """What is held of the indicators that no report evaluates: all of them where none suits the
    programme, else those whose targets none has judged."""
    programme, found = about.programme, []
    judged = {indicator.id for report in reports.values() for indicator, _ in report.judged}
    wanted = {item.indicator for item in programme.targets} - judged
    for indicator in programme.indicators:
        if indicator.source is None or (reports and indicator.id not in wanted):
            continue
        with suppress(ParameterError):  # A table that nobody has said how to read.
            readings = readings_of(workspace, about, indicator)
            breaks = breaks_of(workspace, indicator)
            found.append(municipality.untested(programme, indicator, readings, about.as_of, breaks))
    return tuple(item for item in found if item is not None)


def _subject(workspace: Workspace, page: MunicipalitySubject, programme: Programme) -> Subject:
    number = page.municipality.number_today
    as_of = str(earlier(speaks_from(workspace, programme), page.as_of))
    return open_subject(workspace, programme.id, number, as_of, page.language.code)
