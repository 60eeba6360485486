"""Opens the report on a programme of many municipalities."""

import pandas as pd

from analysis.display.network_programme import NetworkReport
from analysis.display.report import Report, Subject
from analysis.errors import Fault, InputError, ParameterError
from analysis.evaluation import network_programme
from analysis.model.definitions import Programme
from analysis.sources.figures import read_panel
from analysis.sources.municipalities import read_municipalities
from analysis.sources.snapshots import read_table
from analysis.sources.workspace import Workspace


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme that is no network of municipalities, and for one
    whose participants are to be compared in something that is not in per cent."""
    if programme.network is None:
        raise ParameterError(
            f"{programme.id} has no [network] with participants, which the report "
            "network_programme is about."
        )
    design = programme.network.effect
    if design is not None and programme.indicator(design.indicator).unit != "percent":
        raise ParameterError(f"{programme.id}: '{design.indicator}' is not in per cent.")


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the programme, evaluated. InputError for figures that its file cites
    and no source holds."""
    programme = subject.programme
    tables = _tables(workspace, programme)
    _refuse_faults(workspace, programme, tables)
    evaluation = network_programme.evaluate(
        programme,
        tables,
        subject.as_of,
        numbers=_numbers(workspace, programme),
        panel=_panel(workspace, programme),
        place=subject.municipality,
    )
    return NetworkReport(subject, evaluation)


def _tables(workspace: Workspace, programme: Programme) -> dict[str, pd.DataFrame]:
    network = programme.network
    assert network is not None, "suits() refuses programmes without a network"
    named = dict.fromkeys([network.participants, *(figure.source for figure in network.cited)])
    return {name: read_table(workspace, name) for name in named}


def _refuse_faults(
    workspace: Workspace, programme: Programme, tables: dict[str, pd.DataFrame]
) -> None:
    label = workspace.relative(workspace.programmes / f"{programme.id}.toml")
    faults = [
        Fault(label, None, key, found, accepted)
        for key, found, accepted in network_programme.faulty(programme, tables)
    ]
    if faults:
        raise InputError(faults)


def _numbers(workspace: Workspace, programme: Programme) -> dict[str, str]:
    """The number of today by name; none for a name that two municipalities have had."""
    own = [m for m in read_municipalities(workspace) if m.country == programme.country]
    names = [m.name for m in own]
    return {m.name: m.number_today for m in own if names.count(m.name) == 1}


def _panel(workspace: Workspace, programme: Programme) -> pd.DataFrame | None:
    design = programme.network.effect if programme.network else None
    if design is None or design.others is None:
        return None
    called = design.called or programme.indicator(design.indicator).figures_id
    return read_panel(workspace, design.others.source, called, country=programme.country)
