"""What the undertakings of an action programme, their times and their standing are called."""

from collections.abc import Iterable
from datetime import date

from analysis.display.languages import Language, Phrase, phrase
from analysis.display.replies.words import state_in_words
from analysis.evaluation.action_programme import undertakings
from analysis.methods.action_plans import Progress
from analysis.model.definitions import Programme, Undertaking


def apart(items: Iterable[Phrase]) -> Phrase:
    """Return ``items`` parted by semicolons: for items that hold commas of their own."""
    found = phrase("")
    for number, item in enumerate(items):
        found = (found + "; " if number else found) + item
    return found


class Labels:
    """Short names in the reader's language, for sentences, figures and tables alike."""

    def __init__(self, programme: Programme, language: Language):
        self._found = undertakings(programme)
        self._language = language
        self._say = language.say

    def number(self, key: str) -> Phrase:
        """Return the number of the point with the letter of the part: "20a"."""
        measure, item = self._found[key]
        return phrase((measure.number or measure.id) + item.part)

    def point(self, key: str) -> Phrase:
        """Return the number and the short name: "20a Cooperation"."""
        measure, item = self._found[key]
        short = item.short or measure.short or item.title or measure.title
        return self._say("{number} {name}", number=self.number(key), name=short)

    def title(self, key: str) -> Phrase:
        """Return what is to be done."""
        measure, item = self._found[key]
        return self._language.text(item.title or measure.title)

    def undertaking(self, key: str) -> Undertaking:
        """Return the undertaking itself."""
        return self._found[key][1]

    def when(self, key: str) -> Phrase:
        """Return the time of an undertaking as the document gives it."""
        item, say, period = self._found[key][1], self._say, self._language.period
        if item.time == "mandate":
            if item.deadline is None:
                return say("during the mandate, end not stated")
            return say("during the mandate, to {end}", end=period(item.deadline))
        if item.deadline is None:
            return say("no time stated")
        start = item.starts or item.deadline
        years = self._language.years(start.year, item.deadline.year)
        if item.time == "yearly":
            return say("every year, {years}", years=years)
        if item.time == "by":
            return say("by the end of {end}", end=period(item.deadline))
        return say("within {years}", years=years)

    def commitment(self, kind: str) -> Phrase:
        """Return how binding a commitment is."""
        say = self._say
        return {
            "shall": say("to be done"),
            "encourage": say("to encourage"),
            "consider": say("to consider"),
            "inspire": say("to inspire"),
        }[kind]

    def progress(self, step: Progress) -> Phrase:
        """Return where an undertaking stands."""
        say = self._say
        return {
            Progress.DONE_IN_TIME: say("reported done in time"),
            Progress.DONE_LATE: say("reported done late"),
            Progress.OVERDUE: say("overdue"),
            Progress.NOT_REPORTED: say("last day passed, nothing reported"),
            Progress.NOT_DUE: say("not due"),
            Progress.RECURRING: say("repeated every year"),
            Progress.NOT_MEASURABLE: say("cannot be shown to be done"),
            Progress.NO_DEADLINE: say("no last day stated"),
            Progress.ABANDONED: say("reported given up"),
        }[step]

    def state(self, state: str) -> Phrase:
        """Return the state that a report gives."""
        return state_in_words(state, self._language)

    def day(self, day: date | None) -> Phrase:
        """Return a date in words, or a dash."""
        return phrase(self._language.date(day) if day else "–")
