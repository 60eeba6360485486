"""A key changes with what a report reads of a source of many places, and with nothing else."""

from pathlib import Path

import pytest
from making import PROJECT, record
from making_municipality import COLUMNS
from making_network import invented_network

from analysis.notebook import open_subject, openers
from analysis.reporting.batch.keys import cache_key
from analysis.reporting.batch.slices import slices
from analysis.reporting.requests import Request, prepare
from analysis.sources.workspace import Workspace

PROGRAMME = """\
id = "invented"
country = "NO"
municipality = "4001"
title = { en = "Invented" }
document = { title = { en = "Invented" }, producer = "Nobody", dated = { en = "2018" } }
summary = { en = "Invented" }
start = "2018"
as_of = "2020"

[[indicators]]
id = "sick_leave"
title = { en = "Sick leave" }
definition = { en = "Invented" }
direction = "decrease"
unit = "percent"
source = "synthetic/panel/2026"
"""


def made(root: Path, template: str = "sick_leave", **values: float) -> list[str]:
    (root / "data" / "programmes").mkdir(parents=True, exist_ok=True)
    reference = root / "data" / "reference"
    if not reference.exists():
        reference.symlink_to(PROJECT / "data" / "reference")
    figures = {"4001": 7.0, "0805": 8.0, "3301": 6.0, "0000": 5.0, **values}
    rows = [f"sick_leave,{number},2019,,{value},,,read," for number, value in figures.items()]
    folder = root / "data" / "sources" / "synthetic" / "panel"
    for path in folder.glob("*"):
        path.unlink()
    if folder.exists():
        folder.rmdir()
    record(root, "panel", [COLUMNS, *rows], "observations")
    workspace = Workspace(root)
    (workspace.programmes / "invented.toml").write_text(PROGRAMME, encoding="utf-8")
    subject = open_subject(workspace, "invented", "", "", "en")
    return list(slices(workspace, template, subject))


@pytest.mark.parametrize("number", ["4001", "0000"])
def test_a_figure_of_ones_own_or_of_the_country_changes_it(tmp_path, number):
    assert made(tmp_path) != made(tmp_path, **{number: 7.1})


def test_a_figure_of_another_municipality_does_not(tmp_path):
    assert made(tmp_path) == made(tmp_path, **{"3301": 7.1})


def test_a_report_that_compares_all_sees_every_row(tmp_path):
    before = made(tmp_path, "network_programme")
    assert before != made(tmp_path, "network_programme", **{"3301": 7.1})


def key_of(root: Path, name: str, value: str) -> str:
    """The key of the report on an invented network, by a template called ``name``, with the last
    figure of its panel."""
    workspace = invented_network(root)
    original = workspace.notebooks / "network_programme.ipynb"
    original.rename(workspace.notebooks / f"{name}.ipynb")
    folder = workspace.sources / "synthetic" / "panel"
    rows = (folder / "2026.csv").read_text().splitlines()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    last = rows[-1].split(",")
    changed = ",".join([*last[:4], value, *last[5:]])
    record(root, "panel", [*rows[:-1], changed], "observations", "absence")
    asked = Request(name, {"programme": "invented-network", "language": "en"}, root)
    return cache_key(prepare(asked, workspace))


@pytest.mark.parametrize("name", ["network_programme", "one_of_our_own"])
def test_a_template_sees_what_the_report_that_it_opens_sees(tmp_path, name):
    keys = [key_of(tmp_path / value, name, value) for value in ("8.0", "8.1")]
    assert keys[0] != keys[1]


def test_the_modules_of_reports_say_what_they_read():
    for name in openers.OF_A_PROGRAMME:
        source = Path(openers.named(name).__file__).read_text(encoding="utf-8")
        assert openers.shows_replies(name) is ("read_replies(" in source), name
        assert openers.reads_whole(name) is ("read_panel(" in source), name
