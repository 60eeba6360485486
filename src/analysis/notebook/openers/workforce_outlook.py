"""Opens the report on what a strategy expects of the workforce to come."""

from collections.abc import Callable

import pandas as pd

from analysis.display.report import Report, Subject
from analysis.display.workforce_outlook import WorkforceOutlookReport
from analysis.errors import Fault, InputError, ParameterError
from analysis.evaluation.workforce_outlook import (
    Figures,
    evaluate,
    from_observations,
    read_exits,
    read_population,
    read_staff,
    registered_in,
)
from analysis.model.definitions import Programme
from analysis.model.definitions.outlooks import Projection, WorkforceOutlook
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.figures import is_stored, read_observations_of
from analysis.sources.snapshots import read_table
from analysis.sources.workspace import Workspace

PROJECTED = "projected"
REGISTERED = "registered"


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme without an outlook."""
    if programme.outlook is None:
        raise ParameterError(
            f"{programme.id} has no outlook on the workforce, which the report "
            "workforce_outlook is about."
        )


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the outlook of the programme, evaluated."""
    programme = subject.programme
    assert programme.outlook is not None
    outlook = programme.outlook
    figures = read_outlook_figures(workspace, programme, outlook)
    return WorkforceOutlookReport(subject, evaluate(programme, outlook, figures, subject.as_of))


def read_outlook_figures(
    workspace: Workspace, programme: Programme, outlook: WorkforceOutlook
) -> Figures:
    """Return the figures that ``outlook`` names. InputError for a table that lacks a column or
    holds text for a number."""
    people = {item.id: _people(workspace, programme, item) for item in outlook.projections}
    sizes = outlook.position_sizes
    return Figures(
        people,
        registered_in(people, outlook, _registered(workspace, programme, outlook)),
        tuple(read_table(workspace, item) for item in outlook.outcomes),
        read_table(workspace, sizes) if sizes else None,
        _table(workspace, outlook.staff, read_staff),
        _table(workspace, outlook.exits, read_exits),
    )


def _people(workspace: Workspace, programme: Programme, item: Projection) -> pd.DataFrame:
    if not is_stored(item.source):
        found = _table(workspace, item.source, lambda table: read_population(table, item))
        assert found is not None
        return found
    place = item.municipality or COUNTRY_NUMBER
    return from_observations(
        (
            each.id,
            PROJECTED,
            read_observations_of(
                workspace, item.source, each.name, place, country=programme.country
            ),
        )
        for each in item.alternatives
    )


def _registered(
    workspace: Workspace, programme: Programme, outlook: WorkforceOutlook
) -> dict[str, pd.DataFrame]:
    found = {}
    for item in outlook.registered:
        table = read_observations_of(
            workspace, item.source, item.indicator, item.municipality, country=programme.country
        )
        found[item.municipality] = from_observations([("", REGISTERED, table)])
    return found


def _table(
    workspace: Workspace,
    identifier: str | None,
    read: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame | None:
    if identifier is None:
        return None
    try:
        return read(read_table(workspace, identifier))
    except KeyError as error:
        found, accepted = f"there is no column {error}", "the columns that the report needs"
    except ValueError as error:
        found, accepted = str(error), "numbers where numbers belong"
    label = f"data/sources/{identifier}.csv"
    raise InputError([Fault(label, None, "", found, accepted)])
