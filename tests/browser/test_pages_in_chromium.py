"""The project's reports as a browser shows them, without a network and without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
DESK, PHONE = 1280, 320


@dataclass
class Seen:
    """A page with what it has asked for and complained about."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def seen(browser) -> Iterator:
    """Open a page in a context of its own, with the network off."""
    contexts = []

    def seen(path: Path, width: int = DESK, **settings) -> Seen:
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        context.set_offline(True)
        seen = Seen(context.new_page())

        def record(route) -> None:
            seen.requests.append(route.request.url)
            route.continue_()

        context.route("**/*", record)
        seen.page.on("console", lambda said: seen.complaints.append(f"{said.type}: {said.text}"))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(path.as_uri())
        return seen

    yield seen
    for context in contexts:
        context.close()


@pytest.fixture
def opened(seen, report):
    """Open the report in its first language."""
    return partial(seen, report)


def check_with_axe(page) -> None:
    page.eval_on_selector_all("details", "found => found.forEach(one => one.open = true)")
    found = Axe().run(page, options=OPTIONS)
    assert found.response["testEngine"]["name"] == "axe-core"
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme, width):
    check_with_axe(opened(width, color_scheme=scheme).page)


def test_in_each_language_it_is_accessible_fits_a_phone_and_asks_for_nothing(seen, translated):
    there = seen(translated, PHONE, color_scheme="dark")
    check_with_axe(there.page)
    assert there.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert there.requests == [translated.as_uri()]
    assert there.complaints == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_asks_for_nothing_but_itself_and_has_no_complaints(opened, report, width):
    seen = opened(width)
    seen.page.wait_for_load_state("networkidle")
    assert seen.requests == [report.as_uri()]
    assert seen.complaints == []


def test_the_typeface_travels_with_the_page(opened):
    page = opened().page
    page.evaluate("document.fonts.ready")
    loaded = "Array.from(document.fonts).map(face => [face.family, face.status])"
    faces = page.evaluate(loaded)
    assert len(faces) == 2
    assert {status for _, status in faces} == {"loaded"}


@pytest.mark.parametrize("width", [PHONE, 400, 768, DESK])
def test_the_page_never_scrolls_sideways(opened, width):
    page = opened(width).page
    page.eval_on_selector_all("details", "found => found.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown"), [(DESK, "wide"), (PHONE, "narrow")])
def test_one_of_the_two_pictures_is_shown(opened, width, shown):
    page = opened(width).page
    pictures = page.locator("figure [role=img]")
    assert pictures.count() > 0
    for number in range(pictures.count()):
        picture = pictures.nth(number)
        assert picture.is_visible() is (picture.get_attribute("class") == shown)


def test_text_in_the_pictures_is_large_enough_on_a_phone(opened):
    """Figures are drawn for 3.6 inches at 9.5 points; shrunk to a phone they stay readable."""
    page = opened(PHONE).page
    scale = page.eval_on_selector_all(
        "figure .narrow svg",
        "found => found.map(one => one.getBoundingClientRect().width / one.viewBox.baseVal.width)",
    )
    assert scale
    assert all(9.5 * share >= 9 for share in scale)


BROKEN_WORDS = """() => {
  const broken = [];
  for (const heading of document.querySelectorAll("h1, h2, h3, .statement, caption")) {
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const word of text.data.matchAll(/\\p{L}+/gu)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = [...range.getClientRects()].map(line => Math.round(line.top));
        if (new Set(lines).size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""
FAR_RIGHT = """found => found.map(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return Math.max(...[...range.getClientRects()].map(line => line.right));
})"""


def test_on_a_phone_no_word_of_a_heading_is_cut_in_two_and_captions_are_in_sight(opened):
    page = opened(PHONE).page
    page.eval_on_selector_all("details", "found => found.forEach(one => one.open = true)")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(BROKEN_WORDS) == []
    captions = page.eval_on_selector_all("caption", FAR_RIGHT)
    assert captions
    assert max(captions) <= PHONE


def test_everything_is_there_without_scripts(opened):
    page = opened(java_script_enabled=False).page
    assert page.locator("h1").is_visible()
    assert page.locator("ol.findings > li").count() >= 4
    for number in range(page.locator("ol.findings > li").count()):
        assert page.locator("ol.findings > li").nth(number).is_visible()
    assert page.locator("figure .wide svg").first.is_visible()
    summary = page.locator("details > summary").first
    table = page.locator("details table").first
    assert not table.is_visible()
    summary.click()
    assert table.is_visible()


def test_a_keyboard_reaches_the_findings_and_every_wide_table(opened):
    page = opened(PHONE).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    scrolling = page.eval_on_selector_all(
        ".scroll",
        "found => found.filter(one => one.scrollWidth > one.clientWidth).map(one => one.tabIndex)",
    )
    assert scrolling
    assert set(scrolling) == {0}


def test_printed_it_is_without_its_contents_and_with_its_pictures(opened):
    page = opened().page
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator("a.skip").is_visible()
    pictures = page.locator("figure .wide svg")
    assert pictures.count() > 0
    assert all(pictures.nth(number).is_visible() for number in range(pictures.count()))
    assert page.locator("ol.findings").first.is_visible()


def test_printed_from_a_dark_screen_it_is_dark_on_white(opened):
    page = opened(color_scheme="dark").page
    colour = "getComputedStyle(document.documentElement).{}"
    assert page.evaluate(colour.format("backgroundColor")) == "rgb(17, 23, 29)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(colour.format("color")) == "rgb(23, 34, 45)"
    assert page.evaluate(colour.format("backgroundColor")) == "rgb(254, 254, 254)"
