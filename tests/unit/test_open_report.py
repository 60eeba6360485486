"""What an analyst asks a report for is checked before anything is calculated."""

import pytest

from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.notebook import open_report, open_subject
from analysis.sources.workspace import VARIABLE


@pytest.mark.parametrize("number", ["", "0805", "3806", "4001"])
def test_a_municipality_is_accepted_by_any_number_it_had(workspace, number):
    subject = open_subject(workspace, "porsgrunn-sick-leave", number, "", "nb")
    assert subject.municipality.name == "Porsgrunn"


def test_without_a_date_the_programmes_own_counts(workspace):
    subject = open_subject(workspace, "porsgrunn-sick-leave", "", "", "nb")
    assert subject.as_of == Period(2009, "quarter", 1)
    subject = open_subject(workspace, "porsgrunn-sick-leave", "", "2008-12-31", "nb")
    assert subject.as_of == Period(2008, "day", 12, 31)


def test_a_subject_knows_every_snapshot_it_draws_on(workspace):
    subject = open_subject(workspace, "porsgrunn-sick-leave", "", "", "nb")
    assert [source.id for source in subject.sources] == [
        "porsgrunn-kommune/sick-leave/2009Q1",
        "ssb/sick-leave-national/2011-12-20",
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("nowhere", "", "", "nb"), ("'nowhere'", "porsgrunn-sick-leave")),
        (("porsgrunn-sick-leave", "9999", "", "nb"), ("'9999'", "4001 Porsgrunn")),
        (("porsgrunn-sick-leave", "3301", "", "nb"), ("Porsgrunn (4001)", "Drammen (3301)")),
        (("porsgrunn-sick-leave", "", "spring", "nb"), ("'spring'", "quarter (2009Q1)")),
        (("porsgrunn-sick-leave", "", "", "no"), ("'no'", "nb, nn, sv, en")),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_known(workspace, asked, words):
    with pytest.raises(ParameterError) as refusal:
        open_subject(workspace, *asked)
    assert all(word in str(refusal.value) for word in words)


@pytest.mark.parametrize(
    ("template", "programme", "words"),
    [
        ("turnover", "porsgrunn-sick-leave", ("'turnover'", "sick_leave", "policy_evaluation")),
        (
            "sick_leave",
            "drammen-employer-policy",
            ("no indicator with figures that is to decrease",),
        ),
        ("policy_evaluation", "porsgrunn-sick-leave", ("no scale on which parties judge",)),
    ],
)
def test_a_report_the_programme_cannot_fill_is_refused(
    workspace, monkeypatch, template, programme, words
):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    with pytest.raises(ParameterError) as refusal:
        open_report(template, programme)
    assert all(word in str(refusal.value) for word in words)
