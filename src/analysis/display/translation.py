"""The Markdown of a notebook in the reader's language: a paragraph is a message."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from analysis.display.languages import Language

_MARKS = re.compile(r"#+ +|\s*(?:[-*+]|\d+[.)]) +")
_LINES = re.compile(r"\s*(?:\||```|~~~|>)")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading or an item of a list: its marks, if any, and its words on one line.
    ``before`` is what parts it from the one before it."""

    marks: str
    words: str
    before: str = "\n\n"


def paragraphs(markdown: str) -> list[Paragraph]:
    """Return the paragraphs of a Markdown cell in order. Tables, code and quotations are one
    each, with their lines."""
    blocks = re.split(r"\n\s*\n", markdown.strip("\n"))
    return [paragraph for block in blocks for paragraph in _in_block(block)]


def _in_block(block: str) -> list[Paragraph]:
    if _LINES.match(block):
        return [Paragraph("", block)]
    found: list[Paragraph] = []
    for line in block.splitlines() or [""]:
        marks = _MARKS.match(line)
        words = " ".join(line[marks.end() if marks else 0 :].split())
        if found and not marks and "#" not in found[-1].marks:
            found[-1] = replace(found[-1], words=f"{found[-1].words} {words}")
        else:
            found.append(Paragraph(marks[0] if marks else "", words, "\n" if found else "\n\n"))
    return found


def translate_markdown(markdown: str, language: Language) -> list[tuple[str, str | None]]:
    """Return the cell in ``language`` as stretches of one language each, with their marks."""
    stretches: list[tuple[str, str | None]] = []
    for paragraph in paragraphs(markdown):
        words, lang = language.translated(paragraph.words)
        mark, text = language.mark(lang), paragraph.marks + words
        if stretches and stretches[-1][1] == mark:
            stretches[-1] = (stretches[-1][0] + paragraph.before + text, mark)
        else:
            stretches.append((text, mark))
    return stretches


def extract_notebook(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel extractor: every paragraph of a notebook's Markdown cells."""
    notebook = json.load(file)
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "markdown":
            for paragraph in paragraphs("".join(cell["source"])):
                yield number, "", paragraph.words, []
