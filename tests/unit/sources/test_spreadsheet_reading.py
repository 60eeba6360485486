"""Files as they come: every dialect gives the same cells, and damaged ones a clear refusal."""

import csv
import io
import random
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.sources.spreadsheets import Sheet, read_sheets
from analysis.sources.spreadsheets import sheets as limits
from analysis.sources.spreadsheets.sheets import Broken, Merged, a1, column_number, letters

TABLE = "År;Enhet;Fravær\n2005;Skåtøy barnehage;8,7\n2006;Østre skole;9,0\n"
EXPECTED = (("År", "Enhet", "Fravær"), ("2005", "Skåtøy barnehage", "8,7"))


def read(tmp_path: Path, content: bytes, name: str = "file.csv", **options: str) -> Sheet:
    """The first sheet of a file with this content."""
    path = tmp_path / name
    path.write_bytes(content)
    return read_sheets(path, **options)[0]


def refused(tmp_path: Path, content: bytes, name: str = "file.csv") -> str:
    """What the refusal of a file with this content says."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, content, name)
    assert all(fault.file == name and fault.accepted for fault in caught.value.faults)
    return str(caught.value)


def workbook(tmp_path: Path) -> Path:
    """A small workbook with everything that goes wrong in one."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Fravær"
    page["A1"] = "Sykefravær"
    page["B2"], page["D2"] = 2005, 2006
    page.merge_cells("B2:C2")
    page["A3"], page["B3"], page["C3"] = "Solbakken", 0.087, 8.7
    page["B3"].number_format = "0.0 %"
    page["A4"], page["B4"], page["C4"] = date(2005, 3, 31), "=1/0", "#DIV/0!"
    page["C4"].data_type = "e"
    page["D4"] = True
    book.create_sheet("Gjemt").sheet_state = "hidden"
    book["Gjemt"]["A1"] = 1
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without BOM"),
        ("utf-16-be", "UTF-16 without BOM"),
        ("cp1252", "Latin-1 (the same as Windows-1252 here)"),
        ("latin-1", "Latin-1 (the same as Windows-1252 here)"),
    ],
)
@pytest.mark.parametrize(("sign", "said"), [(";", ";"), ("\t", "tab"), ("|", "|")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_dialect_gives_the_same_cells(
    tmp_path: Path, codec: str, name: str, sign: str, said: str, end: str
) -> None:
    sheet = read(tmp_path, TABLE.replace(";", sign).replace("\n", end).encode(codec))
    assert sheet.rows[:2] == EXPECTED
    assert sheet.reading == f"{name}, separated by {said}"
    assert (sheet.height, sheet.width) == (3, 3)


def test_windows_signs_are_told_from_latin_1(tmp_path: Path) -> None:
    sheet = read(tmp_path, "år;andel\n2005 – «a»;5\n".encode("cp1252"))
    assert sheet.rows[1] == ("2005 – «a»", "5")
    assert sheet.reading.startswith("Windows-1252,")


@pytest.mark.parametrize("codec", ["cp865", "cp850", "mac_roman"])
def test_letters_of_dos_and_macintosh_are_not_taken_for_windows_ones(
    tmp_path: Path, codec: str
) -> None:
    assert "encoding" in refused(tmp_path, TABLE.encode(codec))
    assert read(tmp_path, TABLE.encode(codec), encoding=codec).rows[:2] == EXPECTED


def test_text_that_was_saved_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    twice = TABLE.encode().decode("latin-1").encode()
    assert "file.csv:1" in refused(tmp_path, twice)
    assert "read in another" in refused(tmp_path, "a;b\nÃ¸;1\n".encode())


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("2005;8,7;9,0\n2006;8,8;9,1\n", ";"),
        ("år;fravær\n2005;8,7\n2006;9,0\n", ";"),
        ('år,fravær\n2005,"8,7"\n2006,"9,0"\n', ","),
        ("år,fravær\n2005,8.7\n", ","),
        ("år\tfravær, andel\n2005\t8,7\n", "\t"),
        ("år;fravær, andel\n2005;8,7\n", ";"),
        ("a\tb,c\n1\t2,3\n", "\t"),
        ("Tittel, med komma; og mer\n\nenhet;år;andel\nA, B;2005;8,7\nC;2006;9,0\n", ";"),
        ('"07459: Population, by region, age"\n\n"region";"age"\n"a";"1"\n', ";"),
        ('kode,gruppe,andel\n0301,"women;30-49",8.7\n1103,"men;30-49",9.1\n', ","),
        ("sep=,\nenhet,tall\na;b,1\nc;d,2\n", ","),
    ],
)
def test_the_separator_is_found_behind_decimal_commas(tmp_path: Path, text: str, sign: str) -> None:
    sheet = read(tmp_path, text.encode())
    assert sheet.reading.endswith(f"separated by {'tab' if sign == chr(9) else sign}")


def test_a_separator_that_could_be_either_is_asked_about(tmp_path: Path) -> None:
    text = b"kode,gruppe;alder,tall\na,b;c,1\nd,e;f,2\n"
    assert "could be separated by ; and ," in refused(tmp_path, text)
    assert read(tmp_path, text, delimiter=",").rows[1] == ("a", "b;c", "1")


