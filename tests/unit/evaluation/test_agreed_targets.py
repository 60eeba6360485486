"""Targets of a table that can be read in several ways: at the line where the readings differ."""

from dataclasses import replace

from analysis.methods.targets import Outcome


def test_where_all_readings_agree_the_outcome_is_theirs(porsgrunn_evaluation):
    assert porsgrunn_evaluation.agreed == porsgrunn_evaluation.lead.judgements


def test_where_one_reading_differs_the_target_is_at_the_line(porsgrunn_evaluation):
    lead, second, *rest = porsgrunn_evaluation.readings
    first, *others = second.judgements
    assert first.outcome is not Outcome.MISSED
    changed = replace(second, judgements=(replace(first, outcome=Outcome.MISSED), *others))
    found = replace(porsgrunn_evaluation, readings=(lead, changed, *rest)).agreed
    assert found[0].target == first.target
    assert found[0].outcome is Outcome.AT_THE_LINE
    assert found[1:] == porsgrunn_evaluation.agreed[1:]
