"""What a click in the section on data and figures saves, from a page without scripts or network."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, report: Path) -> Iterator:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    context.set_offline(True)
    page = context.new_page()
    page.goto(report.as_uri())
    yield page
    context.close()


def saved(page, link, folder: Path) -> Path:
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_files_are_out_of_the_readers_way_until_opened_and_not_printed(page):
    links = page.locator(".files .links a")
    assert links.count() > 0
    assert not links.first.is_visible()
    page.locator(".files summary").click()
    assert links.first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".files").is_visible()


def test_a_click_saves_a_drawing_a_picture_and_a_table(page, tmp_path):
    page.locator(".files summary").click()
    names = [saved(page, page.locator(f".files a:text-is('{kind}')").first, tmp_path)
             for kind in ("SVG", "PNG", "CSV")]  # fmt: skip
    drawing, picture, data = names
    assert [path.suffix for path in names] == [".svg", ".png", ".csv"]
    root = etree.fromstring(drawing.read_bytes())
    assert etree.QName(root).localname == "svg"
    assert len(root[0].text) > 20
    image = Image.open(picture)
    assert image.size[0] > 1000
    assert len(image.convert("RGB").getcolors(100_000)) > 5
    text = data.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    assert len(rows) > 2
    assert len(set(map(len, rows[1:]))) == 1


def test_the_saved_drawing_opens_and_looks_like_the_one_on_the_page(page, browser, tmp_path):
    page.locator(".files summary").click()
    drawing = saved(page, page.locator(".files a:text-is('SVG')").first, tmp_path)
    context = browser.new_context(viewport={"width": 800, "height": 700})
    other = context.new_page()
    complaints: list[str] = []
    other.on("console", lambda said: complaints.append(said.text))
    other.goto(drawing.as_uri())
    assert other.evaluate("document.documentElement.getBBox().width") > 300
    assert complaints == []
    context.close()
