"""Links to other reports: only to what has been made, and never in a file that is handed on."""

from pathlib import Path

import nbformat
import pytest

from analysis.display.blocks import MIME
from analysis.display.languages import Language
from analysis.reporting.links import linked, named, stand_in

NAME = "sick_leave/invented/4001/2019/nb"


@pytest.fixture
def notebook():
    span = {"text": "tiltak report", "style": "code", "href": f"report:{NAME}"}
    page = {"text": "SSB", "href": "https://www.ssb.no/"}
    blocks = [{"kind": "table", "rows": [[[{"text": "Programme"}], [span]], [[page]]]}]
    output = nbformat.v4.new_output("display_data", {MIME: {"version": 1, "blocks": blocks}})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])


def cells(notebook):
    first, second = notebook.cells[0].outputs[0].data[MIME]["blocks"][0]["rows"]
    return first[1][0], second[0][0]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / NAME).mkdir(parents=True)
    return Path("municipality", "4001", "2019", "nb")


def test_what_has_not_been_made_is_said_so_and_is_no_link(notebook, folder, tmp_path):
    english = Language.named("en")
    for found in (linked(notebook, tmp_path, folder, english), named(notebook, tmp_path, english)):
        assert cells(found)[0] == {"text": "not made yet"}


def test_a_page_links_to_what_is_there_from_where_it_lies(notebook, folder, tmp_path):
    (tmp_path / NAME / "report.html").touch()
    span, _ = cells(linked(notebook, tmp_path, folder, Language.named("en")))
    assert span["text"] == "Open the report"
    assert span["href"] == f"../../../../{NAME}/report.html"
    (tmp_path / folder).mkdir(parents=True)
    assert (tmp_path / folder / span["href"]).is_file()


def test_a_file_that_is_handed_on_names_the_folder(notebook, tmp_path, folder):
    (tmp_path / NAME / "report.pdf").touch()
    span, _ = cells(named(notebook, tmp_path, Language.named("en")))
    assert span == {"text": NAME, "style": "code"}


def test_other_links_and_the_notebook_itself_stay_as_they_are(notebook, tmp_path, folder):
    found = linked(notebook, tmp_path, folder, Language.named("nb"))
    assert cells(found)[1] == {"text": "SSB", "href": "https://www.ssb.no/"}
    assert cells(notebook)[0]["href"] == f"report:{NAME}"


def test_a_folder_that_stands_in_for_another_links_to_what_is_there(notebook, tmp_path, folder):
    stand_in(tmp_path, ["sick_leave/invented/4001/2019/n", NAME])
    english = Language.named("en")
    span, _ = cells(linked(notebook, tmp_path, folder, english))
    assert span == {"text": "Open the report", "href": f"../../../../{NAME}/report.html"}
    assert cells(named(notebook, tmp_path, english))[0] == {"text": NAME, "style": "code"}
    stand_in(tmp_path, [f"{NAME}0"])
    assert cells(linked(notebook, tmp_path, folder, english))[0] == {"text": "not made yet"}
