"""Figures and peers for an analyst in a notebook, from the workspace around it.

from analysis.notebook.figures import group_of, todays_observations

todays_observations("full_time_equivalents_own", "Drammen")   on today's division
group_of("3301", "2024").members                              the KOSTRA group of Drammen
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.errors import ParameterError
from analysis.model.periods import ACCEPTED, Period
from analysis.model.places import Country
from analysis.sources import groups, today
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["group_of", "members", "todays_observations"]


def todays_observations(
    indicator: str, municipalities: str | Sequence[str] | None = None, **chosen: Any
) -> "pd.DataFrame":
    """Return the figures of the store on today's division into municipalities, with the
    ``reason`` where one is missing: :func:`analysis.sources.today.todays_observations`."""
    return today.todays_observations(Workspace.find(), indicator, municipalities, **chosen)


def group_of(municipality: str, at: str, country: Country | None = None) -> groups.Group:
    """Return the group of a municipality, named by number or name, at the end of a period or on a
    day: :func:`analysis.sources.groups.group_of`."""
    return groups.group_of(Workspace.find(), municipality, _day(at), country)


def members(group: str, at: str) -> tuple[str, ...]:
    """Return who was in a group (EKG11, C7) at the end of a period or on a day."""
    return groups.members(Workspace.find(), group, _day(at))


def _day(text: str) -> date:
    try:
        return Period.parse(text).end
    except ValueError as error:
        raise ParameterError(f"{error}. Accepted: {ACCEPTED}.") from None
