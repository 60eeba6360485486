"""Several processes at once, and processes that are killed: complete snapshots or none."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import store_cases
from store_cases import origin, row, table

from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

HELPERS = str(Path(store_cases.__file__).parent)
ROWS = 50

BEGIN = """
import json, os, signal, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_cases import origin, row, table
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

folder = Path(sys.argv[1])
store = Store(Workspace(folder))

def add(number, **more):
    rows = [row(float(number), municipality=f"{n:04d}") for n in range(50)]
    return store.add(table(*rows), origin(f"2013-01-{number + 1:02d}", **more))
"""

WRITE = """
Path(f"ready-{os.getpid()}").touch()
while not Path("go").exists():
    time.sleep(0.001)
print(json.dumps([add(number) for number in range(12)]))
"""

KILL_AT = """
import os
kept, calls = os.fsync, 0
def fsync(descriptor):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    kept(descriptor)
os.fsync = fsync
add(1)
"""

ENDLESS = """
for number in range(28):
    add(number)
    print(number, flush=True)
"""


def start(folder: Path, text: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BEGIN + text, str(folder), HELPERS, *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=folder)


def unfinished(folder: Path) -> list[Path]:
    return list((folder / "data/store").glob(".unfinished-*"))


def test_two_writers_of_the_same_snapshots_leave_one_of_each_and_readers_see_whole_ones(tmp_path):
    folder = tmp_path.resolve()
    writers = [start(folder, WRITE) for _ in range(2)]
    while len(list(folder.glob("ready-*"))) < 2:
        assert all(writer.poll() is None for writer in writers), writers[0].communicate()
        time.sleep(0.01)
    (folder / "go").touch()
    store, seen = Store(Workspace(folder)), set()
    while any(writer.poll() is None for writer in writers):
        found = store.observations()
        assert len(found) in (0, ROWS)
        assert found["value"].nunique() == min(len(found), 1)
        seen |= set(found["value"])
    answers = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], answers
    names = [json.loads(out) for out, _ in answers]
    assert names[0] == names[1]
    assert len(set(names[0])) == 12
    assert len(list(folder.rglob("*.parquet"))) == 12
    assert set(store.observations()["value"]) == {11.0}
    assert store.faults() == []
    assert unfinished(folder) == []
    assert seen


@pytest.mark.slow
def test_a_writer_killed_at_any_step_leaves_a_whole_snapshot_or_none(tmp_path):
    folders = {step: tmp_path.resolve() / str(step) for step in range(1, 7)}
    for folder in folders.values():
        folder.mkdir()
    writers = {step: start(folder, KILL_AT, str(step)) for step, folder in folders.items()}
    for step, writer in writers.items():
        _, errors = writer.communicate()
        assert writer.returncode == -signal.SIGKILL, errors
        store = Store(Workspace(folders[step]))
        # The files and their folder are on the disk (1, 2, 3) before the name is there.
        assert len(store.observations()) == (0 if step <= 3 else ROWS)
        assert len(unfinished(folders[step])) == (1 if step <= 3 else 0)
        assert store.faults() == []
        rows = [row(1.0, municipality=f"{number:04d}") for number in range(ROWS)]
        store.add(table(*rows), origin("2013-01-02"))
        assert set(store.observations()["value"]) == {1.0}
        assert len(list((folders[step] / "data/store/a-publisher").rglob("*.parquet"))) == 1


@pytest.mark.parametrize("after", [0.0, 0.013, 0.031])
def test_a_writer_killed_at_any_moment_leaves_what_it_said_was_stored(tmp_path, after):
    folder = tmp_path.resolve()
    writer = start(folder, ENDLESS)
    for _ in range(4):
        assert writer.stdout.readline(), writer.communicate()
    time.sleep(after)
    writer.kill()
    rest, _ = writer.communicate()
    last = max([3, *map(int, rest.split())])
    store = Store(Workspace(folder))
    assert store.faults() == []
    found = store.observations()
    assert len(found) == ROWS
    assert set(found["value"]) <= {float(last), float(last + 1)}
    assert len(store.history("sick_leave", "0001", found["period"][0])) in (last + 1, last + 2)
