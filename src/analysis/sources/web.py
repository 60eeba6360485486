"""Fetching figures over the network: with time limits, retries, a cache, and an offline mode.

Every answer is kept below ``data/cache/`` as it came. Offline, only what is kept there is used.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from analysis.errors import FetchError, OutputError, ParameterError
from analysis.sources.toml import read_toml
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

ADDRESSES = {
    "kolada": "https://api.kolada.se/v3",
    "ssb": "https://data.ssb.no/api/pxwebapi/v2",
    "scb": "https://statistikdatabasen.scb.se/api/v2",
    "klass": "https://data.ssb.no/api/klass/v1",
}
"""Where the services are. ``[addresses]`` in a workspace's tiltak.toml, or a variable such as
TILTAK_KOLADA, says otherwise."""

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another the next time."""

LARGEST = 512 * 1024 * 1024
Params = Mapping[str, str | int]
Read = TypeVar("Read")


def address_of(workspace: Workspace, service: str) -> str:
    """Return the address of ``service``, without a slash at its end.

    ParameterError for one that is not HTTPS: figures must come from whom they say. A service on
    this machine may do without.
    """
    settings = workspace.root / "tiltak.toml"
    own: Any = {}
    if settings.is_file():
        own = read_toml(settings, workspace.relative(settings))[0].get("addresses", {})
    if not isinstance(own, dict):
        raise ParameterError(f"[addresses] in {workspace.relative(settings)} is no table.")
    named = os.environ.get(f"TILTAK_{service.upper()}") or own.get(service) or ADDRESSES[service]
    address = str(named).rstrip("/")
    if not _trusted(address):
        raise ParameterError(f"the address of {service} is '{address}'. Accepted: https://...")
    return address


