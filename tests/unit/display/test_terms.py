"""One thing has one name in each language."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from analysis.display.terms import Stray, strays, terms_of

PROJECT = Path(__file__).resolve().parents[3]
LOCALE = Path(str(files("analysis.display") / "locale"))
CODES = ("nb", "nn", "sv")


def joined(text: object) -> str:
    return text if isinstance(text, str) else " ".join(map(str, text))  # type: ignore[call-overload]


def entries_of(code: str) -> list[Message]:
    with (LOCALE / code / "LC_MESSAGES" / "tiltak.po").open("rb") as file:
        return [entry for entry in read_po(file) if entry.id and joined(entry.string)]


def test_every_language_has_a_word_for_every_term():
    names = {code: set(terms_of(code).terms) for code in CODES}
    assert names["nb"] == names["nn"] == names["sv"]
    assert {"measure", "indicator", "target", "finding", "assessment"} <= names["nb"]
    assert {"participant", "undertaking", "point", "projection", "alternative"} <= names["nb"]
    assert {"last day", "apprentice", "coverage", "wave", "service", "evaluator"} <= names["nb"]


@pytest.mark.parametrize("code", CODES)
def test_translations_call_things_by_their_names(code):
    found = [
        stray
        for entry in entries_of(code)
        for stray in strays(code, joined(entry.id), joined(entry.string))
    ]
    assert found == []


@pytest.mark.parametrize(("code", "foreign"), [("nb", '“”„"'), ("nn", '“”„"'), ("sv", '“„«»"')])
def test_quotation_marks_are_those_of_the_language(code, foreign):
    found = [
        joined(entry.string)
        for entry in entries_of(code)
        if set(foreign) & set(joined(entry.string))
    ]
    assert found == []


def test_norwegian_kroner_are_not_swedish_ones():
    """The message stands for amounts of Norwegian programmes only."""
    message = "{figures} million kroner"
    swedish = next(entry for entry in entries_of("sv") if entry.id == message)
    assert swedish.string == "{figures} miljoner norska kronor"


def test_a_number_before_a_year_does_not_read_as_years_in_swedish():
    """“100 år 2015” and “{value} år {year}” say a hundred years, or so many years."""
    found = [
        joined(entry.string)
        for entry in entries_of("sv")
        if re.search(r"(\d|\{(value|heads|before|after|from|to)\}) år \{", joined(entry.string))
    ]
    assert found == []


@pytest.mark.parametrize(("column", "code"), [(2, "nb"), (3, "nn"), (4, "sv")])
def test_the_glossary_uses_the_same_words(column, code):
    for line in (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 5 and cells[1] in terms_of(code).terms:
            forms = terms_of(code).terms[cells[1]].forms
            assert any(form in cells[column] for form in forms), line


def test_a_translation_by_another_name_is_found():
    assert list(strays("sv", "The {n} measures.", "De {n} insatserna.")) == [
        Stray("The {n} measures.", "measure", "åtgärd")
    ]
    assert list(strays("sv", "The {n} measures.", "De {n} åtgärderna.")) == []


def test_the_name_of_a_field_is_no_word():
    assert list(strays("nb", "{measure} and {target}.", "{measure} og {target}.")) == []


@pytest.mark.parametrize(
    ("code", "translation", "word", "accepted"),
    [
        ("nn", "Ikke vist.", "ikke", "ikkje"),
        ("nn", "Hos de andre.", "de", "dei"),
        ("nn", "Alle kommuner.", "kommuner", "kommunar"),
        ("sv", "Kommuner og län.", "og", "och"),
        ("nb", "Kommunar med tall.", "kommunar", "kommuner"),
    ],
)
def test_a_word_of_a_neighbour_language_is_found(code, translation, word, accepted):
    found = list(strays(code, "Not shown.", translation))
    assert [(stray.word, stray.accepted) for stray in found] == [(word, accepted)]


def test_a_term_with_another_meaning_is_left_alone():
    assert list(strays("nb", "The rate of false findings.", "Andelen falske alarmer.")) == []