def test_rows_are_counted_as_excel_counts_them(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'title\n\n"a";"b"\n"x ""y""";2\n')
    assert (sheet.raw(3, 1), sheet.raw(4, 1), sheet.raw(4, 2)) == ("a", 'x "y"', "2")
    assert sheet.raw(2, 1) is None
    assert sheet.raw(0, 1) is None
    assert sheet.raw(9, 9) is None
    hinted = read(tmp_path, b"sep=;\na;b\n1;2\n")
    assert hinted.raw(2, 1) == "a"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<html><table></table></html>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page or XML"),
        (b"a;b\n\x00\x01\x02;1\n", "not text"),
        (b'a;b\n"x;1\ny;2\n', "cannot be told apart"),
        (b'a;b\n"x;1\ny;2\n";3\n', "a quotation mark opens here"),
        (b'a;b\n"x"y;1\n', "cannot be told apart"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refused(tmp_path, content)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(InputError):
            read_sheets(path)


def test_a_workbook_keeps_cells_errors_percents_and_hidden_sheets(tmp_path: Path) -> None:
    sheet, hidden = read_sheets(workbook(tmp_path))
    assert (sheet.name, sheet.hidden, hidden.name, hidden.hidden) == (
        *("Fravær", False),
        *("Gjemt", True),
    )
    assert sheet.raw(3, 2) == 0.087
    assert sheet.raw(3, 3) == 8.7
    assert sheet.raw(4, 1) == date(2005, 3, 31)
    assert sheet.raw(4, 2) == Broken("a formula without its result")
    assert sheet.raw(4, 3) == Broken("#DIV/0!")
    assert sheet.raw(4, 4) is True
    assert sheet.percent == {(3, 2)}
    assert sheet.merged == (Merged(2, 2, 2, 3),)
    assert (sheet.raw(2, 3), sheet.filled(2, 3), sheet.filled(2, 4)) == (None, 2005.0, 2006.0)
    assert str(sheet.area(2, 3)) == "B2:C2"


def test_an_ods_file_is_read_too(tmp_path: Path) -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" '
        f'xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="Ark1"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>2005K1</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="8.7"><text:p>8,7</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
        'spreadsheet"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", content)
    sheet = read(tmp_path, stream.getvalue(), "file.ods")
    assert sheet.rows == (("2005K1", 8.7),)
    assert (sheet.name, sheet.reading) == ("Ark1", "ods")


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    book.active["A1"] = 1
    book.save(tmp_path / "far.xlsx")
    assert "reaches to row 1048576" in refused(
        tmp_path, (tmp_path / "far.xlsx").read_bytes(), "far.xlsx"
    )


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    assert "at most" in refused(tmp_path, b"a;b\n" * 10)


def test_places_are_named_as_excel_names_them() -> None:
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert a1(4, 28) == "AB4"


@given(st.integers(min_value=1, max_value=16_384))
def test_column_names_lead_back_to_their_numbers(number: int) -> None:
    assert column_number(letters(number)) == number


WORDS = st.text(
    alphabet=st.sampled_from("abcæøåÆØÅäö éüß0123456789-.,;\t|\"'()%"), min_size=1, max_size=12
)


def round_trip(folder: Path, table: list[list[str]], sign: str, codec: str) -> None:
    """Write a table in a dialect and read it back."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(table)
    sheet = read(folder, text.getvalue().encode(codec))
    assert [list(row) for row in sheet.rows] == table
    assert sheet.reading.endswith("tab" if sign == "\t" else sign)


DIALECTS = (
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(WORDS, min_size=width, max_size=width), min_size=2, max_size=8
        )
    ),
    st.sampled_from([";", "\t", ","]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
)


@settings(max_examples=200)
@given(*DIALECTS)
def test_every_table_comes_back_from_every_dialect(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], sign: str, codec: str
) -> None:
    round_trip(tmp_path_factory.getbasetemp(), table, sign, codec)


@pytest.mark.slow
@settings(max_examples=2000)
@given(*DIALECTS)
def test_two_thousand_tables_come_back_from_every_dialect(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], sign: str, codec: str
) -> None:
    round_trip(tmp_path_factory.getbasetemp(), table, sign, codec)


def never_falls(folder: Path, content: bytes, seed: int) -> None:
    """Change some bytes: the file is read, or refused as a file."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed = changed or bytearray(b"x")
        place = chance.randrange(len(changed))
        choice = chance.randrange(3)
        if choice == 0:
            changed[place] = chance.randrange(256)
        elif choice == 1:
            del changed[place : place + chance.randint(1, 50)]
        else:
            changed[place:place] = chance.randbytes(chance.randint(1, 5))
    path = folder / "mutated.bin"
    path.write_bytes(bytes(changed))
    with suppress(InputError):
        assert read_sheets(path)


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.sampled_from(["xlsx", "csv"]))
def test_a_damaged_file_is_refused_or_read_but_never_falls(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kind: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = TABLE.encode() if kind == "csv" else workbook(folder).read_bytes()
    never_falls(folder, content, seed)


@pytest.mark.slow
@settings(max_examples=2000)
@given(seed=st.integers(0, 10**9))
def test_two_thousand_damaged_excel_files_never_fall(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    content = (shared / "data/kolada-kld2013/N00084.xls").read_bytes()
    never_falls(tmp_path_factory.getbasetemp(), content, seed)
