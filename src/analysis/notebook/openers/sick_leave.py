"""Opens the report on an indicator with targets, sick leave first of all."""

import pandas as pd

from analysis.display.report import Report, Subject
from analysis.display.sick_leave import SickLeaveReport
from analysis.errors import ParameterError
from analysis.evaluation import sick_leave
from analysis.model.definitions import Indicator, Programme, Reading
from analysis.sources.snapshots import read_printed_table, read_series, read_units
from analysis.sources.workspace import Workspace

NATIONAL = "0000"


def suits(programme: Programme) -> None:
    """Raise ParameterError unless an indicator in per cent has targets that want it to fall."""
    if not programme.targets or not programme.indicators:
        raise ParameterError(
            f"{programme.id} has no indicator with targets, which the report sick_leave is about."
        )
    indicator = _lead(programme)
    if indicator.unit != "percent":
        raise ParameterError(f"{programme.id}: '{indicator.id}' is not in per cent.")
    if indicator.direction != "decrease":
        raise ParameterError(
            f"{programme.id}: '{indicator.id}' is not to decrease; the report sick_leave is about "
            "an indicator that is."
        )
    if indicator.source is None:
        raise ParameterError(f"{programme.id}: '{indicator.id}' has no source of figures.")


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the first indicator with targets, evaluated."""
    programme = subject.programme
    indicator = _lead(programme)
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


def _lead(programme: Programme) -> Indicator:
    return programme.indicator(programme.targets[0].indicator)


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
