"""How programmes, evaluations and findings show themselves in a notebook.

They are made where nothing is drawn, so a notebook is told here what to do with them: a table with
a caption, and in a terminal one line that is the same whenever it is shown.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock
from analysis.display.languages import phrase
from analysis.evaluation.findings import Finding
from analysis.model.definitions import Indicator, Measure, Programme
from analysis.model.places import Municipality
from analysis.model.provenance import Source
from analysis.model.texts import Text

Rows = Iterable[tuple[str, Any]]
_LONGEST = 160
_EVALUATIONS = "analysis.evaluation."


def register_here() -> None:
    """Tell the notebook that this runs in, if it is one. To be called where a notebook begins: in
    a kernel that was forked the modules are loaded before there is a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        register(shell)


def register(shell: Any) -> None:
    """Tell an IPython shell how our objects show themselves."""
    display = shell.display_formatter
    html, plain = display.formatters["text/html"], display.formatters["text/plain"]
    for kind, rows in _KINDS.items():
        html.for_type(kind, _as_html(rows))
        plain.for_type(kind, _as_text(rows))
    _register_evaluations(html, plain)


def card(thing: Any) -> Blocks:
    """Return what a notebook shows of a programme, an indicator, a measure, a municipality, a
    source, a finding or an evaluation: a table with a caption."""
    rows = next((found for kind, found in _KINDS.items() if isinstance(thing, kind)), _of_dataclass)
    return Blocks(_table(thing, rows))


def _table(thing: Any, rows: Callable[[Any], Rows]) -> TableBlock:
    shown = [(name, _short(value)) for name, value in rows(thing) if not _is_nothing(value)]
    frame = pd.DataFrame(shown, columns=["part", "holds"])
    cells = tuple((phrase(name), phrase(value)) for name, value in shown)
    columns = (phrase("Part"), phrase("Holds"))
    return TableBlock("card", phrase(_name(thing)), columns, cells, (False, False), frame)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | list) and not value)


def _name(thing: Any) -> str:
    title = getattr(thing, "title", None) or getattr(thing, "name", "")
    words = title.best("en")[0] if isinstance(title, Text) else str(title or "")
    kind = type(thing).__name__
    return f"{kind}: {words}" if words else kind


def _line(thing: Any) -> str:
    identifier = getattr(thing, "id", "") or getattr(thing, "key", "")
    return f"<{_name(thing)}{f' ({identifier})' if identifier else ''}>"


def _as_html(rows: Callable[[Any], Rows]) -> Callable[[Any], str]:
    return lambda thing: str(Blocks(_table(thing, rows))._repr_mimebundle_()["text/html"])


def _as_text(_: Callable[[Any], Rows]) -> Callable[[Any, Any, bool], None]:
    return lambda thing, printer, _: printer.text(_line(thing))


def _short(value: Any) -> str:
    """A value as one line, whatever it is."""
    if isinstance(value, Text):
        return value.best("en")[0]
    if isinstance(value, pd.DataFrame | pd.Series):
        rows = f"{len(value)} rows"
        names = ", ".join(map(str, value.columns)) if isinstance(value, pd.DataFrame) else ""
        return f"{type(value).__name__}, {rows}{': ' + names if names else ''}"
    if isinstance(value, str | int | float | bool):
        return str(value)
    if isinstance(value, dict):
        return f"{len(value)}: {', '.join(map(str, value))}"[:_LONGEST]
    if isinstance(value, tuple | list | frozenset):
        named = [_label(item) for item in value]
        return f"{len(named)}: {', '.join(named)}"[:_LONGEST]
    return _label(value)


def _label(item: Any) -> str:
    for name in ("id", "key", "short"):
        found = getattr(item, name, None)
        if isinstance(found, str) and found:
            return found
    if is_dataclass(item) and type(item).__str__ is object.__str__:
        return type(item).__name__
    return str(item)


def _of_programme(programme: Programme) -> Rows:
    yield "id", programme.id
    yield "summary", programme.summary
    yield "owner", programme.owner
    yield "municipality", programme.municipality or programme.country
    yield "start", str(programme.start)
    yield "as of", str(programme.as_of)
    yield "indicators", programme.indicators
    yield "targets", [f"{x.indicator} {x.period}: {x.value} ({x.tier})" for x in programme.targets]
    yield "measures", programme.measures
    yield "document", programme.document.title
    yield "sources", programme.source_ids


def _of_municipality(place: Municipality) -> Rows:
    yield "country", place.country
    yield "number today", place.number_today
    yield "numbers", [entry.number for entry in place.numbers]
    yield "note", place.note


def _of_finding(finding: Finding) -> Rows:
    yield "statement", finding.key
    yield "how surely", finding.grade.value
    yield from finding.values.items()


def _of_definition(thing: Any) -> Rows:
    return ((name, getattr(thing, name)) for name in type(thing).model_fields if name != "title")


def _of_dataclass(thing: Any) -> Rows:
    """The parts of an evaluation, each by its name: what to go on from."""
    return ((item.name, getattr(thing, item.name)) for item in fields(thing))


_KINDS: dict[type, Callable[[Any], Rows]] = {
    Programme: _of_programme,
    Municipality: _of_municipality,
    Finding: _of_finding,
    Indicator: _of_definition,
    Measure: _of_definition,
    Source: _of_definition,
}


_NAMED = (
    ("sick_leave.results", "SickLeaveEvaluation"),
    ("sick_leave.results", "ReadingResult"),
    ("policy", "PolicyEvaluation"),
    ("action_programme.calculation", "ActionEvaluation"),
    ("network_programme.programme", "NetworkEvaluation"),
    ("quality_review.calculation", "ReviewEvaluation"),
    ("workforce_outlook.outlook", "OutlookEvaluation"),
    ("municipality.evaluation", "MunicipalityEvaluation"),
    ("exploration.explored", "Explored"),
)
"""Evaluations by their modules: they are told of by name, so that no kernel loads those of reports
that it does not make."""


def _register_evaluations(html: Any, plain: Any) -> None:
    for module, name in _NAMED:
        html.for_type_by_name(_EVALUATIONS + module, name, _as_html(_of_dataclass))
        plain.for_type_by_name(_EVALUATIONS + module, name, _as_text(_of_dataclass))
