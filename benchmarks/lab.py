"""How soon a notebook of ``tiltak lab`` answers, with a warm kernel and with a plain one.

    python benchmarks/lab.py [ROUNDS]

Both kinds run side by side on one machine, each in a JupyterLab server of its own, in turns: start
a kernel through the server, run the first code cell of explore.ipynb, wait for its answer.
The last line is the ratio of the medians, plain to warm.
"""

import json
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))

from lab_server import PROJECT, TOKEN, Lab, lab, workspace

ROUNDS = 5


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    source = first_cell()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        (root / "desk").mkdir()
        desk = workspace(root / "desk")
        labs = {
            "warm": stack.enter_context(lab(desk, root / "warm")),
            "plain": stack.enter_context(lab(desk, root / "plain", "--cold")),
        }
        # The first kernel of each fills the disk's cache, and waits for the warm parent to load.
        for running in labs.values():
            answer_time(running, source)
        times: dict[str, list[float]] = {name: [] for name in labs}
        for _ in range(rounds):
            for name, running in labs.items():
                times[name].append(answer_time(running, source))
    for name, found in times.items():
        listed = ", ".join(f"{seconds:.2f}" for seconds in found)
        print(f"{name}: {statistics.median(found):.2f} s (of {listed})")
    ratio = statistics.median(times["plain"]) / statistics.median(times["warm"])
    print(f"plain to warm: {ratio:.1f}")


def first_cell() -> str:
    """The source of the first code cell of the notebook."""
    notebook = nbformat.read(PROJECT / "notebooks" / "explore.ipynb", as_version=4)
    return next(str(cell.source) for cell in notebook.cells if cell.cell_type == "code")


def answer_time(running: Lab, source: str) -> float:
    """Seconds from asking for a kernel to its answer to ``source``."""
    began = time.perf_counter()
    kernel = running.ask("POST", "kernels", {"name": "python3"})["id"]
    answer = run(running, kernel, source)
    taken = time.perf_counter() - began
    running.ask("DELETE", f"kernels/{kernel}")
    assert answer["content"]["status"] == "ok", answer
    return taken


def run(running: Lab, kernel: str, source: str) -> dict:
    """The reply of a kernel to a cell, over the server's websocket, as JupyterLab asks for it."""
    from jupyter_client.session import Session
    from tornado.ioloop import IOLoop
    from tornado.websocket import websocket_connect

    async def talk() -> dict:
        address = running.address.replace("http", "ws", 1)
        url = f"{address}/api/kernels/{kernel}/channels?token={TOKEN}"
        socket = await websocket_connect(url, max_message_size=2**26)
        message = Session().msg("execute_request", {"code": source, "silent": False})
        message["header"]["date"] = message["header"]["date"].isoformat()
        await socket.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
        while True:
            reply = json.loads(await socket.read_message())
            if (
                reply["parent_header"].get("msg_id") == message["header"]["msg_id"]
                and reply["msg_type"] == "execute_reply"
            ):
                socket.close()
                return reply

    return IOLoop().run_sync(talk)


if __name__ == "__main__":
    main()
