"""The guide in a browser: from files, on a narrow screen, with everything outside refused."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from making import PROJECT
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
PAGES = ("index.html", "first-evaluation.html", "reading-a-report.html")


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide as `make guide` builds it, in another folder."""
    folder = tmp_path_factory.mktemp("guide")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 320 pixels whose requests for anything but files are written down."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    opened = context.new_page()
    opened.asked = []  # type: ignore[attr-defined]
    context.on("request", lambda request: opened.asked.append(request.url))  # type: ignore[attr-defined]
    yield opened
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_narrow_and_asks_nobody_for_anything(guide, page, name):
    page.goto((guide / name).as_uri())
    page.wait_for_timeout(1000)
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{width} pixels wide"
    found = Axe().run(page, options=OPTIONS).response["violations"]
    told = [(item["id"], node["target"]) for item in found for node in item["nodes"]]
    assert told == []
    assert page.asked
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []
