"""The program that warm kernels are forked from: ``python -m analysis.reporting.warm.parent``.

A process of its own with one thread, no event loop and no zmq context, which has loaded what a
report needs, and forks a kernel for each request on its socket. It is started by
``client.WarmParent``, which holds the other end; when that closes, everything here ends.

Messages are JSON, one a packet. After loading it says ``{"key", "faults"}``; with faults it ends.
Then it answers ``{"ask": "fork", "command", "environment", "folder"}`` with ``{"pid"}`` and a
pidfd, and ``{"ask": "ending", "pid"}`` with ``{"status", "peak"}`` of a kernel that has ended;
``{"ask": "end"}`` has no answer.
"""

import builtins
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from analysis.reporting.warm import identity

LARGEST = 1 << 17
"""The most bytes in one message; a request carries a whole environment."""

PATIENCE = 1.0
"""After so many seconds without a request it looks whether its client is still there."""

KERNEL = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "ipykernel.zmqshell"),
    *("IPython.extensions.storemagic", "IPython.core.completerlib", "IPython.core.debugger"),
    *("tornado.platform.asyncio", "tornado.queues", "zmq.utils.garbage", "psutil"),
    *("faulthandler", "pdb", "sqlite3"),
)
LIBRARIES = (
    *("numpy", "pandas", "pyarrow.pandas_compat", "scipy.stats", "scipy.optimize"),
    *("statsmodels.api", "matplotlib.pyplot", "matplotlib.backends.backend_agg"),
    *("matplotlib.backends.backend_svg", "matplotlib.patheffects", "seaborn"),
    *("babel.dates", "babel.numbers", "jinja2", "pydantic"),
)
KNOWN_THREADS = frozenset({"jemalloc_bg_thd"})
"""Arrow's allocator returns memory in a thread of its own, and minds forks itself."""


def main() -> None:
    """Load, serve, and in each child of a fork be a kernel.

    The child leaves ``serve`` as the parent does, so that it ends as any interpreter ends.
    """
    control, folder = socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])
    control.set_inheritable(False)
    del sys.path[0]  # the folder it was started in, which a kernel does not look in either
    with control:
        request = serve(control, folder) if introduce(control) else None
    if request is not None:
        from analysis.reporting.warm.kernel import become_kernel

        become_kernel(request)


def introduce(control: socket.socket) -> bool:
    """Load the libraries, say whether this process may be forked, and return it."""
    gc.disable()
    key = identity.key()
    _load()
    faults = _faults(control)
    if key != identity.key():
        faults.append("the package changed while it was loaded")
    gc.collect()
    gc.freeze()
    _answer(control, {"key": key, "faults": faults})
    return not faults


def _load() -> None:
    with _as_in_a_kernel():
        for name in (*KERNEL, *LIBRARIES, "analysis.reporting.warm.kernel"):
            import_module(name)
        from analysis.notebook import openers

        for report in openers.ALL:
            openers.named(report)


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """pandas looks when it is imported whether it is in a kernel, and shows tables accordingly."""
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=None)
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]


def _faults(control: socket.socket) -> list[str]:
    """Why this process may not be forked: threads, loops and connections that a child would find
    in the middle of what they were doing."""
    others = [path for path in Path("/proc/self/task").iterdir() if path.name != str(os.getpid())]
    threads = {(path / "comm").read_text().strip() for path in others} - KNOWN_THREADS
    own = {0, 1, 2, control.fileno()}
    held = [_target(path) for path in Path("/proc/self/fd").iterdir() if int(path.name) not in own]
    refused = [item for item in held if item.startswith(("socket:", "anon_inode:"))]
    return [f"thread {name}" for name in sorted(threads)] + [f"open {x}" for x in sorted(refused)]


def _target(handle: Path) -> str:
    with suppress(FileNotFoundError):
        return str(handle.readlink())
    return ""


def serve(control: socket.socket, folder: Path) -> dict[str, Any] | None:
    """Answer until the client is done, then end the kernels and return None; in the child of a
    fork, return the request for it. If the client has died, remove its folder for it."""
    own, living, added = os.getpid(), set[int](), _added()
    request = None
    for request in _requests(control):
        if request["ask"] == "end":
            break
        if request["ask"] == "ending":
            _answer(control, _ending(request["pid"], living))
        elif pid := os.fork():
            living.add(pid)
            _introduce_child(control, pid)
        else:
            return {**request, "parent": own, "added": added}
    for pid in living:
        _end_group(pid)
        os.waitpid(pid, 0)
    if request is None or request["ask"] != "end":
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _added() -> dict[str, str]:
    """The variables that loading has set, as it would have in a plain kernel."""
    given = Path("/proc/self/environ").read_bytes().split(b"\0")
    names = {os.fsdecode(item.partition(b"=")[0]) for item in given}
    return {name: value for name, value in os.environ.items() if name not in names}


def _requests(control: socket.socket) -> Iterator[dict[str, Any]]:
    """What the client asks, while it is there. A copy of its end of the socket may outlive it in
    a process that it forked, so its own number is looked at too."""
    client = os.getppid()
    with suppress(ConnectionError):
        while os.getppid() == client:
            if select.select([control], [], [], PATIENCE)[0]:
                packet = control.recv(LARGEST)
                if not packet:
                    return
                yield json.loads(packet)


def _answer(control: socket.socket, content: dict[str, Any], handles: Sequence[int] = ()) -> None:
    """Send, unless nobody is left to read it, which the next look will show."""
    with suppress(ConnectionError):
        socket.send_fds(control, [json.dumps(content).encode()], handles)


def _introduce_child(control: socket.socket, pid: int) -> None:
    handle = os.pidfd_open(pid)
    try:
        _answer(control, {"pid": pid}, [handle])
    finally:
        os.close(handle)


def _ending(pid: int, living: set[int]) -> dict[str, int | None]:
    """How a kernel ended. Until it is asked for, the kernel's number is not given to another."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    _end_group(pid)
    _, status, usage = os.wait4(pid, 0)
    living.discard(pid)
    return {"status": os.waitstatus_to_exitcode(status), "peak": usage.ru_maxrss * 1024}


def _end_group(pid: int) -> None:
    """End a kernel and what it has started."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
