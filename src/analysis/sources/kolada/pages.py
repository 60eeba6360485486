"""Kolada's answers come in pages, each with the address of the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from analysis.errors import FetchError
from analysis.sources.web import Answer, Web

PER_PAGE = 5000
MOST_PAGES = 2000
"""More than any selection has: 25 × 25 × 25 rows, if eight of them were a page."""


@dataclass(frozen=True)
class Page:
    """One page: the answer as it came, and the ``values`` in it, whatever they are."""

    answer: Answer
    values: list[Any]


def pages(web: Web, address: str, path: str) -> Iterator[Page]:
    """Yield the pages of ``path`` below ``address`` until one has no next or no values.

    FetchError when an answer is not in v3's shape, when the next page would be on another host,
    or when the pages go in a circle.
    """
    url: str | None = f"{address}/{path}?per_page={PER_PAGE}"
    seen: set[str] = set()
    while url is not None:
        if url in seen or len(seen) == MOST_PAGES:
            raise FetchError(
                f"Kolada's pages do not end: after {len(seen)} of them comes {url}. "
                "Nothing was kept. Ask for less, or tell Kolada."
            )
        seen.add(url)
        answer, content = web.get_both(url)
        values = _values(content, url)
        yield Page(answer, values)
        url = _next(content, url, address) if values else None


def _values(content: Any, url: str) -> list[Any]:
    values = content.get("values") if isinstance(content, dict) else None
    if not isinstance(values, list):
        raise FetchError(
            f"{url} did not answer in the shape of Kolada's version 3: 'values' is no list. "
            "Is the address right?"
        )
    return values


def _next(content: dict[str, Any], url: str, address: str) -> str | None:
    """The address of the next page, always by the scheme of our own address."""
    found = content.get("next_url")
    if found is None or found == "":
        return None
    own = urlsplit(address)
    try:
        parts = urlsplit(urljoin(url, found)) if isinstance(found, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.netloc != own.netloc or parts.scheme not in ("http", "https"):
        raise FetchError(
            f"{url} says that its next page is {found!r}. Accepted: a page of {own.netloc}. "
            "Nothing was fetched from there."
        )
    return parts._replace(scheme=own.scheme, fragment="").geturl()
