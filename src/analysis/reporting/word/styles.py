"""The styles of a Word document. A clerk who changes one changes all that is set in it.

Word's own (headings, caption, list, header, footer) are known to it by name in every language;
those of a report are called in the report's language. Ids never change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml.parser import parse_xml

from analysis.display.languages import Language
from analysis.display.style import LIGHT, TYPEFACE
from analysis.reporting.office_files import locale

FALLBACK = "Calibri,Carlito,Arial,Liberation Sans"
"""What Word takes where the report's typeface is not installed, the first of them that is."""
TABLE, TABLE_SMALL = 8.5, 7.0
"""Of the letters of a table, in points; of one with so many columns that words would be cut."""

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT_LEVELS = range(1, 7)

_HEADING_POINTS = (22.0, 14.0, 11.5)


@dataclass(frozen=True)
class Style:
    """A paragraph style: size, space above and below in points; ``hanging`` is what all lines but
    the first stand in, in twentieths of a point; ``extra`` numbering, borders or tabs."""

    id: str
    name: str
    size: float = 10
    bold: bool = False
    colour: str = "ink"
    above: float = 0
    below: float = 6
    keep: bool = False
    right: bool = False
    level: int | None = None
    hanging: int = 0
    extra: str = ""
    following: str = ""
    based: str = "Normal"


def write_styles(document: Any, language: Language) -> None:
    """Replace the styles of python-docx's template with those of a report."""
    root = document.styles.element
    for child in list(root):
        root.remove(child)
    for text in _all(language):
        root.append(parse_xml(text))


def _all(language: Language) -> Iterator[str]:
    yield _defaults(language)
    for style in (*_built_in(), *_own(language)):
        yield _paragraph_style(style)
    yield (
        f'<w:style {NAMESPACE} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    yield (
        f'<w:style {NAMESPACE} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{_hex("own")}"/><w:u w:val="single"/>'
        "</w:rPr></w:style>"
    )
    yield _table_style(language.say("Report table").plain)


def _defaults(language: Language) -> str:
    face, lang = quoteattr(TYPEFACE), locale(language.code)
    return (
        f"<w:docDefaults {NAMESPACE}><w:rPrDefault><w:rPr>"
        f"<w:rFonts w:ascii={face} w:hAnsi={face} w:eastAsia={face} w:cs={face}/>"
        f'<w:color w:val="{_hex("ink")}"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _built_in() -> Iterator[Style]:
    yield Style("Normal", "Normal", above=4, below=4)
    for level in TEXT_LEVELS:
        size = _HEADING_POINTS[min(level, len(_HEADING_POINTS)) - 1]
        yield Style(
            f"Heading{level}", f"heading {level}", size, True, above=6 if level == 1 else 16,
            keep=True, level=level - 1, following="Normal",
        )  # fmt: skip
    yield Style("Caption", "caption", 10, True, above=8, below=4, following="Normal")
    bullets = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    yield Style("ListBullet", "List Bullet", below=4, extra=bullets)
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9524"/></w:tabs>'
    yield Style("Header", "header", 8.5, colour="muted", extra=tabs)
    yield Style("Footer", "footer", 8.5, colour="muted", extra=tabs)


def _own(language: Language) -> Iterator[Style]:
    say = language.say
    tabbed = '<w:tabs><w:tab w:val="left" w:pos="2268"/></w:tabs>'
    yield Style("Place", say("Place of the report").plain, 11, True, "own", below=2, keep=True)
    yield Style("Lead", say("Lead").plain, 11.5, below=8)
    yield Style("Fact", say("Fact").plain, 9, below=3, hanging=2268, extra=tabbed)
    yield Style("Warning", say("Warning").plain, 11, True, above=8, below=8, extra=_box("mark"))
    for id_, name, colour, line in (
        ("FindingGrade", say("Grade of a finding").plain, "own", "single"),
        ("FindingLimit", say("Grade of a limit").plain, "muted", "dashed"),
        ("FindingAsserted", say("Grade of an own judgement").plain, "mark", "double"),
    ):
        yield Style(id_, name, 9, True, colour, 10, 2, keep=True, extra=_side(colour, line))
    yield Style("Finding", say("Finding").plain, 10.5, True, below=3)
    yield Style("FindingDetail", say("Details of a finding").plain, 9.5, below=3)
    caption = say("Figure caption").plain
    yield Style("FigureCaption", caption, 9.5, above=2, below=2, keep=True, based="Caption")
    yield Style("Picture", say("Picture").plain, above=8, below=4, keep=True)
    yield Style("Note", say("Note").plain, 8.5, colour="muted", above=2, below=3)
    head, text, number = say("Table heading"), say("Table text"), say("Table number")
    for size, ending in ((TABLE, ""), (TABLE_SMALL, "Small")):
        names = [
            (say("{style} (small)", style=name) if ending else name).plain
            for name in (head, text, number)
        ]
        yield Style(f"TableHeading{ending}", names[0], size, True, above=2, below=2, keep=True)
        yield Style(f"TableText{ending}", names[1], size, above=2, below=2)
        yield Style(f"TableNumber{ending}", names[2], size, above=2, below=2, right=True)


def _box(colour: str) -> str:
    sides = ("top", "left", "bottom", "right")
    return f"<w:pBdr>{''.join(_line(side, 'single', 8, colour) for side in sides)}</w:pBdr>"


def _side(colour: str, line: str) -> str:
    return f"<w:pBdr>{_line('left', line, 18, colour)}</w:pBdr>"


def _line(side: str, kind: str, width: int, colour: str) -> str:
    """A border, its width in eighths of a point."""
    return f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="6" w:color="{_hex(colour)}"/>'


def _paragraph_style(style: Style) -> str:
    default = ' w:default="1"' if style.id == "Normal" else ""
    based = "" if default else f'<w:basedOn w:val="{style.based}"/>'
    after = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style {NAMESPACE} w:type="paragraph"{default} w:styleId="{style.id}">'
        f"<w:name w:val={quoteattr(style.name)}/>{based}{after}<w:qFormat/>"
        f"<w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_letters(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    """In the order that Word's schema asks for: numbering and borders, tabs, space, indents."""
    in_ = f'<w:ind w:left="{style.hanging}" w:hanging="{style.hanging}"/>' if style.hanging else ""
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    space = f'<w:spacing w:before="{style.above * 20:.0f}" w:after="{style.below * 20:.0f}"/>'
    right = '<w:jc w:val="right"/>' if style.right else ""
    level = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    return keep + style.extra + space + in_ + right + level


def _letters(style: Style) -> str:
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    if style.based == "Caption":
        bold = '<w:b w:val="0"/><w:bCs w:val="0"/>'
    size = f"{style.size * 2:.0f}"
    colour = f'<w:color w:val="{_hex(style.colour)}"/>'
    return f'{bold}{colour}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _table_style(name: str) -> str:
    """Lines only: bold here and in the paragraphs of a header would cancel each other out."""
    rule, strong = _hex("rule"), _hex("muted")
    return (
        f'<w:style {NAMESPACE} w:type="table" w:styleId="ReportTable">'
        f"<w:name w:val={quoteattr(name)}/><w:qFormat/><w:tblPr><w:tblBorders>"
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{strong}"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _hex(colour: str) -> str:
    return LIGHT[colour].removeprefix("#")
