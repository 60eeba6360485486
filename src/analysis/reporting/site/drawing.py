"""Small multiples for a page: series that may share a scale, a panel for each report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.display.languages import Language
from analysis.reporting.site.contents import Report
from analysis.reporting.site.names import address
from analysis.reporting.site.panels import Point, Scale, Series, drawn, scale_of
from analysis.reporting.site.reading import Version


@dataclass(frozen=True)
class Pictured:
    """A report whose first figure is drawn again, small."""

    name: str
    version: Version
    series: Series


def multiples(pairs: Sequence[tuple[str, Report]], language: Language) -> list[dict[str, Any]]:
    """Return what a page draws of the reports, each with the name of its municipality: groups of
    panels of one scale, the largest first, each with the values as printed."""
    groups: dict[tuple[str, ...], list[Pictured]] = {}
    for name, report in pairs:
        version = report.best(language.code)
        if version.series is not None:
            item = Pictured(name, version, version.series)
            groups.setdefault(item.series.kind, []).append(item)
    return [_group(items, language) for items in sorted(groups.values(), key=len, reverse=True)]


def _group(items: Sequence[Pictured], language: Language) -> dict[str, Any]:
    scale = scale_of([item.series for item in items])
    labels = {point.key: point.label for item in items for point in item.series.points}
    return {
        "caption": items[0].series.caption,
        "low": language.number(scale.low, 0),
        "high": language.number(scale.high, 0),
        "first": labels[scale.keys[0]],
        "last": labels[scale.keys[-1]],
        "labels": [labels[key] for key in scale.keys],
        "panels": [_panel(item, scale, language) for item in items],
    }


def _panel(item: Pictured, scale: Scale, language: Language) -> dict[str, Any]:
    printed = {point.key: point.text for point in item.series.points}
    first, last = item.series.ends
    return {
        "place": item.name,
        "address": address(item.version.on_site("report.html")),
        "alt": _alt(item, first, last, language),
        "ends": language.say(
            "{from} in {first}, {to} in {last}",
            **{"from": first.text, "to": last.text},
            first=first.label,
            last=last.label,
        ),
        "drawn": drawn(item.series, scale),
        "texts": [printed.get(key, "–") for key in scale.keys],
        "invented": item.version.invented,
    }


def _alt(item: Pictured, first: Point, last: Point, language: Language) -> str:
    values = [point for point in item.series.points if point.value is not None]
    ordered = sorted(values, key=lambda point: point.value or 0)
    return language.say(
        "Line of {caption} in {place}: {from} in {first}, {to} in {last}; lowest {low}, highest "
        "{high}.",
        **{"from": first.text, "to": last.text},
        caption=item.series.caption,
        place=item.name,
        first=first.label,
        last=last.label,
        low=ordered[0].text,
        high=ordered[-1].text,
    ).plain
