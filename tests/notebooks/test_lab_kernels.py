"""Kernels of JupyterLab: warm ones answer, stop, start again and end as ordinary ones do."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.session import Session
from lab_server import TOKEN, Lab, lab, workspace
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

from analysis.reporting.warm.client import unsupported

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(unsupported() is not None, reason=str(unsupported())),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Lab]:
    root = workspace(tmp_path_factory.mktemp("desk"))
    with lab(root, tmp_path_factory.mktemp("jupyter") / "own") as found:
        yield found


@pytest.fixture
def kernel(running) -> Iterator[str]:
    found = running.ask("POST", "kernels", {"name": "python3"})["id"]
    yield found
    if any(item["id"] == found for item in running.ask("GET", "kernels")):
        running.ask("DELETE", f"kernels/{found}")


def execute(running: Lab, kernel: str, source: str, meanwhile=lambda: None) -> tuple[str, str]:
    """Run a cell over the websocket; return how it ended, and what it printed."""

    async def talk() -> tuple[str, str]:
        url = f"{running.address.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels"
        socket = await websocket_connect(f"{url}?token={TOKEN}", max_message_size=2**26)
        message = Session().msg("execute_request", {"code": source, "silent": False})
        message["header"]["date"] = message["header"]["date"].isoformat()
        await socket.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
        printed, ended, idle = "", "", False
        while not (ended and idle):
            reply = json.loads(await socket.read_message())
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            content, kind = reply["content"], reply["msg_type"]
            if kind == "stream":
                printed += content["text"]
                if "begun" in content["text"]:
                    await IOLoop.current().run_in_executor(None, meanwhile)
            elif kind == "execute_reply":
                ended = content.get("ename") or content["status"]
            elif kind == "status":
                idle = content["execution_state"] == "idle"
        socket.close()
        return ended, printed

    return IOLoop().run_sync(talk, timeout=60)


def test_a_kernel_is_warm_and_finds_the_workspace(running, kernel):
    source = (
        "import sys\nfrom analysis.sources.workspace import Workspace\n"
        "print('statsmodels.api' in sys.modules, len(Workspace.find().root.name) > 0)"
    )
    assert execute(running, kernel, source) == ("ok", "True True\n")
    assert f"Kernel {kernel}: warm" in running.log.read_text(encoding="utf-8")


def test_a_kernel_that_is_interrupted_stops_and_goes_on(running, kernel):
    interrupt = lambda: running.ask("POST", f"kernels/{kernel}/interrupt")  # noqa: E731
    source = "import time\nprint('begun', flush=True)\ntime.sleep(50)"
    began = time.monotonic()
    assert execute(running, kernel, source, interrupt)[0] == "KeyboardInterrupt"
    assert time.monotonic() - began < 30
    assert execute(running, kernel, "print(1 + 1)") == ("ok", "2\n")


def test_a_kernel_that_is_restarted_has_forgotten_and_is_warm(running, kernel):
    assert execute(running, kernel, "kept = 1; import os; print(os.getpid())")[0] == "ok"
    running.ask("POST", f"kernels/{kernel}/restart")
    source = "import sys\nprint('kept' in globals(), 'statsmodels.api' in sys.modules)"
    assert execute(running, kernel, source) == ("ok", "False True\n")


def test_a_kernel_that_dies_is_started_again_by_the_server(running, kernel):
    _, printed = execute(running, kernel, "import os; print(os.getpid())")
    os.kill(int(printed), signal.SIGKILL)
    # The server looks every few seconds.
    time.sleep(6)
    ended, again = execute(running, kernel, "import os; print(os.getpid())")
    assert ended == "ok"
    assert again != printed


def test_a_kernel_that_is_shut_down_is_gone(running, kernel):
    _, printed = execute(running, kernel, "import os; print(os.getpid())")
    running.ask("DELETE", f"kernels/{kernel}")
    assert not Path(f"/proc/{int(printed)}").exists()


def test_nothing_is_left_when_the_server_ends(tmp_path):
    (tmp_path / "desk").mkdir()
    with lab(workspace(tmp_path / "desk"), tmp_path / "own") as server:
        kernel = server.ask("POST", "kernels", {"name": "python3"})["id"]
        _, printed = execute(server, kernel, "import os; print(os.getpid(), os.getppid())")
    pids = [int(number) for number in printed.split()]
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < end:
        time.sleep(0.2)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
