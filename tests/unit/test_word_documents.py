"""Reports as Word documents: what a reader, a screen reader and Word itself find in them."""

import io
import re
import zipfile
from datetime import date
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from making_blocks import DAY, HOSTILE, executed, figure, hostile_report, small_report, table

from analysis.display.languages import Language
from analysis.errors import ExportRefused
from analysis.reporting.export_docx import ReportDocxExporter
from analysis.reporting.widths import ROOM, Setting, column_widths
from analysis.reporting.word.styles import write_styles

LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "en": "en-GB"}
# The order in which Word's schema wants what may stand in each (ISO 29500, as far as used).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i color sz szCs u lang",
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW tcBorders vAlign",
    "trPr": "cantSplit tblHeader",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
}


@cache
def small(language: str = "nb", warning: str = "") -> bytes:
    return made(small_report(language, warning))


@cache
def hostile() -> bytes:
    return made(hostile_report())


def made(notebook, day: date = DAY) -> bytes:
    return ReportDocxExporter().from_notebook_node(notebook, {"made": day})[0]


def opened(raw: bytes):
    return docx.Document(io.BytesIO(raw))


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def styles_of(raw: bytes) -> list[tuple[str, str]]:
    return [(part.style.style_id, part.text) for part in opened(raw).paragraphs]


def test_every_block_is_a_paragraph_in_a_style_that_says_what_it_is():
    said = styles_of(small())
    assert said[:7] == [
        ("Place", "Prøvestad"),
        ("Heading1", "What came of it?"),
        ("Lead", "What a reader can decide."),
        ("Fact", "Programme\tA trial"),
        ("Fact", "Looks at\t2005–2006"),
        ("Fact", "As of\t2007"),
        ("Fact", "Source\tNone"),
    ]
    assert said[7:18] == [
        ("Heading2", "What we know"),
        ("FindingGrade", "Documented"),
        ("Finding", "It fell."),
        ("FindingDetail", "Much."),
        ("FindingLimit", "Not shown"),
        ("Finding", "Why is not known."),
        ("FindingAsserted", "Own judgement"),
        ("Finding", "We did it."),
        ("Heading3", "More"),
        ("Normal", "Words in English and ikke"),
        ("Normal", "See the source"),
    ]
    assert said[18:25] == [
        ("ListBullet", "One"),
        ("ListBullet", "Two"),
        ("Picture", ""),
        ("FigureCaption", "A line."),
        ("Note", "Source: nobody."),
        ("Caption", "Rates by year, per cent"),
        ("Note", "A note."),
    ]


def test_headings_are_words_own_and_known_to_its_outline():
    styles = opened(small()).styles
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        assert style.style_id == f"Heading{level}"
        assert style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)


def test_the_figures_behind_the_pictures_are_an_appendix():
    found = opened(small())
    headings = [part.text for part in found.paragraphs if part.style.style_id == "Heading2"]
    assert headings[-1] == Language.named("nb").say("The figures behind the pictures").plain
    assert [len(one.rows) for one in found.tables] == [3, 3, 3]
    assert found.tables[1].cell(2, 1).text == "2"


def test_a_table_names_its_header_its_first_column_and_itself():
    rates = opened(small()).tables[0]
    properties = rates._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Rates by year, per cent"
    assert "Year, Rate" in properties.find(qn("w:tblDescription")).get(qn("w:val"))
    look = properties.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    headers = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rates._tbl.tr_lst]
    assert headers == [True, False, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rates._tbl.tr_lst)
    assert rates._tbl.findall(f".//{qn('w:gridSpan')}") == []
    assert rates._tbl.findall(f".//{qn('w:vMerge')}") == []
    texts = [[cell.text for cell in row.cells] for row in rates.rows]
    assert texts == [["Year", "Rate", "Remark"], ["2005", "8,7", "first"], ["2006", "−11,0", "–"]]
    ids = [[cell.paragraphs[0].style.style_id for cell in row.cells] for row in rates.rows]
    assert ids[0] == ["TableHeading"] * 3
    assert ids[1] == ["TableText", "TableNumber", "TableText"]


def test_figures_stand_to_the_right_under_a_heading_that_does_too():
    found = opened(small())
    right = found.styles.element.find(f".//{qn('w:style')}[@{qn('w:styleId')}='TableNumber']")
    assert right.find(f".//{qn('w:jc')}").get(qn("w:val")) == "right"
    head = found.tables[0].rows[0].cells
    assert [cell.paragraphs[0].alignment for cell in head] == [None, 2, None]


