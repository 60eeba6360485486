"""An executed notebook as a document of blocks: what every exporter reads."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mistune
import nbformat

from analysis.display.blocks import MIME, Payload, spans
from analysis.display.languages import Language, Phrase, Span
from analysis.errors import ExportRefused

STYLES = {"strong": "strong", "emphasis": "emphasis", "codespan": "code"}


@dataclass(frozen=True)
class Document:
    """A report: its title and lead, its masthead, and the blocks after them in order."""

    title: list[dict[str, str]]
    lead: list[Payload]
    masthead: Payload
    blocks: list[Payload]

    @property
    def language(self) -> Language:
        return Language.named(str(self.masthead["language"]))

    @property
    def heading(self) -> str:
        """The title of the file: place, title, and when the report speaks from."""
        title = "".join(span["text"] for span in self.title)
        return f"{self.masthead['place']}: {title}"

    @property
    def sections(self) -> list[Payload]:
        """The headings of the second level."""
        return [
            block for block in self.blocks if block["kind"] == "heading" and block["level"] == 2
        ]

    @property
    def figures(self) -> list[Payload]:
        """The figures in order."""
        return [block for block in self.blocks if block["kind"] == "figure"]

    @property
    def tables(self) -> list[Payload]:
        """The tables in order, with those behind figures, which have the figure's source; a table
        that stands in the report and behind a figure is there once."""
        found: list[Payload] = []
        for block in self.blocks:
            if block["kind"] == "figure":
                source = block["data"]["source"] or block["source"]
                found.append({**block["data"], "source": source})
            elif block["kind"] == "table":
                found.append(block)
        return [table for at, table in enumerate(found) if not _is_among(table, found[:at])]


def _is_among(table: Payload, others: list[Payload]) -> bool:
    parts = ("caption", "columns", "rows")
    return any(all(table[part] == other[part] for part in parts) for other in others)


def read_document(notebook: nbformat.NotebookNode) -> Document:
    """Return the report in an executed notebook.

    ExportRefused, naming the cell, for an output that is no block, for Markdown that a report
    cannot show, and where title or masthead are missing.
    """
    blocks = list(_blocks(notebook))
    titles = [block for block in blocks if block["kind"] == "heading" and block["level"] == 1]
    mastheads = [block for block in blocks if block["kind"] == "masthead"]
    if len(titles) != 1 or blocks[0] is not titles[0]:
        raise ExportRefused(
            "the notebook must begin with its title, and have no other '# ' heading"
        )
    if len(mastheads) != 1:
        raise ExportRefused(
            "the notebook shows no masthead, or several; end the cell that opens the report with "
            "the line  report"
        )
    at = blocks.index(mastheads[0])
    return Document(titles[0]["text"], blocks[1:at], mastheads[0], _levels(blocks[at + 1 :]))


def _blocks(notebook: nbformat.NotebookNode) -> Iterator[Payload]:
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            yield from _prose(cell.source, cell.metadata.get("lang"), number)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield from _shown(output, cell_name(notebook, number - 1))


def _shown(output: Any, where: str) -> Iterator[Payload]:
    if output.output_type == "stream" and output.name == "stderr":
        return  # A library's warning; the run keeps it, see `warnings_in`.
    data = output.get("data", {})
    if MIME not in data:
        kind = output.get("name") or ", ".join(sorted(data)) or output.output_type
        raise ExportRefused(
            f"{where} shows something that is no block ({kind}); a report shows text, findings, "
            "figures and tables from `report`, and nothing that is printed"
        )
    yield from data[MIME]["blocks"]


def warnings_in(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what the cells wrote to their error stream."""
    return [
        str(output.text).strip()
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]


def cell_name(notebook: nbformat.NotebookNode, index: int) -> str:
    """Return a cell as a person finds it: its number, the heading above it, its first line."""
    headings = [
        line.lstrip("# ")
        for cell in notebook.cells[: index + 1]
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    under = f" under “{headings[-1]}”" if headings else ""
    first = next((line for line in notebook.cells[index].source.splitlines() if line.strip()), "")
    return f"cell {index + 1}{under} ({first.strip()})"


# -- Markdown to blocks


def _prose(markdown: str, lang: str | None, number: int) -> Iterator[Payload]:
    for node in mistune.create_markdown(renderer=None, plugins=["table"])(markdown):
        kind = node["type"]
        if kind == "blank_line":
            continue
        if kind == "heading":
            words = _inline(node["children"], lang, number)
            level = node["attrs"]["level"]
            yield {"kind": "heading", "level": level, "text": words, "id": _slug(words)}
        elif kind == "paragraph":
            words = _inline(node["children"], lang, number)
            yield {"kind": "text", "listed": False, "items": [words]}
        elif kind == "list":
            items = [_inline(_item(item, number), lang, number) for item in node["children"]]
            yield {"kind": "text", "listed": True, "items": items}
        else:
            raise _unfit(kind, number)


def _item(item: dict[str, Any], number: int) -> list[dict[str, Any]]:
    if not item["children"]:
        return []
    first, *more = item["children"]
    if more:
        raise _unfit(f"a list item with a {more[0]['type']} below it", number)
    return list(first["children"])


def _inline(
    nodes: list[dict[str, Any]], lang: str | None, number: int, style: str = ""
) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for node in nodes:
        kind = node["type"]
        if kind in ("text", "codespan"):
            span = Span(node["raw"], lang, "code" if kind == "codespan" else style)
            found.extend(spans(Phrase((span,))))
        elif kind in ("softbreak", "linebreak"):
            found.extend(spans(" "))
        elif kind in STYLES:
            found.extend(_inline(node["children"], lang, number, STYLES[kind]))
        elif kind == "link":
            words = "".join(part["text"] for part in _inline(node["children"], lang, number))
            found.extend(spans(Phrase((Span(words, lang, "", node["attrs"]["url"]),))))
        else:
            raise _unfit(kind, number)
    return found


def _unfit(kind: str, number: int) -> ExportRefused:
    return ExportRefused(
        f"cell {number} holds Markdown that a report cannot show ({kind}). Accepted: headings, "
        "paragraphs, lists, emphasis, links; figures and tables come from `report`"
    )


def _slug(words: list[dict[str, str]]) -> str:
    text = "".join(span["text"] for span in words).lower()
    plain = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-") or "part"


def _levels(blocks: list[Payload]) -> list[Payload]:
    """Refuse headings that skip a level, and give each an id of its own."""
    level, seen = 1, set()
    for block in blocks:
        if block["kind"] == "heading":
            if block["level"] > level + 1:
                words = "".join(span["text"] for span in block["text"])
                raise ExportRefused(f"the heading “{words}” skips a level")
            level = block["level"]
            while block["id"] in seen:
                block["id"] += "-2"
            seen.add(block["id"])
    return blocks
