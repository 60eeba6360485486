"""What a report is made of: text, findings, figures and tables.

A block shows itself in the notebook and carries itself, beside that, under a MIME type of its
own: the payload that every exporter reads. The first output of a report is its masthead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment

from analysis.display.languages import Phrase, phrase
from analysis.display.notebooks import line_of, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIME = "application/vnd.tiltak.blocks+json"

Payload = dict[str, Any]


def spans(value: Phrase | str) -> list[dict[str, str]]:
    """Return a phrase as its payload: a list of spans with text and, where set, lang, style
    and href."""
    return [
        {name: text for name, text in asdict(span).items() if text or name == "text"}
        for span in phrase(value).spans
    ]


class Shown:
    """Shows itself in a notebook as a report would, and in a terminal as a line."""

    def payload(self) -> Payload:
        raise NotImplementedError

    def __repr__(self) -> str:
        return line_of(self.payload())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return Blocks(self)._repr_mimebundle_()  # type: ignore[arg-type]


@dataclass(frozen=True, repr=False)
class Masthead(Shown):
    """Whose report this is, about what, as of when; and the receipt of what it was made from."""

    place: str
    programme: Phrase
    facts: tuple[tuple[Phrase, Phrase], ...]
    language: str
    warnings: tuple[Phrase, ...] = ()
    receipt: Payload = field(default_factory=dict)

    def payload(self) -> Payload:
        return {
            "kind": "masthead",
            "place": self.place,
            "programme": spans(self.programme),
            "facts": [[spans(label), spans(value)] for label, value in self.facts],
            "language": self.language,
            "warnings": [spans(warning) for warning in self.warnings],
            "receipt": self.receipt,
        }


@dataclass(frozen=True, repr=False)
class HeadingBlock(Shown):
    """A heading inside what a cell shows, below the one above the cell. ``name`` is its anchor."""

    name: str
    words: Phrase
    level: int = 3

    def payload(self) -> Payload:
        return {
            "kind": "heading",
            "level": self.level,
            "text": spans(self.words),
            "id": self.name,
        }


@dataclass(frozen=True, repr=False)
class TextBlock(Shown):
    """Paragraphs, or the items of a list."""

    items: tuple[Phrase, ...]
    listed: bool = False

    def payload(self) -> Payload:
        return {
            "kind": "text",
            "listed": self.listed,
            "items": [spans(item) for item in self.items],
        }


@dataclass(frozen=True, repr=False)
class FindingBlock(Shown):
    """A finding in words: how surely it is known, the statement, and what else to know; and in
    which way it ``limit``s the others of its report, "" for one that does not."""

    grade: str
    label: Phrase
    statement: Phrase
    details: tuple[Phrase, ...] = ()
    limit: str = ""

    def payload(self) -> Payload:
        return {
            "kind": "finding",
            "grade": self.grade,
            "label": spans(self.label),
            "statement": spans(self.statement),
            "details": [spans(detail) for detail in self.details],
            "limit": self.limit,
        }


@dataclass(frozen=True, repr=False)
class TableBlock(Shown):
    """A table as it is shown, and the ``frame`` it was made from.

    The first cell of a row is its header. ``numeric`` says which columns are set as numbers.
    """

    name: str
    caption: Phrase
    columns: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    numeric: tuple[bool, ...]
    frame: pd.DataFrame
    notes: tuple[Phrase, ...] = ()
    source: Phrase | None = None

    def payload(self) -> Payload:
        return {
            "kind": "table",
            "name": self.name,
            "caption": spans(self.caption),
            "columns": [spans(column) for column in self.columns],
            "rows": [[spans(cell) for cell in row] for row in self.rows],
            "numeric": list(self.numeric),
            "notes": [spans(note) for note in self.notes],
            "source": spans(self.source) if self.source else None,
        }


@dataclass(frozen=True, repr=False)
class FigureBlock(Shown):
    """A figure in two widths, for a page and for a phone, with the data it was drawn from.

    It cannot be built without an alternative text, a caption and a source note (ValueError).
    ``figure`` is the matplotlib figure of the page.
    """

    name: str
    figure: "Figure"
    svg: str
    svg_narrow: str
    alt: str
    caption: Phrase
    source: Phrase
    data: TableBlock
    data_label: Phrase

    def __post_init__(self) -> None:
        for part in ("alt", "caption", "source"):
            if not str(getattr(self, part)).strip():
                raise ValueError(f"figure '{self.name}' has no {part}: every figure needs one")

    def payload(self) -> Payload:
        return {
            "kind": "figure",
            "name": self.name,
            "svg": self.svg,
            "svg_narrow": self.svg_narrow,
            "alt": self.alt,
            "caption": spans(self.caption),
            "source": spans(self.source),
            "data": self.data.payload(),
            "data_label": spans(self.data_label),
        }


Block = Masthead | HeadingBlock | TextBlock | FindingBlock | TableBlock | FigureBlock


class Blocks(Sequence[Block]):
    """Blocks that a cell shows, in order."""

    def __init__(self, *blocks: Block):
        self._blocks = blocks

    def __getitem__(self, index: Any) -> Any:
        return self._blocks[index]

    def __len__(self) -> int:
        return len(self._blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    @property
    def frame(self) -> pd.DataFrame:
        """The data of the first table or figure, to go on from. LookupError without one."""
        for block in self._blocks:
            if isinstance(block, TableBlock):
                return block.frame
            if isinstance(block, FigureBlock):
                return block.data.frame
        raise LookupError("these blocks hold no table")

    @property
    def figure(self) -> "Figure":
        """The first matplotlib figure. LookupError without one."""
        for block in self._blocks:
            if isinstance(block, FigureBlock):
                return block.figure
        raise LookupError("these blocks hold no figure")

    def payload(self) -> Payload:
        """Return what exporters read."""
        return {"version": 1, "blocks": [block.payload() for block in self._blocks]}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        payload = self.payload()
        html = styled(render_html(payload["blocks"]))
        return {MIME: payload, "text/html": html, "text/plain": repr(self)}

    def __repr__(self) -> str:
        """The same in every run, for notebooks to be compared: it holds no address."""
        return "\n".join(map(repr, self._blocks))


@lru_cache
def _template(name: str) -> Any:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = (files("analysis.display") / name).read_text(encoding="utf-8")
    return environment.from_string(source)


def render_html(blocks: Sequence[Payload], phone: bool = False) -> str:
    """Return blocks as HTML. With ``phone``, figures come in both widths, for a page whose style
    shows the one that fits."""
    return str(_template("blocks.html.j2").render(blocks=blocks, phone=phone))
