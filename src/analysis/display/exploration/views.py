"""The views by name. Each returns blocks, as a report shows them."""

from collections.abc import Callable
from typing import Literal

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.exploration.groups import GroupView
from analysis.display.exploration.peers import PeerView
from analysis.display.exploration.quarters import QuarterView
from analysis.display.exploration.series import SeriesView
from analysis.display.exploration.words import ViewWords
from analysis.display.languages import Phrase, phrase
from analysis.evaluation.exploration import find

ViewName = Literal["series", "same_quarter", "peers", "groups", "findings"]
NAMES: tuple[ViewName, ...] = ("series", "same_quarter", "peers", "groups", "findings")


def view_titles(say: Callable[[str], Phrase]) -> dict[ViewName, Phrase]:
    """Return what the views are called."""
    return {
        "series": say("Series"),
        "same_quarter": say("Same quarter"),
        "peers": say("Beside others"),
        "groups": say("Groups"),
        "findings": say("In words"),
    }


class Views(SeriesView, QuarterView, PeerView, GroupView):
    """Every view of what is seen."""

    def view(self, name: ViewName) -> Blocks:
        """Return the view called ``name``: blocks with ``.frame`` and, where one is drawn,
        ``.figure``."""
        shown: dict[str, Callable[[], Blocks]] = {
            "series": self.series,
            "same_quarter": self.same_quarter,
            "peers": self.peers,
            "groups": self.groups,
            "findings": self.findings,
        }
        return shown[name]()

    def findings(self) -> Blocks:
        """What can be said by looking, each with how surely it is known."""
        words = ViewWords(self)
        return Blocks(*(words.block(finding) for finding in find(self.seen)))

    def title(self, name: ViewName) -> str:
        """Return what a view is called, in the reader's language."""
        return view_titles(self._say)[name].plain

    def definition(self) -> Blocks:
        """What the indicator is, in its own words, and what its figures cannot stand for."""
        indicator = self.seen.indicator
        caveats = (self._language.text(text) for text in self.about.caveats)
        told = self._language.text(indicator.definition)
        return Blocks(TextBlock((phrase(told), *caveats)))
