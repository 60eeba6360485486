"""The files inside a page: figures as SVG and PNG, tables as CSV."""

import base64
import csv
import io
import re
from urllib.request import urlopen

import pytest
from lxml import etree
from making_blocks import DAY, HOSTILE, document, executed, figure, small_report, table
from PIL import Image

from analysis.display.languages import Language
from analysis.display.svg import slim
from analysis.errors import ExportRefused
from analysis.reporting.downloads import csv_file, downloads
from analysis.reporting.export_html import ReportHTMLExporter
from analysis.reporting.pictures import picture, size

NB, EN = Language.named("nb"), Language.named("en")


def read(address: str) -> bytes:
    return urlopen(str(address)).read()


def page(notebook) -> str:
    return ReportHTMLExporter().from_notebook_node(notebook, {"made": DAY})[0]


def test_each_figure_is_there_three_times_and_each_table_once():
    items = downloads(document("nb", figure(), table(), figure("other")))
    assert [[(file.kind, file.name) for file in item.files] for item in items] == [
        [("SVG", "line.svg"), ("PNG", "line.png"), ("CSV", "line-data.csv")],
        [("SVG", "other.svg"), ("PNG", "other.png"), ("CSV", "other-data.csv")],
        [("CSV", "rates.csv")],
    ]
    assert [item.plain for item in items] == ["A line.", "A line.", "Rates by year, per cent"]


def test_the_svg_is_the_figure_with_its_alternative_text_as_title():
    files = downloads(document("nb", figure()))[0].files
    root = etree.fromstring(read(files[0].address))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == "A line that rises."
    assert root.get("role") == "img"
    assert "#0b4f95" in read(files[0].address).decode()


def test_the_png_is_sharp_small_on_white_and_always_the_same():
    block = figure().payload()
    raw = picture(block)
    image = Image.open(io.BytesIO(raw))
    assert image.format == "PNG"
    assert size(block) == pytest.approx((489.6, 144))
    assert image.size == (1306, 384)
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    colours = {colour for _, colour in image.convert("RGB").getcolors()}
    assert (11, 79, 149) in colours
    assert len(raw) < 30_000
    assert picture(figure().payload()) == raw


def test_an_apostrophe_in_the_text_of_a_figure_leaves_it_whole():
    block = figure()
    object.__setattr__(block, "alt", 'It\'s "so" & <b>')
    files = downloads(document("nb", block))[0].files
    assert etree.fromstring(read(files[0].address))[0].text == 'It\'s "so" & <b>'


def test_a_drawing_that_cannot_be_drawn_is_refused_by_name():
    with pytest.raises(ExportRefused, match="'line' does not say how large"):
        picture({**figure().payload(), "svg": "<svg></svg>"})
    broken = '<svg viewBox="0 0 10 10"><g></svg>'
    with pytest.raises(ExportRefused, match="'line' cannot be drawn"):
        picture({**figure().payload(), "svg": broken})


def test_a_table_opens_in_a_spreadsheet_of_its_language():
    rows = [("2005", "8,7"), ("2006", "−1\xa0234,5"), ("2007", "9,7\xa0*"), ("x;y", "–")]
    one = table(columns=("Year", "Rate"), rows=rows, numeric=(False, True)).payload()
    assert csv_file(one, NB).decode("utf-8-sig").splitlines() == [
        "Year;Rate", "2005;8,7", "2006;-1234,5", "2007;9,7*", '"x;y";–',
    ]  # fmt: skip
    assert csv_file(one, NB).startswith(b"\xef\xbb\xbf")
    rows = [("2005", "−1,234.5")]
    one = table(columns=("Year", "Rate"), rows=rows, numeric=(False, True)).payload()
    assert csv_file(one, EN).decode("utf-8-sig").splitlines() == ["Year,Rate", "2005,-1234.5"]


def test_no_cell_of_a_file_begins_like_a_formula():
    rows = [(words, words, words) for words in HOSTILE]
    one = table(columns=HOSTILE[:3], rows=rows).payload()
    read_back = list(csv.reader(io.StringIO(csv_file(one, NB).decode("utf-8-sig")), delimiter=";"))
    assert len(read_back) == len(HOSTILE) + 1
    starts = {cell[:1] for row in read_back for cell in row}
    assert not starts & set("=+-@\t\r\n")


def test_invented_figures_are_said_to_be_so_in_every_file():
    files = downloads(document("nb", figure(invented="OPPDIKTET"), table(), warning="OPPDIKTET"))
    told = [read(file.address) for item in files for file in item.files if file.kind != "PNG"]
    assert len(told) == 3
    assert all("OPPDIKTET" in raw.decode() for raw in told)


def test_names_of_files_are_plain_and_each_once():
    names = ["../../etc/passwd", "Etc Passwd", "<b>", ""]
    tables = [table(name, rows=[(str(at), "1", "2")]) for at, name in enumerate(names)]
    found = [item.files[0].name for item in downloads(document("nb", *tables))]
    assert found == ["etc-passwd.csv", "etc-passwd-2.csv", "b.csv", "file.csv"]


def test_the_section_is_closed_at_the_end_and_in_the_contents():
    text = page(small_report("en"))
    assert text.count("<details>\n<summary>The figures and tables") == 1
    assert text.index("The figures and tables of this report") > text.index("Rates by year")
    assert '<a href="#data-and-figures">Data and figures</a>' in text


def test_without_figures_and_tables_there_is_no_section():
    assert "data-and-figures" not in page(executed("en"))


def test_hostile_captions_are_words():
    text = page(executed("en", table("x", HOSTILE[5])))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_addresses_hold_nothing_that_ends_an_attribute():
    addresses = re.findall(r'href="(data:[^"]*)" download', page(small_report("en")))
    assert len(addresses) == 7
    assert not re.search(r"[\s<>\"]", "".join(addresses))
    assert base64.b64decode(addresses[1].partition(",")[2]).startswith(b"\x89PNG")


# -- smaller drawings


def test_a_path_goes_as_far_in_fewer_letters():
    path = '<path d="M 10.123456 20.5 \nL 12.25 18.001 \nQ 1 2 3 4 \nz\n" style="fill: none"/>'
    assert slim(path) == '<path d="m10.12,20.5l2.13-2.5q-11.25-16-9.25-14z" style="fill: none"/>'


def test_what_is_rounded_off_does_not_add_up():
    steps = " ".join(f"L {at / 3:.6f} 0 \n" for at in range(1, 1001))
    moved = re.findall(r"l(-?[\d.]+),0", slim(f'<path d="M 0 0 \n{steps}"/>'))
    assert sum(map(float, moved)) == pytest.approx(1000 / 3, abs=0.006)


def test_a_closed_path_goes_on_from_where_it_began():
    path = '<path d="M 1 1 L 3 1 L 3 3 z M 5 5 L 6 6"/>'
    assert slim(path) == '<path d="m1,1l2,0l0,2zm4,4l1,1"/>'
    without = '<path d="M 1 1 L 3 1 z L 5 5"/>'
    assert slim(without) == '<path d="m1,1l2,0zl4,4"/>'


def test_a_path_of_other_steps_and_what_is_no_place_stay_as_they_are():
    assert (
        slim('<path d="M 1.2345 1 A 1 1 0 0 0 2 2"/>') == '<path d="M 1.2345 1 A 1 1 0 0 0 2 2"/>'
    )
    assert slim('<g transform="translate(1.23456 2) scale(0.015625)"/>') == (
        '<g transform="translate(1.23 2) scale(0.015625)"/>'
    )
