"""Reading templates: without the notebook machinery, and never with a traceback."""

import json
import subprocess
import sys

import pytest
from making import template

from analysis.errors import InputError, ParameterError
from analysis.reporting.requests import Request, prepare
from analysis.reporting.templates import check_notebook, find_templates, read_template
from analysis.sources.workspace import Workspace


def test_the_project_s_templates_are_read_with_their_title_and_parameters(workspace):
    assert len(find_templates(workspace)) == 7
    template = read_template(workspace, "sick_leave")
    assert set(template.defaults) >= {"programme", "municipality", "as_of", "language"}
    assert template.title


def test_listing_templates_does_not_load_the_notebook_machinery():
    code = "import analysis.reporting.templates, sys; sys.exit('nbformat' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        "[]",
        "{}",
        json.dumps({"cells": [1]}),
        json.dumps({"cells": [{"cell_type": "code", "source": 5}]}),
        json.dumps({"cells": [{"cell_type": "code", "source": [], "metadata": []}]}),
        json.dumps({"cells": [{"cell_type": "code", "source": "", "metadata": {"tags": None}}]}),
        json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": 7}),
    ],
)
def test_what_is_no_notebook_is_a_fault(tmp_path, content):
    path = tmp_path / "notebooks" / "broken.ipynb"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a notebook"):
        check_notebook(Workspace(tmp_path), path)
    assert path not in find_templates(Workspace(tmp_path))


def test_the_templates_of_the_package_are_there_in_every_workspace_and_its_own_before_them(
    tmp_path, workspace
):
    assert find_templates(Workspace(tmp_path)) == find_templates(workspace)
    own = template(tmp_path, "sick_leave", 'open_report("sick_leave", programme)')
    assert own in find_templates(Workspace(tmp_path))
    assert read_template(Workspace(tmp_path), "sick_leave").path == own
    assert len(find_templates(Workspace(tmp_path))) == 7


@pytest.mark.parametrize(
    ("cells", "report"),
    [
        (['report = open_report("quality_review", programme)\nreport'], "quality_review"),
        (["# Title", "x = 1", 'report = open_report("sick_leave")'], "sick_leave"),
        (["report = open_report(name, programme)"], "mine"),
        (["open_report("], "mine"),
        (['other.open_report("sick_leave")'], "mine"),
        ([], "mine"),
    ],
)
def test_a_template_names_the_report_it_builds_on_in_its_opening_call(tmp_path, cells, report):
    template(tmp_path, "mine", *cells)
    assert read_template(Workspace(tmp_path), "mine").report == report


def test_a_template_of_one_s_own_is_refused_a_programme_its_report_is_not_about(tmp_path, copied):
    template(copied.root, "mine", 'report = open_report("sick_leave", programme)')
    request = Request("mine", {"programme": "drammen-employer-policy"}, tmp_path / "out")
    with pytest.raises(ParameterError, match="sick_leave"):
        prepare(request, copied)
