"""Paragraphs of a Word document from the phrases of blocks."""

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from analysis.display.blocks import Payload
from analysis.reporting.office_files import legal, locale, safe_link

_MARKS = {"strong": "w:b", "emphasis": "w:i"}


def element(name: str, **attributes: str) -> Any:
    """Return an element of Word's own language: ``element("w:keepNext")``; attributes are in its
    namespace too."""
    made: Any = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def paragraph(part: Any, spans: Sequence[Payload], style: str, **settings: bool) -> Any:
    """Return a paragraph in ``style`` (its id). ``keep`` holds it to the next one, ``new_page``
    begins one, ``right`` sets it to the right."""
    made = element("w:p")
    made.style = style
    if settings.get("keep"):
        made.pPr.append(element("w:keepNext"))
    if settings.get("new_page"):
        made.pPr.append(element("w:pageBreakBefore"))
    if settings.get("right"):
        made.pPr.append(element("w:jc", val="right"))
    for span in spans:
        made.append(_linked(part, span))
    return made


def plain(text: str) -> list[Payload]:
    """Return a text as the spans of a phrase."""
    return [{"text": text}]


def _linked(part: Any, span: Payload) -> Any:
    address = safe_link(span)
    if not address:
        return _run(span)
    link = element("w:hyperlink", history="1")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(_run(span, "Hyperlink"))
    return link


def _run(span: Payload, style: str = "") -> Any:
    """A run; its properties in the order that Word's schema asks for."""
    made = element("w:r")
    marks = []
    if style:
        marks.append(element("w:rStyle", val=style))
    if name := _MARKS.get(span.get("style", "")):
        marks.append(element(name))
    if lang := span.get("lang"):
        marks.append(element("w:lang", val=locale(lang)))
    if marks:
        properties = made.get_or_add_rPr()
        for mark in marks:
            properties.append(mark)
    made.text = legal(span["text"])
    return made
