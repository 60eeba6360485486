"""The client that asks services for figures."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.errors import FetchError
from analysis.sources.files import write_whole
from analysis.sources.web.addresses import host_of, trusted
from analysis.sources.web.refusals import (
    LATER,
    RETRIED,
    NotKept,
    Refused,
    asked_for,
    may_pass,
    refused,
)

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

LARGEST = 512 * 1024 * 1024
Params = Mapping[str, str | int]
Read = TypeVar("Read")


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
    that a service may ask for. ``oldest`` is when the oldest of the answers given came."""

    cache: Path
    offline: bool = False
    limit: float = 30.0
    attempts: int = 5
    pause: float = 0.2
    longest: float = 60.0
    oldest: datetime | None = None
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
                return self._given(answer), read(answer.content)
            except ValueError as error:
                raise FetchError(
                    f"what is kept of {address} in {path} cannot be read ({error}). "
                    "Run the command once without --offline."
                ) from None
        answer, found = self._ask(method, address, params, body, read)
        self._keep(path, answer)
        return self._given(answer), found

    def _given(self, answer: Answer) -> Answer:
        self.oldest = min(answer.retrieved, self.oldest or answer.retrieved)
        return answer

    def _ask(
        self,
        method: str,
        address: str,
        params: Params | None,
        body: Any,
        read: Callable[[bytes], Read],
    ) -> tuple[Answer, Read]:
        import httpx
        from tenacity import Retrying, retry_if_exception

        if not trusted(address):
            raise FetchError(f"{address} cannot be fetched: it is not HTTPS.")
        tries = Retrying(
            retry=retry_if_exception(lambda error: may_pass(error, self.longest)),
            stop=self._enough,
            wait=self._wait,
            reraise=True,
        )
        try:
            for attempt in tries:
                with attempt:
                    content = self._once(method, address, params, body)
                    return Answer(address, content, datetime.now(UTC)), read(content)
        except httpx.HTTPStatusError as error:
            kind = FetchError if error.response.status_code in RETRIED else Refused
            raise kind(refused(error, host_of(address), self.longest)) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
            told = str(error).rstrip(".")
            raise FetchError(f"{address} cannot be fetched: {told}.") from None
        except httpx.HTTPError as error:
            told = f"{type(error).__name__}: {error}".rstrip(": ")
            raise FetchError(
                f"{host_of(address)} could not be reached, or its answer was cut off, in "
                f"{tries.statistics['attempt_number']} attempts ({told}). {LATER}"
            ) from None
        except ValueError as error:
            raise FetchError(
                f"{host_of(address)} answered, but not in JSON ({error}), in {self.attempts} "
                "attempts. Is the address right, and is the network one that asks you to sign in? "
                f"{LATER}"
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

    def _enough(self, state: "RetryCallState") -> bool:
        """Whether it was tried often enough: a service that lets us wait is not asked for long."""
        import httpx

        error = state.outcome.exception() if state.outcome else None
        most = min(2, self.attempts) if isinstance(error, httpx.TimeoutException) else self.attempts
        return state.attempt_number >= most

    def _wait(self, state: "RetryCallState") -> float:
        asked = asked_for(state.outcome.exception() if state.outcome else None)
        return float(min(self.longest, max(asked, self.pause * 2**state.attempt_number)))

    def _path(self, method: str, address: str, params: Params | None, body: Any) -> Path:
        question = json.dumps([method, address, dict(params or {}), body], sort_keys=True)
        digest = hashlib.sha256(question.encode()).hexdigest()
        return self.cache / host_of(address) / f"{digest[:32]}.answer"

    def _kept(self, address: str, path: Path) -> Answer:
        if not path.is_file():
            raise NotKept(
                f"{address} was never fetched, and nothing is fetched offline. "
                "Run the command once without --offline."
            )
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Answer(address, path.read_bytes(), when, kept=True)

    def _keep(self, path: Path, answer: Answer) -> None:
        def date_it(aside: Path) -> None:
            # Offline, the file's time says when the answer came.
            os.utime(aside, (answer.retrieved.timestamp(),) * 2)

        write_whole(path, answer.content, check=date_it, folders=True)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _only_trusted(request: "httpx.Request") -> None:
    """Refuse what is not HTTPS, also where another address sends us on to it."""
    import httpx

    if not trusted(str(request.url)):
        raise httpx.UnsupportedProtocol(f"{request.url} is not HTTPS", request=request)
