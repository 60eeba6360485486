"""A page of a municipality, made as everybody makes it: no programme in its name or its folder."""

import json

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from making import pdf_words
from making_municipality import OTHERS, panel, with_programme

from analysis.cli import main

REPORT = "sick_leave/invented/4001/2019/nb"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The workspace, and the folder of the page of Porsgrunn, asked for by a former number, with
    one faulty programme and one report that has been made before."""
    root = tmp_path_factory.mktemp("municipality")
    workspace = with_programme(root)
    path = workspace.programmes / "broken.toml"
    path.write_text('id = "broken"\ncountry = "NO"\nmunicipality = "4001"\n', encoding="utf-8")
    norwegian = [("population_no", number, "2018", 1000 + i) for i, number in enumerate(OTHERS)]
    panel(root, [("population_no", "4001", "2018", 36000), *norwegian])
    (root / "reports" / REPORT).mkdir(parents=True)
    (root / "reports" / REPORT / "report.html").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TILTAK_WORKSPACE", str(root))
        words = ["report", "municipality", "--municipality", "0805"]
        told = CliRunner().invoke(main, [*words, "--output", str(root / "reports")])
    assert (told.exit_code, told.stderr) == (0, "")
    return root / "reports" / "municipality" / "4001" / "2019" / "nb"


def test_lies_in_a_folder_without_a_programme(made):
    assert {path.name for path in made.iterdir()} == {
        "report.html", "report.pdf", "report.ipynb", "run.json"
    }  # fmt: skip


def test_its_receipt_holds_what_it_was_made_from(made):
    record = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert record["status"] == "ok"
    assert record["parameters"] == {"municipality": "4001", "as_of": "2019", "language": "nb"}
    assert set(record["hashes"]["programmes"]) == {"invented"}
    assert set(record["hashes"]["sources"]) == {"synthetic/own/2026", "synthetic/panel/2026"}
    assert record["synthetic"] is True
    assert "data/programmes/broken.toml: 5 faults" in record["warnings"]


def test_the_page_links_to_the_report_that_is_there(made):
    page = BeautifulSoup((made / "report.html").read_text(encoding="utf-8"), "html.parser")
    links = [
        link["href"] for link in page.select("main a, table a") if "sick_leave" in link["href"]
    ]
    assert links == [f"../../../../{REPORT}/report.html"]
    assert (made / links[0]).is_file()
    assert "tiltak report" not in page.get_text()


def test_the_pdf_promises_no_report_that_was_not_made(made):
    words = pdf_words(made / "report.pdf")
    assert "tiltak report" not in words
    assert "Porsgrunn" in words


def test_headings_of_programmes_stand_below_the_first_section(made):
    page = BeautifulSoup((made / "report.html").read_text(encoding="utf-8"), "html.parser")
    names = [heading["id"] for heading in page.select("h3")]
    assert names[:2] == ["findings-invented", "findings-municipality"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["municipality"], "no municipality is named"),
        (["municipality", "--municipality", "9999"], "'9999'"),
        (["municipality", "--municipality", "4001", "--programme", "invented"],
         "no parameter 'programme'"),
        (["sick_leave"], "no programme is named"),
        (["sick_leave", "--municipality", "4001"], "no programme is named"),
    ],
)  # fmt: skip
def test_what_a_report_needs_is_asked_for_before_it_is_made(
    workspace, monkeypatch, tmp_path, options, told
):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(workspace.root))
    found = CliRunner().invoke(main, ["report", *options, "--output", str(tmp_path / "out")])
    assert found.exit_code == 2
    assert told in found.stderr
    assert not (tmp_path / "out").exists()
