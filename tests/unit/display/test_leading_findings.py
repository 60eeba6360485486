"""The foremost findings of a report: a good figure never without what limits it."""

from types import SimpleNamespace

import pytest

from analysis.display.any_report import AnyReport
from analysis.display.languages import Language, phrase
from analysis.display.wording import Wording
from analysis.evaluation.findings import Finding, Grade


class Spoken(Wording):
    """Says a finding's own number."""

    def said(self, values):
        return phrase(values["number"]), []


@pytest.fixture
def report():
    def made(*grades, tested=None):
        english = Language.named("en")
        findings = [
            Finding("said", grade, {"number": str(place)}) for place, grade in enumerate(grades)
        ]
        if tested is not None:
            # Only what a test carries may be graded; here it matters that there is one.
            object.__setattr__(findings[tested], "graded", ("a test",))
        subject = SimpleNamespace(language=english, sources=())
        return AnyReport(subject, findings, Spoken(english))

    return made


def numbers(blocks):
    return [int(block.statement.plain) for block in blocks]


OBSERVED, NOT_SHOWN, OPEN = Grade.OBSERVED, Grade.NOT_SHOWN, Grade.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("grades", "tested", "count", "shown"),
    [
        ((OBSERVED, OBSERVED, OBSERVED, NOT_SHOWN, OPEN), 3, 3, [0, 1, 3]),
        ((OBSERVED, OBSERVED, OPEN, NOT_SHOWN), 3, 3, [0, 1, 3]),
        ((OBSERVED, OPEN, OBSERVED, OPEN), 3, 2, [0, 3]),
        ((OBSERVED, OBSERVED, OBSERVED, OPEN), None, 2, [0, 3]),
        ((OBSERVED, OPEN, OBSERVED, OPEN), None, 2, [0, 1]),
        ((OBSERVED, OBSERVED, OBSERVED), None, 2, [0, 1]),
        ((OBSERVED, OPEN), None, 1, [1]),
        ((OBSERVED, NOT_SHOWN), 1, 5, [0, 1]),
        ((OBSERVED, OPEN), None, 0, []),
        ((), None, 3, []),
    ],
)
def test_the_last_place_is_for_what_limits_the_rest(report, grades, tested, count, shown):
    assert numbers(report(*grades, tested=tested).leading(count)) == shown


def test_every_finding_says_on_a_page_in_which_way_it_limits_the_others(report):
    blocks = report(OBSERVED, NOT_SHOWN, OPEN, OPEN, tested=3).findings()
    assert [block.payload()["limit"] for block in blocks] == ["", "open", "open", "tested"]


def test_a_report_knows_whether_a_test_grades_it(report):
    assert report(OBSERVED, NOT_SHOWN, tested=1).tested
    assert not report(OBSERVED, OPEN).tested
