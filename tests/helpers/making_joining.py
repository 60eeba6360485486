"""An invented indicator, and how its participants are compared with others."""

from analysis.model.definitions import Comparison, Indicator
from analysis.model.definitions.networks import JoinEffects
from analysis.model.texts import Text


def text(words: str) -> Text:
    return Text((("en", words),))


INDICATOR = Indicator(
    id="absence",
    title=text("Absence"),
    unit="percent",
    direction="decrease",
    definition=text("Invented."),
    where=text("Nowhere."),
)


def joining_design(complete: bool = True) -> JoinEffects:
    others = Comparison(source="x", title=text("Others"), caveat=text("Invented."))
    return JoinEffects(indicator="absence", complete=complete, others=others)
