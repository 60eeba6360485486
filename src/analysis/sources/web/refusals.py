"""What a service says instead of an answer, and whether to ask again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from analysis.errors import FetchError

if TYPE_CHECKING:
    import httpx

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another the next time."""

LATER = "Try again later, or work from what was fetched: --offline."


class Refused(FetchError):
    """A service answered that what was asked for is not to be had (such as 404)."""


class NotKept(FetchError):
    """What was asked for offline was never fetched."""


def may_pass(error: BaseException, longest: float) -> bool:
    """Whether another attempt may succeed: not for an answer that says what was wrong, nor
    sooner than a service asks for."""
    import httpx

    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in RETRIED and asked_for(error) <= longest
    passing = (httpx.TransportError, httpx.DecodingError, ValueError)
    return isinstance(error, passing) and not isinstance(error, httpx.UnsupportedProtocol)


def asked_for(error: BaseException | None) -> float:
    """The seconds that a service asks to be left alone: Retry-After, as a number or a date."""
    import httpx

    if not isinstance(error, httpx.HTTPStatusError):
        return 0.0
    text = error.response.headers.get("Retry-After", "")
    try:
        if text.isdigit():
            return float(text)
        left = parsedate_to_datetime(text) - datetime.now(UTC)
    except (TypeError, ValueError):
        return 0.0
    return max(left, timedelta(0)).total_seconds()


def refused(error: "httpx.HTTPStatusError", host: str, longest: float) -> str:
    """What a service answered, in words."""
    status = error.response.status_code
    told = " ".join(error.response.text.split())[:200]
    parts = [f"{host} answered {status} to {error.request.url}."]
    if told:
        parts.append(f"It says: {told}")
    if asked_for(error) > longest:
        parts.append(f"It asks to be left alone for {asked_for(error):.0f} seconds.")
    if status in RETRIED:
        parts.append(LATER)
    return " ".join(parts)
