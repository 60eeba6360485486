"""No value of an indicator is typed into a sentence or a notebook: each is computed."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((PROJECT / "notebooks").glob("*.ipynb"))

METHODS = (
    "2.66 times",
    "95 per cent",
    "two-sided, 5 per cent",
    "for every 100",
    "counts 100 in the base year",
    "start at 0",
)
"""Constants of a method: a chart's limits, the level of an interval or a test, the base of an
index, the foot of an axis."""

HEADINGS = ("1 December", "60 and over", "Under 20")
"""Heads of columns as the source prints them."""


def numbers(words: str) -> list[str]:
    """The numbers in a text that are not fields to fill in, years, or words such as sha256."""
    if words in HEADINGS:
        return []
    bare = re.sub(r"\{\w*\}", " ", re.sub("|".join(METHODS), " ", words, flags=re.I))
    found = re.findall(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w)", bare)
    return [number for number in found if not re.fullmatch(r"(19|20)\d\d", number)]


def test_a_typed_value_is_found():
    assert numbers("It fell by {change} to 8.3 per cent in 2008, of 12 {unit}.") == ["8.3", "12"]
    assert numbers("sha256, 2.66 times (Wheeler 2000)") == []
    assert numbers("It fell to 2.66 per cent.") == ["2.66"]


def test_no_sentence_holds_one():
    template = Path(str(files("analysis.display") / "locale" / "tiltak.pot"))
    with template.open("rb") as file:
        entries = [entry.id for entry in read_po(file) if entry.id]
    said = [text for entry in entries for text in ([entry] if isinstance(entry, str) else entry)]
    assert [text for text in said if numbers(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_notebook_holds_one(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [
        "".join(cell["source"])
        for cell in cells
        if "parameters" not in cell["metadata"].get("tags", [])
    ]
    assert [numbers(text) for text in shown if numbers(text)] == []
