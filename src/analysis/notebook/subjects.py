"""Whose report it is, about what, as of when: the parameters of a report, checked."""

from analysis.display.languages import Language
from analysis.display.report import Subject
from analysis.errors import ParameterError
from analysis.model.definitions import Programme
from analysis.model.periods import ACCEPTED, Period
from analysis.model.places import Municipality
from analysis.model.provenance import Source
from analysis.sources.catalogue import find_programme
from analysis.sources.figures import describe
from analysis.sources.municipalities import find_municipality
from analysis.sources.replies import reply_ids, speaks_from
from analysis.sources.workspace import Workspace


def open_subject(
    workspace: Workspace, programme: str, municipality: str, as_of: str, language: str
) -> Subject:
    """Return whose report it is, about what, as of when: without ``as_of`` when the programme
    :func:`speaks_from`. ParameterError for anything unknown."""
    chosen = Language.named(language)
    found = find_programme(workspace, programme)
    until = period_asked(as_of) if as_of else speaks_from(workspace, found)
    return Subject(
        programme=found,
        municipality=_municipality(workspace, found, municipality),
        as_of=until,
        language=chosen,
        sources=sources_of(workspace, found, until),
    )


def sources_of(workspace: Workspace, programme: Programme, until: Period) -> tuple[Source, ...]:
    """Return what a report on ``programme`` is made from: the sources its file names, and the
    replies of its parties that were signed by the end of ``until``."""
    names = (*programme.source_ids, *reply_ids(workspace, programme.id, until.end))
    return tuple(describe(workspace, name) for name in names)


def earlier(one: Period, other: Period) -> Period:
    """Return the period that ends first; of two that end on one day, the first."""
    return one if one.end <= other.end else other


def period_asked(text: str) -> Period:
    """Return the date or period that somebody asks for; ParameterError says what is accepted."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise ParameterError(f"as-of {error}. Accepted: {ACCEPTED}.") from None


def _municipality(workspace: Workspace, programme: Programme, number: str) -> Municipality | None:
    own = None
    if programme.municipality:
        own = find_municipality(workspace, programme.municipality, programme.country)
    if not number:
        return own
    asked = find_municipality(workspace, number, programme.country)
    if own is not None and asked != own:
        raise ParameterError(
            f"{programme.id} is a programme of {own.name} ({own.number_today}), "
            f"not of {asked.name} ({number})."
        )
    return asked
