"""Texts that carry their languages, and what a reader gets where theirs is missing."""

import pytest
from pydantic import TypeAdapter, ValidationError

from analysis.model.texts import FALLBACKS, LANGUAGES, Text

read = TypeAdapter(Text).validate_python
ALL = {"nb": "bokmål", "nn": "nynorsk", "sv": "svenska", "en": "English"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_gets_their_own_language_where_it_is_there(language):
    assert read(ALL).best(language) == (ALL[language], language)


@pytest.mark.parametrize(
    ("there", "reader", "given"),
    [
        ("en nn sv", "nb", "nn"),
        ("en sv", "nb", "sv"),
        ("en", "nb", "en"),
        ("en nb sv", "nn", "nb"),
        ("en sv", "nn", "sv"),
        ("en nn nb", "sv", "nb"),
        ("en nn", "sv", "nn"),
        ("sv nn nb", "en", "nb"),
        ("sv nn", "en", "nn"),
        ("sv", "en", "sv"),
    ],
)
def test_a_reader_gets_the_language_they_understand_best(there, reader, given):
    text = read({code: ALL[code] for code in there.split()})
    assert text.best(reader) == (ALL[given], given)


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_language_is_enough_for_every_reader(code):
    text = read({code: "words"})
    assert [text.best(reader) for reader in LANGUAGES] == [("words", code)] * len(LANGUAGES)


def test_every_language_falls_back_to_all_others():
    assert all(sorted(chain) == sorted(LANGUAGES) for chain in FALLBACKS.values())


def test_a_text_is_a_mapping_without_blanks_at_its_ends():
    text = read({"nb": "  Sykefravær ", "en": "Sick leave"})
    assert dict(text) == {"nb": "Sykefravær", "en": "Sick leave"}
    assert len(text) == 2
    assert hash(text) == hash(read(dict(text)))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"no": "Sykefravær"}, "'no' is not a language of Tiltak"),
        ({"nb": ""}, "the text for 'nb' is empty"),
        ({"en": "Sick leave", "nb": "  \n"}, "the text for 'nb' is empty"),
        ({"nb": 3}, "the text for 'nb' is empty"),
        ({}, "{} is not a text with its language"),
        ("Sykefravær", "'Sykefravær' is not a text with its language"),
    ],
)
def test_what_is_no_text_is_refused_with_what_would_be(value, found):
    with pytest.raises(ValidationError) as refusal:
        read(value)
    context = refusal.value.errors()[0]["ctx"]
    assert context["found"] == found
    assert "nb, nn, sv, en" in context["accepted"]
    assert '{ nb = "..." }' in context["accepted"]
