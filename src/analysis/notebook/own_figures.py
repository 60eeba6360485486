"""The figures of a programme's own organisation, under each reading of their source."""

import pandas as pd

from analysis.display.report import Subject
from analysis.errors import ParameterError
from analysis.model.definitions import Break, Indicator, Reading
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER, Municipality
from analysis.sources.figures import read_observations_of
from analysis.sources.indicators import read_registry
from analysis.sources.snapshots import read_printed_table
from analysis.sources.workspace import Workspace


def readings_of(
    workspace: Workspace, subject: Subject, indicator: Indicator
) -> list[tuple[Reading | None, pd.DataFrame]]:
    """Return the figures of the whole organisation under each reading of their source, the
    leading one first. ParameterError for a printed table that nobody has said how to read."""
    source = next(item for item in subject.sources if item.id == indicator.source)
    if source.reader != "printed_table":
        own = own_figures(workspace, subject, source.id, indicator, subject.as_of)
        return [(None, whole(own, indicator))]
    place, readings = _number(subject), subject.programme.readings
    if not readings:
        raise ParameterError(
            f"{subject.programme.id}: '{source.id}' is a printed table; say in [[readings]] "
            "what its figures are taken for."
        )
    return [
        (reading, read_printed_table(workspace, source.id, place, reading)) for reading in readings
    ]


def breaks_of(workspace: Workspace, indicator: Indicator) -> tuple[Break, ...]:
    """Return the breaks that the registry knows of an indicator of a programme."""
    if indicator.registered is None:
        return ()
    return read_registry(workspace).indicator(indicator.registered).breaks


def own_figures(
    workspace: Workspace,
    subject: Subject,
    identifier: str,
    indicator: Indicator,
    as_of: Period | None,
) -> pd.DataFrame:
    """Return the figures of an indicator in a source, those of units too."""
    place: Municipality | str = subject.municipality or COUNTRY_NUMBER
    return read_observations_of(workspace, identifier, indicator.figures_id, place, as_of=as_of)


def _number(subject: Subject) -> str:
    return subject.programme.municipality or COUNTRY_NUMBER


def whole(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the figures of the whole organisation. Those of its units, some of which may never be
    shown, stay out of the evaluation; its own reader of units lets through what may."""
    return table[table["unit"].eq("")].assign(indicator=indicator.id)
