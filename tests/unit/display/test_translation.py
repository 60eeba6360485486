"""The Markdown of a notebook in the reader's language."""

import pytest

from analysis.display.languages import Language
from analysis.display.translation import Paragraph, paragraphs, translate_markdown

NB, EN = Language("nb"), Language("en")
KNOWN, TRANSLATED = "The targets", NB.say("The targets").plain
UNKNOWN = "No catalogue has this."


def test_a_cell_is_its_paragraphs_each_on_one_line():
    cell = "## A title\n\nOne line\nand  its rest.\n   \nTwo.\n"
    assert paragraphs(cell) == [
        Paragraph("## ", "A title"),
        Paragraph("", "One line and its rest."),
        Paragraph("", "Two."),
    ]


def test_a_known_message_of_these_tests_is_known():
    assert TRANSLATED != KNOWN
    assert NB.say(UNKNOWN).plain == UNKNOWN


def test_what_is_translated_is_one_stretch_without_a_mark():
    assert translate_markdown(f"## {KNOWN}\n\n{KNOWN}", NB) == [
        (f"## {TRANSLATED}\n\n{TRANSLATED}", None)
    ]


def test_a_cell_is_split_where_its_language_changes():
    cell = "\n\n".join([f"# {KNOWN}", UNKNOWN, UNKNOWN, KNOWN])
    assert translate_markdown(cell, NB) == [
        (f"# {TRANSLATED}", None),
        (f"{UNKNOWN}\n\n{UNKNOWN}", "en"),
        (TRANSLATED, None),
    ]


def test_in_english_a_cell_stays_as_it_is():
    cell = f"# {KNOWN}\n\n{UNKNOWN}"
    assert translate_markdown(cell, EN) == [(cell, None)]


def test_an_empty_cell_stays_empty():
    assert [words for words, _ in translate_markdown("", NB)] == [""]


@pytest.mark.parametrize(
    "cell",
    [
        "- one\n- two",
        "1. one\n2. two",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\nreport.findings()\nreport.targets()\n```",
    ],
    ids=["list", "numbered list", "table", "code"],
)
def test_what_is_nothing_without_its_lines_keeps_them(cell):
    assert [words for words, _ in translate_markdown(cell, EN)] == [cell]


def test_a_heading_ends_with_its_line():
    headed = [words for words, _ in translate_markdown(f"## {KNOWN}\n{UNKNOWN}", EN)]
    assert "".join(headed).splitlines()[0] == f"## {KNOWN}"
