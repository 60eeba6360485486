"""Reading templates: without the notebook machinery, and never with a traceback."""

import json
import subprocess
import sys

import pytest

from analysis.errors import InputError
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
    assert find_templates(Workspace(tmp_path)) == []