YEARS = tuple(str(year) for year in range(2018, 2027))
WIDE = table(
    "quarters",
    columns=("Kvartal", *YEARS, "2026 minus snittet for 2018–2025", "2026 minus 2025",
             "2026 minus 2018"),
    rows=[("4. kvartal", *("9,1",) * 8, *("mangler",) * 4)] * 4,
    numeric=(False, *(True,) * 12),
)  # fmt: skip
"""A table of more columns than fit at full size."""


def test_a_wide_table_is_set_small_so_that_no_word_is_cut_in_a_wider_face():
    """DejaVu Sans and Verdana are up to 1.18 times as wide as the report's face, in bold 1.25."""
    (found,) = opened(made(executed("nb", WIDE))).tables
    ids = [[cell.paragraphs[0].style.style_id for cell in row.cells] for row in found.rows]
    assert ids[0] == ["TableHeadingSmall"] * 13
    assert ids[1] == ["TableTextSmall", *["TableNumberSmall"] * 12]
    points = [int(column.get(qn("w:w"))) / 20 - 8.5 for column in found._tbl.tblGrid]
    assert sum(points) + 13 * 8.5 <= ROOM + 0.1
    letters = Setting(7 * 1.18, 0, 1.06, cut=True)
    for at, room in enumerate(points):
        cells = [WIDE.columns[at].strong, *(row[at] for row in WIDE.rows)]
        words = [
            {"text": word, "style": span.style}
            for cell in cells
            for span in cell.spans
            for word in re.split(r" |(?<=–)", span.text)
        ]
        block = {"columns": [[{"text": ""}]], "rows": [[[word]] for word in words]}
        block = {"columns": [[{"text": ""}]], "rows": [[[word]] for word in words]}
        (widest,) = column_widths({**block, "numeric": [True]}, letters, 0.0)
        assert widest <= room + 0.1


def kept(part) -> bool:
    return part.find(f".//{qn('w:keepNext')}") is not None


def test_captions_notes_and_sources_stay_with_what_they_belong_to():
    body = opened(made(executed("nb", figure(), table(notes=("One.", "Two."))))).element.body
    parts = [part for part in body if part.tag in (qn("w:p"), qn("w:tbl"))]
    at = next(number for number, part in enumerate(parts) if part.tag == qn("w:tbl"))
    caption, rates, first, second, source = parts[at - 1 : at + 4]
    assert [kept(part) for part in (caption, first, second, source)] == [True, True, True, False]
    assert kept(rates.tr_lst[1])
    styles = {
        style.style_id: style.element
        for style in docx.Document(io.BytesIO(made(executed("nb", figure())))).styles
    }
    assert [kept(styles[name]) for name in ("Picture", "FigureCaption")] == [True, True]


def test_an_office_program_is_told_what_to_take_for_the_reports_face():
    fonts = parts(small())["word/fontTable.xml"].decode()
    assert '<w:altName w:val="Calibri,Carlito,Arial,Liberation Sans"/>' in fonts


def test_columns_fill_the_page_and_no_more():
    for one in opened(small()).tables:
        widths = [int(column.get(qn("w:w"))) for column in one._tbl.tblGrid]
        assert sum(widths) <= 9525
    assert sum(int(c.get(qn("w:w"))) for c in opened(small()).tables[0]._tbl.tblGrid) > 9500


def test_a_column_is_as_wide_as_its_longest_word_and_all_of_a_crowded_table_fits():
    words = ["Arbeidsgiverpolitikkens", *("ord " * 40 for _ in range(6))]
    crowded = table(columns=words, rows=[words], numeric=[False] * 7)
    grid = opened(made(executed("nb", crowded))).tables[0]._tbl.tblGrid
    widths = [int(column.get(qn("w:w"))) for column in grid]
    assert 9500 < sum(widths) <= 9525
    assert widths[0] > 1700
    assert min(widths) > 600


def test_pictures_have_alternative_texts_and_numbers_of_their_own():
    pictures = opened(small()).element.body.findall(f".//{qn('wp:docPr')}")
    assert [one.get("descr") for one in pictures] == ["A line that rises."] * 2
    assert [one.get("id") for one in pictures] == ["1", "2"]
    assert [one.get("name") for one in pictures] == ["line", "other"]


def test_a_picture_is_a_drawing_with_a_png_for_programs_that_do_not_know_svg():
    found = opened(small())
    for blip in found.element.body.findall(f".//{qn('a:blip')}"):
        png = found.part.related_parts[blip.get(qn("r:embed"))]
        assert png.content_type == "image/png"
        svg = next(node for node in blip.iter() if node.tag.endswith("svgBlip"))
        drawing = found.part.related_parts[svg.get(qn("r:embed"))]
        assert drawing.content_type == "image/svg+xml"
        assert etree.fromstring(drawing.blob).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("language", LOCALES)
