"""What all reports show alike: masthead, findings, grades, sources and the run itself."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd

from analysis.display.blocks import Blocks, Masthead, Payload, TableBlock, TextBlock
from analysis.display.languages import Language, Phrase, Span, phrase
from analysis.display.wording import Words, grade_label, grade_meaning
from analysis.evaluation.findings import Finding, Grade
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.places import Municipality
from analysis.model.provenance import NOT_STATED, Source

PACKAGES = (
    "tiltak",
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "papermill",
)


@dataclass(frozen=True)
class Subject:
    """Whose report it is, about what, from what, as of when, for readers of which language."""

    programme: Programme
    municipality: Municipality | None
    as_of: Period
    language: Language
    sources: tuple[Source, ...]

    @property
    def place(self) -> str:
        """The municipality's name, or the country's code for a programme of many."""
        return self.municipality.name if self.municipality else self.programme.country


class Report:
    """Base of the reports. Each method returns the blocks that one cell shows."""

    def __init__(self, subject: Subject, findings: Sequence[Finding], words: Words):
        self.subject = subject
        self._findings = tuple(findings)
        self._words = words
        self._language = subject.language
        self._say = subject.language.say

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return Blocks(self.masthead())._repr_mimebundle_()

    # -- what every report begins and ends with

    def masthead(self) -> Masthead:
        """Return the facts above the findings, with the receipt of what the report is made from."""
        programme, say, language = self.subject.programme, self._say, self._language
        facts = (
            (say("Programme"), language.text(programme.title)),
            (say("Looks at"), self.looks_at()),
            (say("As of"), language.period(self.subject.as_of)),
            (say("Source"), self._document()),
        )
        return Masthead(
            self.subject.place,
            language.text(programme.title),
            facts,
            language.code,
            (self.invented,) if self.invented else (),
            self._receipt(),
        )

    def looks_at(self) -> Phrase:
        """Return the period the report covers, in words."""
        raise NotImplementedError

    @property
    def invented(self) -> Phrase | None:
        """Return the warning that figures are invented, or None if none are."""
        if any(source.synthetic for source in self.subject.sources):
            return self._say(
                "Invented figures, for trial only. They describe no real municipality."
            )
        return None

    def _invented_mark(self) -> Phrase | None:
        return self._say("INVENTED FIGURES") if self.invented else None

    def _data_label(self) -> Phrase:
        return self._say("The figures behind the picture")

    def _document(self) -> Phrase:
        document = self.subject.programme.document
        return self._say("{title} ({dated})", title=document.title, dated=document.dated)

    def _receipt(self) -> Payload:
        return {
            "programme": self.subject.programme.id,
            "as_of": str(self.subject.as_of),
            "sources": {source.id: source.public_checksum for source in self.subject.sources},
            "synthetic": any(source.synthetic for source in self.subject.sources),
            "warnings": self._missing_languages(),
        }

    def _missing_languages(self) -> list[str]:
        code, programme = self._language.code, self.subject.programme
        missing = code not in programme.title
        return [f"{programme.id}: texts are not in '{code}'"] if missing else []

    def findings(self) -> Blocks:
        """The findings, each with how surely it is known."""
        return Blocks(*(self._words.block(finding) for finding in self._findings))

    def grades(self) -> Blocks:
        """What the labels of the findings mean; those that the report uses."""
        used = dict.fromkeys([*(finding.grade for finding in self._findings), *self._mentioned])
        items = tuple(
            grade_label(grade, self._language).strong + ": " + grade_meaning(grade, self._language)
            for grade in used
        )
        return Blocks(TextBlock(items, listed=True))

    def sources(self) -> Blocks:
        """Every source with its producer, date, licence and address, and notes on the document."""
        say = self._say
        rows = [
            (
                self._language.text(source.title),
                phrase(source.producer),
                self._stated(source.published),
                self._stated(source.licence),
                self._stated(source.address),
            )
            for source in self.subject.sources
        ]
        table = self._table(
            "sources",
            say("Where the figures come from"),
            [say("What"), say("Producer"), say("Published"), say("Licence"), say("Where")],
            rows,
            pd.DataFrame([source.model_dump() for source in self.subject.sources]),
            numeric=(False,) * 5,
        )
        document = self.subject.programme.document
        notes = tuple(self._language.text(note) for note in document.notes)
        return Blocks(table, TextBlock(notes, listed=True))

    def run(self) -> Blocks:
        """With what the report was made: version, libraries, hashes of the sources."""
        made = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
        hashes = {source.id: source.public_checksum for source in self.subject.sources}
        listed = ", ".join(f"{name} {number}" for name, number in made.items())
        sums = ", ".join(f"{name} {digest[:12]}" for name, digest in hashes.items() if digest)
        items = [
            self._say("Made with {versions}.", versions=listed),
            self._say("Sources by their checksums (sha256): {sums}.", sums=sums),
        ]
        if None in hashes.values():
            items.append(
                self._say(
                    "The checksum of figures by unit is not given: with it hidden figures could be "
                    "found by trial."
                )
            )
        return Blocks(TextBlock(tuple(items)))

    # -- helpers

    @property
    def _mentioned(self) -> Sequence[Grade]:
        """Grades that the report speaks of beside those of its findings."""
        return ()

    def _table(
        self,
        name: str,
        caption: Phrase,
        columns: Sequence[Phrase],
        rows: Sequence[tuple[Phrase, ...]],
        frame: pd.DataFrame,
        numeric: Sequence[bool],
        notes: Sequence[Phrase] = (),
        source: Phrase | None = None,
    ) -> TableBlock:
        return TableBlock(
            name, caption, tuple(columns), tuple(rows), tuple(numeric), frame, tuple(notes), source
        )

    def _stated(self, text: str) -> Phrase:
        if text == NOT_STATED:
            return self._say("not stated")
        is_link = text.startswith(("https://", "http://"))
        return Phrase((Span(text, href=text if is_link else ""),))

    def _place(self, number: int | None) -> Phrase:
        """Return "slide 12", or nothing."""
        if number is None:
            return phrase("")
        name, kind = str(number), self.subject.programme.document.place_name
        if kind == "slide":
            return self._say("slide {number}", number=name).unbroken
        if kind == "page":
            return self._say("page {number}", number=name).unbroken
        return self._say("point {number}", number=name).unbroken

    def _source_note(self, place: int | None) -> Phrase:
        """Return "Source: producer, slide 12"."""
        producer = self.subject.programme.document.producer
        if place is None:
            return self._say("Source: {producer}.", producer=producer)
        where = self._place(place)
        return self._say("Source: {producer}, {place}.", producer=producer, place=where)
