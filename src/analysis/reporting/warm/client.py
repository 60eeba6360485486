"""Starting a warm parent, asking it for kernels, and stopping it."""

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from analysis.reporting.warm import identity
from analysis.reporting.warm.parent import LARGEST
from analysis.reporting.warm.process import Ending, WarmProcess

PROGRAM = "analysis.reporting.warm.parent"
LOADING = 120.0
"""Seconds for the parent to load everything; a cold disk under load takes its time."""
ANSWER = 30.0
"""Seconds for the parent to answer."""
GRACE = 5.0
"""Seconds for the parent to end its kernels and itself."""


class NotWarm(Exception):
    """No kernel can be forked; says why. A plain one can always be started."""


def unsupported() -> str | None:
    """Return why kernels cannot be forked on this system, None where they can."""
    if sys.platform != "linux":
        return f"kernels are forked on Linux only, and this is {sys.platform}"
    missing = [
        name
        for module, name in ((os, "pidfd_open"), (socket, "send_fds"), (resource, "prlimit"))
        if not hasattr(module, name)
    ]
    return f"this Python has no {', '.join(missing)}" if missing else None


class WarmParent:
    """The process kernels are forked from; a context manager, for one batch in one process.

    Never raises where it cannot be started: ``reason`` then says why, and every kernel is plain.
    Starting does not wait for the libraries to load; the first kernel does. Its environment is
    that of the kernels to come.
    """

    def __init__(self, environment: Mapping[str, str] | None = None, program: str = PROGRAM):
        self.reason: str | None = "the parent of warm kernels is not started"
        self._environment = identity.kernel_environment(environment or os.environ)
        self._program = program
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._key: str | None = None
        self.folder: Path | None = None
        """For the sockets of the kernels: the parent removes it if this process is killed."""

    def __enter__(self) -> "WarmParent":
        self.reason = unsupported()
        if self.reason is None:
            try:
                self._start()
            except OSError as error:
                self.reason = f"the parent of warm kernels could not be started: {error}"
        return self

    def __exit__(self, *error: object) -> None:
        with self._lock:
            if self._owner == os.getpid():
                self._say_goodbye()
                self._stop(GRACE if self._key else 0)
                self.reason = "the parent of warm kernels was stopped"
                if self.folder is not None:
                    shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int | None:
        """The number of the parent's process, while there is one."""
        return self._process.pid if self._process else None

    def ready(self) -> bool:
        """Wait until the libraries are loaded; return whether kernels can be forked."""
        with suppress(NotWarm), self._lock:
            self._refuse_if_unusable()
        return self.reason is None

    def fork(self, command: Sequence[str], environment: dict[str, str], folder: str) -> WarmProcess:
        """Return a kernel, started as ``command`` would. Raises NotWarm."""
        with self._lock:
            self._refuse_if_unusable()
            self._refuse_another_start(command, environment)
            request = {"ask": "fork", "command": list(command), "folder": folder}
            content, handles = self._ask({**request, "environment": environment})
            return WarmProcess(self, content["pid"], handles[0])

    def ending(self, pid: int) -> Ending | None:
        """Return how a kernel that is over ended, None if the parent is gone itself."""
        with self._lock, suppress(NotWarm):
            if self._process is not None and self._owner == os.getpid():
                content, _ = self._ask({"ask": "ending", "pid": pid})
                return Ending(content["status"], content["peak"])
        return None

    def _start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tiltak-warm-"))
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - read when the parent is lost
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._program, str(theirs.fileno()), str(self.folder)],
                env=identity.parent_environment(self._environment),
                pass_fds=[theirs.fileno()],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._told,
                start_new_session=True,
            )

    def _say_goodbye(self) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._control.send(json.dumps({"ask": "end"}).encode())

    def _refuse_if_unusable(self) -> None:
        if self._owner != os.getpid():
            raise NotWarm("the parent of warm kernels belongs to another process")
        if self.reason is None and self._key is None:
            self._meet()
        if self.reason is None and self._key != identity.key():
            self.reason = "the package or what is installed changed after the parent was started"
        if self.reason is not None:
            raise NotWarm(self.reason)

    def _meet(self) -> None:
        content, _ = self._receive(LOADING)
        self._key = content["key"]
        if content["faults"]:
            self._stop(GRACE)
            self.reason = f"the parent may not be forked: {', '.join(content['faults'])}"

    def _refuse_another_start(self, command: Sequence[str], environment: dict[str, str]) -> None:
        if list(command[:3]) != [sys.executable, "-m", identity.LAUNCHER]:
            raise NotWarm(f"this kernel is started in another way: {' '.join(command[:3])}")
        ours, asked = identity.at_start(self._environment), identity.at_start(environment)
        if ours != asked:
            names = sorted(name for name in {*ours, *asked} if ours.get(name) != asked.get(name))
            raise NotWarm(f"the parent started with another {', '.join(names)}")

    def _ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        packet = json.dumps(request).encode()
        if len(packet) > LARGEST:
            raise NotWarm("the environment is too large to be sent to the parent")
        try:
            self._control.send(packet)
        except OSError as error:
            self._lose(str(error))
        return self._receive(ANSWER)

    def _receive(self, patience: float) -> tuple[dict[str, Any], list[int]]:
        self._control.settimeout(patience)
        try:
            packet, handles, _, _ = socket.recv_fds(self._control, LARGEST, 1)
        except OSError as error:
            self._lose(str(error))
        if not packet:
            self._lose("it ended", GRACE)
        return json.loads(packet), list(handles)

    def _lose(self, why: str, patience: float = 0) -> NoReturn:
        """Give the parent up. It is ended first, and its kernels with it: a kernel that it was
        still about to fork must not meet the plain one on the same sockets."""
        code = self._stop(patience)
        said = os.pread(self._told.fileno(), LARGEST, 0).decode(errors="replace").splitlines()
        last = f"; it said: {said[-1]}" if said else ""
        self.reason = f"the parent of warm kernels was lost: {why} (exit code {code}){last}"
        raise NotWarm(self.reason)

    def _stop(self, patience: float) -> int | None:
        """End the parent, and with it its kernels; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        self._control.close()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return process.returncode
