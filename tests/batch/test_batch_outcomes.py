"""When a batch ends early."""

import pytest

from analysis.reporting.batch import Job, Outcome
from analysis.reporting.batch.outcomes import ALIKE, FirstRuns

JOB = Job("short", ())


def reason(*outcomes: Outcome) -> str:
    first = FirstRuns()
    for outcome in outcomes:
        first.add(outcome)
    return first.reason_to_stop


def failed(cell: str = "cell 3") -> Outcome:
    return Outcome(JOB, "raised", error="1 / 0", cell=cell)


def test_the_first_runs_that_fail_in_one_way_are_a_reason_to_stop():
    alike = [failed()] * ALIKE
    assert reason(*alike[1:]) == ""
    assert reason(*alike) == "the first 5 runs all failed alike (raised): 1 / 0"
    assert reason(*alike, Outcome(JOB, "ok")) == reason(*alike)


@pytest.mark.parametrize("state", ["refused", "unchanged", "repeated"])
def test_what_was_not_run_does_not_count(state):
    not_run = [Outcome(JOB, state)] * ALIKE
    assert reason(*not_run) == ""
    assert reason(*not_run, *[failed()] * ALIKE) != ""


@pytest.mark.parametrize("other", [Outcome(JOB, "ok"), failed("cell 4"), Outcome(JOB, "died")])
def test_one_that_is_made_or_fails_in_another_way_lets_it_go_on(other):
    assert reason(other, *[failed()] * 2 * ALIKE) == ""
    assert reason(*[failed()] * 4, other, failed()) == ""
    assert reason(*[Outcome(JOB, "ok")] * ALIKE) == ""
