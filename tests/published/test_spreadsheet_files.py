"""Real files of Kolada, Statistics Norway and Telemark: whole, and checked by another route."""

import csv
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analysis.sources.spreadsheets import Imported, Mapping, Sheet, apply, read_sheets

AGE = {"column": "B", "holds": "breakdown", "header": "age"}


def population(sheet: Sheet, year: int, header_row: int) -> Mapping:
    """The mapping of an export of table 07459."""
    rest = {
        "why": "no municipality of the mainland, or divided ones",
        "column": "A",
        "starts": "K-Rest",
    }
    areas = [
        {"why": "not a municipality", "column": "A", "text": name}
        for name in sorted({str(row[0]) for row in sheet.rows[header_row:] if row})
        if name.startswith("K-") and not name[2:6].isdigit() and not name.startswith("K-Rest")
    ]
    return Mapping(
        header_rows=(header_row,),
        first_row=header_row + 1,
        indicator="population",
        ignored_rows=(rest, *areas),
        columns=(
            {"column": "A", "holds": "municipality", "header": "region"},
            AGE,
            {"column": "C", "holds": "value", "header": f"Persons {year}", "year": year},
        ),
    )


def by_duckdb(path: Path, sign: str, encoding: str, skip: int) -> dict[str, tuple[int, int]]:
    """Rows and persons by four-digit number, read by DuckDB alone."""
    query = """
        select regexp_extract(region, '^(?:K-)?([0-9]{4}) ', 1) as number, count(*), sum(persons)
        from read_csv(?, delim = ?, encoding = ?, skip = ?, header = true, quote = '"',
                      names = ['region', 'age', 'persons'],
                      types = {'persons': 'BIGINT'})
        group by number
    """
    rows = duckdb.sql(query, params=[str(path), sign, encoding, skip]).fetchall()
    return {number: (count, int(total)) for number, count, total in rows}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "sign", "encoding", "header_row", "reading"),
    [
        (2019, ",", "utf-8", 1, "UTF-8, separated by ,"),
        (2020, "\t", "latin-1", 1, "Latin-1 (the same as Windows-1252 here), separated by tab"),
        (2021, ";", "latin-1", 3, "Latin-1 (the same as Windows-1252 here), separated by ;"),
    ],
)
def test_table_07459_comes_in_whole_in_its_three_dialects(
    shared: Path, year: int, sign: str, encoding: str, header_row: int, reading: str
) -> None:
    path = shared / f"data/ssb-fhidata/Personer{year}.csv"
    (sheet,) = read_sheets(path)
    assert sheet.reading == reading
    found = apply([sheet], population(sheet, year, header_row), "ssb/07459")
    assert found.refusals.empty
    frame = found.observations
    own = frame.groupby("municipality")["value"].agg(["count", "sum"])
    other = by_duckdb(path, sign, encoding, header_row - 1)
    other.pop("", None)
    assert {number: tuple(row) for number, row in own.iterrows()} == other
    ignored = found.cells["fate"].eq("ignored").sum()
    assert 3 * len(frame) + ignored == len(found.cells)


def test_letters_lost_before_the_file_came_do_not_lose_figures(shared: Path) -> None:
    path = shared / "data/ssb-fhidata/Personer2019.csv"
    assert "\ufffd".encode() in path.read_bytes()
    (sheet,) = read_sheets(path)
    frame = apply([sheet], population(sheet, 2019, 1), "ssb/07459").observations
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    own = {(line[:4], line.split(",")[1]): float(line.rsplit(",", 1)[1]) for line in lines}
    keys = zip(frame["municipality"], frame["breakdown"], strict=True)
    assert dict(zip(keys, frame["value"], strict=True)) == own


