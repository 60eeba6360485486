"""What all tests may ask for: the real workspace, a copy of it to break, and the shared cases."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.evaluation import sick_leave
from analysis.evaluation.sick_leave import SickLeaveEvaluation
from analysis.model.definitions import Programme
from analysis.sources.catalogue import find_programme
from analysis.sources.snapshots import read_printed_table, read_series
from analysis.sources.workspace import VARIABLE, Workspace

PROJECT = Path(__file__).resolve().parents[1]

# The machines differ in speed, and a build must not fail one time in a thousand. `make test` tries
# fewer examples, for its five minutes; .ci/run all.
THOROUGH = bool(os.environ.get("TILTAK_THOROUGH"))
settings.register_profile(
    "tiltak",
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=100 if THOROUGH else 30,
)
settings.load_profile("tiltak")


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The project itself. Tests read it and never write to it."""
    return Workspace(PROJECT)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the project's data in which a test may break things."""
    monkeypatch.delenv(VARIABLE, raising=False)
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    return Workspace(tmp_path.resolve())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published cases, named by TILTAK_SHARED or beside the project."""
    folder = Path(os.environ.get("TILTAK_SHARED", PROJECT.parent / "shared"))
    if not (folder / "golden").is_dir():
        reason = f"no published cases at {folder}; name their folder in TILTAK_SHARED"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def porsgrunn(workspace: Workspace) -> Programme:
    """Porsgrunn's programme against sick leave, from its real file."""
    return find_programme(workspace, "porsgrunn-sick-leave")


@pytest.fixture(scope="session")
def drammen(workspace: Workspace) -> Programme:
    """Drammen's employer policy, from its real file."""
    return find_programme(workspace, "drammen-employer-policy")


@pytest.fixture(scope="session")
def porsgrunn_evaluation(workspace: Workspace, porsgrunn: Programme) -> SickLeaveEvaluation:
    """Porsgrunn evaluated from the real files, under all readings, as of its own date."""
    indicator = porsgrunn.indicator("sick_leave")
    readings = [
        (reading, read_printed_table(workspace, indicator.source, "0805", reading))
        for reading in porsgrunn.readings
    ]
    norway = read_series(workspace, indicator.comparison.source, "0000")
    return sick_leave.evaluate(porsgrunn, readings, norway, porsgrunn.as_of)
