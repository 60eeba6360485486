"""The Markdown of a notebook in the reader's language: a paragraph is a message."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from analysis.display.languages import Language


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of Markdown: its heading marks, if any, and its words on one line."""

    marks: str
    words: str


def paragraphs(markdown: str) -> list[Paragraph]:
    """Return the paragraphs of a Markdown cell in order."""
    found = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        marks = re.match(r"#+ +", block)
        words = " ".join(block[marks.end() if marks else 0 :].split())
        found.append(Paragraph(marks[0] if marks else "", words))
    return found


def translate_markdown(markdown: str, language: Language) -> list[tuple[str, str | None]]:
    """Return the cell in ``language`` as stretches of one language each, with their marks."""
    stretches: list[tuple[str, str | None]] = []
    for paragraph in paragraphs(markdown):
        words, lang = language.translated(paragraph.words)
        mark, text = language.mark(lang), paragraph.marks + words
        if stretches and stretches[-1][1] == mark:
            stretches[-1] = (stretches[-1][0] + "\n\n" + text, mark)
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
