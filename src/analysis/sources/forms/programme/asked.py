"""What the form for a programme asks, in one language, with the lists of a workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.model.indicators import Registry
from analysis.model.periods import Period
from analysis.model.provenance import STORE
from analysis.model.texts import LANGUAGES
from analysis.sources.forms.labels import frame_words, read_labels
from analysis.sources.forms.layout import Choice, Column, Form, Line, Table
from analysis.sources.forms.programme.answers import CONTINUOUS
from analysis.sources.indicators import read_registry
from analysis.sources.municipalities import read_municipalities
from analysis.sources.new_programmes import usable
from analysis.sources.spreadsheets.sheets import Sheet
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

TABLES = ("programme", "measures", "indicators", "targets", "parties")
"""What every version of the form has had."""
DEFAULT_SCALE = "three"
"""The steps that an empty form comes with, for verdicts of parties."""

_EXAMPLE_INDICATOR = {"nb": "sick_leave_own_no", "nn": "sick_leave_own_no", "sv": "sick_leave_se"}


def programme_form(
    workspace: Workspace, language: str, rows: Mapping[str, Sequence[Line]] | None = None
) -> Form:
    """Return the form in ``language``, with ``rows`` filled in by the keys of its sheets."""
    return _Asked(_known(workspace), language, rows or {}).form()


def form_versions(workspace: Workspace) -> tuple[Form, ...]:
    """Return the form in every language, as :func:`read_form` takes it."""
    known = _known(workspace)
    return tuple(_Asked(known, language, {}).form() for language in LANGUAGES)


def is_programme_form(sheets: Sequence[Sheet]) -> bool:
    """Return whether the sheets of a file are those of this form, in some language."""
    names = {sheet.name.casefold() for sheet in sheets}
    titles = (
        {words[key]["title"] for key in TABLES} for words in read_labels("programme").values()
    )
    return any({title.casefold() for title in form} <= names for form in titles)


@dataclass(frozen=True)
class _Known:
    """What a workspace lets choose from: indicators, municipalities as (country, number, name),
    and what is in the store."""

    registry: Registry
    places: tuple[tuple[str, str, str], ...]
    stored: tuple[Mapping[str, Any], ...]


def _known(workspace: Workspace) -> _Known:
    places = sorted(
        (item.country, item.number_today, item.name)
        for item in read_municipalities(workspace)
        if not item.ended
    )
    stored = Store(workspace).summary().to_dict("records")
    return _Known(read_registry(workspace), tuple(places), tuple(stored))


class _Asked:
    def __init__(self, known: _Known, language: str, rows: Mapping[str, Sequence[Line]]) -> None:
        self._known, self._language, self._rows = known, language, rows
        self._words: Mapping[str, Any] = read_labels("programme")[language]

    def form(self) -> Form:
        tables = (
            self._programme(),
            self._measures(),
            self._indicators(),
            self._targets(),
            self._parties(),
            self._rivals(),
        )
        words = self._words
        return Form(
            words["title"], self._language, tables, frame_words(self._language), words["about"]
        )

    def _table(
        self, key: str, columns: Sequence[Column], examples: Sequence[Line], **more: Any
    ) -> Table:
        words = self._words[key]
        rows = self._rows.get(key, ())
        if key == "programme":
            rows = rows or ({"language": self._language, "scale": DEFAULT_SCALE},)
        return Table(key, words["title"], words["intro"], tuple(columns), rows, examples, **more)

    def _column(self, table: str, key: str, **more: Any) -> Column:
        # `title` of a table is what its sheet is called.
        title, note = self._words[table]["title_of" if key == "title" else key]
        return Column(key, title, note, **more)

    def _programme(self) -> Table:
        def column(key: str, **more: Any) -> Column:
            return self._column("programme", key, **more)

        columns = (
            column("title", required=True),
            column("id", required=True),
            column("municipality", required=True, choices=self._municipalities(), open=True),
            column("start", required=True, kind="period"),
            column("as_of", kind="period"),
            column("filled_by", required=True),
            column("language", required=True, choices=self._choices("languages")),
            column("summary"),
            column("owner"),
            column("document"),
            column("scale", choices=self._choices("scales"), open=True),
        )
        told = self._words["example"]
        example = {key: told[key] for key in ("id", "title", "summary", "owner", "document")}
        example |= {"filled_by": told["filled_by"], "language": self._language}
        example |= {"municipality": self._example_place(), "start": "2024Q1", "as_of": "2025Q4"}
        example["scale"] = DEFAULT_SCALE
        return self._table("programme", columns, (example,), upright=True)

    def _measures(self) -> Table:
        title, *also = self._words[CONTINUOUS]
        goes_on = Choice(CONTINUOUS, title, also=tuple(also))
        columns = (
            self._column("measures", "number", width=10),
            self._column("measures", "text", required=True, width=58),
            self._column("measures", "owner", width=26),
            self._column("measures", "start", kind="period", width=18),
            self._column(
                "measures", "deadline", kind="period", choices=(goes_on,), open=True, width=20
            ),
        )
        told = self._words["example"]
        example: Line = {"number": "1", "text": told["measure"], "owner": told["measure_owner"]}
        return self._table(
            "measures", columns, ({**example, "start": "2024Q1", "deadline": "2025Q2"},)
        )

    def _indicators(self) -> Table:
        columns = (
            self._column(
                "indicators",
                "indicator",
                required=True,
                choices=registered_choices(self._known.registry, self._language),
                open=True,
                width=40,
            ),
            self._column("indicators", "direction", choices=self._choices("directions"), width=16),
            self._column("indicators", "unit", choices=self._choices("units"), width=18),
            self._column("indicators", "definition", width=36),
            self._column("indicators", "source", choices=self._sources(), open=True, width=40),
            self._column("indicators", "where", width=28),
        )
        told = self._words["example"]
        named = _EXAMPLE_INDICATOR.get(self._language, "sick_leave_own_no")
        own = {"indicator": told["own_indicator"], "direction": "increase", "unit": "percent"}
        own |= {"definition": told["definition"], "where": told["where"]}
        source = f"{STORE}own/{self._example_place()[-4:]}-{named}-{told['file']}"
        examples = ({"indicator": named, "direction": "decrease", "source": source}, own)
        return self._table("indicators", columns, examples, room=20)

    def _targets(self) -> Table:
        columns = (
            self._column(
                "targets", "indicator", required=True, names=("indicators", "indicator"), width=40
            ),
            self._column("targets", "period", required=True, kind="period", width=20),
            self._column("targets", "acceptable", kind="number", width=18),
            self._column("targets", "desired", kind="number", width=18),
        )
        named = _EXAMPLE_INDICATOR.get(self._language, "sick_leave_own_no")
        title = self._known.registry.indicator(named).title.best(self._language)[0]
        example: Line = {"indicator": title, "period": "2026", "acceptable": 8.0, "desired": 7.5}
        return self._table("targets", columns, (example,), room=20)

    def _parties(self) -> Table:
        answers = (Choice("yes", self._words["yes"]), Choice("no", self._words["no"]))
        columns = (
            self._column("parties", "party", required=True, width=44),
            self._column("parties", "evaluated", choices=answers, width=26),
        )
        told = self._words["example"]
        examples = (
            {"party": told["party"], "evaluated": "yes"},
            {"party": told["other_party"], "evaluated": "no"},
        )
        return self._table("parties", columns, examples, room=15)

    def _rivals(self) -> Table:
        columns = (
            self._column("rivals", "short", required=True, width=44),
            self._column("rivals", "text", width=70),
        )
        told = self._words["example"]
        example: Line = {"short": told["rival"], "text": told["rival_text"]}
        return self._table("rivals", columns, (example,), room=15, later=True)

    def _example_place(self) -> str:
        return "SE 1060" if self._language == "sv" else "NO 4001"

    def _choices(self, name: str) -> tuple[Choice, ...]:
        return tuple(Choice(key, title) for key, title in self._words[name].items())

    def _municipalities(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(f"{country} {number}", f"{number} {name} ({country})")
            for country, number, name in self._known.places
        )

    def _sources(self) -> tuple[Choice, ...]:
        """The sources of the store, with what they hold and of when."""
        found: dict[str, list[str]] = {}
        for row in self._known.stored:
            said = self._held(str(row["indicator"]), row["first"], row["last"])
            found.setdefault(f"{STORE}{row['source']}", []).append(said)
        return tuple(
            Choice(identifier, identifier, "; ".join(held)) for identifier, held in found.items()
        )

    def _held(self, indicator: str, first: Period, last: Period) -> str:
        known = self._known.registry.known_as("", indicator)
        title = known.title.best(self._language)[0] if known else indicator
        return f"{title}, {first}–{last}"


def registered_choices(registry: Registry, language: str) -> tuple[Choice, ...]:
    """Return the indicators that a programme can name, each with its definition."""
    return tuple(
        Choice(item.id, item.title.best(language)[0], item.definition.best(language)[0])
        for item in usable(registry)
    )
