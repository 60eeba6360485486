"""What a programme may set beside its indicators: the registry's refusals, at the file's lines."""

from collections.abc import Iterator

from analysis.model.definitions import Indicator, Programme
from analysis.model.indicators import RegisteredIndicator, Registry
from analysis.model.texts import Text
from analysis.sources.indicators import read_registry, registry_path
from analysis.sources.toml import Location
from analysis.sources.workspace import Workspace

_LANGUAGE = "en"
"""That of every other fault."""


def refused_comparisons(
    workspace: Workspace, programme: Programme | None
) -> Iterator[tuple[Location, str, str]]:
    """Yield each comparison of a programme that the registry refuses: where, why, what is accepted.

    A comparison is drawn on the indicator's own axis, and no figure has values of two indicators
    but these, so whatever passes here may be drawn. What the two are is read off ``registered``,
    the name of their figures, or the data set these are from; where the registry knows one of them
    by none of these, nothing can be refused.

    InputError: the registry has faults.
    """
    compared = list(_compared(programme)) if programme else []
    if not compared or not registry_path(workspace).is_file():
        return
    registry = read_registry(workspace)
    for location, indicator, source, series in compared:
        name = indicator.registered or indicator.figures_id
        own = registry.known_as(indicator.source or "", name)
        other = registry.known_as(source, series)
        reason = registry.may_compare(own.id, other.id) if own and other else None
        if own and other and reason:
            yield location, _refused(own, other, reason), _beside(registry, own)


def _compared(programme: Programme) -> Iterator[tuple[Location, Indicator, str, str]]:
    """Every comparison: its place in the file, the indicator, its source, and its name there."""
    for number, indicator in enumerate(programme.indicators):
        other = indicator.comparison
        if other:
            place = ("indicators", number, "comparison", "source")
            yield place, indicator, other.source, other.series or indicator.figures_id
    national = programme.action.national if programme.action else None
    for indicator in programme.indicators if national else ():
        yield ("action", "national"), indicator, str(national), indicator.id
    effect = programme.network.effect if programme.network else None
    for indicator in programme.indicators:
        if effect and effect.others and indicator.id == effect.indicator:
            series = effect.others.series or effect.called or indicator.figures_id
            yield ("network", "effect", "others", "source"), indicator, effect.others.source, series


def _refused(own: RegisteredIndicator, other: RegisteredIndicator, reason: Text) -> str:
    first, second = own.title[_LANGUAGE], other.title[_LANGUAGE]
    return f"“{first}” and “{second}” may not share an axis: {reason[_LANGUAGE].rstrip('.')}"


def _beside(registry: Registry, own: RegisteredIndicator) -> str:
    """What the indicator may be compared with, the same one from elsewhere first."""
    names = [
        item.id
        for item in registry.indicators
        if item is not own and registry.may_compare(own.id, item.id) is None
    ]
    return ", ".join([f"figures of {own.id} from elsewhere", *names])
