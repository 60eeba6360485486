"""Units of 3, 6 and 8 people through a real report: no hidden value is left anywhere in it."""

import hashlib
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from urllib.request import urlopen

import pytest
from making import invented, pdf_words, quarters

from analysis.reporting.runs import Request, run

# (unit, persons, 2007, 2008): distinctive values, so that a trace of one is found.
UNITS = (
    ("Byarkivet", 3, 31.7, 27.3),
    ("Fyret", 6, 23.9, 19.1),
    ("Kaia", 8, 14.6, 13.2),
    ("Barnehagene", 140, 9.3, 8.9),
    ("Skolene", 260, 7.4, 7.1),
    ("Sykehjemmet", 190, 10.6, 9.7),
)
HIDDEN = {"Byarkivet", "Fyret"}


def whole(column: int) -> float:
    persons = sum(unit[1] for unit in UNITS)
    return round(sum(unit[1] * unit[column] for unit in UNITS) / persons, 4)


ROWS = [
    *((name, year, n, value) for name, n, first, second in UNITS
      for year, value in (("2007", first), ("2008", second))),
    ("", "2007", 607, whole(2)),
    ("", "2008", 607, whole(3)),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("units")
    figures = quarters(2005, (9.2, 9.4, 9.1, 8.7))
    workspace = invented(
        root,
        figures,
        start="2008Q1",
        as_of="2009Q1",
        targets=[("2008", "desired", 8.9)],
        units=ROWS,
    )
    parameters = {"programme": "invented", "language": "nb"}
    formats = ("docx", "xlsx")
    request = Request("sick_leave", parameters, root / "reports", formats=formats)
    return Path(str(run(request, workspace)))


def everything(folder: Path) -> dict[str, str]:
    """Every file of a report as text: the streams of the PDF, the parts of Word and Excel files
    and the files inside the page unpacked."""
    found = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    texts = {name: raw.decode("utf-8", "replace") for name, raw in found.items()}
    streams = re.findall(rb"stream\r?\n(.*?)endstream", found["report.pdf"], re.S)
    unpacked = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
    texts["streams"] = b"\n".join(unpacked).decode("latin-1")
    texts["words"] = pdf_words(folder / "report.pdf")
    for kind in ("docx", "xlsx"):
        raw = io.BytesIO(found[f"report.{kind}"])
        with zipfile.ZipFile(raw) as packed:
            for name in packed.namelist():
                texts[f"{kind} {name}"] = packed.read(name).decode("utf-8", "replace")
    links = re.findall(r'href="(data:[^"]*)" download="([^"]*)"', texts["report.html"])
    for address, name in links:
        texts[f"saved {name}"] = urlopen(address).read().decode("utf-8", "replace")
    texts["report.html"] = re.sub(r'href="data:[^"]*"', "", texts["report.html"])
    return texts


def printed(text: str) -> str:
    """A text without the lines of its drawings: coordinates may look like any figure."""
    bare = re.sub(r'( d=\\?["\']|translate\(| [xy]=\\?["\'])[-0-9.,a-zA-Z ]*', r"\1", text)
    return re.sub(r"\d+\.\d{3,}", "", bare)


def test_all_kinds_of_files_are_looked_at(folder):
    looked_at = set(everything(folder))
    assert {"report.html", "report.pdf", "report.ipynb", "run.json"} <= looked_at
    assert {"docx word/document.xml", "docx docProps/core.xml"} <= looked_at
    assert {"docx word/media/figure1.svg", "xlsx xl/worksheets/sheet3.xml"} <= looked_at
    assert {"saved units-chart.svg", "saved units-chart-data.csv"} <= looked_at


def test_no_hidden_value_stands_in_any_file(folder):
    hidden = [value for name, _, *values in UNITS if name in HIDDEN for value in values]
    for place, text in everything(folder).items():
        if place.endswith((".pdf", ".png", ".docx", ".xlsx")):
            continue
        for value in hidden:
            for form in (f"{value}", f"{value}".replace(".", ",")):
                assert not re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d])", printed(text)), (
                    place,
                    value,
                )


def test_what_may_be_shown_is_shown(folder):
    words = everything(folder)["words"]
    for value in ("13,2", "14,6", "8,9", "7,1", "9,7"):
        assert value in words


def test_hidden_figures_have_their_own_mark_and_are_no_zeros(folder):
    html = (folder / "report.html").read_text()
    for name in HIDDEN:
        row = re.search(rf"<tr[^>]*>\s*<th[^>]*>{name}</th>(.*?)</tr>", html, re.S)
        cells = [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<td.*?</td>", row[1], re.S)
        ]
        assert cells == ["skjult", "skjult", "skjult"]


def test_the_figure_leaves_the_hidden_out_and_says_so(folder):
    notebook = json.loads((folder / "report.ipynb").read_text())
    outputs = json.dumps([cell["outputs"] for cell in notebook["cells"] if cell["id"] == "units"])
    chart = outputs[outputs.index("units-chart") :]
    assert "2 enheter er utelatt" in chart


def test_the_figure_prints_the_values_of_the_units(folder):
    """Letters are outlines in the drawing; the labels are counted in what was drawn from."""
    notebook = json.loads((folder / "report.ipynb").read_text())
    outputs = json.dumps([cell["outputs"] for cell in notebook["cells"] if cell["id"] == "units"])
    assert "4 enheter, fra 7,1 til 13,2" in outputs


def test_the_text_says_why_something_is_hidden(folder):
    words = everything(folder)["words"]
    assert "Skjult: færre enn 7 personer" in words


def test_no_checksum_gives_hidden_figures_back_by_trial(folder):
    """With the shown figures known, a few thousand guesses would find the rest by its checksum."""
    raw = folder.parents[5] / "data" / "sources" / "synthetic" / "units" / "2026.csv"
    digest = hashlib.sha256(raw.read_bytes()).hexdigest()
    for place, text in everything(folder).items():
        assert digest[:8] not in text, place
    receipt = json.loads((folder / "run.json").read_text())
    assert receipt["hashes"]["sources"]["synthetic/units/2026"] is None
