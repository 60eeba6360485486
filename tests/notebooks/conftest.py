"""The reports the end-to-end tests look at: each made once, by a real kernel."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from making import REPORTS, made, shared

ALL = [(template, language) for template in REPORTS for language in ("nb", "en")]


@pytest.fixture(autouse=True, scope="session")
def no_other_workspace() -> Iterator[None]:
    """A workspace that the caller has named is not the one that is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TILTAK_WORKSPACE", raising=False)
        yield


@pytest.fixture(scope="session")
def made_report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return the folder of a report of the project, by template and language."""
    output = shared(tmp_path_factory) / "reports"
    return lambda template, language: made(output, template, language)


@pytest.fixture(scope="session", params=ALL, ids="-".join)
def folder(request: pytest.FixtureRequest, made_report: Callable[[str, str], Path]) -> Path:
    """The folder of each report of the project in turn, in Bokmål and in English."""
    return made_report(*request.param)
