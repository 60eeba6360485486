"""Warm kernels do what plain ones do; and when they cannot be had, that is told and nothing lost.

Real kernels, forked from a real parent, under papermill.
"""

import asyncio
import gc
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from analysis.reporting import kernels
from analysis.reporting.warm import client, identity
from analysis.reporting.warm.client import NotWarm, WarmParent, unsupported
from analysis.reporting.warm.managers import kernel_manager_class
from analysis.reporting.warm.process import UNKNOWN, Ending
from analysis.reporting.warm.provisioner import NOT_ASKED, KernelRecord

PROJECT = Path(__file__).resolve().parents[2]
REPORTS = {
    "sick_leave": "porsgrunn-sick-leave",
    "policy_evaluation": "drammen-employer-policy",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(unsupported() is not None, reason=str(unsupported())),
]


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    with WarmParent() as started:
        assert started.ready(), started.reason
        yield started


@pytest.fixture
def own_parent() -> Iterator[WarmParent]:
    """One that a test may kill."""
    with WarmParent() as started:
        assert started.ready(), started.reason
        yield started


def execute(
    path: Path, cells: list[str], parent: WarmParent | None, memory: int | None = None, **options
) -> tuple[nbformat.NotebookNode, KernelRecord]:
    """Run cells in a kernel of their own, in a folder of their own; ``kernel`` holds its pid."""
    record = KernelRecord()
    cells = ["import os\nopen('kernel', 'w').write(str(os.getpid()))", *cells]
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path / "in.ipynb")
    made = papermill.execute_notebook(
        str(path / "in.ipynb"),
        str(path / "out.ipynb"),
        kernel_name="python3",
        kernel_manager_class=kernel_manager_class(parent, record, memory),
        progress_bar=False,
        cwd=str(path),
        **options,
    )
    made.cells = made.cells[1:]
    return made, record


def outputs(notebook: nbformat.NotebookNode) -> list[list[dict]]:
    """What each cell showed, but for the numbers of processes, places in memory, and into how
    many pieces a stream happened to fall."""
    shown = [joined(cell.outputs) for cell in notebook.cells if "outputs" in cell]
    return json.loads(re.sub(r"ipykernel_\d+| at 0x[0-9a-f]+", "", json.dumps(shown)))


def joined(items: list[dict]) -> list[dict]:
    made: list[dict] = []
    for item in items:
        if made and item["output_type"] == "stream" and made[-1].get("name") == item["name"]:
            made[-1] = {**made[-1], "text": made[-1]["text"] + item["text"]}
        else:
            made.append(dict(item))
    return made


