"""What a report says first: its findings as it words them, with how surely each is known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.display.blocks import Payload
from analysis.evaluation.findings import limiting
from analysis.notebook.openers import OF_A_PLACE
from analysis.reporting.document import Document
from analysis.reporting.site.names import shown

Spans = list[dict[str, str]]


@dataclass(frozen=True)
class Known:
    """What a report says first on a programme ("" for what is of no programme): findings as it
    words them, each with its grade, under ``heading``. ``note`` is what a municipality's page says
    above them: as of when they are, and in which way it takes part."""

    programme: str
    heading: Spans
    note: Spans
    findings: tuple[Payload, ...]

    @property
    def foremost(self) -> tuple[Payload, ...]:
        """The first finding, and the :func:`limiting` one: a good figure is never shown without
        what limits it."""
        limit = limiting([item["limit"] for item in self.findings])
        return tuple(self.findings[place] for place in sorted({0, limit or 0}))


def known_of(document: Document, template: str, programme: str) -> tuple[Known, ...]:
    """Return the findings of the first section; on a municipality's page, of each programme."""
    first = first_page(document)
    if template in OF_A_PLACE and (known := tuple(_by_programme(first))):
        return known
    found = _findings(first)
    return (Known(programme, bare(document.masthead["programme"]), [], found),) if found else ()


def _by_programme(blocks: Sequence[Payload]) -> Iterator[Known]:
    """What stands under each heading of the third level that has findings under it."""
    starts = [
        place
        for place, block in enumerate(blocks)
        if block["kind"] == "heading" and block["level"] == 3
    ]
    for start, end in pairwise([*starts, len(blocks)]):
        heading, below = blocks[start], blocks[start + 1 : end]
        told = [block["items"] for block in below if block["kind"] == "text"]
        about = str(heading["id"]).removeprefix("findings-")
        if found := _findings(below):
            programme = "" if about == "municipality" else shown(about)
            yield Known(programme, bare(heading["text"]), _joined(told), found)


def _joined(texts: Iterable[Sequence[Spans]]) -> Spans:
    return bare([span for items in texts for item in items for span in item])


def _findings(blocks: Iterable[Payload]) -> tuple[Payload, ...]:
    return tuple(_finding(block) for block in blocks if block["kind"] == "finding")


def first_page(document: Document) -> list[Payload]:
    """Return the blocks before the second heading of the second level: the first page."""
    heads = [i for i, block in enumerate(document.blocks)
             if block["kind"] == "heading" and block["level"] == 2]  # fmt: skip
    return document.blocks[: heads[1]] if len(heads) > 1 else document.blocks


def _finding(block: Payload) -> Payload:
    words = {name: bare(block[name]) for name in ("label", "statement")}
    return {**block, **words, "details": [bare(detail) for detail in block["details"]]}


def bare(words: Spans) -> Spans:
    """Return a phrase's payload without links and without what cannot be seen."""
    return [
        {"text": shown(span["text"]), **{k: span[k] for k in ("lang", "style") if k in span}}
        for span in words
    ]
