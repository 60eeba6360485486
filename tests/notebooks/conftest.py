"""The reports the end-to-end tests look at: each made once, by a real kernel."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from making import each_report, made, shared


@pytest.fixture(autouse=True, scope="session")
def no_other_workspace() -> Iterator[None]:
    """A workspace that the caller has named is not the one that is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TILTAK_WORKSPACE", raising=False)
        yield


@pytest.fixture(scope="session")
def made_report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return the folder of a report of the project, by name and language."""
    output = shared(tmp_path_factory) / "reports"
    return lambda name, language: made(output, name, language)


@pytest.fixture(scope="session", params=each_report())
def folder(request: pytest.FixtureRequest, made_report: Callable[[str, str], Path]) -> Path:
    """The folder of each report of the project in turn, in each language."""
    return made_report(*request.param)
