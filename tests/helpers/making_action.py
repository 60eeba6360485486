"""The action programme with invented reports and figures, marked as invented."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from making import record

from analysis.sources.status_reports import COLUMNS
from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMME = "attraktiv-arbetsgivare"
NATIONAL = "published/national-reference-se/2026-11"

SOME = (
    "3,,2016-01-15,HR,done,2015-12-10,,A plan",
    "5,,2016-03-01,HR,done,2016-02-01,,",
    "15,,2015-11-01,HR,under_way,,,",
    "16,,2016-03-01,Board,abandoned,,,",
    "2,,2017-02-01,HR,under_way,,,",
    "4,,2017-01-31,HR,done,2016-12-31,,",
    "9,,2018-01-10,HR,done,,,",
    "10,,2016-02-01,HR,done,2015,2015,",
    "10,,2017-02-15,HR,done,2017-02-01,2016,",
    "10,,2018-02-15,HR,not_started,,2017,",
    "13,,2017-05-01,HR,abandoned,,,",
    "18,,2016-06-01,Board,done,,,",
    "11,,2016-06-01,HR,done,,,",
    "20,a,2016-06-01,HR,under_way,,,",
    "men_in_preschool,b,2016-01-20,HR,done,2015-12-31,,",
)
"""Reports that give every standing: of ten last days two in time, two late, two not done, one given
up and three without a report."""


def with_reports(
    root: Path,
    rows: Sequence[str] = (),
    figures: Mapping[str, Mapping[str, float]] | None = None,
) -> Workspace:
    """A workspace with the project's programme, and invented ``rows`` of reports and ``figures``
    (by indicator and period) beside it."""
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    for ending in ("csv", "toml"):
        target = root / "data" / "sources" / f"{NATIONAL}.{ending}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "data" / "sources" / f"{NATIONAL}.{ending}", target)
    folder = root / "data" / "programmes"
    folder.mkdir(parents=True)
    text = (PROJECT / "data" / "programmes" / f"{PROGRAMME}.toml").read_text(encoding="utf-8")
    if rows:
        text = text.replace("[action]\n", '[action]\nreports = "synthetic/reports/2026"\n')
        record(root, "reports", [",".join(COLUMNS), *rows], "table")
    for name, values in (figures or {}).items():
        head = f'[[indicators]]\nid = "{name}"\n'
        text = text.replace(head, f'{head}source = "synthetic/{name}/2026"\n')
        lines = ["period,value", *(f"{period},{value}" for period, value in values.items())]
        record(root, name, lines, "series", name)
    (folder / f"{PROGRAMME}.toml").write_text(text, encoding="utf-8")
    return Workspace(root)
