"""From the rows of a filled form to answers, with every fault at its cell."""

import re
from pathlib import Path

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.periods import Period
from analysis.model.places import Country, Municipality
from analysis.sources.forms.filled import Filled, Row
from analysis.sources.forms.programme.answers import (
    CONTINUOUS,
    Action,
    Aim,
    Answers,
    Measured,
    OtherReason,
    Step,
    Voice,
)
from analysis.sources.forms.programme.indicators import Indicators
from analysis.sources.forms.programme.names import made_id
from analysis.sources.forms.programme.scales import ACCEPTED, steps_of
from analysis.sources.forms.programme.seals import is_changed, is_of_form
from analysis.sources.municipalities import find_municipality
from analysis.sources.new_programmes import programme_path
from analysis.sources.workspace import Workspace

_PLACE = re.compile(
    r"(?:(?P<country>NO|SE) )?(?P<number>[0-9]{1,4})\b.*?(?:\((?P<named>NO|SE)\))?$"
)


def check_answers(workspace: Workspace, filled: Filled, again: bool = False) -> Answers:
    """Return what a form says. InputError lists every fault of it, those of its cells among them.

    ``again`` asks that its programme is there already, as a form made it; else it must be new.
    What was taken for what is added to ``filled.remarks``."""
    check = _Check(workspace, filled, again)
    answers = check.answers()
    faults = sorted(filled.faults, key=lambda fault: _order(filled, fault))
    if faults or answers is None:
        raise InputError(list(dict.fromkeys(faults)))
    return answers


def _order(filled: Filled, fault: Fault) -> tuple[int, int, str]:
    """In the order of the sheets and rows."""
    sheets = [rows[0].sheet.name for rows in filled.rows.values() if rows]
    found = re.match(r"sheet (?P<name>.*?), (?:row )?[A-Z]*(?P<row>[0-9]+)", fault.key)
    name = found["name"] if found else ""
    return (sheets.index(name) if name in sheets else -1, int(found["row"]) if found else 0, "")


def _refusal(name: str, path: Path, label: str, again: bool) -> tuple[str, str] | None:
    """What is found and what is accepted, if a form may not write the file at ``path``."""
    if not path.exists():
        accepted = "the short name of one that is here; or the command without --replace"
        return (f"there is no programme '{name}' to replace", accepted) if again else None
    if not again:
        accepted = "another name; or the command with --replace, if this form is to take its place"
        return f"there is a programme '{name}' already: {label}", accepted
    text = path.read_text(encoding="utf-8")
    accepted = "another name; or the file moved away, if what it says is to be lost"
    if not is_of_form(text):
        return f"{label} was not written from a form", accepted
    if is_changed(text):
        return f"{label} was changed by hand since it was written from a form", accepted
    return None