def is_gone(pid: int, within: float = 5) -> bool:
    """Whether a process has ended, as far as any that are left can tell."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


SHOWN = [
    "import sys, time, warnings, logging, subprocess\nfrom IPython.display import Image, HTML",
    "print('one'); display(HTML('<p>two</p>')); print('three')",
    "warnings.warn('mind this')\nlogging.getLogger('probe').warning('and this')",
    "print('to errors', file=sys.stderr)",
    "subprocess.run(['echo', 'from a child'])\nos.system('echo from a shell'); time.sleep(0.5)",
    "display(Image(data=b'\\x89PNG', format='png', metadata={'alt': 'a picture'}))",
    "handle = display('before', display_id='x')\nhandle.update('after')",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1, 2]); plt.show()",
    "import numpy as np, pandas as pd\npd.DataFrame({f'a{n}': [1.5] for n in range(30)})",
    "np.random.seed(1)\nnp.random.rand(3), hash('text'), list({'b', 'a', 'c'})",
    "__name__, sys.argv[0], sys.path, os.getcwd(), os.getsid(0) == os.getpid()",
    "sorted((name, value) for name, value in os.environ.items() if name != 'JPY_PARENT_PID')",
    "import matplotlib, seaborn\ndict(matplotlib.rcParams), matplotlib.get_backend()",
    "[(n, str(v).lower()) for n, v in pd.options.display.d.items() if not isinstance(v, dict)]",
    "logging.root.handlers, logging.root.level, sys.flags, np.geterr()",
    "[line for line in open('/proc/self/status') if line.startswith(('SigB', 'SigI', 'SigC'))]",
    "import gc, resource\ngc.isenabled(), gc.get_threshold(), resource.getrlimit(9)",
    "get_ipython().history_manager.hist_file, 'session' in dir()",
]


def test_what_a_kernel_shows_is_the_same_from_a_warm_one(parent, tmp_path, monkeypatch):
    # With this variable ipykernel does not catch what child processes print.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    warm, record = execute(tmp_path, SHOWN, parent)
    plain, other = execute(tmp_path, SHOWN, None)
    assert (record.warm, record.reason) == (True, None)
    assert (other.warm, other.reason) == (False, NOT_ASKED)
    assert outputs(warm) == outputs(plain)
    assert warm.cells[1].outputs[0]["text"] == "one\n"
    figure = warm.cells[7].outputs[0]
    assert figure["output_type"] == "display_data"
    assert figure["data"]["image/png"].startswith("iVBOR")
    assert "from a child\n" in "".join(item["text"] for item in warm.cells[4].outputs)
    assert warm.cells[5].outputs[0]["metadata"] == {"image/png": {"alt": "a picture"}}


def test_two_warm_kernels_share_nothing_but_what_was_loaded(parent, tmp_path):
    first = "import numpy as np, pandas as pd\npd.options.display.width = 33; secret = 1"
    execute(tmp_path, [first, "os.environ['LEFT'] = 'x'"], parent)
    drawn = "'secret' in globals(), 'LEFT' in os.environ, pd.options.display.width"
    cells = ["import numpy as np, pandas as pd", drawn, "np.random.rand()"]
    one, _ = execute(tmp_path, cells, parent)
    two, _ = execute(tmp_path, cells, parent)
    assert one.cells[1].outputs[0]["data"]["text/plain"] == "(False, False, 80)"
    assert outputs(one)[2] != outputs(two)[2]


@pytest.mark.parametrize("template", REPORTS)
def test_a_report_from_a_warm_kernel_equals_one_from_a_plain_kernel(parent, tmp_path, template):
    made = []
    for asked in (parent, None):
        record = KernelRecord()
        made.append(
            papermill.execute_notebook(
                str(PROJECT / "notebooks" / f"{template}.ipynb"),
                str(tmp_path / "out.ipynb"),
                parameters={"programme": REPORTS[template], "language": "en"},
                kernel_name=kernels.NAME,
                kernel_manager_class=kernel_manager_class(asked, record),
                progress_bar=False,
                cwd=str(PROJECT),
            )
        )
        assert record.warm is (asked is not None), record.reason
    assert len(outputs(made[0])) > 10
    assert outputs(made[0]) == outputs(made[1])


def test_a_cell_that_hangs_is_stopped_with_what_it_started(parent, tmp_path):
    hangs = (
        "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
        "open('child', 'w').write(str(child.pid))\nchild.wait()"
    )
    with pytest.raises(CellTimeoutError):
        execute(tmp_path, [hangs], parent, execution_timeout=2)
    assert is_gone(int((tmp_path / "kernel").read_text()))
    assert is_gone(int((tmp_path / "child").read_text()))


def test_an_interrupt_reaches_a_warm_kernel_and_leaves_it_running(parent, tmp_path):
    hangs = "import time\ntime.sleep(60)"
    with pytest.raises(PapermillExecutionError, match="KeyboardInterrupt"):
        execute(tmp_path, [hangs], parent, execution_timeout=2, interrupt_on_timeout=True)


ENDINGS = {
    "killed": ("os.kill(os.getpid(), 9)", Ending(-9), "it was killed (signal 9), by hand or"),
    "crashed": ("os.abort()", Ending(-6), "it crashed (SIGABRT)"),
    "exited": ("os._exit(3)", Ending(3), "it exited with code 3"),
}


@pytest.mark.parametrize("way", ENDINGS)
@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_that_dies_is_seen_at_once_and_how_is_known(parent, tmp_path, way, warm):
    code, ending, words = ENDINGS[way]
    record = KernelRecord()
    source = f"import os, time\nopen('died', 'w').write(str(time.time()))\n{code}"
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), tmp_path / "in.ipynb")
    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            None,
            kernel_name="python3",
            kernel_manager_class=kernel_manager_class(parent if warm else None, record),
            progress_bar=False,
            cwd=str(tmp_path),
        )
    assert time.time() - float((tmp_path / "died").read_text()) < 2.5
    assert record.warm is warm
    assert record.ending.code == ending.code
    assert record.ending.killed is (way == "killed")
    assert record.ending.signal == ending.signal
    assert str(record.ending).startswith(words)
    assert (record.ending.peak is not None) is warm


def test_what_a_warm_kernel_started_ends_with_it(parent, tmp_path):
    starts = (
        "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
        "open('child', 'w').write(str(child.pid))\nos._exit(3)"
    )
    with pytest.raises(DeadKernelError):
        execute(tmp_path, [starts], parent)
    assert is_gone(int((tmp_path / "child").read_text()))


@pytest.mark.parametrize("warm", [True, False])
def test_a_cell_that_asks_for_more_memory_than_the_limit_raises(parent, tmp_path, warm):
    cells = ["everything = bytearray(3 << 30)"]
    with pytest.raises(PapermillExecutionError, match="MemoryError"):
        execute(tmp_path, cells, parent if warm else None, memory=1 << 30)
    _, record = execute(tmp_path, ["bytearray(1 << 25) and None"], parent, memory=1 << 30)
    assert record.limited


def test_a_hundred_kernels_leave_no_process_no_file_and_no_socket(parent, tmp_path):

    async def start_and_stop() -> None:
        record = KernelRecord()
        manager = kernel_manager_class(parent, record)(kernel_name="python3")
        await manager.start_kernel(cwd=str(tmp_path))
        assert record.warm
        await manager.shutdown_kernel(now=True)
        assert record.ending.killed

    def held() -> tuple[int, int, set[str], set[str]]:
        gc.collect()
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        mine = len(list(Path("/proc/self/fd").iterdir()))
        theirs = len(list(Path(f"/proc/{parent.pid}/fd").iterdir()))
        return mine, theirs, set(children), {path.name for path in parent.folder.iterdir()}

    execute(tmp_path, ["1"], parent)
    asyncio.run(start_and_stop())
    before = held()
    for _ in range(100):
        asyncio.run(start_and_stop())
    assert held() == before
    assert before[2] == set()


def test_when_the_parent_is_killed_its_kernel_fails_and_the_next_is_plain(own_parent, tmp_path):
    # The power is calculated in one go: no thread of the kernel can look whether it has a parent.
    kill = f"os.kill({own_parent.pid}, 9)\n7 ** 10**8"
    record = KernelRecord()
    nbformat.write(new_notebook(cells=[new_code_cell(f"import os\n{kill}")]), tmp_path / "in.ipynb")
    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            None,
            kernel_name="python3",
            kernel_manager_class=kernel_manager_class(own_parent, record),
            progress_bar=False,
            cwd=str(tmp_path),
        )
    assert record.warm
    assert record.ending == Ending(UNKNOWN, known=False)
    assert str(record.ending) == "it ended with the process it was forked from"
    assert list(own_parent.folder.iterdir()) == []
    made, next_record = execute(tmp_path, ["6 * 7"], own_parent)
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert next_record.warm is False
    assert "the parent of warm kernels was lost" in next_record.reason
    assert "exit code -9" in next_record.reason


def test_the_plain_kernel_that_takes_over_has_its_sockets(tmp_path):
    """The parent ends while the first kernel waits for it, whose connection file is written."""
    with WarmParent(program="analysis.errors") as unfit:
        made, record = execute(tmp_path, ["6 * 7"], unfit)
        folder = unfit.folder
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert record.reason == "the parent of warm kernels was lost: it ended (exit code 0)"
    assert not folder.exists()


def test_a_parent_that_loaded_other_files_is_not_used(parent, tmp_path, monkeypatch):
    monkeypatch.setattr(parent, "reason", None)
    monkeypatch.setattr(identity, "key", lambda: "another")
    made, record = execute(tmp_path, ["6 * 7"], parent)
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert record.warm is False
    assert record.reason.startswith("the package or what is installed changed after")


def test_the_key_changes_with_a_file_of_the_package_and_with_an_installed_version(
    tmp_path, monkeypatch
):
    package, site = tmp_path / "analysis", tmp_path / "site"
    for folder in (package / "__pycache__", site / "pandas-3.1.dist-info"):
        folder.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(identity.analysis, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(
        identity.sysconfig, "get_paths", lambda: {"purelib": str(site), "platlib": str(site)}
    )
    keys = [identity.key()]
    (package / "__pycache__" / "a.pyc").write_text("x")
    assert identity.key() == keys[0]
    (package / "below").mkdir()
    (package / "below" / "a.toml").write_text("x")
    keys.append(identity.key())
    os.utime(package / "below" / "a.toml", (1, 1))
    keys.append(identity.key())
    (site / "pandas-3.1.dist-info").rename(site / "pandas-3.2.dist-info")
    keys.append(identity.key())
    assert len(set(keys)) == 4


def test_a_kernel_that_would_start_otherwise_than_its_parent_did_is_plain(
    parent, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    made, record = execute(tmp_path, ["import time\ntime.tzname[0]"], parent)
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "'JST'"
    assert record.reason == "the parent started with another TZ"
    with pytest.raises(NotWarm, match="started in another way: R --slave"):
        parent.fork(["R", "--slave"], dict(os.environ), str(tmp_path))


def test_the_parent_gets_no_secret_and_its_kernels_what_a_plain_one_gets(
    parent, tmp_path, monkeypatch
):
    monkeypatch.setenv("SOME_TOKEN", "hunter2")
    made, record = execute(tmp_path, ["os.environ.get('SOME_TOKEN')"], parent)
    assert record.warm
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "'hunter2'"
    given = identity.parent_environment({"SOME_TOKEN": "x", "JUPYTER_TOKEN": "x", "TZ": "UTC"})
    assert set(given) == {"PATH", "TZ"}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "threading.Thread(target=time.sleep, args=(9,)).start()",
            "thread",
        ),
        ("loop = asyncio.new_event_loop()", r"open anon_inode:\[eventpoll\]"),
        ("raise ImportError('no such library')", "it said: ImportError: no such library"),
    ],
)
def test_a_parent_that_may_not_be_forked_is_refused_with_what_is_wrong(
    tmp_path, monkeypatch, source, reason
):
    (tmp_path / "unfit.py").write_text(
        "import asyncio, os, threading, time\nfrom analysis.reporting.warm import parent\n"
        f"def load():\n    global loop\n    {source}\n"
        "parent._load = load\nparent.main()\nos._exit(0)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with WarmParent(program="unfit") as unfit:
        assert not unfit.ready()
        with pytest.raises(NotWarm, match=reason):
            unfit.fork([], {}, "")


def test_where_kernels_cannot_be_forked_they_are_plain_and_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(client.sys, "platform", "darwin")
    with WarmParent() as none:
        assert none.pid is None
        assert none.reason == "kernels are forked on Linux only, and this is darwin"
    monkeypatch.undo()
    monkeypatch.delattr(client.os, "pidfd_open")
    with WarmParent() as none:
        assert none.reason == "this Python has no pidfd_open"
        _, record = execute(tmp_path, ["1"], none)
    assert record.reason == "this Python has no pidfd_open"


def test_a_parent_that_was_stopped_gives_plain_kernels(tmp_path):
    with WarmParent() as stopped:
        assert stopped.pid
    assert stopped.pid is None
    _, record = execute(tmp_path, ["1"], stopped)
    assert record.reason == "the parent of warm kernels was stopped"


BATCH = """
import asyncio, os, sys, time
from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.managers import kernel_manager_class
async def main():
    with WarmParent() as parent:
        manager = kernel_manager_class(parent)(kernel_name="python3")
        await manager.start_kernel()
        print(parent.pid, manager.provisioner.pid, parent.folder, flush=True)
        time.sleep(60)
asyncio.run(main())
"""


def test_when_the_batch_is_killed_nothing_goes_on(tmp_path):
    batch = subprocess.Popen(
        [sys.executable, "-c", BATCH], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    *pids, folder = batch.stdout.readline().split()
    assert Path(folder).is_dir()
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    batch.stdout.close()
    assert [is_gone(int(pid)) for pid in pids] == [True, True]
    assert not Path(folder).exists()
