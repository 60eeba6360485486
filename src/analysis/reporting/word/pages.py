"""What a Word document has beside its text: page, header, footer, properties, settings, fonts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from analysis.display.blocks import Payload
from analysis.display.languages import NO_BREAK
from analysis.display.style import TYPEFACE
from analysis.reporting.document import Document
from analysis.reporting.office_files import legal, locale, unmarked
from analysis.reporting.word.phrases import element, paragraph, plain
from analysis.reporting.word.styles import FALLBACK, NAMESPACE

PAGE_OF = ("\x01", "\x02")
_FIELDS = {PAGE_OF[0]: "PAGE", PAGE_OF[1]: "NUMPAGES"}
_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_UNUSED = {_EFFECTS, REL.WEB_SETTINGS, REL.CUSTOM_XML}
_UNUSED_IN_PACKAGE = {REL.THUMBNAIL, REL.EXTENDED_PROPERTIES}
_BULLETS = f"""\
<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="hybridMultilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def prepare_pages(word: Any, document: Document, made: str, day: date) -> None:
    """Set up everything of ``word`` (a document of python-docx) but its styles and its text.
    ``made`` is the line at the foot of each page, ``day`` the date that the file is given."""
    _drop_unused(word.part)
    _set_up_page(word.sections[0], document, made)
    _properties(word.core_properties, document, day)
    _settings(word.settings.element, locale(document.language.code))
    _replace_children(word.part.numbering_part.element, _BULLETS)
    _fonts(word.part)


def _drop_unused(part: Any) -> None:
    """What python-docx's template holds and no report does, such as a picture of its first page."""
    for owner, kinds in ((part, _UNUSED), (part.package, _UNUSED_IN_PACKAGE)):
        for key, rel in list(owner.rels.items()):
            if rel.reltype in kinds:
                del owner.rels[key]


def _set_up_page(section: Any, document: Document, made: str) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(21)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    warnings = document.masthead["warnings"]
    as_of = ": ".join(unmarked(part) for part in document.masthead["facts"][-2])
    running = plain(f"{document.heading}\t{as_of.replace(' ', NO_BREAK)}")
    _fill(section.header, [running, *warnings])
    _fill(section.first_page_header, warnings)
    page_of = document.language.say("Page {page} of {pages}", page=PAGE_OF[0], pages=PAGE_OF[1])
    for footer in (section.footer, section.first_page_footer):
        _fill(footer, [])
        footer._element.append(_footer(footer.part, f"{made}\t", page_of.plain))


def _fill(holder: Any, lines: list[list[Payload]]) -> None:
    holder.is_linked_to_previous = False
    root = holder._element
    for child in list(root):
        root.remove(child)
    for line in lines or ([[]] if "hdr" in root.tag else []):
        root.append(paragraph(holder.part, line, "Header"))


def _footer(part: Any, made: str, page_of: str) -> Any:
    foot = paragraph(part, plain(made), "Footer")
    for piece in _pieces(page_of):
        if piece in _FIELDS:
            field = element("w:fldSimple", instr=_FIELDS[piece])
            number = element("w:r")
            number.text = "1"
            field.append(number)
            foot.append(field)
        else:
            foot.append(_text(piece))
    return foot


def _pieces(page_of: str) -> Iterator[str]:
    before, rest = page_of.split(PAGE_OF[0])
    between, after = rest.split(PAGE_OF[1])
    yield from (piece for piece in (before, PAGE_OF[0], between, PAGE_OF[1], after) if piece)


def _text(text: str) -> Any:
    made = element("w:r")
    made.text = text
    return made


def _properties(core: Any, document: Document, day: date) -> None:
    noon = datetime.combine(day, time(12), UTC).replace(tzinfo=None)
    core.title = legal(document.heading)[:255]
    core.subject = unmarked(document.masthead["programme"])[:255]
    core.author = core.last_modified_by = "Tiltak"
    core.language = locale(document.language.code)
    core.created = core.modified = noon
    core.comments = core.keywords = core.category = ""
    core.revision = 1


def _settings(root: Any, lang: str) -> None:
    mode = "http://schemas.microsoft.com/office/word"
    text = (
        f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{lang}"/></w:settings>'
    )
    _replace_children(root, text)


def _fonts(part: Any) -> None:
    """Which face to take where the report's is not there."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACE}>'
        f"<w:font w:name={quoteattr(TYPEFACE)}><w:altName w:val={quoteattr(FALLBACK)}/>"
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    part.part_related_by(REL.FONT_TABLE)._blob = text.encode()


def _replace_children(root: Any, text: str) -> None:
    for child in list(root):
        root.remove(child)
    for child in parse_xml(text):
        root.append(child)
