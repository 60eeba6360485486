"""The reports the end-to-end tests look at: each made once, by a real kernel."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from making import REPORTS, made, shared

ALL = [(template, language) for template in REPORTS for language in ("nb", "en")]


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return the folder of a report of the project, by template and language."""
    output = shared(tmp_path_factory) / "reports"
    return lambda template, language: made(output, template, language)


@pytest.fixture(scope="session", params=ALL, ids="-".join)
def folder(request: pytest.FixtureRequest, report: Callable[[str, str], Path]) -> Path:
    """The folder of each report of the project in turn, in Bokmål and in English."""
    return report(*request.param)
