"""What all parts of the report on a network programme share."""

from dataclasses import replace

from analysis.display.blocks import Masthead
from analysis.display.languages import Phrase, Span, phrase
from analysis.display.network_programme.sentences import NetworkWords
from analysis.display.report import Report, Subject
from analysis.evaluation.network_programme import NetworkEvaluation, Quotation, find
from analysis.model.definitions import Network
from analysis.model.texts import Text


class NetworkBase(Report):
    """The evaluation, and the words that several parts need."""

    _words: NetworkWords

    def __init__(self, subject: Subject, evaluation: NetworkEvaluation):
        words = NetworkWords(subject.programme, subject.language)
        super().__init__(subject, find(evaluation), words)
        self.evaluation = evaluation

    @property
    def _network(self) -> Network:
        return self.evaluation.network

    def masthead(self) -> Masthead:
        head = super().masthead()
        if self.subject.municipality is not None:
            return head
        country = self._language.locale.territories[self.subject.programme.country]
        return replace(head, place=str(country))

    def looks_at(self) -> Phrase:
        years = self._language.years(self.subject.programme.start.year, self.subject.as_of.year)
        return self._language.say_n(
            "{years}, {n} named participant",
            "{years}, {n} named participants",
            len(self.evaluation.participants),
            years=years,
        )

    def _party(self, name: str, address: str | None = None) -> Phrase:
        """Return who speaks, as a link to where on the web if that is known."""
        named = self._language.text(self.subject.programme.party(name).title)
        if not address or not address.startswith(("https://", "http://")):
            return named
        return Phrase(tuple(replace(span, href=address) for span in named.spans))

    def _text(self, text: Text | None) -> Phrase:
        return self._language.text(text) if text else phrase("–")

    def _quoted(self, item: Quotation) -> Phrase:
        return self._words.quoted(item)

    def _link(self, address: str) -> Phrase:
        """Return an address as a short link: its host."""
        if not address.startswith(("https://", "http://")):
            return phrase("–")
        host = address.split("/")[2].removeprefix("www.")
        return Phrase((Span(host, href=address),))
