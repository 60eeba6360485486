"""The guide says what is so: its pages are walked, its commands run, its words compared."""

import re
from itertools import pairwise

import pytest
from PIL import Image
from walking import GUIDE, Walk, matches, pages, reading

from analysis.display.languages import Language
from analysis.display.wording import grade_label, grade_meaning
from analysis.evaluation.findings import Grade


@pytest.mark.slow
def test_a_reader_who_follows_the_pages_gets_what_they_say(tmp_path):
    with reading(tmp_path) as env:
        walk = Walk(tmp_path, env)
        for path in pages():
            walk.page(path)


def test_every_page_is_in_the_guide_and_begins_with_what_one_can_do_after_it():
    assert sorted(pages()) == sorted(GUIDE.glob("*.md"))
    for path in pages():
        title, _, first, *_ = path.read_text(encoding="utf-8").splitlines()
        assert re.match(r"# \S", title), path.name
        assert first.startswith("**After this page you "), path.name


@pytest.mark.parametrize("code", ["en", "nb", "sv"])
def test_the_table_of_grades_says_what_reports_say(code):
    text = (GUIDE / "reading-a-report.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ][2:]
    column = {"en": 0, "nb": 1, "sv": 2}[code]
    language = Language.named(code)
    assert {row[column] for row in rows} == {grade_label(grade, language).plain for grade in Grade}
    if code == "en":
        told = {row[0]: row[3] for row in rows}
        for grade in Grade:
            label = grade_label(grade, language).plain
            assert told[label] == grade_meaning(grade, language).plain


def test_every_picture_is_small_is_used_and_has_an_alternative_text():
    text = "".join(path.read_text(encoding="utf-8") for path in pages())
    used = dict(re.findall(r"!\[([^\]]{30,})\]\(images/([\w-]+\.png)\)", text))
    there = sorted((GUIDE / "images").glob("*.png"))
    assert sorted(used.values()) == [path.name for path in there]
    for path in there:
        assert path.stat().st_size < 150_000
        assert Image.open(path).width > 400


def test_no_page_names_an_address_to_load_anything_from():
    for path in pages():
        assert not re.search(r"https?://|<script|<iframe", path.read_text(encoding="utf-8"))


def test_headings_go_down_one_level_at_a_time():
    for path in pages():
        levels = [len(found) for found in re.findall(r"^(#+) ", _plain(path), re.MULTILINE)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def _plain(path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


@pytest.mark.parametrize(
    ("said", "printed", "expected"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("", "a\n", False),
        ("", "", True),
        ("a ... c\n", "a b c\n", True),
        ("a ... c\n", "a b d\n", False),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("(1.0)\n", "(1x0)\n", False),
    ],
)
def test_what_a_page_says_is_compared_line_by_line(said, printed, expected):
    assert matches(said, printed) is expected
