"""Numbers, dates and sentences in the reader's language."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from analysis.display.languages import (
    MINUS,
    NO_BREAK,
    Language,
    Phrase,
    Span,
    phrase,
    sentences,
)
from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES, Text

NB, NN, SV, EN = (Language(code) for code in ("nb", "nn", "sv", "en"))
UNKNOWN = "No catalogue has this sentence with {value}."


def text(**versions: str) -> Text:
    return TypeAdapter(Text).validate_python(versions)


# -- numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (8.325, 2, "8,33"),
        (8.325, 1, "8,3"),
        (8.35, 1, "8,4"),
        (8.45, 1, "8,5"),
        (2.5, 0, "3"),
        (0.5, 0, "1"),
        (9.0, 1, "9,0"),
        (250, 0, "250"),
        (1234.5, 1, f"1{NO_BREAK}234,5"),
        (-8.325, 2, f"{MINUS}8,33"),
        (-1234567, 0, f"{MINUS}1{NO_BREAK}234{NO_BREAK}567"),
        (-0.04, 1, "0,0"),
        (0, 1, "0,0"),
    ],
)
def test_numbers_are_norwegian_rounded_half_up_and_have_a_real_minus(value, decimals, written):
    assert NB.number(value, decimals) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [(NB, "8,33"), (NN, "8,33"), (SV, "8,33"), (EN, "8.33")],
)
def test_the_decimal_mark_is_the_languages(language, written):
    assert language.number(8.325, 2) == written


def test_a_mean_is_rounded_as_its_printed_decimals_are():
    """9.3, 8.5, 7.4 and 8.1 sum to a hair less than 33.3 in one order, and more in another."""
    means = {sum(order) / 4 for order in ((9.3, 8.5, 7.4, 8.1), (8.1, 9.3, 7.4, 8.5))}
    assert {NB.number(mean, 2) for mean in means} == {"8,33"}
    assert NB.number(1.005, 2) == "1,01"
    assert NB.number(2.675, 2) == "2,68"


DECIMALS = st.decimals(-1_000_000, 1_000_000, places=5, allow_nan=False, allow_infinity=False)


@given(DECIMALS, st.integers(0, 4))
def test_any_number_is_rounded_half_up_as_a_decimal(value, decimals):
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    written = EN.number(float(value), decimals)
    assert Decimal(written.replace(",", "").replace(MINUS, "-")) == expected
    assert "-" not in written
    assert len(written.partition(".")[2]) == decimals


@given(DECIMALS)
def test_norwegian_and_english_numbers_differ_in_their_marks_alone(value):
    marks = str.maketrans({",": NO_BREAK, ".": ","})
    assert NB.number(float(value), 2) == EN.number(float(value), 2).translate(marks)


@pytest.mark.parametrize(
    ("value", "written"), [(1.24, "+1,2"), (-1.24, f"{MINUS}1,2"), (0.04, "0,0"), (-0.04, "0,0")]
)
def test_a_signed_number_has_a_sign_unless_it_is_shown_as_zero(value, written):
    assert NB.number(value, 1, signed=True) == written


def test_an_interval_is_written_in_words():
    assert NB.interval(-3.57, 1.09, 2, signed=True) == f"{MINUS}3,57 til +1,09"
    assert EN.interval(8.34, 8.42, 2) == "8.34 to 8.42"
    assert SV.interval(8.34, 8.42, 2) == "8,34 till 8,42"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (8.325, "percent", "8,3 prosent"),
        (250, "persons", "250,0 personer"),
        (4.25, "index", "4,3"),
        (12, "count", "12,0"),
    ],
)
def test_a_quantity_has_its_unit_in_words(value, unit, written):
    assert NB.quantity(value, unit, 1).plain == written


@pytest.mark.parametrize(
    ("unit", "written"), [("percent", "1,2 prosentpoeng"), ("persons", "1,2 personer")]
)
def test_the_size_of_a_change_has_no_sign_and_per_cent_become_points(unit, written):
    assert NB.change(-1.24, unit, 1).plain == written


def test_a_share_has_the_space_of_its_language():
    assert NB.share(0.641) == f"64{NO_BREAK}%"
    assert EN.share(0.641) == "64%"
    assert NB.share(0.0449, 1) == f"4,5{NO_BREAK}%"


# -- time and lists


@pytest.mark.parametrize(
    ("period", "nb", "en"),
    [
        ("2008", "2008", "2008"),
        ("2008Q4", "4. kvartal 2008", "quarter 4 of 2008"),
        ("2008T2", "2. tertial 2008", "tertial 2 of 2008"),
        ("2008H1", "1. halvår 2008", "half-year 1 of 2008"),
        ("2008-05", "mai 2008", "May 2008"),
    ],
)
def test_a_period_stands_in_a_sentence_as_its_language_says_it(period, nb, en):
    assert NB.period(Period.parse(period)).plain == nb
    assert EN.period(Period.parse(period)).plain == en


def test_a_day_is_written_in_words():
    assert NB.date(date(2009, 3, 31)) == "31. mars 2009"
    assert NB.period(Period.parse("2009-03-31")).plain == "31. mars 2009"
    assert SV.date(date(2009, 5, 1)) == "1 maj 2009"


def test_years_are_a_span_or_one_year():
    assert NB.years(2005, 2007) == "2005–2007"
    assert NB.years(2008, 2008) == "2008"


@pytest.mark.parametrize(
    ("items", "written"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_a_list_is_joined_as_its_language_does(items, written):
    assert NB.listed(items).plain == written


def test_the_parts_of_a_list_keep_their_own_language():
    parts = [NB.text(text(en="one")), "to"]
    assert [(span.text, span.lang) for span in NB.listed(parts).spans] == [
        ("one", "en"),
        (" og ", None),
        ("to", None),
    ]


# -- sentences


def test_a_known_sentence_is_translated_and_not_marked():
    assert NB.say("{number} per cent", number="8,3").spans == (Span("8,3"), Span(" prosent"))


def test_a_sentence_without_translation_is_marked_with_its_language():
    said = NB.say(UNKNOWN, value="8,3")
    assert said.plain == "No catalogue has this sentence with 8,3."
    assert [span.lang for span in said.spans] == ["en", None, "en"]


def test_english_is_never_marked_in_english():
    assert {span.lang for span in EN.say(UNKNOWN, value="8.3").spans} == {None}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_empty_message_is_empty_and_not_the_header_of_the_catalogue(code):
    assert Language(code).say("").plain == ""


def test_a_value_that_is_a_text_of_the_programme_keeps_its_language():
    said = NB.say("{number} per cent", number=text(sv="åtta"))
    assert said.spans[0] == Span("åtta", "sv")


def test_a_value_that_is_a_phrase_keeps_its_marks():
    said = NB.say("{number} per cent", number=phrase("8,3").strong)
    assert said.spans[0] == Span("8,3", None, "strong")


def test_a_value_with_braces_is_left_as_it_is():
    assert EN.say(UNKNOWN, value="{value}").plain == "No catalogue has this sentence with {value}."


@pytest.mark.parametrize(
    ("there", "reader", "words", "lang"),
    [
        ({"nb": "ja", "en": "yes"}, NB, "ja", None),
        ({"nb": "ja", "en": "yes"}, EN, "yes", None),
        ({"nb": "ja"}, EN, "ja", "nb"),
        ({"en": "yes", "sv": "jo"}, NN, "jo", "sv"),
    ],
)
def test_a_programmes_text_is_marked_where_it_is_not_in_the_readers_language(
    there, reader, words, lang
):
    assert reader.text(text(**there)).spans == (Span(words, lang),)


@pytest.mark.parametrize(("lang", "mark"), [("nb", None), ("en", "en"), (None, None)])
def test_words_that_stand_as_they_are_carry_their_language(lang, mark):
    assert NB.marked("words", lang).spans == (Span("words", mark),)


VERDICTS = (
    "One verdict by somebody else is shown beside them.",
    "{n} verdicts by others are shown beside them.",
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_and_many_have_their_own_forms_in_every_language(code):
    one, two, none = (Language(code).say_n(*VERDICTS, n) for n in (1, 2, 0))
    assert "2" in two.plain
    assert two.plain.replace("2", "0") == none.plain
    assert one.plain not in (two.plain, two.plain.replace("2", "1"))
    assert {span.lang for said in (one, two, none) for span in said.spans} == {None}


@pytest.mark.parametrize(("n", "words"), [(0, "0 steps"), (1, "1 step"), (2, "2 steps")])
def test_a_plural_without_translation_has_the_english_forms_marked(n, words):
    said = NB.say_n("{n} step", "{n} steps", n)
    assert said.plain == words
    assert said.spans[-1].lang == "en"


def test_a_number_in_a_plural_is_written_in_the_language():
    assert NB.say_n("{n} step", "{n} steps", 1234).plain == f"1{NO_BREAK}234 steps"


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(ParameterError, match=r"no language 'da'\. Languages: nb, nn, sv, en"):
        Language.named("da")


# -- phrases


def test_phrases_are_joined_span_by_span():
    joined = NB.text(text(en="Sick leave")) + ": " + NB.say("{number} per cent", number="8,3")
    assert joined.spans == (Span("Sick leave", "en"), Span(": "), Span("8,3"), Span(" prosent"))
    assert str(joined) == joined.plain == "Sick leave: 8,3 prosent"


def test_emphasis_keeps_words_and_languages():
    strong = NB.text(text(en="Sick leave")).strong
    assert strong.spans == (Span("Sick leave", "en", "strong"),)


def test_an_unbroken_phrase_has_no_place_to_break():
    assert phrase("4. kvartal 2008").unbroken.plain == f"4.{NO_BREAK}kvartal{NO_BREAK}2008"


def test_sentences_of_a_paragraph_are_separated_by_one_blank_and_empty_ones_vanish():
    parts = [phrase("One."), Phrase(), phrase("Two.")]
    assert sentences(parts).plain == "One. Two."
    assert sentences([]).plain == ""


# -- dates in what programmes and sources say


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nb", "lest inn 22. november 2026"),
        ("nn", "lese inn 22. november 2026"),
        ("sv", "inläst 22 november 2026"),
        ("en", "read in on 22 November 2026"),
    ],
)
def test_a_full_date_in_a_programmes_text_is_written_as_the_language_does(code, words):
    written = {"nb": "lest inn", "nn": "lese inn", "sv": "inläst", "en": "read in on"}
    dated = Text(tuple((code, f"{said} 2026-11-22") for code, said in written.items()))
    assert Language(code).text(dated).plain == words
    assert Language(code).say("({dated})", dated=dated).plain == f"({words})"


def test_a_date_in_another_language_than_the_reports_is_in_that_language():
    said = Language("en").text(Text((("nb", "Vedtatt 2022-12-14."),)))
    assert [(span.text, span.lang) for span in said.spans] == [("Vedtatt 14. desember 2022.", "nb")]


@pytest.mark.parametrize(
    "words",
    [
        "own/p/union/2026-11-12",
        "leave-2026-11-12.xlsx",
        "2026-11-12.csv",
        "https://example.org/?day=2026-11-12",
        "2026-11-12T08:00:00Z",
        "2026-11",
        "2010-2023",
        "2026-13-40",
    ],
)
def test_what_is_no_full_date_or_part_of_a_name_stays(words):
    assert Language("nb").dates_in(words) == words


def test_years_in_a_row_are_listed_as_one():
    assert NB.years_listed([2018, 2019, 2020]).plain == "2018–2020"
    assert NB.years_listed([2025, 2018, 2019]).plain == "2018, 2019 og 2025"
    assert EN.years_listed([2012, 2013, 2014, 2020]).plain == "2012–2014 and 2020"
    assert EN.years_listed([]).plain == ""
