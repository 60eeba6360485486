"""An invented strategy for the workforce, with its own projection, staff and exits."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from making import record

from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]

PEOPLE = {
    "1-5": {2008: (1000,), 2009: (1000, 990, 1010), 2013: (900, 800, 1000)},
    "6-15": {2008: (2000,), 2009: (2000, 2000, 2000), 2013: (2000, 1900, 2100)},
    "80-": {2008: (800,), 2009: (810, 800, 820), 2013: (1000, 960, 1040)},
}
"""Invented persons by age and year: registered in 2008, then main, low and high."""

STAFF = [
    *(("kindergarten", age, "skilled", 80, 4) for age in range(25, 65)),
    *(("elderly", age, "unskilled", 60, 5) for age in range(25, 65)),
]
EXITS = [
    (year, first, last, 100, 0 if first < 55 else 8, 1, 5)
    for year in (2005, 2006, 2007)
    for first, last in ((20, 54), (55, ""))
]

PROGRAMME = """\
id = "invented"
country = "NO"
municipality = "4001"
as_of = "2009"
start = "2009"
title = { nb = "Oppdiktet strategi", en = "Invented strategy" }
summary = { nb = "Alt i denne filen er oppdiktet.", en = "All in this file is invented." }

[document]
title = { nb = "Oppdiktet dokument", en = "Invented document" }
producer = "Ingen"
dated = { nb = "uten dato", en = "undated" }

[outlook]
horizon = 2013
"""

CLAIM = """
[[outlook.conclusions]]
id = "demand"
topic = "population"
title = { nb = "Befolkning", en = "Population" }
printed = "Ikke økt"
meaning = { nb = "Behovet øker ikke.", en = "Need does not grow." }
where = { nb = "folketall", en = "population figures" }
place = 1
"""

GROUPS = """
[[outlook.groups]]
id = "kindergarten"
title = { nb = "Barnehage", en = "Kindergarten" }
printed = "1-5"
first_age = 1
last_age = 5
place = 1

[[outlook.groups]]
id = "elderly"
title = { nb = "Eldreomsorg", en = "Care of the elderly" }
printed = "80+"
first_age = 80
place = 1
"""

PROJECTION = """
[[outlook.projections]]
id = "own"
title = { nb = "Egen framskriving", en = "Own projection" }
source = "synthetic/projection/2008"
base_year = 2008
municipality = "4001"
years = [2009, 2013]
alternatives = [
    { id = "main", name = "MMMM", title = { nb = "hovedalternativet", en = "main" } },
    { id = "low", name = "LLML", title = { nb = "lavt", en = "low" } },
    { id = "high", name = "HHMH", title = { nb = "høyt", en = "high" } },
]
"""
SCHOOL = """
[[outlook.groups]]
id = "school"
title = { nb = "Skole", en = "School" }
printed = "6-15"
first_age = 6
last_age = 15
place = 1
"""
OLDER = """
[[outlook.projections]]
id = "older"
title = { nb = "Eldre framskriving", en = "Older projection" }
source = "synthetic/older/2008"
base_year = 2003
municipality = "4001"
years = [2008]
alternatives = [
    { id = "main", name = "MMMM", title = { nb = "hovedalternativet", en = "main" } },
]
"""
OLDER_PEOPLE = {
    "1-5": {2003: (1100,), 2008: (1250, 1200, 1300)},
    "80-": {2003: (700,), 2008: (760, 740, 780)},
}
"""Projected in 2003 for 2008: 25 per cent too high, and 5 too low."""
OWN_STAFF = """
staff = "synthetic/staff/2008"
exits = "synthetic/exits/2008"
staff_year = 2008
leave_by = 70
"""


def invented_outlook(
    root: Path,
    people: Mapping[str, Mapping[int, Sequence[int]]] = PEOPLE,
    *,
    with_staff: bool = True,
    with_older: bool = False,
    staff: Sequence[tuple[object, ...]] = STAFF,
    groups: str = GROUPS,
    alternatives: int = 3,
) -> Workspace:
    """A workspace with one programme, ``invented``, whose figures are made up and say so."""
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    table(root, "projection", _projection(people))
    names = ["service", "age", "competence", "position_size", "heads"]
    table(root, "staff", pd.DataFrame(staff, columns=names))
    reasons = ["retirement", "disability", "other"]
    columns = ["year", "from_age", "to_age", "staff", *reasons]
    table(root, "exits", pd.DataFrame(EXITS, columns=columns))
    folder = root / "data" / "programmes"
    folder.mkdir(parents=True)
    own = OWN_STAFF if with_staff else ""
    older = ""
    if with_older:
        table(root, "older", _projection(OLDER_PEOPLE))
        older = OLDER
    text = PROGRAMME + own + groups + _with(alternatives) + older + CLAIM
    (folder / "invented.toml").write_text(text, encoding="utf-8")
    return Workspace(root)


def _with(alternatives: int) -> str:
    """The projection with the first ones of its alternatives."""
    lines = PROJECTION.splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line.startswith("alternatives")) + 1
    return "".join([*lines[: first + alternatives], *lines[first + 3 :]])


def table(root: Path, name: str, frame: pd.DataFrame) -> None:
    """Write an invented table as the snapshot ``synthetic/<name>/2008``."""
    record(root, name, frame.to_csv(index=False).splitlines(), "table", "", "2008")


def _projection(people: Mapping[str, Mapping[int, Sequence[int]]]) -> pd.DataFrame:
    rows = []
    for age, years in people.items():
        for year, values in years.items():
            kind = "registered" if len(values) == 1 else "projected"
            names = ("registered",) if len(values) == 1 else ("MMMM", "LLML", "HHMH")
            rows += [
                (name, kind, year, age, value) for name, value in zip(names, values, strict=True)
            ]
    return pd.DataFrame(rows, columns=["alternative", "kind", "year", "age", "persons"])
