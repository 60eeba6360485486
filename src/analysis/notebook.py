"""What a report template imports: ``open_report``, which checks everything and opens the report.

report = open_report("sick_leave", programme, municipality, as_of, language)
report.findings()
"""

import pandas as pd

from analysis.display.languages import Language
from analysis.display.policy import PolicyReport
from analysis.display.report import Report, Subject
from analysis.display.sick_leave import SickLeaveReport
from analysis.errors import ParameterError
from analysis.evaluation import policy, sick_leave
from analysis.model.definitions import Indicator, Programme, Reading
from analysis.model.periods import ACCEPTED, Period
from analysis.model.places import Municipality
from analysis.sources.catalogue import find_programme
from analysis.sources.municipalities import find_municipality
from analysis.sources.snapshots import (
    read_figures,
    read_printed_table,
    read_raw,
    read_series,
    read_source,
    read_units,
)
from analysis.sources.workspace import Workspace

__all__ = ["check_subject", "open_report", "open_subject"]

NATIONAL = "0000"


def open_report(
    template: str, programme: str, municipality: str = "", as_of: str = "", language: str = "nb"
) -> Report:
    """Return the report that ``template`` shows, evaluated and ready.

    All parameters are strings. ``municipality`` is any number the municipality has, or had; by
    default the programme's own. ``as_of`` is a date or period; by default the one that the
    programme file speaks from. Raises ParameterError for anything unknown, InputError for faults
    in programme files and sources.
    """
    workspace = Workspace.find()
    subject = open_subject(workspace, programme, municipality, as_of, language)
    if template not in _OPENERS:
        known = ", ".join(_OPENERS)
        raise ParameterError(f"there is no report '{template}'. Reports: {known}.")
    return _OPENERS[template](workspace, subject)


def open_subject(
    workspace: Workspace, programme: str, municipality: str, as_of: str, language: str
) -> Subject:
    """Return whose report it is, about what, as of when; ParameterError for anything unknown."""
    chosen = Language.named(language)
    found = find_programme(workspace, programme)
    return Subject(
        found,
        _municipality(workspace, found, municipality),
        _period(as_of) if as_of else found.as_of,
        chosen,
        tuple(read_source(workspace, identifier) for identifier in found.source_ids),
    )


def _period(text: str) -> Period:
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


def check_subject(workspace: Workspace, template: str, subject: Subject) -> None:
    """Raise what would keep the report ``template`` from being opened: ParameterError if the
    programme is not what it is about, InputError for raw files that cannot be read."""
    if template in _SUITED:
        _SUITED[template](subject.programme)
    for source in subject.sources:
        read_raw(workspace, source.id)


def _suits_sick_leave(programme: Programme) -> None:
    if not programme.targets or not programme.indicators:
        raise ParameterError(
            f"{programme.id} has no indicator with targets, which the report sick_leave is about."
        )
    indicator = programme.indicator(programme.targets[0].indicator)
    if indicator.unit != "percent":
        raise ParameterError(f"{programme.id}: '{indicator.id}' is not in per cent.")
    if indicator.direction != "decrease":
        raise ParameterError(
            f"{programme.id}: '{indicator.id}' is not to decrease; the report sick_leave is about "
            "an indicator that is."
        )


def _open_sick_leave(workspace: Workspace, subject: Subject) -> Report:
    programme = subject.programme
    _suits_sick_leave(programme)
    indicator = programme.indicator(programme.targets[0].indicator)
    comparison = None
    if indicator.comparison:
        comparison = read_series(workspace, indicator.comparison.source, NATIONAL)
    units = None
    if indicator.units:
        units = read_units(workspace, indicator.units, programme.municipality or NATIONAL)
    evaluation = sick_leave.evaluate(
        programme, _readings(workspace, subject, indicator), comparison, subject.as_of, units
    )
    return SickLeaveReport(subject, evaluation)


def _readings(
    workspace: Workspace, subject: Subject, indicator: Indicator
) -> list[tuple[Reading | None, pd.DataFrame]]:
    place = subject.programme.municipality or NATIONAL
    source = next(item for item in subject.sources if item.id == indicator.source)
    if source.reader != "printed_table":
        return [(None, read_series(workspace, source.id, place))]
    readings = subject.programme.readings
    if not readings:
        raise ParameterError(
            f"{subject.programme.id}: '{source.id}' is a printed table; say in [[readings]] "
            "what its figures are taken for."
        )
    return [
        (reading, read_printed_table(workspace, source.id, place, reading)) for reading in readings
    ]


def _suits_policy(programme: Programme) -> None:
    if not programme.assessments or not programme.figures:
        raise ParameterError(
            f"{programme.id} has no verdicts on measures, which the report policy_evaluation "
            "is about."
        )


def _open_policy(workspace: Workspace, subject: Subject) -> Report:
    programme = subject.programme
    _suits_policy(programme)
    figures = read_figures(workspace, str(programme.figures))
    return PolicyReport(subject, policy.evaluate(programme, figures, subject.as_of))


_SUITED = {"sick_leave": _suits_sick_leave, "policy_evaluation": _suits_policy}
_OPENERS = {"sick_leave": _open_sick_leave, "policy_evaluation": _open_policy}