class _Check:
    def __init__(self, workspace: Workspace, filled: Filled, again: bool) -> None:
        self._workspace, self._filled, self._again = workspace, filled, again

    def answers(self) -> Answers | None:
        row = self._filled.one("programme")
        place = self._place(row) if row else None
        if row:
            self._identifier(row)
        indicators = Indicators(self._workspace, self._filled, place)
        measured = indicators.read()
        targets = self._targets(indicators)
        measures, parties, rivals = self._measures(), self._parties(), self._rivals()
        as_of = self._as_of(row, measured) if row else None
        start = row.period("start") if row else None
        scale = self._scale(row) if row else ()
        if self._filled.faults or not (row and place and as_of and start):
            return None
        if start.start > as_of.end:
            accepted = "a period that the programme had begun by"
            self._add(row, "as_of", f"{as_of} is before the start, {start}", accepted)
        told = {
            key: row.line(key)
            for key in ("id", "title", "language", "filled_by", "summary", "owner", "document")
        }
        return Answers(
            **told,
            place=place,
            start=start,
            as_of=as_of,
            measures=measures,
            indicators=measured,
            targets=targets,
            parties=parties,
            scale=scale,
            rivals=rivals,
        )

    def _add(self, row: Row, key: str, found: str, accepted: str) -> None:
        self._filled.faults.append(row.fault(key, found, accepted))

    def _identifier(self, row: Row) -> None:
        name = row.line("id")
        if not name:
            return
        try:
            path = programme_path(self._workspace, name)
        except ParameterError as error:
            found, _, accepted = str(error).partition(" Accepted: ")
            self._add(row, "id", found.rstrip("."), accepted.rstrip("."))
            return
        if refusal := _refusal(name, path, self._workspace.relative(path), self._again):
            self._add(row, "id", *refusal)

    def _place(self, row: Row) -> Municipality | None:
        said = row.line("municipality")
        if not said:
            return None
        match = _PLACE.match(said)
        country: Country | None = None
        if match:
            country = match["country"] or match["named"]  # type: ignore[assignment]
        number = match["number"].zfill(4) if match else said
        try:
            found = find_municipality(self._workspace, number, country)
        except ParameterError as error:
            told = str(error).split(". ")[0].split(" Known today")[0].rstrip(".:")
            accepted = "a municipality of the list, its number with four digits, or its name"
            if "tiltak fetch" in str(error):
                accepted += "; `tiltak fetch klass municipalities` brings those that are not listed"
            self._add(row, "municipality", f"found '{said}': {told}", accepted)
            return None
        if match and len(match["number"]) < 4:
            self._filled.remarks.append(
                f"{row.cell('municipality')}: '{said}' was read as {number} {found.name}, the only "
                "municipality that fits; a spreadsheet removes the zero in front."
            )
        return found

    def _as_of(self, row: Row, measured: tuple[Measured, ...]) -> Period | None:
        said = row.period("as_of")
        if said or "as_of" in row.values or row.raw("as_of") is not None:
            return said
        ends = [item.last for item in measured if item.last]
        if not ends:
            if any("source" in item.values for item in self._filled.rows.get("indicators", ())):
                return None  # What is wrong with the figures is a fault already.
            accepted = "a period, such as 2025Q4: there are no figures to take it from"
            self._add(row, "as_of", "is empty", accepted)
            return None
        last = max(ends, key=lambda period: (period.end, period.start))
        self._filled.remarks.append(
            f"{row.table.column('as_of').title}: {last}, the last period with a figure."
        )
        return last

    def _measures(self) -> tuple[Action, ...]:
        found = []
        for row in self._filled.rows.get("measures", ()):
            start, deadline = row.period("start"), row.period("deadline")
            if start and deadline and deadline.end < start.start:
                told = f"{deadline} is before the measure begins, {start}"
                self._add(row, "deadline", told, "a period that is not before it")
            said = (row.line("text"), row.line("number"), row.line("owner"))
            goes_on = row.text("deadline") == CONTINUOUS
            found.append(Action(*said, start, deadline, continuous=goes_on))
        return tuple(found)

    def _parties(self) -> tuple[Voice, ...]:
        found: dict[str, Voice] = {}
        for row in self._filled.rows.get("parties", ()):
            title = row.line("party")
            name = made_id(title, "party")
            if title and name in found:
                told = f"'{title}' is there already"
                self._add(row, "party", told, "each party once")
            found.setdefault(name, Voice(name, title, row.line("evaluated") == "yes"))
        return tuple(found.values())

    def _rivals(self) -> tuple[OtherReason, ...]:
        found = []
        for row in self._filled.rows.get("rivals", ()):
            short = row.line("short")
            found.append(OtherReason(short, row.line("text") or short))
        return tuple(found)

    def _scale(self, row: Row) -> tuple[Step, ...]:
        said = row.line("scale")
        try:
            return steps_of(said, row.line("language") or self._filled.language)
        except ValueError:
            self._add(row, "scale", f"found '{said}'", ACCEPTED)
            return ()

    def _targets(self, indicators: Indicators) -> tuple[Aim, ...]:
        found: list[Aim] = []
        for row in self._filled.rows.get("targets", ()):
            item = indicators.named(row)
            period = row.period("period")
            tiers = [key for key in ("acceptable", "desired") if key in row.values]
            if not tiers and not any(row.raw(key) is not None for key in ("acceptable", "desired")):
                self._add(row, "desired", "is empty", "a number here, or beside it")
            if item is None or period is None:
                continue
            if any((aim.indicator, aim.period) == (item.id, period) for aim in found):
                told = f"a second target of '{item.title}' for {period}"
                self._add(row, "period", told, "one row for each indicator and period")
            indicators.check_values(row, item, tiers)
            found += [
                Aim(item.id, period, key, row.number(key) or 0.0)  # type: ignore[arg-type]
                for key in tiers
            ]
        return tuple(found)
