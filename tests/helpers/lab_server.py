"""JupyterLab as ``tiltak lab`` starts it, on a free port, with settings of nobody."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOKEN = "a-token-for-a-test"
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Lab:
    """A server that is running: where it is, and what it has said."""

    address: str
    log: Path
    process: "subprocess.Popen[bytes]"

    def page(self, path: str) -> str:
        """The address of a page, with the token."""
        return f"{self.address}/lab/tree/{path}?token={TOKEN}"

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        """Return the answer of the server's interface."""
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(
            f"{self.address}/api/{path}", data, {"Authorization": f"token {TOKEN}"}, method=method
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            body = answer.read()
        return json.loads(body) if body else None


def workspace(folder: Path) -> Path:
    """A copy of the project's data and notebooks to work in."""
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    return folder


@contextmanager
def lab(root: Path, settings: Path, *options: str) -> Iterator[Lab]:
    """Start ``tiltak lab`` in the workspace ``root``; end it afterwards, with its kernels."""
    settings.mkdir(parents=True)
    port = _free_port()
    names = ("CONFIG", "DATA", "RUNTIME")
    own = {f"JUPYTER_{name}_DIR": str(settings / name.casefold()) for name in names}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"), "TILTAK_WORKSPACE": ""}
    command = [sys.executable, "-m", "analysis.cli", "lab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={TOKEN}", *options]
    log = settings / "log.txt"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=root, env={**os.environ, **own}, stdout=written, stderr=written
        )
        try:
            running = Lab(f"http://127.0.0.1:{port}", log, process)
            _wait_for(running)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(running: Lab, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert running.process.poll() is None, running.log.read_text(encoding="utf-8")
        try:
            running.ask("GET", "status")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(running.log.read_text(encoding="utf-8"))
