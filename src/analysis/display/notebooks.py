"""How blocks show themselves in a notebook: with a style of their own, and as lines of text where
there is only a terminal."""

from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def _style() -> str:
    return (files("analysis.display") / "notebook.css").read_text(encoding="utf-8")


def styled(html: str) -> str:
    """Return blocks in HTML with the style that a notebook lacks."""
    return f'<style>{_style()}</style>\n<div class="tiltak">\n{html}</div>'


def line_of(payload: dict[str, Any]) -> str:
    """Return a block as text, the same whenever it is shown."""
    kind = payload["kind"]
    if kind == "finding":
        return f"<Finding ({_plain(payload['label'])}): {_plain(payload['statement'])}>"
    if kind == "table":
        return f"<Table: {_plain(payload['caption'])} ({len(payload['rows'])} rows)>"
    if kind == "figure":
        return f"<Figure: {payload['alt']}>"
    if kind == "masthead":
        return f"<Masthead: {payload['place']}>"
    return "\n".join(map(_plain, payload["items"] if kind == "text" else [payload["text"]]))


def _plain(spans: list[dict[str, str]]) -> str:
    return "".join(span["text"] for span in spans)
