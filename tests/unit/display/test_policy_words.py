"""What the report on a policy says of its goals."""

from making_replies import POLICY, invented_policy

from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE


def told(tmp_path, monkeypatch, text: str) -> str:
    workspace = invented_policy(tmp_path)
    (workspace.programmes / "invented-policy.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    report = open_report("policy_evaluation", "invented-policy", language="en")
    return " ".join(str(item) for found in report.findings() for item in found.details)


def test_a_measure_that_goes_on_counts_as_dated_and_that_is_said(tmp_path, monkeypatch):
    going_on = POLICY.replace('number = "2"', 'number = "2"\ncontinuous = true')
    words = told(tmp_path / "one", monkeypatch, going_on)
    assert "0 a target, 1 a date and 0 who answers for it." in words
    assert "As a date counts, for 1 of them, that the measure is continuous." in words
    both = going_on.replace('number = "1"', 'number = "1"\ncontinuous = true')
    words = told(tmp_path / "two", monkeypatch, both)
    assert "2 a date" in words
    assert "As a date counts, for 2 of them, that the measures are continuous." in words
    assert "As a date" not in told(tmp_path / "none", monkeypatch, POLICY)
