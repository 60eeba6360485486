"""explore.ipynb in JupyterLab: choose, see, take over, make a report cell."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_server import Lab, lab, workspace

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("TILTAK_SCREENSHOTS")
A_WHILE = 30_000


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Lab]:
    root = workspace(tmp_path_factory.mktemp("desk"))
    with lab(root, tmp_path_factory.mktemp("jupyter") / "own") as found:
        yield found


@pytest.fixture(scope="module")
def desk(browser, running) -> Iterator:
    """The notebook, opened and run from top to bottom."""
    context = browser.new_context(viewport={"width": 1400, "height": 1100})
    asked = []

    def note(request) -> None:
        if not request.url.startswith((running.address, "data:", "blob:")):
            asked.append(request.url)

    page = context.new_page()
    page.on("request", note)
    page.goto(running.page("explore.ipynb"))
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=A_WHILE)
    page.keyboard.press("Control+b")
    page.click("#jp-MainMenu >> text=Run")
    page.click("text=Run All Cells")
    page.locator("pre code", has_text="report.view").first.wait_for(timeout=A_WHILE)
    page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => panel.scrollTop = 0")
    page.wait_for_selector(".tiltak-desk figure svg", timeout=A_WHILE)
    page.asked = asked
    yield page
    context.close()


def explorer(page):
    """The cell with the controls. The notebook keeps only what is in sight in the page."""
    return page.locator(".jp-CodeCell", has=page.locator(".tiltak-desk"))


def choose(page, control: str, label: str) -> None:
    # The options of these widgets do not break.
    unbroken = label.replace(" ", "\u00a0")
    explorer(page).get_by_label(control, exact=True).select_option(label=unbroken)


def view(page, name: str) -> None:
    explorer(page).locator("button", has_text=name).first.click()


def shown(page):
    return explorer(page).locator(".tiltak").first


def shoot(page, name: str) -> None:
    if SHOTS:
        explorer(page).scroll_into_view_if_needed()
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def run_in_new_cell(page, source: str) -> str:
    """Type a cell after the explorer's, run it, and return what it shows."""
    explorer(page).locator(".jp-InputPrompt").first.click()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Enter")
    answer = page.locator(".jp-CodeCell.jp-mod-active .jp-OutputArea-output").first
    answer.wait_for(timeout=A_WHILE)
    text = answer.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")
    return text


def test_the_notebook_runs_from_top_to_bottom_without_an_error(desk):
    assert desk.locator(".jp-CodeCell").count() == 9
    assert desk.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert desk.locator(".jp-OutputArea-output", has_text="Traceback").count() == 0


def test_nothing_is_asked_of_the_network_and_no_question_of_the_analyst(desk):
    assert desk.asked == []
    assert desk.locator("text=Would you like to get notified").count() == 0
    assert desk.locator(".jp-Dialog").count() == 0


def test_the_view_says_in_words_what_it_draws(desk):
    figure = shown(desk).locator("figure [role=img]").first
    assert "Line chart of Sick leave in Porsgrunn by quarter" in figure.get_attribute("aria-label")
    shoot(desk, "lab-series")


def test_another_view_is_a_click_away(desk):
    view(desk, "Same quarter")
    desk.wait_for_selector('[aria-label^="Four small line charts"]', timeout=A_WHILE)
    shoot(desk, "lab-same-quarter")
    view(desk, "In words")
    shown(desk).locator("text=nothing is tested").wait_for(timeout=A_WHILE)
    shoot(desk, "lab-words")
    view(desk, "Series")


def test_what_is_clicked_is_at_hand_in_the_next_cell(desk):
    choose(desk, "Municipality", "Helsingborg (1283)")
    shown(desk).locator('[aria-label*="Helsingborg by year"]').wait_for(timeout=A_WHILE)
    view(desk, "Beside others")
    shown(desk).locator('[aria-label^="Dot chart"]').wait_for(timeout=A_WHILE)
    shoot(desk, "lab-peers")
    answer = run_in_new_cell(desk, "len(explore.peers), float(explore.series['value'].iloc[-1])")
    assert answer.strip() == "(52, 6.41)"


def test_a_comparison_that_misleads_is_refused_in_words(desk):
    label = "Long-term share of the sick leave, Swedish municipalities"
    choose(desk, "Beside it", label)
    refusal = shown(desk).locator("[role=alert]")
    refusal.wait_for(timeout=A_WHILE)
    assert "The long-term share is a share of the sick leave" in refusal.inner_text()
    shoot(desk, "lab-refused")
    answer = run_in_new_cell(desk, "repr(explore)")
    assert "compare" not in answer


def test_a_report_cell_is_made_and_can_be_copied(desk):
    view(desk, "Series")
    shown(desk).locator('[aria-label*="Helsingborg by year"]').wait_for(timeout=A_WHILE)
    explorer(desk).locator("button", has_text="Make this a report cell").click()
    line = explorer(desk).locator("pre code")
    line.wait_for(timeout=A_WHILE)
    assert line.inner_text().startswith('report.view("series", indicator="')
    shoot(desk, "lab-report-cell")


def test_a_wrong_name_is_answered_without_a_traceback(desk):
    answer = run_in_new_cell(desk, 'explore.choose(indicator="sick_leave_sw")')
    assert answer.startswith("tiltak: there is no indicator with figures 'sick_leave_sw'.")
    assert "Did you mean 'sick_leave_se'" in answer
    assert "Traceback" not in answer


def test_what_is_written_shows_in_the_controls(desk):
    run_in_new_cell(desk, 'explore.choose(programme="porsgrunn-sick-leave")')
    shown(desk).locator('[aria-label*="Sick leave in Porsgrunn"]').wait_for(timeout=A_WHILE)
    chosen = explorer(desk).get_by_label("Municipality", exact=True)
    assert chosen.locator("option:checked").inner_text() == "Porsgrunn\u00a0(4001)"
