"""Damage, other versions, no permission, no space: named, contained, nothing half."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import store_cases
from store_cases import origin, row, table

from analysis.errors import InputError, OutputError
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

HELPERS = str(Path(store_cases.__file__).parent)
LABEL, PARQUET = "snapshot.json", "observations.parquet"


@pytest.fixture
def store(tmp_path):
    """Two indicators, one of them from two sources' worth of folders."""
    store = Store(Workspace(tmp_path.resolve()))
    store.add(table(row(7.0, indicator="turnover")), origin("2013-01-10", dataset="turnover"))
    store.add(table(row(8.5)), origin("2013-01-10"))
    return store


@pytest.fixture
def newest(store, tmp_path):
    """The folder of a later snapshot of sick leave."""
    return tmp_path / "data/store" / store.add(table(row(8.7)), origin("2014-01-10"))


def refusal(store, *names, **more) -> str:
    with pytest.raises(InputError) as refused:
        store.observations(*names, **more)
    return str(refused.value)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("break_it", [cut, flip, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("file", [LABEL, PARQUET])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_damaged_file_stops_its_indicator_and_nothing_else(
    store, newest, tmp_path, break_it, file, is_new
):
    assert list(store.observations("sick_leave")["value"]) == [8.7]
    break_it(newest / file)
    reader = Store(Workspace(tmp_path.resolve())) if is_new else store
    place = f"data/store/{newest.relative_to(tmp_path / 'data/store')}/{file}"
    for names in ("sick_leave", None, ["turnover", "sick_leave"]):
        message = refusal(reader, names)
        assert place in message
        assert "remove the folder and import or fetch it again" in message
    assert list(reader.observations("turnover")["value"]) == [7.0]
    assert list(reader.observations(sources="a-publisher/turnover")["value"]) == [7.0]
    assert [fault.file for fault in reader.faults()] == [place]
    found = reader.summary()
    assert list(found["indicator"]) == ["sick_leave", "turnover"]
    assert list(found["damaged"]) == [1, 0]
    with pytest.raises(InputError, match="snapshot"):
        reader.add(table(row(8.7)), origin("2014-01-10"))


def test_mended_files_are_read_again(store, newest):
    before = (newest / PARQUET).read_bytes()
    cut(newest / PARQUET)
    refusal(store, "sick_leave")
    (newest / PARQUET).write_bytes(before)
    assert list(store.observations("sick_leave")["value"]) == [8.7]
    assert store.faults() == []


def test_damage_is_no_matter_for_what_was_known_before_it(store, newest, tmp_path):
    flip(newest / PARQUET)
    known = origin("2013-12-31").known
    assert list(store.observations("sick_leave", known_at=known)["value"]) == [8.5]


def test_a_snapshot_of_which_nothing_can_be_told_stops_its_whole_source(store, newest):
    for file in (LABEL, PARQUET):
        (newest / file).write_bytes(b"{")
    assert LABEL in refusal(store, "turnover")
    assert list(store.observations("turnover", sources="a-publisher/turnover")["value"]) == [7.0]


def test_another_version_is_refused_by_its_number_and_stops_nothing_else(store, newest):
    label = json.loads((newest / LABEL).read_text())
    (newest / LABEL).write_text(json.dumps({**label, "schema": 2}))
    assert "schema: 2, written by another version of Tiltak" in refusal(store, "sick_leave")
    assert list(store.observations("turnover")["value"]) == [7.0]


@pytest.mark.parametrize(
    "change",
    [
        lambda label: label["provenance"].update(licence="mine"),
        lambda label: label["provenance"].update(published="2012-01-01"),
        lambda label: label.update(content="0" * 64),
        lambda label: label.update(indicators=["turnover"]),
        lambda label: label["provenance"].update(retrieved="2019-01-01T12:00:00Z"),
        lambda label: label.pop("seal"),
        lambda label: label.pop("schema"),
        lambda label: label.pop("indicators"),
        lambda label: label["provenance"].pop("title"),
    ],
)
def test_a_label_that_somebody_has_changed_is_refused(store, newest, change):
    label = json.loads((newest / LABEL).read_text())
    change(label)
    (newest / LABEL).write_text(json.dumps(label))
    assert "it was changed after it was written" in refusal(store)


def test_a_folder_that_was_moved_is_refused(store, newest):
    newest.rename(newest.with_name("2015-01-01-0123456789abcdef"))
    assert "it was changed after it was written" in refusal(store, "sick_leave")


def test_files_of_others_are_left_alone(store, tmp_path):
    folder = tmp_path / "data/store"
    for place in (folder, folder / "a-publisher", folder / "a-publisher/a-dataset"):
        (place / ".DS_Store").write_bytes(b"x")
        (place / "README.md").write_text("x")
        (place / ".unfinished-1-2").mkdir()
    assert len(store.observations()) == 2
    store.add(table(row(9.0)), origin("2016-01-01"))
    assert (folder / ".unfinished-1-2").is_dir()
    os.utime(folder / ".unfinished-1-2", (1, 1))
    store.add(table(row(9.5)), origin("2017-01-01"))
    assert not (folder / ".unfinished-1-2").exists()


def test_a_file_in_place_of_the_store_is_refused(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/store").write_text("x")
    store = Store(Workspace(tmp_path.resolve()))
    assert "data/store: cannot be read: Not a directory" in refusal(store)


@pytest.fixture
def guarded():
    """A workspace that anybody may enter, and somebody else for as long as the test runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        store = Store(Workspace(folder))
        identifier = store.add(table(row(8.5)), origin())
        yield store, folder / "data/store", identifier
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


class Somebody:
    """Root may do everything; somebody else may not."""

    def __enter__(self):
        if os.geteuid() == 0:
            os.seteuid(65534)

    def __exit__(self, *_):
        if os.getuid() == 0:
            os.seteuid(0)


def test_without_permission_to_write_nothing_is_stored_and_the_place_is_named(guarded):
    store, folder, _ = guarded
    folder.chmod(0o555)
    with Somebody(), pytest.raises(OutputError, match=r"Permission denied\. Nothing was stored"):
        store.add(table(row(8.6)), origin("2014-01-10"))
    assert [path.name for path in folder.iterdir()] == ["a-publisher"]
    assert list(store.observations()["value"]) == [8.5]


def test_without_permission_for_the_source_nothing_half_is_left(guarded):
    store, folder, _ = guarded
    folder.chmod(0o777)
    with Somebody(), pytest.raises(OutputError, match="Permission denied"):
        store.add(table(row(8.6)), origin("2014-01-10"))
    assert [path.name for path in folder.iterdir()] == ["a-publisher"]


@pytest.mark.parametrize("place", ["", LABEL, PARQUET])
def test_without_permission_to_read_the_place_is_named(guarded, place):
    _, folder, identifier = guarded
    closed = folder / identifier / place if place else folder
    closed.chmod(0)
    store = Store(Workspace(folder.parents[1]))
    with Somebody():
        message = refusal(store)
    assert "cannot be read: Permission denied" in message
    assert (place or "data/store") in message


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_cases import origin, row, table
from analysis.errors import OutputError
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

store = Store(Workspace(Path(sys.argv[1])))
rows = [row(number / 7, municipality=f"{number:04d}") for number in range(3000)]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    store.add(table(*rows), origin())
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [0, 1000, 10_000])
def test_a_disk_without_space_leaves_nothing(tmp_path, limit):
    command = [sys.executable, "-c", FULL, str(tmp_path), HELPERS, str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    assert "Nothing was stored" in done.stdout
    assert list((tmp_path / "data/store").iterdir()) == []
    assert len(Store(Workspace(tmp_path.resolve())).observations()) == 0
