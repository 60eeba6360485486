"""Invented network programmes, with a panel of invented municipalities and a list of joiners."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from making import record

from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]
YEARS = range(2006, 2016)
JOINED = {"1": 2010, "2": 2012}
OWN = "4001"
"""Porsgrunn, which the invented programme has as a participant of wave 1."""


def numbers(n: int) -> list[str]:
    """The own municipality, and ``n`` invented ones."""
    return [OWN, *(str(9001 + i) for i in range(n))]


def joiners(units: Sequence[str], n: int) -> dict[str, str]:
    """The first ``n`` units, in turn in wave 1 and 2."""
    return {unit: str(1 + i % 2) for i, unit in enumerate(units[:n])}


def values(
    units: Sequence[str], waves: Mapping[str, str], effect: float, ahead: float = 0.0
) -> dict[tuple[str, int], float]:
    """Levels that differ, a common path, and noise; joiners change by ``effect`` once they have
    joined, and lie ``ahead`` above the others in the two years before, for that time only."""
    generator = np.random.default_rng(7)
    level = {unit: 8 + generator.normal(0, 0.8) for unit in units}
    found = {}
    for unit in units:
        first = JOINED[waves[unit]] if unit in waves else 9999
        for year in YEARS:
            value = level[unit] + 0.05 * (year - 2006) + generator.normal(0, 0.3)
            value += effect * (year >= first) + ahead * (first - 2 <= year < first)
            found[unit, year] = round(value, 2)
    return found


def invented_network(
    root: Path,
    *,
    effect: float = 0.0,
    ahead: float = 0.0,
    complete: bool = True,
    n_joiners: int = 24,
    n_units: int = 90,
    panel: bool = True,
) -> Workspace:
    """A workspace with the programme ``invented-network``, whose figures say they are made up."""
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    units = numbers(n_units)
    waves = joiners(units, n_joiners)
    rows = ["municipality,number,wave,theme,start,source,quality,note"]
    for unit, wave in waves.items():
        name = "Porsgrunn" if unit == OWN else f"Oppdiktet {unit}"
        rows.append(f"{name},{unit},{wave},fravær,{JOINED[wave]},oppdiktet,read,")
    record(root, "participants", rows, "table", "")
    found = values(units, waves, effect, ahead)
    head = "indicator,municipality,period,breakdown,value,n,status,quality,note"
    lines = [f"absence,{unit},{year},,{value},,,read," for (unit, year), value in found.items()]
    record(root, "panel", [head, *lines], "observations", "absence")
    others = """
[network.effect.others]
source = "synthetic/panel/2026"
title = { nb = "Andre kommuner", en = "Other municipalities" }
caveat = { nb = "Tallene er oppdiktet.", en = "The figures are invented." }
"""
    folder = root / "data" / "programmes"
    folder.mkdir(parents=True)
    text = PROGRAMME.format(n=n_joiners, complete=str(complete).lower())
    (folder / "invented-network.toml").write_text(text + (others if panel else ""), "utf-8")
    return Workspace(root)


PROGRAMME = """\
id = "invented-network"
country = "NO"
as_of = "2015"
start = "2010"
title = {{ nb = "Oppdiktet nettverk", en = "An invented network" }}
summary = {{ nb = "Alt i denne filen er oppdiktet.", en = "All of this file is invented." }}

[document]
title = {{ nb = "Oppdiktet dokument", en = "An invented document" }}
producer = "Ingen"
dated = {{ nb = "uten dato", en = "undated" }}

[[parties]]
id = "nobody"
title = {{ nb = "Ingen", en = "Nobody" }}

[[indicators]]
id = "absence"
title = {{ nb = "Fravær", en = "Absence" }}
unit = "percent"
direction = "decrease"
definition = {{ nb = "Oppdiktet fravær.", en = "Invented absence." }}
rounding = 0.005
where = {{ nb = "Ingen steder.", en = "Nowhere." }}

[network]
participants = "synthetic/participants/2026"

[[network.themes]]
id = "absence"
title = {{ nb = "Fravær", en = "Absence" }}
prints = ["fravær"]

[[network.waves]]
id = "first"
title = {{ nb = "Pulje 1", en = "Wave 1" }}
prints = ["1"]
year = 2010

[[network.waves]]
id = "second"
title = {{ nb = "Pulje 2", en = "Wave 2" }}
prints = ["2"]
year = 2012

[[network.counts]]
by = "nobody"
when = {{ nb = "i alt", en = "in all" }}
printed = {n}
total = true

[network.effect]
indicator = "absence"
complete = {complete}
"""