def test_the_document_says_its_language(language):
    raw = small(language)
    found = opened(raw)
    lang = found.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == LOCALES[language]
    assert found.core_properties.language == LOCALES[language]
    assert f'themeFontLang w:val="{LOCALES[language]}"'.encode() in parts(raw)["word/settings.xml"]


def test_words_in_another_language_say_so():
    runs = opened(small()).element.body.findall(f".//{qn('w:r')}")
    foreign = next(run for run in runs if run.text == "Words in English")
    assert foreign.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_links_lead_where_they_say():
    found = opened(small())
    links = found.element.body.findall(f".//{qn('w:hyperlink')}")
    assert [found.part.rels[one.get(qn("r:id"))].target_ref for one in links] == [
        "https://example.org/a?b=1&c=2"
    ]


def test_properties_are_those_of_the_report_and_none_of_the_librarys():
    core = opened(small()).core_properties
    assert (core.title, core.author) == ("Prøvestad: What came of it?", "Tiltak")
    assert core.last_modified_by == "Tiltak"
    assert (core.comments, core.subject) == ("", "A trial")
    assert core.created.date() == core.modified.date() == DAY
    assert set(parts(small())) >= {"docProps/core.xml", "word/fontTable.xml"}
    assert not [name for name in parts(small()) if "thumbnail" in name or "customXml" in name]
    assert not [name for name, raw in parts(small()).items() if b"python-docx" in raw]


def test_each_page_says_which_of_how_many_it_is_and_of_what():
    section = opened(small()).sections[0]
    assert section.header.paragraphs[0].text == "Prøvestad: What came of it?\tAs\xa0of:\xa02007"
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        fields = footer._element.findall(f".//{qn('w:fldSimple')}")
        assert [one.get(qn("w:instr")) for one in fields] == ["PAGE", "NUMPAGES"]
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


def test_invented_figures_are_said_to_be_so_on_every_page():
    found = opened(small("nb", "OPPDIKTET"))
    assert [part.text for part in found.paragraphs if part.style.style_id == "Warning"] == [
        "OPPDIKTET"
    ]
    section = found.sections[0]
    for header in (section.header, section.first_page_header):
        assert "OPPDIKTET" in [part.text for part in header.paragraphs]


def test_the_same_report_gives_the_same_bytes_and_another_day_others():
    assert made(small_report()) == small()
    assert made(small_report(), date(2026, 11, 23)) != small()


@pytest.mark.parametrize("raw", [small, hostile], ids=["small", "hostile"])
def test_it_is_in_the_order_that_words_schema_asks_for(raw):
    for name, part in parts(raw()).items():
        if not name.startswith("word/") or not name.endswith(".xml") or "theme" in name:
            continue
        for node in etree.fromstring(part).iter(*(qn(f"w:{tag}") for tag in ORDER)):
            known = ORDER[etree.QName(node).localname].split()
            found = [known.index(etree.QName(child).localname) for child in node]
            assert found == sorted(found), etree.tostring(node)


@pytest.mark.parametrize("raw", [small, hostile], ids=["small", "hostile"])
def test_every_style_number_and_relation_that_is_named_is_there(raw):
    found = opened(raw())
    styles = {one.get(qn("w:styleId")) for one in found.styles.element.iter(qn("w:style"))}
    body = found.element.body
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        assert {one.get(qn("w:val")) for one in body.iter(qn(tag))} <= styles
    for node in body.iter():
        for key in (qn("r:id"), qn("r:embed")):
            if key in node.attrib and not node.tag.endswith("Reference"):
                assert node.get(key) in found.part.rels
    assert body[-1].tag == qn("w:sectPr")
    assert body[-2].tag == qn("w:p")


@pytest.mark.parametrize("language", LOCALES)
def test_styles_have_names_of_their_own_without_signs_that_word_reads(language):
    empty = docx.Document()
    write_styles(empty, Language.named(language))
    names = [style.name for style in empty.styles]
    assert len(names) == len({name.casefold() for name in names})
    assert not [name for name in names if re.search(r"[,;{}]", name)]


def test_hostile_words_stay_words():
    raw = hostile()
    texts = [part.text for part in opened(raw).paragraphs]
    assert HOSTILE[0] in texts
    assert HOSTILE[5] in texts
    assert "bell \ufffd, null \ufffd, half \ufffd, none \ufffd" in texts
    assert opened(raw).tables[0].cell(1 + len(HOSTILE), 0).text == "x" * 40_000
    assert "external" not in str(parts(raw)["word/_rels/document.xml.rels"]).lower()
    assert not list(opened(raw).element.iter(qn("w:instrText"), qn("w:fldSimple")))


def test_a_notebook_that_is_no_report_is_refused():
    notebook = executed("nb")
    notebook.cells = notebook.cells[:1]
    with pytest.raises(ExportRefused, match="no masthead"):
        made(notebook)