def _trusted(address: str) -> bool:
    """Whether who answers at ``address`` is who it says: by HTTPS, or on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    return local or (parts.scheme == "https" and bool(parts.hostname))


@dataclass(frozen=True)
class Answer:
    """What a service answered: its ``content`` as it came, and when. ``kept`` says that it was
    not fetched now but taken from the cache."""

    address: str
    content: bytes
    retrieved: datetime
    kept: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Web:
    """A careful client. ``pause`` is the time between requests, ``limit`` the time one may take,
    both in seconds; ``attempts`` is how often a request is tried. ``longest`` is the longest wait
    that a service may ask for."""

    cache: Path
    offline: bool = False
    limit: float = 30.0
    attempts: int = 5
    pause: float = 0.2
    longest: float = 60.0
    _last: float = field(default=0.0, repr=False)

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        hooks = {"request": [_only_trusted]}
        # Klass answers in XML to whoever does not ask for JSON.
        wanted = {"Accept": "application/json, */*;q=0.5"}
        return httpx.Client(
            timeout=self.limit, follow_redirects=True, event_hooks=hooks, headers=wanted
        )

    def get(self, address: str, params: Params | None = None) -> Answer:
        """Return the answer to a request; FetchError when there is none.

        A service that is busy (429), fails, or is cut off is asked again, after the time it asks
        for or longer each time.
        """
        return self._fetch("GET", address, params, None, lambda content: content)[0]

    def get_json(self, address: str, params: Params | None = None) -> Any:
        """Return the answer as JSON. One that is no JSON was cut off, and is asked for again."""
        return self.get_both(address, params)[1]

    def get_both(self, address: str, params: Params | None = None) -> tuple[Answer, Any]:
        """Return the answer as it came, and as JSON."""
        return self._fetch("GET", address, params, None, _json)

    def post_both(
        self, address: str, body: Any, params: Params | None = None
    ) -> tuple[Answer, Any]:
        """Return the answer to a question sent as JSON: as it came, and as JSON."""
        return self._fetch("POST", address, params, body, _json)

    def _fetch(
        self,
        method: str,
        address: str,
        params: Params | None,
        body: Any,
        read: Callable[[bytes], Read],
    ) -> tuple[Answer, Read]:
        path = self._path(method, address, params, body)
        if self.offline:
            answer = self._kept(address, path)
            try:
                return answer, read(answer.content)
            except ValueError as error:
                raise FetchError(
                    f"what is kept of {address} in {path} cannot be read ({error}). "
                    "Run the command once without --offline."
                ) from None
        answer, found = self._ask(method, address, params, body, read)
        self._keep(path, answer)
        return answer, found

    def _ask(
        self,
        method: str,
        address: str,
        params: Params | None,
        body: Any,
        read: Callable[[bytes], Read],
    ) -> tuple[Answer, Read]:
        import httpx
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        if not _trusted(address):
            raise FetchError(f"{address} cannot be fetched: it is not HTTPS.")
        tries = Retrying(
            retry=retry_if_exception(lambda error: _may_pass(error, self.longest)),
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            reraise=True,
        )
        try:
            for attempt in tries:
                with attempt:
                    content = self._once(method, address, params, body)
                    return Answer(address, content, datetime.now(UTC)), read(content)
        except httpx.HTTPStatusError as error:
            raise FetchError(_refused(error, _host(address), self.longest)) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
            raise FetchError(f"{address} cannot be fetched: {error}.") from None
        except (httpx.HTTPError, ValueError) as error:
            told = f"{type(error).__name__}: {error}".rstrip(": ")
            raise FetchError(
                f"{_host(address)} could not be reached, or its answer was cut off, in "
                f"{self.attempts} attempts ({told}). "
                "Try again later, or work from what was fetched: --offline."
            ) from None
        raise AssertionError("a retry without attempts")

    def _once(self, method: str, address: str, params: Params | None, body: Any) -> bytes:
        import time

        import httpx

        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()
        ends = self._last + 4 * self.limit
        content = bytearray()
        with self._client.stream(method, address, params=params, json=body) as answer:
            if answer.is_error:
                answer.read()
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > LARGEST:
                    size = f"{LARGEST / 1024**2:g} MB"
                    raise FetchError(f"{address} answers with more than {size}. Ask for less.")
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("the answer comes too slowly")
        return bytes(content)

    def _wait(self, state: "RetryCallState") -> float:
        asked = _asked_for(state.outcome.exception() if state.outcome else None)
        return float(min(self.longest, max(asked, self.pause * 2**state.attempt_number)))

    def _path(self, method: str, address: str, params: Params | None, body: Any) -> Path:
        question = json.dumps([method, address, dict(params or {}), body], sort_keys=True)
        digest = hashlib.sha256(question.encode()).hexdigest()
        return self.cache / _host(address) / f"{digest[:32]}.answer"

    def _kept(self, address: str, path: Path) -> Answer:
        if not path.is_file():
            raise FetchError(
                f"{address} was never fetched, and nothing is fetched offline. "
                "Run the command once without --offline."
            )
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Answer(address, path.read_bytes(), when, kept=True)

    def _keep(self, path: Path, answer: Answer) -> None:
        aside = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(answer.content)
            # Offline, the file's time says when the answer came.
            os.utime(aside, (answer.retrieved.timestamp(),) * 2)
            aside.replace(path)
        except OSError as error:
            with suppress(OSError):
                aside.unlink()
            raise OutputError(f"{path} could not be written: {error.strerror}.") from None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "nowhere"
    except ValueError:
        return "nowhere"


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _only_trusted(request: "httpx.Request") -> None:
    """Refuse what is not HTTPS, also where another address sends us on to it."""
    import httpx

    if not _trusted(str(request.url)):
        raise httpx.UnsupportedProtocol(f"{request.url} is not HTTPS", request=request)


def _may_pass(error: BaseException, longest: float) -> bool:
    """Whether another attempt may succeed: not for an answer that says what was wrong, nor
    sooner than a service asks for."""
    import httpx

    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in RETRIED and _asked_for(error) <= longest
    passing = (httpx.TransportError, httpx.DecodingError, ValueError)
    return isinstance(error, passing) and not isinstance(error, httpx.UnsupportedProtocol)


def _asked_for(error: BaseException | None) -> float:
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


def _refused(error: "httpx.HTTPStatusError", host: str, longest: float) -> str:
    status = error.response.status_code
    told = " ".join(error.response.text.split())[:200]
    parts = [f"{host} answered {status} to {error.request.url}."]
    if told:
        parts.append(f"It says: {told}")
    if _asked_for(error) > longest:
        parts.append(f"It asks to be left alone for {_asked_for(error):.0f} seconds.")
    if status in RETRIED:
        parts.append("Try again later, or work from what was fetched: --offline.")
    return " ".join(parts)
