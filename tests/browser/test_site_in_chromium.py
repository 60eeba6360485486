"""A site of a thousand reports in a browser: from files, with everything outside refused."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from making_municipality import empty
from making_site import made_report, record_run

from analysis.reporting.site import read_contents, write_site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
PAGES = (
    "index.html",
    "nb/municipality/no-4001.html",
    "nb/programme/sykefravaer.html",
    "nb/municipalities.html",
    "nb/missing.html",
)
KINDS = {
    "sick_leave": "Hva kom ut av programmet?",
    "policy_evaluation": "Arbeidsgiverpolitikken: Hva kom det ut av den?",
    "workforce_outlook": "Arbeidskraften framover: Hva venter strategien seg?",
}
KNOWN = {"4001": "Porsgrunn", "3301": "Drammen", "1060": "Olofström", "0115": "Vallentuna"}
EVIL = '"><img src=http://example.org/x onerror=alert(1)></script><script>alert(1)</script>'


def place_of(number: str) -> str:
    return KNOWN.get(number, f"Oppdiktet kommune {number}")


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of 1000 invented reports on 250 municipalities, one of them hostile."""
    root = tmp_path_factory.mktemp("thousand")
    reports = root / "reports"
    numbers = [*KNOWN, *(f"{number}" for number in range(6000, 6246))]
    for step, number in enumerate(numbers):
        place = EVIL if number == "6000" else place_of(number)
        told = {f"program-{number}": (("observed", "Den er nevnt."), ("not_shown", "Ikke vist."))}
        made_report(
            reports, template="municipality", programme="", number=number, place=place,
            title="Det kommunen er med på", others=told, findings=(),
        )  # fmt: skip
        for kind, title in KINDS.items():
            shared = kind == "sick_leave"
            grade = ("indicated", "not_shown", "not_assessable")[step % 3]
            made_report(
                reports, template=kind, number=number, place=place, title=title,
                programme="sykefravaer" if shared else f"program-{number}",
                about="Lavere sykefravær" if shared else f"Arbeidsgiverpolitikken i {number}",
                findings=(("observed", "Tallet er 7."), (grade, f"Svaret er {grade}.")),
                values={f"{year}": f"{6 + (step + year) % 5},5" for year in range(2010, 2020)},
            )  # fmt: skip
    made_report(reports, number="4001", programme="sykefravaer", language="en", page=True,
                about="Lower sick leave")  # fmt: skip
    record_run(reports / "failed/sick_leave/sykefravaer/1280/2019/nb", "raised", number="1280",
               programme="sykefravaer")  # fmt: skip
    workspace = empty(root / "workspace")
    write_site(workspace, read_contents(workspace, reports, pytest.fail), reports, root / "site")
    return root / "site"


