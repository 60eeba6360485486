"""What all reports show alike, whether about one programme or all of a place: the masthead,
findings, grades, sources and the run itself."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from analysis.display.blocks import Blocks, FindingBlock, Masthead, Payload, TableBlock, TextBlock
from analysis.display.figures import Illustrated
from analysis.display.languages import Phrase, Span, phrase
from analysis.display.subjects import AnySubject
from analysis.display.viewing import Viewing
from analysis.display.wording import Wording, grade_label, grade_meaning
from analysis.evaluation.findings import Finding, Grade, limiting
from analysis.methods.targets import Judgement
from analysis.model.definitions import Indicator
from analysis.model.provenance import IN_EACH_ROW, NOT_STATED, public_revisions

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


class AnyReport(Viewing, Illustrated):
    """Base of all reports. Each method returns the blocks that one cell shows."""

    subject: AnySubject

    def __init__(self, subject: AnySubject, findings: Sequence[Finding], words: Wording):
        self.subject = subject
        self._findings = tuple(findings)
        self._words = words
        self._language = subject.language
        self._say = subject.language.say

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.subject.place}, as of {self.subject.as_of}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = Blocks(self.masthead())._repr_mimebundle_()
        return {**bundle, "text/plain": repr(self)}

    # -- what every report begins and ends with

    def masthead(self) -> Masthead:
        """Return the facts above the findings, with the receipt of what the report is made from."""
        facts = (self._first_fact(), *self._time(), self._last_fact())
        return Masthead(
            self.subject.place,
            self._about(),
            facts,
            self._language.code,
            (self.invented,) if self.invented else (),
            self._receipt(),
        )

    def _time(self) -> tuple[tuple[Phrase, Phrase], ...]:
        as_of = self._language.period(self.subject.as_of)
        return (self._say("Looks at"), self.looks_at()), (self._say("As of"), as_of)

    def _about(self) -> Phrase:
        """What the report is about, in a title."""
        raise NotImplementedError

    def _first_fact(self) -> tuple[Phrase, Phrase]:
        raise NotImplementedError

    def _last_fact(self) -> tuple[Phrase, Phrase]:
        raise NotImplementedError

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

    def _receipt(self) -> Payload:
        return {
            "as_of": str(self.subject.as_of),
            "sources": {source.id: source.public_checksum for source in self.subject.sources},
            "revisions": public_revisions(self.subject.sources),
            "synthetic": any(source.synthetic for source in self.subject.sources),
            "warnings": self._missing_languages(),
        }

    def _missing_languages(self) -> list[str]:
        code = self._language.code
        return [
            f"{programme.id}: texts are not in '{code}'"
            for programme in self.subject.programmes
            if code not in programme.title
        ]

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

    def leading(self, number: int) -> tuple[FindingBlock, ...]:
        """Return the ``number`` most important findings, for a page that gathers several reports.

        The first ones in the report's order. The last place is for the :func:`limiting` one,
        unless it stands before: a good figure is never shown without what limits it.
        """
        return tuple(self._words.block(finding) for finding in self._foremost(number))

    def _foremost(self, number: int) -> tuple[Finding, ...]:
        first = self._findings[:number]
        limit = limiting([finding.limit for finding in self._findings])
        if not first or limit is None or limit < number:
            return first
        return (*first[:-1], self._findings[limit])

    @property
    def tested(self) -> bool:
        """Whether any finding is graded by a test of a change."""
        return any(finding.graded for finding in self._findings)

    @property
    def judged(self) -> tuple[tuple[Indicator, Judgement], ...]:
        """The targets of the report with their outcomes, as its findings have them; () if none."""
        return ()

    def overview(self) -> Blocks:
        """The figure that carries the main finding; nothing where there is none to draw."""
        return Blocks()

    def units(self) -> Blocks:
        """What may be shown of units of the organisation; nothing where there are no figures."""
        return Blocks()

    def sources(self) -> Blocks:
        """Every source with its producer, date, licence and address."""
        return Blocks(self._source_table())

    def _source_table(self) -> TableBlock:
        say = self._say
        rows = [
            (
                self._language.text(source.title),
                phrase(source.producer),
                self._stated(self._language.dates_in(source.published)),
                self._stated(source.licence),
                self._stated(source.address),
            )
            for source in self.subject.sources
        ]
        return self._table(
            "sources",
            say("Where the figures come from"),
            [say("What"), say("Producer"), say("Published"), say("Licence"), say("Where")],
            rows,
            pd.DataFrame([source.model_dump() for source in self.subject.sources]),
            numeric=(False,) * 5,
            notes=self._publishers_notes(),
        )

    def _publishers_notes(self) -> tuple[Phrase, ...]:
        """What the publishers of the figures require to be said where these are shown."""
        told = dict.fromkeys(text for source in self.subject.sources for text in source.required)
        return tuple(self._language.text(text) for text in told)

    def run(self) -> Blocks:
        """With what the report was made: version, libraries, hashes of the sources."""
        hashes = {source.id: source.public_checksum for source in self.subject.sources}
        sums = ", ".join(f"{name} {digest[:12]}" for name, digest in hashes.items() if digest)
        items = [
            self._made_with(),
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

    def _made_with(self) -> Phrase:
        made = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
        listed = ", ".join(f"{name} {number}" for name, number in made.items())
        return self._say("Made with {versions}.", versions=listed)

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
        if text == IN_EACH_ROW:
            return self._say("named in each row")
        is_link = text.startswith(("https://", "http://"))
        return Phrase((Span(text, href=text if is_link else ""),))
