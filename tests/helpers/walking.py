"""Walks the guide: does what its pages tell a reader to do, and holds them to what they show.

A page says it so:

- a block ``console``: lines that begin with ``$`` are run, in one folder from page to page; the
  lines below a command are what it prints, where ``...`` stands for what differs from day to day;
- a block ``python``: run in the page's own kernel; a block ``text`` right below it is what it
  shows;
- ``<!-- fill FILE -->``: the tables below it, each after a line ``Sheet **NAME**``, are written
  into the cells of that form;
- ``<!-- refused -->``: the next command is to be refused;
- ``<!-- save FILE -->``: the block below it is written to that file;
- a file in backquotes below ``data/``, ``notebooks/``, ``reports/``, ``site/``: it is there at the
  end of the page.

``PYTHONPATH=tests python tests/guide/walking.py`` walks and puts what was printed into the pages.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from filling import fill
from kolada_service import Service, value
from web_server import serving

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs" / "guide"
_PART = re.compile(
    r"^<!-- (?P<order>fill|save|refused)(?: (?P<file>\S+))? -->$"
    r"|^```(?P<kind>\w+)[^\n]*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"`((?:data|notebooks|reports|site)/[\w./-]+)`")
_LINK = re.compile(r"\]\((files/[\w.-]+)\)")


def pages() -> list[Path]:
    """The pages in the order in which the guide has them."""
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    entries = yaml.safe_load(re.sub(r"!!python/\S+", "", text))["nav"]
    return [GUIDE / next(iter(entry.values())) for entry in entries]


@dataclass
class Walk:
    """A reader's folder. ``env`` is what its commands see; with ``write``, pages are given what
    their commands print instead of being held to it."""

    folder: Path
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    write: bool = False
    _refused: bool = False
    _files: dict[str, Path] = field(default_factory=dict)

    def page(self, path: Path) -> None:
        """Do what a page says; AssertionError at the first thing that is not as it says."""
        text = path.read_text(encoding="utf-8")
        self._files = {Path(name).name: GUIDE / name for name in _LINK.findall(text)}
        done, end, shown = "", 0, ""
        kernel = Kernel(self)
        try:
            for part in _PART.finditer(text):
                done += text[end : part.start()]
                after = text[part.end() :]
                block = part[0]
                if part["order"] == "refused":
                    self._refused = True
                elif part["order"] == "fill":
                    stop = _PART.search(after)
                    fill(self.folder / part["file"], after[: stop.start()] if stop else after)
                elif part["order"] == "save":
                    self._save(part["file"], after)
                elif part["kind"] == "console":
                    block = f"```console\n{self._console(part['body'], path.name)}```"
                elif part["kind"] == "python":
                    shown = kernel.run(part["body"])
                elif part["kind"] == "text" and shown:
                    fits = matches(part["body"], shown)
                    assert fits or self.write, f"{path.name}: shows\n{shown}"
                    said = part["body"] if fits else shown
                    block, shown = f"```text\n{said}```", ""
                done, end = done + block, part.end()
        finally:
            kernel.stop()
        if self.write:
            path.write_text(done + text[end:], encoding="utf-8")
        for name in _FILE.findall(text):
            assert (self.folder / name).exists(), f"{path.name}: there is no {name}"

    def _save(self, name: str, after: str) -> None:
        block = _PART.search(after)
        assert block is not None
        assert block["body"], name
        (self.folder / name).write_text(block["body"], encoding="utf-8")

    def _console(self, body: str, page: str) -> str:
        out = []
        for command, said in exchanges(body):
            printed = self._run(command)
            fits = matches(said, printed)
            assert fits or self.write, f"{page}: {command}\nsays\n{said}\nprints\n{printed}"
            out.append(f"$ {command}\n{said if fits else printed}")
        return "".join(out)

    def _run(self, command: str) -> str:
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return ""
        for name in self._files.keys() & set(words):
            shutil.copy(self._files.pop(name), self.folder)
        if words[:2] == ["tiltak", "lab"]:
            return self._lab(words)
        done = subprocess.run(
            words, cwd=self.folder, env=self.env, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600,
        )  # fmt: skip
        assert (done.returncode > 0) == self._refused, f"{command}\n{done.stdout}"
        self._refused = False
        return done.stdout

    def _lab(self, words: list[str]) -> str:
        """JupyterLab, without a browser, until it says where it is to be found."""
        started = subprocess.Popen(
            [*words, "--no-browser", "--allow-root", "--port=0"], cwd=self.folder, env=self.env,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            assert started.stdout is not None
            assert any("http://localhost" in line for line in started.stdout), "no address"
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(30)
        return ""


def exchanges(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what the page says it prints."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, said = part.partition("\n")
        while command.endswith("\\"):
            more, _, said = said.partition("\n")
            command = f"{command}\n{more}"
        yield command, said


def matches(said: str, printed: str) -> bool:
    """Whether a text is what a page says, where ``...`` is anything, a line of its own any number
    of lines."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in said.splitlines()
    ]
    clean = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return re.fullmatch("".join(lines), clean) is not None


class Kernel:
    """The kernel of a page's Python, started when it is needed."""

    def __init__(self, walk: Walk) -> None:
        self._walk, self._manager, self._client = walk, None, None

    def run(self, code: str) -> str:
        """Run a block, and return what it shows as plain text."""
        from jupyter_client.manager import start_new_kernel

        if self._client is None:
            folder = self._walk.folder / "notebooks"
            self._manager, self._client = start_new_kernel(cwd=str(folder), env=self._walk.env)
        shown: list[str] = []
        reply = self._client.execute_interactive(
            code, timeout=300, output_hook=lambda message: shown.append(_plain(message))
        )
        content = reply["content"]
        assert content["status"] == "ok", "\n".join([code, *content.get("traceback", [])])
        return "".join(shown)

    def stop(self) -> None:
        """Stop the kernel, if there is one."""
        if self._client is not None:
            self._client.stop_channels()
            self._manager.shutdown_kernel(now=True)


def _plain(message) -> str:
    content = message["content"]
    if message["msg_type"] == "stream":
        return content["text"]
    if message["msg_type"] == "execute_result":
        return f"{content['data']['text/plain']}\n"
    return ""


@contextmanager
def reading(folder: Path) -> Iterator[dict[str, str]]:
    """What commands see that walk in ``folder``: the ``tiltak`` of these tests, their own home, no
    workspace, and in place of Kolada a server on this machine with invented figures."""
    known = {key: text for key, text in os.environ.items() if not key.startswith("TILTAK_")}
    known["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), known["PATH"]])
    with serving() as server:
        service = Service(server)
        for year, level in ((2021, 7.9), (2022, 8.3), (2023, 7.6)):
            service.put("N00090", "1060", year, value(level))
        yield {**known, "HOME": str(folder), "TILTAK_KOLADA": service.address, "COLUMNS": "100"}


def main() -> None:
    """Walk all pages in a new folder, and write into them what their commands print."""
    folder = Path(tempfile.mkdtemp(prefix="guide-"))
    print(folder)
    with reading(folder) as env:
        walk = Walk(folder, env, write=True)
        for path in pages():
            print(path.name, flush=True)
            walk.page(path)


if __name__ == "__main__":
    sys.exit(main())
