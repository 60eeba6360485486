"""What the report calls its indicator: sick leave where it is the total of that, else by title."""

from dataclasses import dataclass

from analysis.display.languages import Language, Phrase
from analysis.model.definitions import Indicator
from analysis.model.indicators import SickLeaveTotal


@dataclass(frozen=True)
class Naming:
    """The nouns that sentences take. ``total`` says which total of sick leave the indicator is;
    None for what is something else, such as involuntary part-time."""

    indicator: Indicator
    total: SickLeaveTotal | None
    language: Language

    @property
    def is_sick_leave(self) -> bool:
        return self.total is not None

    @property
    def title(self) -> Phrase:
        """As its programme calls it."""
        return self.language.text(self.indicator.title)

    @property
    def definite(self) -> Phrase:
        """Inside a sentence: "sykefraværet", "indikatoren «Ufrivillig deltid»"."""
        if self.is_sick_leave:
            return self.language.say("sick leave")
        return self.language.say("the indicator “{title}”", title=self.title)

    @property
    def first(self) -> Phrase:
        """At the beginning of a caption: "Sykefravær", "Indikatoren «Ufrivillig deltid»"."""
        if self.is_sick_leave:
            return self.language.say("Sick leave")
        return self.language.say("The indicator “{title}”", title=self.title)

    @property
    def short(self) -> Phrase:
        """On an axis and above a column: "Sykefravær", "Ufrivillig deltid"."""
        return self.language.say("Sick leave") if self.is_sick_leave else self.title

    @property
    def whose(self) -> Phrase:
        """A sentence on whose figures they are. Only sick leave of the municipality's own employees
        is called that: a wider total has its title."""
        if self.total == "employees":
            return self.language.say("Sick leave among employees of the municipality.")
        return self.title + "."
