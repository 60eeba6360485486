"""What all reports about one programme show alike."""

from collections.abc import Sequence

from analysis.display.any_report import PACKAGES, AnyReport
from analysis.display.blocks import Blocks, Payload, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.subjects import Subject
from analysis.display.wording import Words
from analysis.evaluation.findings import Finding

__all__ = ["PACKAGES", "Report", "Subject"]


class Report(AnyReport):
    """Base of the reports about one programme. Each method returns the blocks that one cell
    shows."""

    subject: Subject

    def __init__(self, subject: Subject, findings: Sequence[Finding], words: Words):
        super().__init__(subject, findings, words)

    def _about(self) -> Phrase:
        return self._language.text(self.subject.programme.title)

    def _first_fact(self) -> tuple[Phrase, Phrase]:
        return self._say("Programme"), self._about()

    def _last_fact(self) -> tuple[Phrase, Phrase]:
        return self._say("Source"), self._document()

    def _document(self) -> Phrase:
        document = self.subject.programme.document
        return self._say("{title} ({dated})", title=document.title, dated=document.dated)

    def _receipt(self) -> Payload:
        return {"programme": self.subject.programme.id, **super()._receipt()}

    def in_short(self) -> Blocks:
        """What the programme is, and who stands behind it, as its file says."""
        programme = self.subject.programme
        items = [self._language.text(programme.summary)]
        if programme.owner:
            items.append(self._say("Behind the programme: {owner}", owner=programme.owner))
        return Blocks(TextBlock(tuple(items)))

    def sources(self) -> Blocks:
        """Every source with its producer, date, licence and address, and notes on the document."""
        document = self.subject.programme.document
        notes = tuple(self._language.text(note) for note in document.notes)
        return Blocks(self._source_table(), TextBlock(notes, listed=True))

    # -- helpers

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
        producer = self.subject.programme.document.producer.rstrip(".")
        if place is None:
            return self._say("Source: {producer}.", producer=producer)
        where = self._place(place)
        return self._say("Source: {producer}, {place}.", producer=producer, place=where)
