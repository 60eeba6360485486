"""What is held: the first thing to see before anything is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Language, Phrase, phrase
from analysis.model.definitions import Indicator
from analysis.model.periods import Period
from analysis.model.texts import Text


@dataclass(frozen=True)
class Row:
    """An indicator with figures: what it is called, by which kind of period, from when to when,
    how many values, from whom, and how many others have figures of it."""

    id: str
    title: Text
    by: str
    first: Period
    last: Period
    values: int
    producers: tuple[str, ...]
    others: int


def here(
    language: Language, place: str, rows: Sequence[Row], lacking: Sequence[Indicator]
) -> Blocks:
    """Return a table of the indicators with figures, and what the programme has none of."""
    say = language.say
    missing = [
        say("No figures: {indicator}.", indicator=item.title)
        if item.where is None
        else say(
            "No figures: {indicator}. Where they can be had: {where}",
            indicator=item.title,
            where=item.where,
        )
        for item in lacking
    ]
    blocks = [TextBlock(tuple(missing), listed=True)] if missing else []
    if not rows:
        none = say("There are no figures of {place} here.", place=place)
        return Blocks(TextBlock((none,)), *blocks)
    return Blocks(_table(language, place, rows), *blocks)


def _table(language: Language, place: str, rows: Sequence[Row]) -> TableBlock:
    say = language.say
    columns = (
        say("Indicator"), say("Name to choose it by"), say("From"), say("To"), say("Values"),
        say("Others with figures"), say("Source"),
    )  # fmt: skip
    cells = tuple(
        (
            language.text(row.title),
            phrase(row.id),
            language.period(row.first),
            language.period(row.last),
            phrase(language.number(row.values, 0)),
            phrase(language.number(row.others, 0)),
            language.listed(row.producers),
        )
        for row in rows
    )
    frame = pd.DataFrame([vars(row) | {"title": row.title.best(language.code)[0]} for row in rows])
    numeric = (False, False, False, False, True, True, False)
    caption = say("What is held of {place}", place=place)
    return TableBlock("here", caption, columns, cells, numeric, frame)


def places(language: Language, found: Sequence[tuple[str, str, str]]) -> Blocks:
    """Return a table of the municipalities with figures: number, name, country."""
    say = language.say
    if not found:
        return Blocks(TextBlock((say("No figures are held here."),)))
    rows: tuple[tuple[Phrase, ...], ...] = tuple(
        (phrase(name), phrase(number), phrase(country)) for number, name, country in found
    )
    frame = pd.DataFrame(found, columns=["number", "name", "country"])
    columns = (say("Municipality"), say("Number"), say("Country"))
    caption = say("Municipalities with figures here")
    return Blocks(TableBlock("places", caption, columns, rows, (False,) * 3, frame))
