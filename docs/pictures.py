"""Makes the pictures of the guide from a folder that `python tests/helpers/walking.py` has left.

    python docs/pictures.py /tmp/guide-xxxx

Needs Chromium, LibreOffice and pdftoppm; the pictures are committed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parent / "guide" / "images"
LEAVE = "reports/sick_leave/less-sick-leave/4001/2024Q4/en/report.html"
VERDICTS = "reports/policy_evaluation/less-sick-leave/4001/2025-09-01/en/report.html"


def main(desk: Path) -> None:
    """Write every picture."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _part(browser, desk / LEAVE, "targets", "table:has-text('good enough')")
        _part(browser, desk / VERDICTS, "verdicts", "table:has-text('Between them')")
        _page(browser, desk / "site" / "index.html", "site", height=700)
        browser.close()
    _print(desk / LEAVE.replace(".html", ".pdf"), "report", 1, "75")
    _sheet(desk / "leave.xlsx", "sheet", 1)
    _sheet(desk / "unions-autumn.xlsx", "status-form", 3)
    for path in sorted(IMAGES.glob("*.png")):
        Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(
            path, optimize=True
        )
        print(path.name, path.stat().st_size)


def _page(browser: Browser, path: Path, name: str, height: int) -> None:
    page = browser.new_page(viewport={"width": 900, "height": height})
    page.goto(path.as_uri())
    page.screenshot(path=str(IMAGES / f"{name}.png"))
    page.close()


def _part(browser: Browser, path: Path, name: str, selector: str) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(path.as_uri())
    page.locator(selector).locator("visible=true").first.screenshot(
        path=str(IMAGES / f"{name}.png")
    )
    page.close()


def _sheet(path: Path, name: str, number: int) -> None:
    """A page of a workbook as LibreOffice prints it, without its margins."""
    with tempfile.TemporaryDirectory() as folder:
        convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(convert, check=True, capture_output=True)
        _print(Path(folder) / f"{path.stem}.pdf", name, number, "110")
    picture = Image.open(IMAGES / f"{name}.png").convert("RGB")
    white = Image.new("RGB", picture.size, "white")
    left, top, right, bottom = ImageChops.difference(picture, white).getbbox() or (0, 0, 1, 1)
    picture.crop((left - 8, top - 8, right + 8, bottom + 8)).save(IMAGES / f"{name}.png")


def _print(path: Path, name: str, number: int, resolution: str) -> None:
    pages = ["-f", str(number), "-l", str(number), "-r", resolution, "-singlefile"]
    subprocess.run(["pdftoppm", "-png", *pages, str(path), str(IMAGES / name)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
