"""Every sentence is translated, with all that is to be filled in."""

import io
import json
import string
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from analysis.display.catalogues import Catalogue, catalogue, untranslated
from analysis.display.translation import extract_notebook

PROJECT = Path(__file__).resolve().parents[3]
LOCALE = Path(str(files("analysis.display") / "locale"))
TEMPLATE = LOCALE / "tiltak.pot"
TRANSLATED = [path.parts[-3] for path in sorted(LOCALE.glob("*/LC_MESSAGES/tiltak.po"))]


def messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(of: object) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def made(*entries: tuple[object, object]) -> Catalogue:
    """A catalogue of its own, compiled as the real ones are."""
    catalog = Catalog(locale="nb", project="Tiltak")
    for identifier, translation in entries:
        catalog.add(identifier, translation)
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return Catalogue(file)


def test_bokmal_lacks_no_message():
    assert untranslated(TEMPLATE)["nb"] == []


def test_the_template_has_the_messages_of_the_reports():
    identifiers = {forms(message.id)[0] for message in messages(TEMPLATE)}
    assert {"{number} per cent", "The targets", "Change"} <= identifiers
    assert len(identifiers) > 150


@pytest.mark.parametrize("name", ["sick_leave", "policy_evaluation"])
def test_every_paragraph_of_a_notebook_is_a_message_of_the_template(name):
    known = {forms(message.id)[0] for message in messages(TEMPLATE)}
    with (PROJECT / "notebooks" / f"{name}.ipynb").open("rb") as file:
        found = [message for _, _, message, _ in extract_notebook(file, (), (), {})]
    assert found
    assert set(found) <= known


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_translation_fills_in_what_its_message_does(code):
    wrong = []
    for message in messages(LOCALE / code / "LC_MESSAGES" / "tiltak.po"):
        for number, form in enumerate(forms(message.string)):
            original = forms(message.id)[min(number, len(forms(message.id)) - 1)]
            # A singular may say "one" instead of {n}.
            optional = {"n"} if number == 0 and len(forms(message.id)) == 2 else set()
            if form and fields(form) | optional != fields(original) | optional:
                wrong.append(form)
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_catalogue_is_marked_doubtful(code):
    entries = messages(LOCALE / code / "LC_MESSAGES" / "tiltak.po")
    assert [message.id for message in entries if message.fuzzy] == []


def test_english_is_the_source_and_has_no_catalogue():
    assert catalogue("en").message("Change") is None


def test_the_header_is_no_message():
    assert made(("Change", "Endring")).message("") is None
    assert made().gettext("") != ""


def test_a_catalogue_says_what_it_does_not_know():
    own = made(("Change", "Endring"), (("{n} year", "{n} years"), ("{n} år", "{n} år")))
    assert own.message("Change") == "Endring"
    assert own.message("Changes") is None
    assert own.plural_form("{n} year", "{n} years", 2) == "{n} år"
    assert own.plural_form("{n} month", "{n} months", 2) is None


def test_a_message_without_translation_is_unknown():
    own = made(("Change", ""), (("{n} year", "{n} years"), ("", "")))
    assert own.message("Change") is None
    assert own.plural_form("{n} year", "{n} years", 2) is None


def test_a_missing_translation_is_listed_for_every_language(tmp_path):
    template = tmp_path / "more.pot"
    template.write_text(
        'msgid "Change"\nmsgstr ""\n\n'
        'msgid "Never said"\nmsgstr ""\n\n'
        'msgid "{n} thing"\nmsgid_plural "{n} things"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    missing = untranslated(template)
    assert set(missing) == {"nb", "nn", "sv"}
    assert missing["nb"] == ["Never said", "{n} thing"]


def test_only_markdown_is_extracted_from_a_notebook_one_message_a_paragraph():
    cells = [
        {"cell_type": "markdown", "source": ["# A title\n", "\n", "One line\n", "and its rest."]},
        {"cell_type": "code", "source": ["report.findings()"]},
        {"cell_type": "markdown", "source": ["Last."]},
    ]
    file = io.BytesIO(json.dumps({"cells": cells}).encode())
    found = [(number, message) for number, _, message, _ in extract_notebook(file, (), (), {})]
    assert found == [(1, "A title"), (1, "One line and its rest."), (3, "Last.")]
