"""Executed notebooks of a few blocks, for what turns them into files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import nbformat
import pandas as pd

from analysis.display.blocks import (
    MIME,
    Blocks,
    FigureBlock,
    FindingBlock,
    HeadingBlock,
    Masthead,
    TableBlock,
    TextBlock,
)
from analysis.display.figures import figure_block, new_figure
from analysis.display.languages import Language, Phrase, Span, phrase
from analysis.reporting.document import Document, read_document

DAY = date(2026, 11, 22)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "\t=1+1",
    '<script>alert("1")</script>',
    "</w:t></w:r>&amp;",
    "bell \x07, null \x00, half \ud800, none \uffff",
    "[]:*?/\\'",
    "#DIV/0!",
)


def table(
    name: str = "rates",
    caption: str = "Rates by year, per cent",
    columns: Sequence[str] = ("Year", "Rate", "Remark"),
    rows: Sequence[Sequence[str]] = (("2005", "8,7", "first"), ("2006", "−11,0", "–")),
    numeric: Sequence[bool] = (False, True, False),
    notes: Sequence[str] = ("A note.",),
    source: str | None = "Source: nobody.",
) -> TableBlock:
    return TableBlock(
        name,
        phrase(caption),
        tuple(map(phrase, columns)),
        tuple(tuple(map(phrase, row)) for row in rows),
        tuple(numeric),
        pd.DataFrame(),
        tuple(map(phrase, notes)),
        phrase(source) if source else None,
    )


def figure(name: str = "line", invented: str = "", language: str = "en") -> FigureBlock:
    """A line from 1 to 2, drawn by matplotlib, with its data; a copy, to be changed."""
    made = _drawn(name, invented, language)
    return replace(made, data=replace(made.data))


@cache
def _drawn(name: str, invented: str, language: str) -> FigureBlock:

    def draw(size: Any) -> Any:
        made, axes = new_figure(size, 2)
        axes.plot([1, 2], [1, 2], color="#0b4f95")
        return made

    data = table(f"{name}-data", "The line", ("At", "Is"), (("1", "1"), ("2", "2")), (False, True))
    return figure_block(
        Language.named(language), name, draw, phrase("A line that rises."), phrase("A line."),
        phrase("Source: nobody."), data, phrase("The figures behind the picture"),
        phrase(invented) if invented else None,
    )  # fmt: skip


def executed(language: str, *blocks: Any, warning: str = "", place: str = "Prøvestad") -> Any:
    """An executed notebook with a title, a lead, a masthead and ``blocks``."""
    facts = tuple(
        (phrase(label), phrase(value))
        for label, value in (
            ("Programme", "A trial"), ("Looks at", "2005–2006"), ("As of", "2007"),
            ("Source", "None"),
        )
    )  # fmt: skip
    warnings = (phrase(warning),) if warning else ()
    masthead = Masthead(place, phrase("A trial"), facts, language, warnings)
    cells = [nbformat.v4.new_markdown_cell("# What came of it?\n\nWhat a reader can decide.")]
    for shown in (Blocks(masthead), Blocks(*blocks)):
        output = nbformat.v4.new_output("display_data", data={MIME: shown.payload()})
        cells.append(nbformat.v4.new_code_cell("report", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells)


def document(language: str, *blocks: Any, **known: str) -> Document:
    return read_document(executed(language, *blocks, **known))


def small_report(language: str = "nb", warning: str = "") -> Any:
    """A notebook with one block of each kind."""
    link = Phrase((Span("See "), Span("the source", href="https://example.org/a?b=1&c=2")))
    foreign = Phrase((Span("Words in English", lang="en"), Span(" and ikke", style="strong")))
    return executed(
        language,
        HeadingBlock("what", phrase("What we know"), 2),
        FindingBlock("documented", phrase("Documented"), phrase("It fell."), (phrase("Much."),)),
        FindingBlock("not_shown", phrase("Not shown"), phrase("Why is not known.")),
        FindingBlock("asserted", phrase("Own judgement"), phrase("We did it.")),
        HeadingBlock("more", phrase("More"), 3),
        TextBlock((foreign, link)),
        TextBlock((phrase("One"), phrase("Two")), listed=True),
        figure(),
        table(),
        figure("other"),
        warning=warning,
    )


def hostile_report(language: str = "nb") -> Any:
    """A notebook whose words are attacks, everywhere words can stand."""
    rows = [(words, words, words) for words in (*HOSTILE, "x" * 40_000)]
    blocks = [
        HeadingBlock("what", phrase(HOSTILE[5]), 2),
        TextBlock(tuple(map(phrase, HOSTILE))),
        TextBlock((Phrase((Span("a link", href="javascript:alert(1)"),)),)),
        TextBlock((Phrase((Span("a file", href="file:///etc/passwd"),)),)),
    ]
    for words in HOSTILE:
        columns = (words, f"{words} 2", f"{words} 3")
        blocks.append(table(words, words, columns, rows, notes=(words,), source=words))
    return executed(language, *blocks, place=HOSTILE[0], warning=HOSTILE[0])
