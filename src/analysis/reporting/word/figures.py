"""Figures of a Word document: a drawing, sharp at any size, and a picture for older programs."""

import io
from collections.abc import Iterator
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt

from analysis.display.blocks import Payload
from analysis.reporting.office_files import legal
from analysis.reporting.pictures import drawing, picture, size
from analysis.reporting.widths import ROOM
from analysis.reporting.word.phrases import element, paragraph

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_SVG = """\
<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">\
<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">\
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{rel}"/>\
</a:ext></a:extLst>"""


def figure(part: Any, block: Payload, number: int) -> Iterator[Any]:
    """Yield the picture with its alternative text, its caption and its source; ``number`` counts
    the figures of the document."""
    holder = paragraph(part, [], "Picture")
    holder.append(_run(part, block, number))
    yield holder
    yield paragraph(part, block["caption"], "FigureCaption")
    yield paragraph(part, block["source"], "Note")


def _run(part: Any, block: Payload, number: int) -> Any:
    wide, high = size(block)
    width = min(wide, ROOM)
    inline = part.new_pic_inline(io.BytesIO(picture(block)), Pt(width), Pt(high * width / wide))
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", legal(block["name"]))
    inline.docPr.set("descr", legal(block["alt"]))
    blip = inline.find(f".//{qn('a:blip')}")
    blip.append(parse_xml(_SVG.format(rel=_svg_part(part, block, number))))
    run = element("w:r")
    run.add_drawing(inline)
    return run


def _svg_part(part: Any, block: Payload, number: int) -> str:
    name = PackURI(f"/word/media/figure{number}.svg")
    raw = legal(drawing(block)).encode()
    return str(part.relate_to(Part(name, "image/svg+xml", raw, part.package), _IMAGE))
