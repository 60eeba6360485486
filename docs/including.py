"""What the guide does to its pages: texts of the project put in, tables made to scroll."""

import re
from pathlib import Path
from typing import Any

_PROJECT = Path(__file__).resolve().parents[1]
_HERE = re.compile(r"^<!-- include (\S+) -->$", re.MULTILINE)
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?!#|https?:)[^)]+\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Return a page with ``<!-- include FILE -->`` replaced by that file of the project: without
    its title, its headings as they are, its links to other files as their names."""
    return _HERE.sub(lambda found: _text(found[1]), markdown)


def on_page_content(html: str, **_: Any) -> str:
    """Return a page whose tables can be scrolled from the keyboard on a narrow screen."""
    region = '<div class="wide" role="region" aria-label="Table" tabindex="0"><table class="told">'
    return html.replace("<table>", region).replace("</table>", "</table></div>")


def _text(name: str) -> str:
    _, _, text = (_PROJECT / name).read_text(encoding="utf-8").partition("\n")
    return _OUTSIDE.sub(r"`\1`", text)
