"""The indicators of a filled form: of the registry or one's own, with figures of the store."""

from typing import cast

import pandas as pd

from analysis.errors import InputError, ParameterError
from analysis.model.definitions import Direction
from analysis.model.indicators import RegisteredIndicator
from analysis.model.places import Municipality
from analysis.model.provenance import STORE
from analysis.model.texts import LANGUAGES
from analysis.sources.figures import indicators_of, read_observations_of
from analysis.sources.forms.filled import Filled, Row
from analysis.sources.forms.finding import normal
from analysis.sources.forms.programme.answers import Measured
from analysis.sources.forms.programme.names import made_id
from analysis.sources.indicators import read_registry
from analysis.sources.new_programmes import usable
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


class Indicators:
    """Reads the sheet of indicators, and knows what they are called on that of the targets."""

    def __init__(self, workspace: Workspace, filled: Filled, place: Municipality | None) -> None:
        self._workspace, self._filled, self._place = workspace, filled, place
        self._registry = read_registry(workspace)
        self._known = {item.id: item for item in usable(self._registry)}
        self._found: dict[str, Measured] = {}

    def read(self) -> tuple[Measured, ...]:
        """Return the indicators that could be read; faults of the others are in the form's."""
        for row in self._filled.rows.get("indicators", ()):
            said = row.line("indicator")
            if not said:
                continue
            registered = self._known.get(said)
            item = self._registered(row, registered) if registered else self._own(row, said)
            if item.id in self._found:
                told = f"'{item.title}' is there already"
                self._add(row, "indicator", told, "each indicator once")
            self._found.setdefault(item.id, item)
        return tuple(self._found.values())

    def named(self, row: Row) -> Measured | None:
        """Return the indicator that a target names."""
        said = normal(row.line("indicator"))
        for item in self._found.values():
            if said in self._names(item):
                return item
        if said:
            known = "; ".join(item.title for item in self._found.values()) or "none is there"
            accepted = f"an indicator of the other sheet: {known}"
            self._add(row, "indicator", f"found '{row.line('indicator')}'", accepted)
        return None

    def check_values(self, row: Row, item: Measured, tiers: list[str]) -> None:
        """Add the faults of a target: a value that cannot be, good enough stricter than desired."""
        unit = self._registry.unit(item.registered.unit) if item.registered else None
        for key in tiers:
            value = row.number(key) or 0.0
            if unit and not unit.holds(value):
                accepted = f"from {unit.lowest:g} to {unit.highest:g}" if unit.highest else "0 up"
                self._add(row, key, f"found {value:g}", accepted)
            elif item.unit == "percent" and 0 < value < 1:
                accepted = "7.5 for 7.5 per cent; a target below 1 is written in the programme file"
                self._add(row, key, f"found {value:g}: a share, or per cent?", accepted)
        if len(tiers) < 2 or item.direction == "neutral":
            return
        acceptable, desired = row.number("acceptable") or 0.0, row.number("desired") or 0.0
        sign = -1 if item.direction == "decrease" else 1
        if sign * (acceptable - desired) > 0:
            told = f"{acceptable:g} is stricter than the desired {desired:g}"
            self._add(row, "acceptable", told, "a value no stricter than the desired one")

    def _names(self, item: Measured) -> set[str]:
        titles = [item.registered.title[code] for code in LANGUAGES] if item.registered else []
        return {normal(name) for name in (item.id, item.title, *titles)}

    def _add(self, row: Row, key: str, found: str, accepted: str) -> None:
        self._filled.faults.append(row.fault(key, found, accepted))

    def _registered(self, row: Row, known: RegisteredIndicator) -> Measured:
        title = known.title.best(self._filled.language)[0]
        kind = self._registry.unit(known.unit).kind
        if row.line("unit") not in ("", kind):
            told = f"'{title}' is counted in {self._registry.unit(known.unit).title['en']}"
            self._add(row, "unit", told, "an empty cell: the list says it")
        if row.line("definition"):
            told = f"'{title}' has its definition in the list"
            accepted = "an empty cell, or a name of its own for what is another indicator"
            self._add(row, "definition", told, accepted)
        if self._place and known.country not in (None, self._place.country):
            told = f"'{title}' is an indicator of {known.country}"
            accepted = f"one that {self._place.name} ({self._place.country}) has"
            self._add(row, "indicator", told, accepted)
        direction = cast(Direction, row.line("direction") or known.direction)
        source, series, known_figures, has_units = self._figures(row, known)
        return Measured(known.id, title, kind, direction, known, "", source, series,
                        row.line("where"), known_figures, has_units)  # fmt: skip

    def _own(self, row: Row, title: str) -> Measured:
        for key in ("unit", "direction", "definition"):
            if row.raw(key) is None:
                accepted = f"an answer, since the list has no '{title}'; or an entry of the list"
                self._add(row, key, "is empty", accepted)
        direction = cast(Direction, row.line("direction") or "neutral")
        source, series, known, has_units = self._figures(row, None)
        return Measured(made_id(title, "indicator"), title, row.line("unit"), direction, None,
                        row.line("definition"), source, series, row.line("where"), known,
                        has_units)  # fmt: skip

    def _figures(
        self, row: Row, known: RegisteredIndicator | None
    ) -> tuple[str, str, pd.DataFrame, bool]:
        said = row.line("source")
        if not said:
            if row.raw("source") is None and row.raw("where") is None:
                self._add(row, "source", "is empty", self._offered(known))
            return "", "", pd.DataFrame(), False
        source = said if said.startswith(STORE) else f"{STORE}{said}"
        series = self._series(row, source, known)
        if not series or self._place is None:
            return source, series, pd.DataFrame(), False
        try:
            table = read_observations_of(self._workspace, source, series, self._place)
        except (InputError, ParameterError) as error:
            self._add(row, "source", str(error), "a source whose figures can be read")
            return source, series, pd.DataFrame(), False
        whole = table["unit"].eq("") & table["breakdown"].eq("") & table["value"].notna()
        if not whole.any():
            told = f"{source} has no figures of {self._place.name} as a whole"
            self._add(row, "source", told, "a source that has")
        return source, series, table[whole], bool(table["unit"].ne("").any())

    def _series(self, row: Row, source: str, known: RegisteredIndicator | None) -> str:
        """What a source calls the figures of an indicator; "" with a fault if it has none."""
        try:
            held = indicators_of(self._workspace, source)
        except InputError as error:
            fault = error.faults[0]
            self._add(row, "source", fault.found, f"{self._offered(known)}; or {fault.accepted}")
            return ""
        fits = [
            name for name in held if known is None or self._registry.known_as(source, name) == known
        ]
        if len(fits) == 1:
            return fits[0]
        told = f"{source} holds figures of {', '.join(held)}"
        self._add(row, "source", told, self._offered(known) if known else "a source of one kind")
        return ""

    def _offered(self, known: RegisteredIndicator | None) -> str:
        """The sources that have figures of an indicator, as they are to be written."""
        rows = Store(self._workspace).summary().to_dict("records")
        fits = dict.fromkeys(
            f"{STORE}{row['source']}"
            for row in rows
            if known is None
            or self._registry.known_as(f"{STORE}{row['source']}", str(row["indicator"])) == known
        )
        if not fits:
            return (
                "figures that have been imported (`tiltak import FILE`; none have been of this), "
                "or, in the column beside it, where they can be had"
            )
        return f"one of {', '.join(list(fits)[:6])}; or, beside it, where they can be had"
