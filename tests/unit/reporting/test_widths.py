"""Columns are as wide as their words, whatever they are set in, and rows as high as their lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reporting.widths import ROOM, Setting, column_widths, lines

SETTING = Setting(size=9.0, gap=12.0, tabular=True)
WORDS = st.lists(st.text("abcdefgå", min_size=1, max_size=12), min_size=1, max_size=12)


def spans(text: str) -> list[dict[str, str]]:
    return [{"text": text}]


def table(columns: list[str], *rows: list[str], numeric: str = "") -> dict:
    return {
        "columns": [spans(name) for name in columns],
        "rows": [[spans(cell) for cell in row] for row in rows],
        "numeric": [name in numeric for name in columns],
    }


def test_what_fits_stands_on_one_line_and_the_last_column_of_words_fills_the_page():
    block = table(["Quarter", "Sick leave", "Remark"], ["4th quarter 2008", "8.4", "printed"])
    widths = column_widths(block, SETTING)
    assert sum(widths) == pytest.approx(ROOM)
    assert widths[0] < 100
    assert lines(block, widths, SETTING) == [1, 1]


def test_a_word_in_several_spans_is_one_word():
    block = table(["Quarter"], ["x"])
    block["rows"] = [[[{"text": "1"}, {"text": ". quarter "}, {"text": "2005", "style": "strong"}]]]
    widths = column_widths(block, SETTING, 1.0)
    together = column_widths(table(["Quarter"], ["1. quarter 2005"]), SETTING, 1.0)
    assert widths == together
    narrow = [SETTING.gap + 36]
    assert lines(block, narrow, SETTING) == [1, 3]


def test_a_figure_is_never_broken_and_digits_are_as_wide_as_a_nought():
    many = [["1 111 111", "word " * 80] for _ in range(3)]
    widths = column_widths(table(["n", "text"], *many, numeric="n"), SETTING)
    noughts = [["0 000 000", "word " * 80] for _ in range(3)]
    assert widths == column_widths(table(["n", "text"], *noughts, numeric="n"), SETTING)
    assert lines(table(["n", "text"], *many, numeric="n"), widths, SETTING)[1] > 1
    assert lines(table(["n"], ["1\u00a0111"], numeric="n"), widths[:1], SETTING) == [1, 1]


def test_a_path_in_code_is_cut_at_its_signs_and_an_address_anywhere():
    long = "reports/sick-leave/porsgrunn-sick-leave/4001/2009Q1"
    block = table(["a", "b"], ["x", "y"])
    whole = table(["a", "b"], [long, "word " * 200])
    block["rows"] = [[[{"text": long, "style": "code"}], spans("word " * 200)]]
    assert column_widths(block, SETTING, 300)[0] < column_widths(whole, SETTING, 300)[0]
    address = table(["a", "b"], [f"https://{'x' * 300}", "word " * 200])
    assert sum(column_widths(address, SETTING)) == pytest.approx(ROOM)
    assert min(column_widths(address, SETTING)) > ROOM / 4


@given(WORDS, WORDS)
def test_no_column_is_narrower_than_its_longest_word_where_there_is_room(left, right):
    block = table(["a", "b"], [" ".join(left), " ".join(right)])
    widths = column_widths(block, SETTING)
    for number, words in enumerate((left, right)):
        for word in words:
            alone = column_widths(table(["a"], [word], numeric="a"), SETTING)
            assert widths[number] >= alone[0] - 1e-9
    assert sum(widths) <= ROOM + 1e-9


def test_a_word_wider_than_its_column_counts_the_lines_it_is_broken_into():
    address = table(["a"], [f"https://{'x' * 300}"])
    whole = table(["a"], [f"https://{'x' * 300}"], numeric="a")
    (alone,) = column_widths(whole, SETTING, 10_000)
    wide = alone - SETTING.gap
    room = wide / 4.5
    assert lines(address, [room + SETTING.gap], SETTING) == [1, 5]
    assert lines(table(["a"], ["x" * 300]), [10 + SETTING.gap], SETTING)[1] > 100
