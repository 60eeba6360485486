"""A spreadsheet as a municipality sends it."""

from pathlib import Path

from openpyxl import Workbook

YEARS = {2019: 8.9, 2020: 9.2, 2021: 9.4, 2022: 9.3, 2023: 9.1, 2024: 8.2, 2025: 8.0}
SEASON = (0.5, -0.2, -0.6, 0.3)


def sheet(path: Path) -> None:
    """A sheet as a municipality sends it; its title says that it is invented."""
    book = Workbook()
    page = book.active
    page.append(["Oppdiktede tall, til prøve: sykefravær i prosent"])
    page.append([])
    page.append(["År", "1. kvartal", "2. kvartal", "3. kvartal", "4. kvartal"])
    for year, level in YEARS.items():
        page.append([year, *(round(level + swing, 1) for swing in SEASON)])
    book.save(path)
