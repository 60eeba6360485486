"""Every report about one programme says what the programme is, and who stands behind it."""

import pytest
from telling import words

from analysis.model.texts import LANGUAGES
from analysis.notebook import open_report
from analysis.sources.catalogue import find_programme
from analysis.sources.workspace import VARIABLE

REPORTS = [
    ("sick_leave", "porsgrunn-sick-leave"),
    ("policy_evaluation", "drammen-employer-policy"),
    ("action_programme", "attraktiv-arbetsgivare"),
    ("network_programme", "saman-om-ein-betre-kommune"),
    ("quality_review", "olofstrom-2017"),
    ("workforce_outlook", "porsgrunn-employer-strategy"),
]
BEHIND = {"nb": "Bak", "nn": "Bak", "sv": "Bakom", "en": "Behind"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "name"), REPORTS)
def test_a_report_says_what_its_programme_is_and_who_is_behind_it(
    workspace, monkeypatch, template, name, language
):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    programme = find_programme(workspace, name)
    told = words(open_report(template, name, language=language).in_short())
    assert programme.summary[language] in told
    assert programme.owner is not None
    assert programme.owner[language] in told.split(BEHIND[language])[-1]


@pytest.mark.parametrize("template", [template for template, _ in REPORTS])
def test_a_template_says_it_right_after_its_first_page(workspace, template):
    source = (workspace.notebooks / f"{template}.ipynb").read_text(encoding="utf-8")
    calls = [part.split("(")[0] for part in source.split('"report.')[1:]]
    before = calls[: calls.index("in_short")]
    assert before[0] == "findings"
    assert set(before[1:]) <= {"overview", "calendar"}