@dataclass
class Seen:
    """A page with what it has asked for and complained about."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def seen(browser, thousand) -> Iterator:
    """Open a page of the site with the network off; whatever it asks for is noted."""
    contexts = []

    def seen(page: str, width: int = 1280, **settings) -> Seen:
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        context.set_offline(True)
        seen = Seen(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda said: seen.complaints.append(said.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
        seen.page.goto((thousand / page).as_uri())
        return seen

    yield seen
    for context in contexts:
        context.close()


def visible(page, selector: str) -> list[str]:
    script = "all => all.filter(one => one.checkVisibility()).map(one => one.textContent)"
    return page.eval_on_selector_all(selector, script)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(seen, path, scheme):
    page = seen(path, 320 if scheme == "dark" else 1280, color_scheme=scheme).page
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_it_asks_for_its_style_and_typeface_and_for_nothing_outside(seen, thousand, path):
    there = seen(path)
    there.page.evaluate("document.fonts.ready")
    there.page.wait_for_load_state("networkidle")
    inside = thousand.as_uri() + "/"
    assert [url for url in there.requests if not url.startswith((inside, "data:"))] == []
    assert len([url for url in there.requests if url.endswith(".woff2")]) == 2
    assert there.complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 768])
def test_it_never_scrolls_sideways(seen, path, width):
    page = seen(path, width).page
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_index_of_a_thousand_reports_is_small(thousand):
    for path in ("index.html", *(f"{code}/index.html" for code in ("nb", "nn", "sv", "en"))):
        assert (thousand / path).stat().st_size < 300_000


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("porsgrunn", ["Porsgrunn"]),
        ("0805", ["Porsgrunn"]),
        ("TELEMARK", ["Porsgrunn"]),
        ("olofstrom", ["Olofström"]),
        ("Blekinge sykefravær", ["Olofström"]),
        ("drammen arbeidskraften", ["Drammen"]),
    ],
)
def test_a_municipality_is_found_by_name_old_number_county_and_kind_of_report(seen, typed, found):
    page = seen("nb/index.html").page
    page.get_by_role("searchbox").press_sequentially(typed)
    assert visible(page, "[data-kind=m] [data-find] > a") == found
    status = page.get_by_role("status")
    status.filter(has_text="1").wait_for()
    assert "1" in status.inner_text()


def test_only_the_reports_that_fit_stay_and_escape_brings_all_back(seen):
    page = seen("nb/index.html").page
    box = page.get_by_role("searchbox")
    box.fill("porsgrunn arbeidskraften")
    assert len(visible(page, "[data-kind=m] li li")) == 1
    assert visible(page, "[data-kind=p] [data-find]") == []
    box.fill("dette finnes ikke")
    assert visible(page, "[data-find]") == []
    page.locator("#found:not(:empty)").wait_for()
    box.press("Escape")
    assert box.input_value() == ""
    assert len(visible(page, "[data-kind=m] [data-find]")) == 251


def test_a_key_stroke_is_answered_at_once(seen):
    """Less than a tenth of a second is felt as at once."""
    page = seen("nb/index.html").page
    script = """() => {
      const box = document.getElementById("search"), times = [];
      for (const typed of ["p", "po", "por", "pors", "", "6", "61", "arb"]) {
        const start = performance.now();
        box.value = typed;
        box.dispatchEvent(new Event("input"));
        document.body.offsetHeight;
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4];
    }"""
    assert page.evaluate(script) < 100


def test_without_scripts_all_is_listed_and_linked(seen):
    page = seen("nb/index.html", java_script_enabled=False).page
    assert page.locator("[role=search]").is_hidden()
    assert page.locator("[data-kind=m] [data-find]").count() == 251
    assert page.locator("[data-kind=m] li li a").count() == 1000
    page.get_by_role("link", name="Porsgrunn", exact=True).click()
    assert page.locator("h1").inner_text() == "Porsgrunn"
    assert page.locator(".versions a").count() == 3 * 4 + 3


def test_a_table_is_sorted_by_keyboard_and_says_so(seen):
    page = seen("nb/programme/sykefravaer.html").page
    names = "table.sortable tbody th a"
    first = page.locator(names).first
    heads = page.locator("table.sortable thead th")
    assert heads.first.get_attribute("aria-sort") == "ascending"
    heads.first.locator("button").focus()
    page.keyboard.press("Enter")
    assert heads.first.get_attribute("aria-sort") == "descending"
    assert first.inner_text() == "Vallentuna"
    assert page.locator("[role=status]").inner_text() != ""
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert heads.nth(1).get_attribute("aria-sort") == "ascending"
    assert heads.first.get_attribute("aria-sort") is None
    heads.nth(3).locator("button").click()
    grades = page.eval_on_selector_all(
        ".short li:nth-child(2)", "all => all.map(one => one.className)"
    )
    order = ["indicated", "not_shown", "not_assessable"]
    assert grades == sorted(grades, key=order.index)
    assert set(grades) == set(order)


def test_the_way_by_keyboard_leads_past_the_bar_into_the_search_and_to_a_report(seen):
    page = seen("nb/index.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("porsgrunn")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Porsgrunn":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/no-4001.html")
    page.get_by_role("link", name="nettside").or_(
        page.get_by_role("link", name="web page")
    ).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report.html")


def test_the_language_switch_keeps_the_page_and_works_from_the_first_page(seen):
    page = seen("nb/programme/sykefravaer.html").page
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/programme/sykefravaer.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page = seen("index.html").page
    page.get_by_role("link", name="Svenska").click()
    page.wait_for_url("**/sv/index.html")


def test_what_a_report_is_called_cannot_act(seen, thousand):
    for path in ("nb/index.html", "nb/municipalities.html", "nb/municipality/6000.html"):
        there = seen(path)
        assert there.complaints == []
        assert there.page.locator("img").count() == 0
        assert EVIL in there.page.inner_text("body")


def test_the_panels_are_named_and_drawn_to_one_scale(seen):
    page = seen("nb/programme/sykefravaer.html").page
    panels = page.locator(".panels svg")
    assert panels.count() == 250
    assert "Porsgrunn" in (page.locator(".panels li", has_text="Porsgrunn").locator("svg")
                           .get_attribute("aria-label"))  # fmt: skip
    boxes = panels.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.width, b.height].join())"
    )
    assert len(set(boxes)) == 1


def test_a_page_prints_without_what_is_only_for_the_screen(seen):
    page = seen("nb/programme/sykefravaer.html").page
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator("h1").is_visible()
    assert page.locator("table.sortable").is_visible()


def test_it_also_works_from_a_web_server(browser, thousand):
    import functools
    import http.server
    import threading

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *told: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(thousand))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/"
        page = browser.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(root)
        page.get_by_role("searchbox").fill("porsgrunn")
        started = time.monotonic()
        assert visible(page, "[data-kind=m] [data-find] > a") == ["Porsgrunn"]
        assert time.monotonic() - started < 5
        page.evaluate("document.fonts.ready")
        assert [url for url in asked if not url.startswith(root)] == []
        assert complaints == []
        page.close()
        server.shutdown()
