"""A plan becomes jobs, each once, the pages of municipalities last."""

from pathlib import Path

import pytest
from making import PROJECT

from analysis.errors import InputError, ParameterError
from analysis.reporting.batch import Entry, PlanFile, jobs_of, read_plan
from analysis.sources.workspace import Workspace

HERE = Workspace(PROJECT)


def told(plan: PlanFile) -> list[str]:
    return [str(job) for job in jobs_of(HERE, plan)]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_is_programmes_times_municipalities_times_languages(tmp_path):
    plan = read_plan(
        written(
            tmp_path,
            """\
languages = ["nb", "en"]

[[reports]]
template = "municipality"
municipalities = ["4001"]

[[reports]]
template = "sick_leave"
programmes = ["porsgrunn-sick-leave"]
languages = ["nn"]
as_of = "2008"
""",
        )
    )
    assert told(plan) == [
        "sick_leave porsgrunn-sick-leave 2008 nn",
        "municipality 4001 nb",
        "municipality 4001 en",
    ]


def test_a_job_named_twice_is_one():
    entry = Entry(template="municipality", municipalities=("4001", "4001"))
    assert told(PlanFile(reports=(entry, entry))) == ["municipality 4001 nb"]


def test_all_of_a_country_are_those_there_are_today():
    found = told(PlanFile(reports=(Entry(template="municipality", all="NO"),)))
    numbers = {line.split()[1] for line in found}
    assert {"3301", "4001", "1508", "1580"} <= numbers
    # Svelvik became part of Drammen.
    assert "0711" not in numbers
    assert "1060" not in numbers


def test_every_fault_of_a_plan_has_its_line(tmp_path):
    path = written(tmp_path, 'languages = ["no"]\n[[reports]]\ntemplat = "x"\n')
    with pytest.raises(InputError) as refused:
        read_plan(path)
    assert {(fault.line, fault.key) for fault in refused.value.faults} == {
        (1, "languages[1]"),
        (2, "reports[1].template"),
        (3, "reports[1].templat"),
    }


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (Entry(template="sick_leave"), "needs programmes"),
        (Entry(template="municipality"), "is about municipalities"),
        (
            Entry(template="municipality", municipalities=("4001",), programmes=("x",)),
            "and no programme",
        ),
    ],
)
def test_an_entry_without_what_it_is_about_is_refused(entry, found):
    with pytest.raises(ParameterError, match=found):
        told(PlanFile(reports=(entry,)))
