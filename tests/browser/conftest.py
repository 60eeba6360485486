"""A browser, and the project's reports to open in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import each_report, made, missing, shared
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; nothing is downloaded."""
    if not CHROMIUM.exists():
        missing(f"there is no Chromium at {CHROMIUM}")
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=each_report(first_only=True))
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of each report of the project in turn, in its first language."""
    output = shared(tmp_path_factory) / "reports"
    return made(output, *request.param) / "report.html"


@pytest.fixture(scope="session", params=each_report())
def translated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of each report of the project in turn, in each language."""
    output = shared(tmp_path_factory) / "reports"
    return made(output, *request.param) / "report.html"
