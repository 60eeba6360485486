"""The page of a municipality: the findings of its programmes, and its figures beside others'."""

from collections.abc import Sequence

from analysis.display.any_report import AnyReport
from analysis.display.blocks import (
    Block,
    Blocks,
    FindingBlock,
    HeadingBlock,
    Payload,
    TextBlock,
)
from analysis.display.languages import Phrase, sentences
from analysis.display.municipality.gathered import Gathered
from analysis.display.municipality.overview import Overview
from analysis.display.municipality.sentences import MunicipalityWords
from analysis.display.municipality.subject import MunicipalitySubject
from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.municipality import MunicipalityEvaluation, find

MANY = 2
"""Up to so many programmes, each leads with three findings; more of them with two each."""


class MunicipalityReport(Overview):
    """What the template ``municipality`` shows; ``evaluation`` holds what is held of the place,
    ``gathered`` its programmes with their reports."""

    def __init__(
        self,
        subject: MunicipalitySubject,
        evaluation: MunicipalityEvaluation,
        gathered: Sequence[Gathered],
    ):
        words = MunicipalityWords(subject.municipality, subject.panel.registry, subject.language)
        super().__init__(subject, find(evaluation), words)
        self.evaluation = evaluation
        self.gathered = tuple(gathered)
        self._wording = words

    # -- the masthead

    def _about(self) -> Phrase:
        return self._say("Programmes and figures of the municipality")

    def _first_fact(self) -> tuple[Phrase, Phrase]:
        today = self.subject.municipality.number_today
        named = self._say("{place} ({number})", place=self.subject.place, number=today)
        return self._say("Municipality"), named

    def _last_fact(self) -> tuple[Phrase, Phrase]:
        titles = [self._language.text(item.title) for item in self.subject.programmes]
        listed = self._language.listed(titles) if titles else self._say("none held here")
        return self._say("Programmes"), listed

    def looks_at(self) -> Phrase:
        say_n, language = self._language.say_n, self._language
        programmes, indicators = len(self.subject.programmes), len(self.evaluation.beside)
        found = []
        if programmes:
            found.append(say_n("{n} programme", "{n} programmes", programmes))
        if indicators:
            found.append(say_n("{n} indicator", "{n} indicators", indicators))
        return language.listed(found) if found else self._say("nothing is held here")

    @property
    def invented(self) -> Phrase | None:
        """The warning that figures are invented; where only some are, it names of what."""
        made_up = [source for source in self.subject.sources if source.synthetic]
        if not made_up or len(made_up) == len(self.subject.sources):
            return super().invented
        programmes = [item for item in self.gathered if item.invented]
        theirs = {
            source.id
            for item in programmes
            for report in item.reports.values()
            for source in report.subject.sources
        }
        titles = [self._language.text(item.programme.title) for item in programmes]
        titles += [self._language.text(item.title) for item in made_up if item.id not in theirs]
        return self._say(
            "Some of the figures on this page are invented, for trial only: {programmes}.",
            programmes=self._language.listed(dict.fromkeys(titles)),
        )

    def _receipt(self) -> Payload:
        receipt = super()._receipt()
        faulty = [f"{item.name}: {item.faults} faults" for item in self.subject.unread]
        return {
            **receipt,
            "programmes": [item.id for item in self.subject.programmes],
            "warnings": [*receipt["warnings"], *faulty],
        }

    # -- the first page

    def findings(self) -> Blocks:
        """The foremost findings of each programme, as of its own date, then the page's own."""
        blocks: list[Block] = []
        for item in self.gathered:
            title = self._language.text(item.programme.title)
            blocks.append(HeadingBlock(f"findings-{item.programme.id}", title))
            blocks.append(TextBlock((self._as_of(item),)))
            blocks.extend(self._leading(item))
        if self.gathered and self._findings:
            rest = self._say("The municipality beside others")
            blocks.append(HeadingBlock("findings-municipality", rest))
        return Blocks(*blocks, *super().findings())

    def _leading(self, item: Gathered) -> tuple[FindingBlock, ...]:
        number = 3 if len(self.gathered) <= MANY else 2
        found = [block for report in item.reports.values() for block in report.leading(number)]
        if found:
            return tuple(found)
        values = {"programme": item.programme, "untested": item.untested}
        key = "no_test" if item.untested else "no_report"
        return (self._words.block(Finding(key, Grade.NOT_ASSESSABLE, values)),)

    def _as_of(self, item: Gathered) -> Phrase:
        names = {"period": self._language.period(item.as_of), "place": self.subject.place}
        if item.part == "doubtful":
            said = self._say("As of {period}. Whether {place} took part is uncertain.", **names)
        elif item.participates:
            said = self._say(
                "As of {period}. {place} is named among those that took part.", **names
            )
        else:
            said = self._say("As of {period}.", **names)
        if not item.invented:
            return said
        return sentences([said, self._say("Its figures are invented.").strong])

    @property
    def _mentioned(self) -> Sequence[Grade]:
        shown = [block for item in self.gathered for block in self._leading(item)]
        return tuple(Grade(block.grade) for block in shown)

    # -- at the end

    def limits(self) -> Blocks:
        """What the page cannot tell."""
        say = self._say
        items = [
            say(
                "Each programme is shown as of the date its own document or figures speak from. "
                "What has happened since is not looked at."
            ),
            say(
                "Lists of participants in programmes of many municipalities are partial. One that "
                "is not named may have taken part all the same."
            ),
            say("A place among others is no verdict: work, people and ways of counting differ."),
        ]
        note = self.subject.municipality.note
        if note is not None:
            items.insert(0, self._language.text(note))
        return Blocks(TextBlock(tuple(items), listed=True))

    def methods(self) -> Blocks:
        """How the page was made."""
        say = self._say
        items = (
            say(
                "The findings are those of each programme’s own report, with the same words and "
                "the same certainty. Of each the first are shown, and always the one that says "
                "whether a change was found, or what cannot be said."
            ),
            say(
                "Beside others: the newest figure of each indicator, and the figures of the same "
                "period of all municipalities that are held here. The middle half lies between the "
                "quartiles. Figures marked as doubtful are left out of it, and nothing is tested."
            ),
            say(
                "Figures about fewer persons than an indicator’s minimum are hidden. Figures from "
                "before a merger or a split are of another place and left out."
            ),
        )
        return Blocks(TextBlock(items, listed=True))

    def sources(self) -> Blocks:
        """Every source with its producer, date, licence and address, and each document."""
        if not self.subject.sources:
            return Blocks(TextBlock((self._say("No figures are held here."),)))
        documents = tuple(
            self._say(
                "{title} ({dated})",
                title=item.document.title,
                dated=item.document.dated,
            )
            for item in self.subject.programmes
        )
        return Blocks(*AnyReport.sources(self), TextBlock(documents, listed=True))

    def run(self) -> Blocks:
        """With what the page was made."""
        if self.subject.sources:
            return super().run()
        return Blocks(TextBlock((self._made_with(),)))

    def missing(self) -> Blocks:
        """The indicators that the municipality has no figure of, by where to get them."""
        if not self.evaluation.lacks:
            return Blocks(TextBlock((self._say("No indicator lacks a figure."),)))
        table = self._missing_table()
        hidden = self.evaluation.hidden
        if not hidden:
            return Blocks(table)
        said = self._language.say_n(
            "{n} figure is hidden: it is about fewer persons than may be shown.",
            "{n} figures are hidden: they are about fewer persons than may be shown.",
            hidden,
        )
        return Blocks(table, TextBlock((said,)))
