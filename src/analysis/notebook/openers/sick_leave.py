"""Opens the report on an indicator that is to decrease, sick leave first of all."""

import pandas as pd

from analysis.display.report import Report, Subject
from analysis.display.sick_leave import SickLeaveReport
from analysis.errors import ParameterError
from analysis.evaluation import sick_leave
from analysis.model.definitions import Break, Indicator, Programme
from analysis.model.periods import Period
from analysis.notebook.own_figures import breaks_of, own_figures, readings_of, whole
from analysis.sources.figures import read_observations_of
from analysis.sources.indicators import read_registry, total_of_sick_leave
from analysis.sources.replies import read_replies
from analysis.sources.workspace import Workspace

SHOWS_REPLIES = True


def suits(programme: Programme) -> None:
    """Raise ParameterError unless an indicator in per cent with figures is to decrease.

    It has targets, or the programme is of no other kind: a report of its own tells of those.
    """
    of_another_kind = programme.action or programme.network or programme.review or programme.outlook
    if not programme.indicators:
        raise ParameterError(
            f"{programme.id} has no indicator with figures that is to decrease, which the report "
            "sick_leave is about."
        )
    if of_another_kind and not programme.targets:
        raise ParameterError(
            f"{programme.id} has a report of its own; the report sick_leave is about it only "
            "where an indicator of it has targets."
        )
    indicator = sick_leave.lead_indicator(programme)
    if indicator.unit != "percent":
        raise ParameterError(f"{programme.id}: '{indicator.id}' is not in per cent.")
    if indicator.direction != "decrease":
        raise ParameterError(
            f"{programme.id}: '{indicator.id}' is not to decrease; the report sick_leave is about "
            "an indicator that is."
        )
    if indicator.source is None:
        raise ParameterError(f"{programme.id}: '{indicator.id}' has no source of figures.")


def check_figures(workspace: Workspace, subject: Subject) -> None:
    """Raise ParameterError if no figure is quarterly, of any time: the report would never hold
    anything but what it cannot say. InputError if replies of parties cannot be read."""
    read_replies(workspace, subject.programme, subject.as_of.end)
    indicator = sick_leave.lead_indicator(subject.programme)
    periods = {
        period
        for _, table in readings_of(workspace, subject, indicator)
        for period in table.loc[table["value"].notna(), "period"]
    }
    if not any(period.kind == "quarter" for period in periods):
        found = _found(workspace, subject, indicator, periods)
        raise ParameterError(
            f"{subject.programme.id}: {found}. The report sick_leave compares quarters with the "
            "same quarters of other years. Import the municipality's own quarterly figures with "
            "`tiltak import FILE`; `tiltak data` shows what is in the store."
        )


def _found(
    workspace: Workspace, subject: Subject, indicator: Indicator, periods: set[Period]
) -> str:
    """What there is instead of quarterly figures."""
    source, place = indicator.source, subject.place
    if periods:
        kinds = " and ".join(sorted({period.kind for period in periods}))
        return f"{source} gives {place} figures by {kinds} only ({min(periods)} to {max(periods)})"
    every = own_figures(workspace, subject, str(source), indicator, None)
    if every.empty:
        return f"{source} has no figures of {place}"
    numbers = " and ".join(sorted(set(every["municipality"])))
    return (
        f"{source} has figures under {numbers}, which are not of {place} as it was in "
        f"{subject.as_of}: a merger or a split lies between. Figures of the place as it was then "
        "go under the number that it had then"
    )


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the first indicator with targets, else the first with figures."""
    check_figures(workspace, subject)
    indicator = sick_leave.lead_indicator(subject.programme)
    evaluation = sick_leave.evaluate(
        subject.programme,
        readings_of(workspace, subject, indicator),
        _comparison(workspace, subject, indicator),
        subject.as_of,
        _units(workspace, subject, indicator),
        read_replies(workspace, subject.programme, subject.as_of.end),
        breaks_of(workspace, indicator),
        _breaks_elsewhere(workspace, indicator),
    )
    total = total_of_sick_leave(workspace, indicator)
    return SickLeaveReport(subject, evaluation, total)


def _breaks_elsewhere(workspace: Workspace, indicator: Indicator) -> tuple[Break, ...]:
    """The breaks that the registry knows of the figures of the comparison."""
    compared = indicator.comparison
    if compared is None:
        return ()
    name = compared.series or indicator.figures_id
    known = read_registry(workspace).known_as(compared.source, name)
    return known.breaks if known else ()


def _comparison(
    workspace: Workspace, subject: Subject, indicator: Indicator
) -> pd.DataFrame | None:
    compared = indicator.comparison
    if compared is None:
        return None
    series = compared.series or indicator.figures_id
    country = subject.programme.country
    table = read_observations_of(
        workspace, compared.source, series, compared.municipality, country=country
    )
    return whole(table, indicator)


def _units(workspace: Workspace, subject: Subject, indicator: Indicator) -> pd.DataFrame | None:
    if indicator.units is None:
        return None
    table = own_figures(workspace, subject, indicator.units, indicator, subject.as_of)
    return table.assign(indicator=indicator.id)
