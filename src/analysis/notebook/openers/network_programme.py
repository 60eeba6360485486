"""Opens the report on a programme of many municipalities."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.display.network_programme import NetworkReport
from analysis.display.report import Report, Subject
from analysis.errors import Fault, InputError, ParameterError
from analysis.evaluation import network_programme
from analysis.model.definitions import Programme
from analysis.model.places import Municipality
from analysis.sources.figures import read_panel
from analysis.sources.municipalities import names_of, read_municipalities
from analysis.sources.same_place import numbers_today
from analysis.sources.snapshots import read_table
from analysis.sources.workspace import Workspace

READS_WHOLE = True


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
    listed = _listed(workspace, programme, tables)
    evaluation = network_programme.evaluate(
        programme,
        tables,
        subject.as_of,
        numbers={name: own for name, (own, *_) in listed.items()},
        panel=_panel(workspace, programme, listed),
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


def _listed(
    workspace: Workspace, programme: Programme, tables: Mapping[str, pd.DataFrame]
) -> dict[str, list[str]]:
    """For each name or number in the list that means one municipality alone: the number that a
    panel has it under when the programme began, then those of what it became by mergers."""
    assert programme.network is not None, "suits() refuses programmes without a network"
    known = [m for m in read_municipalities(workspace) if m.country == programme.country]
    found: dict[str, list[str]] = {}
    for row in tables[programme.network.participants].to_dict("records"):
        name = str(row.get("number") or row["municipality"])
        meant = [m for m in known if m.has_number(name) or names_of(name) & names_of(m.name)]
        if len(meant) == 1:
            found[name] = _in_panel(workspace, meant[0], programme.start.start)
    return found


def _in_panel(workspace: Workspace, place: Municipality, day: date) -> list[str]:
    numbers = pd.DataFrame({"municipality": [entry.number for entry in place.numbers]})
    last = numbers_today(workspace, numbers, place.country)
    then = [entry.on(day) for entry in place.numbers]
    own = last[then.index(True)] if any(then) else last[0]
    return [own, *dict.fromkeys(number for number in last if number != own)]


def _panel(
    workspace: Workspace, programme: Programme, listed: Mapping[str, list[str]]
) -> pd.DataFrame | None:
    """The figures of all municipalities, but for those that participants have become since."""
    design = programme.network.effect if programme.network else None
    if design is None or design.others is None:
        return None
    called = design.called or programme.indicator(design.indicator).figures_id
    panel = read_panel(workspace, design.others.source, called, country=programme.country)
    own = {numbers[0] for numbers in listed.values()}
    later = {number for numbers in listed.values() for number in numbers} - own
    return panel[~panel["municipality"].isin(later)]
