"""A report from a warm kernel is the same as one from a plain one, output by output."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import outputs
from making import CASES, PROJECT

from analysis.reporting.runs import Request, run
from analysis.reporting.templates import find_templates
from analysis.reporting.warm.client import WarmParent, unsupported
from analysis.sources.workspace import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(unsupported() is not None, reason=str(unsupported())),
]


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    with WarmParent() as started:
        assert started.ready(), started.reason
        yield started


def test_every_template_is_compared():
    there = {path.stem for path in find_templates(Workspace(PROJECT))}
    assert {case.template for case in CASES.values()} == there


@pytest.mark.parametrize("name", CASES)
def test_a_warm_kernel_shows_what_a_plain_one_does(tmp_path, parent, name):
    case = CASES[name]
    made: dict[str, Path] = {}
    for kind, source in (("plain", None), ("warm", parent)):
        request = Request(case.template, case.parameters(case.language), tmp_path / kind)
        made[kind] = run(request, Workspace(PROJECT), parent=source)
        assert f'"kernel": "{kind}' in (made[kind] / "run.json").read_text(encoding="utf-8")
    plain, warm = outputs(made["plain"]), outputs(made["warm"])
    assert len(plain) == len(warm) > 3
    for number, (one, other) in enumerate(zip(plain, warm, strict=True)):
        assert one == other, f"code cell {number + 1}"
    pages = [(made[kind] / "report.html").read_text(encoding="utf-8") for kind in made]
    assert pages[0] == pages[1]
