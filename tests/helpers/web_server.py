"""A real server on this machine, for tests of what is fetched over the network.

    with serving() as server:
        server.routes["/v3/kpi"] = lambda asked: {"values": []}
        server.first(too_many(1), failing(), cut_off(b'{"values": [', 100))
        ...server.address + "/v3/kpi"...
        assert server.paths() == ["/v3/kpi", ...]

A route is a function of the request; it returns a :class:`Reply`, bytes, or what becomes JSON.
A route whose path ends with a slash also answers for all that is below it; the longest one wins.
What is put in ``first`` is answered before any route is, one by one.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from analysis.sources.web import Web


@dataclass(frozen=True)
class Asked:
    """A request as it arrived: ``path`` without the query, ``number`` from 1."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]
    number: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer. ``wait`` is the time before it in seconds, ``pause`` the time between its
    pieces of ``piece`` bytes. ``length`` is the length it claims: more than the body has means
    that the connection is cut in the middle; None claims none, so that a cut goes unnoticed."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pause: float = 0.0
    piece: int = 65536
    length: int | None = -1


def as_json(content: Any, **others: Any) -> Reply:
    """``content`` as JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Reply(body, headers={"Content-Type": "application/json"}, **others)


def too_many(after: float | str | None = None) -> Reply:
    """429, with Retry-After when ``after`` is given."""
    headers = {} if after is None else {"Retry-After": str(after)}
    return Reply(b"too many requests", 429, headers)


def failing(status: int = 500, text: str = "something broke") -> Reply:
    return Reply(text.encode(), status)


def slow(seconds: float, content: Any = None) -> Reply:
    return as_json(content, wait=seconds)


def cut_off(content: Any, kept: int, noticed: bool = True) -> Reply:
    """The first ``kept`` bytes of ``content`` as JSON. ``noticed``: the length said otherwise."""
    whole = json.dumps(content, ensure_ascii=False).encode()
    assert kept < len(whole)
    return Reply(whole[:kept], length=len(whole) if noticed else None)


def malformed(text: str = '{"values": [') -> Reply:
    """A whole answer that is no JSON."""
    return Reply(text.encode(), headers={"Content-Type": "application/json"})


def redirect(address: str, status: int = 302) -> Reply:
    return Reply(b"", status, {"Location": address})


Route = Callable[[Asked], Any]


class Server:
    """What :func:`serving` gives. ``asked`` holds every request in the order of arrival."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self._first: list[Reply] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def first(self, *replies: Reply) -> None:
        """Answer the next requests with these, whatever is asked."""
        self._first.extend(replies)

    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [request.path for request in self.asked]

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Nobody answers from now on."""
        self._server.shutdown()
        self._server.server_close()

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        parts = urlsplit(target)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))
        with self._lock:
            asked = Asked(method, path, query, body, headers, len(self.asked) + 1)
            self.asked.append(asked)
            if self._first:
                return self._first.pop(0)
        route = self._route(path)
        if route is None:
            return failing(404, f"no such page: {path}")
        found = route(asked)
        if isinstance(found, Reply):
            return found
        return Reply(found) if isinstance(found, bytes) else as_json(found)

    def _route(self, path: str) -> Route | None:
        if path in self.routes:
            return self.routes[path]
        above = [name for name in self.routes if name.endswith("/") and path.startswith(name)]
        return self.routes[max(above, key=len)] if above else None


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply(method, self.path, headers, body)
            # Whoever waited too long has left.
            try:
                self._send(reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.wait)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            whole = reply.length == -1
            if reply.length is not None:
                self.send_header("Content-Length", str(len(reply.body) if whole else reply.length))
            if not whole:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            for start in range(0, len(reply.body), reply.piece):
                self.wfile.write(reply.body[start : start + reply.piece])
                self.wfile.flush()
                time.sleep(reply.pause)

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the block ends."""
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def fetch_often(cache: Path, address: str) -> None:
    """Ask for an address again and again, as another process does."""
    web = Web(cache, pause=0.0)
    for _ in range(30):
        web.get_json(address)
