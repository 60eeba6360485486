"""The pages of the project's reports as PDF: what stands where."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from making import missing

PAGE = re.compile(r"<page.*?</page>", re.DOTALL)
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
MM = 72 / 25.4


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


def pages(pdf: Path) -> list[list[Word]]:
    """The words of each page with their boxes, in points from its upper left corner."""
    if not shutil.which("pdftotext"):
        missing("pdftotext (of poppler-utils) is not here")
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    read = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [
        [Word(*map(float, box), text) for *box, text in WORD.findall(page)]
        for page in PAGE.findall(read)
    ]


@pytest.fixture(scope="module")
def laid_out(folder: Path) -> list[list[Word]]:
    return pages(folder / "report.pdf")


def colliding(words: list[Word]) -> list[tuple[str, str]]:
    """Neighbours on a line that stand on each other, or with less than a hair between."""
    lines: dict[float, list[Word]] = {}
    for word in words:
        lines.setdefault(round(word.bottom, 0), []).append(word)
    return [
        (first.text, second.text)
        for line in lines.values()
        for first, second in pairwise(sorted(line))
        if second.left < first.right - 0.5
    ]


def test_no_word_stands_on_another(laid_out):
    assert [colliding(words) for words in laid_out] == [[] for _ in laid_out]


def test_no_word_stands_outside_the_margins(laid_out):
    left, right = 21 * MM, (210 - 21) * MM
    outside = [
        word.text
        for words in laid_out
        for word in words
        if word.left < left - 0.5 or word.right > right + 0.5
    ]
    assert outside == []


def test_every_page_after_the_first_says_as_of_when(laid_out, folder):
    """The folder above the language names the date; its year stands at the head, to the right."""
    year = folder.parent.name[:4]
    for words in laid_out[1:]:
        head = sorted(word for word in words if word.bottom < 17 * MM)
        assert year in head[-1].text


def test_no_page_but_the_last_is_left_half_empty(laid_out):
    """A table of more than half a page goes on over the page; figures and short tables may not."""
    for words in laid_out[:-1]:
        lowest = max(word.bottom for word in words if word.bottom < 278 * MM)
        assert lowest > 297 / 2 * MM


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_first_page_on_sick_leave_holds_its_figure_in_every_language(made_report, language):
    """Its source stands below it: the figure that carries the main finding is on the same page."""
    first, *_ = pages(made_report("sick_leave", language) / "report.pdf")
    assert "(SSB);" in [word.text for word in first]
