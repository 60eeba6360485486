"""A programme as the rows of its form: to begin from one that there is."""

from collections.abc import Iterator

from analysis.model.definitions import Indicator, Measure, Programme
from analysis.model.texts import Text
from analysis.sources.forms.layout import Line
from analysis.sources.forms.programme.answers import CONTINUOUS


def rows_of(programme: Programme, language: str) -> dict[str, list[Line]]:
    """Return what a programme file says, in ``language``, as far as the form asks for it."""

    def said(text: Text | None) -> str | None:
        return text.best(language)[0] if text else None

    about: Line = {
        "title": said(programme.title),
        "id": programme.id,
        "municipality": programme.municipality and f"{programme.country} {programme.municipality}",
        "start": str(programme.start),
        "as_of": str(programme.as_of),
        "filled_by": programme.document.producer,
        "language": language,
        "summary": said(programme.summary),
        "owner": said(programme.owner),
        "document": said(programme.document.title),
        "scale": "; ".join(level.title.best(language)[0] for level in programme.scale) or None,
    }
    measures: list[Line] = [
        {
            "number": item.number or None,
            "text": said(item.title),
            "owner": said(item.owner),
            "start": str(item.start) if item.start else None,
            "deadline": _until(item),
        }
        for item in programme.measures
    ]
    parties: list[Line] = [
        {"party": said(item.title), "evaluated": "yes" if item.evaluated else "no"}
        for item in programme.parties
    ]
    rivals: list[Line] = [
        {"short": said(item.short), "text": said(item.text)} for item in programme.rivals
    ]
    return {
        "programme": [about],
        "measures": measures,
        "indicators": [_indicator(item, language) for item in programme.indicators],
        "targets": list(_targets(programme, language)),
        "parties": parties,
        "rivals": rivals,
    }


def _indicator(item: Indicator, language: str) -> Line:
    own = item.registered is None
    stored = item.source if item.source and item.source.startswith("store:") else None
    return {
        "indicator": item.registered or item.title.best(language)[0],
        "direction": item.direction,
        "unit": item.unit if own else None,
        "definition": item.definition.best(language)[0] if own else None,
        "source": stored,
        "where": item.where.best(language)[0] if item.where else None,
    }


def _until(item: Measure) -> str | None:
    if item.continuous:
        return CONTINUOUS
    return str(item.deadline) if item.deadline else None


def _targets(programme: Programme, language: str) -> Iterator[Line]:
    """A row for each indicator and period, with its two tiers."""
    rows: dict[tuple[str, str], dict[str, str | float | None]] = {}
    for item in programme.targets:
        title = programme.indicator(item.indicator).title.best(language)[0]
        row = rows.setdefault(
            (item.indicator, str(item.period)), {"indicator": title, "period": str(item.period)}
        )
        row[item.tier] = item.value
    yield from rows.values()
