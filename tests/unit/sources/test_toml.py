"""On which line of a TOML file a key stands."""

import pytest

from analysis.sources.toml import Lines, dotted

TEXT = """\
id = "x"
owner.name.nb = "y"

[document]
title = { nb = "t" }
notes = [
    "first",
    "second",
]

[[measures]]  # the first
id = "a"

[measures.goal]
due = "2012"

[[measures.claims]]
text = "one"

[[measures.claims]]
text = "two"

[[measures]]
id = "b"

[[measures.claims]]
text = "three"
"""


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (("id",), 'id = "x"'),
        (("owner", "name", "nb"), "owner.name"),
        (("owner", "name"), "owner.name"),
        (("document",), "[document]"),
        (("document", "title", "nb"), "title ="),
        (("document", "notes", 1), "notes ="),
        (("document", "dated"), "[document]"),
        (("measures", 0), "[[measures]]  # the first"),
        (("measures", 0, "goal", "due"), "due ="),
        (("measures", 0, "goal", "owner"), "[measures.goal]"),
        (("measures", 0, "claims", 0, "text"), 'text = "one"'),
        (("measures", 0, "claims", 1, "text"), 'text = "two"'),
        (("measures", 1, "id"), 'id = "b"'),
        (("measures", 1, "claims", 0, "text"), 'text = "three"'),
    ],
)
def test_a_key_is_found_on_its_line_or_that_of_the_table_around_it(location, words):
    assert TEXT.splitlines()[Lines(TEXT).of(location) - 1].startswith(words)


def test_a_key_that_is_nowhere_has_no_line():
    assert Lines(TEXT).of(("country",)) is None


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ((), ""),
        (("as_of",), "as_of"),
        (("measures", 1, "claims", 0, "figure"), "measures[2].claims[1].figure"),
    ],
)
def test_a_place_is_counted_as_an_analyst_counts(location, text):
    assert dotted(location) == text
