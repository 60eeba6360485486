"""A real batch of a programme with hostile names, as a site and as a zip: all of it inert."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from making import invented, quarters, template

from analysis.cli import main
from analysis.reporting.site import chosen, read_contents, write_bundle, write_site

EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script>=cmd|#let x = $'
OPENED = """\
from analysis.notebook import open_report

report = open_report("sick_leave", programme, municipality, as_of, language)
report
"""
PLAN = """\
languages = ["en"]

[[reports]]
template = "sick_leave"
programmes = ["invented"]

[[reports]]
template = "raising"
programmes = ["invented"]

[[reports]]
template = "municipality"
municipalities = ["4001"]
"""


@pytest.mark.slow
def test_what_a_batch_made_of_a_hostile_programme_is_inert_and_what_failed_is_told(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("TILTAK_WORKSPACE", raising=False)
    figures = quarters(2015, (8, 8, 8, 7, 7))
    workspace = invented(tmp_path, figures, start="2018Q1", as_of="2019", title=EVIL)
    for path in workspace.notebooks.glob("*.ipynb"):
        if path.stem != "municipality":
            path.unlink()
    template(
        tmp_path, "sick_leave", OPENED, "## What we know", "report.findings()", "report.overview()"
    )
    template(tmp_path, "raising", OPENED, "1 / 0")
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    reports = tmp_path / "reports"
    monkeypatch.chdir(tmp_path)
    batch = CliRunner().invoke(main, ["batch", str(plan), "--output", str(reports)])
    assert batch.exit_code == 4, batch.output
    remarks: list[str] = []
    contents = read_contents(workspace, reports, remarks.append)
    assert remarks == []
    write_site(workspace, contents, reports, tmp_path / "site")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert not [path for path in pages if "<img" in path.read_text()]
    own = [path.read_text() for path in pages if "reports" not in path.parts]
    assert all(page.count("<script>") == 1 for page in own)
    page = (tmp_path / "site/en/programme/invented.html").read_text()
    assert "&lt;script&gt;alert(1)" in page
    assert "Its making was stopped by an error." in page
    assert "ZeroDivision" not in page
    assert page.count("<polyline") == 1
    lead = json.loads((reports / "municipality/4001/2019/en/run.json").read_text())
    assert lead["status"] == "ok"
    path = tmp_path / "one.zip"
    write_bundle(workspace, contents.only(chosen(workspace, contents, "4001")), reports, path)
    names = zipfile.ZipFile(path).namelist()
    assert "reports/sick_leave/invented/4001/2019/en/report.pdf" in names
    assert not [name for name in names if name.endswith((".ipynb", ".json", ".sqlite"))]
