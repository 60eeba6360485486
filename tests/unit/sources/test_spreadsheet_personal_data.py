"""Files with a row for each employee are refused, and their contents never repeated."""

import pytest

from analysis.sources.spreadsheets import Sheet, personal_data


def norwegian(first_nine: str) -> str | None:
    """The number with its check digits, found by trying them all; None if there is none."""
    for last in range(100):
        digits = [int(digit) for digit in f"{first_nine}{last:02d}"]
        one = sum(a * b for a, b in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), digits, strict=False))
        two = sum(a * b for a, b in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True))
        if one % 11 == 0 and two % 11 == 0:
            return "".join(map(str, digits))
    return None


def sheet(*rows: tuple[object, ...]) -> Sheet:
    """A sheet with these rows."""
    return Sheet("file.csv", "", tuple(rows))


@pytest.mark.parametrize("start", ["010107501", "410107501", "014107501", "290200123"])
def test_a_norwegian_number_is_known_by_its_check_digits(start: str) -> None:
    number = norwegian(start)
    if number is None:
        pytest.skip("no number begins so")
    for raw in (number, f"{number[:6]} {number[6:]}"):
        faults = personal_data(sheet(("kode", "tall"), (raw, 1.0)))
        assert [fault.key for fault in faults] == ["column A"]
        assert "identity" in faults[0].found
        assert number not in str(faults[0])
        assert "number of persons in each unit and period" in faults[0].accepted
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert personal_data(sheet(("kode", "tall"), (wrong, 1.0))) == []


def test_a_number_that_lost_its_first_zero_in_excel_is_known_in_a_column_of_them() -> None:
    numbers = [norwegian(f"0101075{n:02d}") for n in range(10)]
    rows = [(float(number), 1.0) for number in numbers if number]
    assert len(rows) >= 3
    assert len(personal_data(sheet(("kode", "tall"), *rows))) == 1
    assert personal_data(sheet(("kode", "tall"), rows[0])) == []


@pytest.mark.parametrize(
    "text", ["19121212-1212", "191212121212", "121212-1212", "121212+1212", "19121272-1219"]
)
def test_a_swedish_number_is_known_by_its_check_digit(text: str) -> None:
    found = personal_data(sheet(("kod", "tal"), (text, 1.0)))
    assert bool(found) == (text != "19121272-1219" or _luhn("1212721219"))
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert personal_data(sheet(("kod", "tal"), (wrong, 1.0))) == []


def _luhn(digits: str) -> bool:
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(digits))
    return total % 10 == 0


def test_ten_digits_alone_are_amounts_unless_the_column_is_full_of_numbers() -> None:
    assert personal_data(sheet(("a", "b"), ("1212121212", 1.0))) == []
    rows = [("1212121212", float(n)) for n in range(3)]
    assert len(personal_data(sheet(("a", "b"), *rows))) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "Fødselsnummer",
        "personnummer",
        "Ansattnr.",
        "Anst.nr",
        "Fornavn",
        "Efternamn",
        "E-post",
        "Fødselsdato:",
        "Anställningsnummer",
        "employee id",
    ],
)
def test_headings_of_lists_of_persons_are_refused(heading: str) -> None:
    assert len(personal_data(sheet((heading, "fravær"), ("x", 1.0), ("y", 2.0)))) == 1
    assert personal_data(sheet((heading, "fravær"))) == []


def test_names_of_persons_are_refused_and_those_of_units_are_not() -> None:
    names = ["Kari Nordmann", "Ola Hansen", "Nordmann, Anne", "Per Olav Berg"]
    rows = [(name, 1.0) for name in names]
    assert len(personal_data(sheet(("Navn", "dager"), *rows))) == 1
    assert personal_data(sheet(("Kontakt", "dager"), *rows)) == []
    units = ["Solbakken Skole", "Anne Franks Barnehage", "Nordre Sykehjem", "Eva Senter"]
    assert personal_data(sheet(("Navn", "dager"), *[(unit, 1.0) for unit in units])) == []
    many = [(f"{given} {'ABCDEFGHIJKL'[n]}berg", 1.0) for n, given in enumerate(["Kari"] * 12)]
    assert len(personal_data(sheet(("kol", "dager"), *many))) == 1
    places = [(f"Nordre {'ABCDEFGHIJKL'[n]}berg", 1.0) for n in range(12)]
    assert personal_data(sheet(("kol", "dager"), *places)) == []
    some = [*rows, *[(f"post {n}", 1.0) for n in range(4)]]
    assert personal_data(sheet(("Navn", "dager"), *some)) == []
    again = [("Kari Nordmann", 1.0)] * 30
    assert personal_data(sheet(("leder", "dager"), *again)) == []


def test_one_address_to_ask_is_no_list_of_persons() -> None:
    one = sheet(("År", "tall"), ("2005", 1.0), ("post@kommune.example", None))
    assert personal_data(one) == []
    three = [(f"{name}@kommune.example", 1.0) for name in "abc"]
    assert "e-mail" in personal_data(sheet(("k", "t"), *three))[0].found