@pytest.mark.parametrize(
    ("kpi", "rows"), [("N00084", 1160), ("N00092", 1638), ("N00093", 1638), ("N00094", 1637)]
)
def test_koladas_excel_files_of_2013_come_in_whole(shared: Path, kpi: str, rows: int) -> None:
    with (shared / "data/ref/se-municipalities.csv").open(encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    sheets = read_sheets(shared / f"data/kolada-kld2013/{kpi}.xls")
    names = municipality_names(reference)
    mapping = Mapping(
        sheet="Exported from Hypergene",
        header_rows=(1,),
        first_row=2,
        indicator=kpi.lower(),
        symbols="kolada",
        municipalities=names,
        columns=(
            {"column": "A", "holds": "ignore", "header": "Nyckeltal"},
            {"column": "B", "holds": "municipality", "header": "Kommun/Landsting"},
            {"column": "C", "holds": "year", "header": "År"},
            {"column": "D", "holds": "value", "header": "Visat Värde"},
        ),
    )
    found = apply(sheets, mapping, "kolada/2013")
    assert found.refusals.empty, found.refusals.head().to_string()
    assert len(found.observations) == rows
    frame = found.observations
    raw = numbers_of_xls((shared / f"data/kolada-kld2013/{kpi}.xls").read_bytes())
    known = frame["value"].dropna()
    assert sorted(known) == sorted(raw)
    assert frame["municipality"].nunique() >= 289
    assert frame["status"].value_counts().to_dict().get("reported") == len(raw)
    by_key = {(row.municipality, str(row.period)): row.value for row in frame.itertuples()}
    ale = [row for row in sheets[0].rows if row[1] == "Ale"]
    assert [by_key["1440", str(row[2])] for row in ale] == raw[: len(ale)]


def numbers_of_xls(content: bytes) -> list[float]:
    """Every number of an xls file in the order of its cells, read from its records alone."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    sectors = [content[size * (n + 1) : size * (n + 2)] for n in range(len(content) // size)]
    fat: list[int] = []
    for sector in struct.unpack_from("<109I", content, 76):
        if sector < 0xFFFFFFFA:
            fat += struct.unpack(f"<{size // 4}I", sectors[sector])

    def stream(start: int) -> bytes:
        found = b""
        while start < 0xFFFFFFFA:
            found += sectors[start]
            start = fat[start]
        return found

    directory = stream(struct.unpack_from("<I", content, 48)[0])
    names = [directory[n : n + 128] for n in range(0, len(directory), 128)]
    book = next(entry for entry in names if entry.startswith("Workbook".encode("utf-16-le")))
    return [
        number for _, number in sorted(_records(stream(struct.unpack_from("<I", book, 116)[0])))
    ]


def _records(data: bytes) -> Iterator[tuple[tuple[int, int], float]]:
    place = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        body = data[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == 0x0203:
            row, column, _, number = struct.unpack_from("<HHHd", body)
            yield (row, column), number
        elif kind == 0x027E:
            row, column, _, packed = struct.unpack_from("<HHHI", body)
            yield (row, column), _unpacked(packed)


def _unpacked(packed: int) -> float:
    bits = packed & ~3
    signed = struct.unpack("<i", struct.pack("<I", bits))[0] >> 2
    number = float(signed) if packed & 2 else struct.unpack("<d", struct.pack("<Q", bits << 32))[0]
    return float(number / 100 if packed & 1 else number)


def municipality_names(reference: list[dict[str, str]]) -> dict[str, str]:
    """Numbers by name, from the reference table."""
    return {row["municipality_name_short"]: row["municipality_code"] for row in reference}


def projection(columns: list[dict[str, Any]], names: dict[str, str], **more: Any) -> Mapping:
    """The mapping of one of Telemark's files."""
    return Mapping(
        header_rows=(1,),
        first_row=2,
        indicator="population",
        municipalities=names,
        columns=tuple(columns),
        **more,
    )


def telemark_names(shared: Path) -> dict[str, str]:
    """Numbers by name, from the historical file itself; the county has none of four digits."""
    path = shared / "data/ssb-telemark/befolkning_historisk_og_framskrevet.csv"
    query = "select distinct Kommune, Kommunenummer from read_csv(?, all_varchar = true)"
    pairs = duckdb.sql(query, params=[str(path)]).fetchall()
    return {
        name: "0000" if code == "00" else code
        for name, code in pairs
        if len(code) == 4 or code == "00"
    }


@pytest.mark.parametrize("span", ["2005-2025", "2008-2030", "2024-2050", "2026-2050"])
def test_telemarks_projections_come_in_whole(shared: Path, span: str) -> None:
    path = shared / f"data/ssb-telemark/Framskrevet_folkemengde_{span}.csv"
    sheets = read_sheets(path)
    known = telemark_names(shared)
    others = sorted({str(row[0]) for row in sheets[0].rows[1:]} - set(known))
    assert all("Telemark" in name for name in others)
    mapping = projection(
        [
            {"column": "A", "holds": "municipality", "header": "region"},
            {"column": "B", "holds": "breakdown", "header": "statistikkvariabel"},
            {"column": "C", "holds": "year", "header": "år"},
            {"column": "D", "holds": "breakdown", "header": "alder"},
            {"column": "E", "holds": "value", "header": "value"},
            {"column": "F", "holds": "ignore"},
            {"column": "G", "holds": "ignore"},
        ],
        known,
        ignored_rows=[{"why": "the county", "column": "A", "text": name} for name in others],
    )
    found = apply(sheets, mapping, "ssb/telemark")
    assert found.refusals.empty
    query = """select region, år, sum(value)::BIGINT from read_csv(?, header = true,
        types = {'value': 'BIGINT'}) where region not in (select unnest(?)) group by all"""
    other = duckdb.sql(query, params=[str(path), others]).fetchall()
    frame = found.observations.assign(year=found.observations["period"].map(str))
    own = frame.groupby(["municipality", "year"])["value"].sum().to_dict()
    assert own == {(known[name], str(year)): total for name, year, total in other}
    check_all(found, sheets[0])


def test_telemarks_history_comes_in_with_dates_as_years(shared: Path) -> None:
    path = shared / "data/ssb-telemark/befolkning_historisk_og_framskrevet.csv"
    sheets = read_sheets(path)
    mapping = projection(
        [
            {"column": "A", "holds": "municipality", "header": "Kommunenummer"},
            {"column": "B", "holds": "ignore"},
            {"column": "C", "holds": "breakdown", "header": "Alder"},
            {"column": "D", "holds": "period", "header": "År"},
            {"column": "E", "holds": "breakdown", "header": "Type"},
            {"column": "F", "holds": "value", "header": "Personer"},
            {"column": "G", "holds": "ignore"},
        ],
        {"00": "0000"},
        dates="year_start",
        ignored_rows=[{"why": "the county", "column": "A", "text": "40"}],
    )
    found = apply(sheets, mapping, "ssb/telemark")
    assert found.refusals.empty
    query = """select Kommunenummer, year(År), Type, sum(Personer)::BIGINT
        from read_csv(?, types = {'Kommunenummer': 'VARCHAR', 'År': 'DATE'})
        where Kommunenummer <> '40' group by all"""
    other = duckdb.sql(query, params=[str(path)]).fetchall()
    frame = found.observations
    frame = frame.assign(
        year=frame["period"].map(str), type=frame["breakdown"].str.split(";").str[1]
    )
    own = frame.groupby(["municipality", "year", "type"])["value"].sum().to_dict()
    assert own == {(code.zfill(4), str(year), kind): total for code, year, kind, total in other}
    check_all(found, sheets[0])


def check_all(found: Imported, sheet: Sheet) -> None:
    """Every cell of the file was imported or ignored by the mapping."""
    counts = found.cells["fate"].value_counts().to_dict()
    assert set(counts) == {"imported", "ignored"}
    assert sum(counts.values()) == sum(1 for _ in sheet.cells())
