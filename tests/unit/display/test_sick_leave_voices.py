"""The report on sick leave shows what parties say, beside what the figures say."""

import pytest
from making import invented, quarters

from analysis.model.periods import Period
from analysis.model.replies import WHOLE, Answer, Reply
from analysis.notebook import open_report
from analysis.sources.catalogue import find_programme
from analysis.sources.replies import store_reply
from analysis.sources.workspace import VARIABLE

PARTIES = """
[[parties]]
id = "management"
title = { en = "The management" }
evaluated = true

[[parties]]
id = "union"
title = { en = "The union" }

[[parties]]
id = "safety"
title = { en = "The safety representative" }

[[scale]]
id = "well"
title = { en = "Well" }
prints = ["Well"]

[[scale]]
id = "partly"
title = { en = "Partly" }
prints = ["Partly"]

[[measures]]
id = "survey"
number = "1"
title = { en = "Survey of the homes" }
deadline = "2018-12-31"
place = 1

[[measures]]
id = "talks"
number = "2"
title = { en = "Early talks" }
deadline = "2018-12-31"
place = 2
"""


@pytest.fixture
def report(tmp_path, monkeypatch):
    """The report of an invented programme on which two of three parties have replied."""
    workspace = invented(
        tmp_path, quarters(2014, (9, 9, 9, 9, 8, 8)), start="2018Q1", as_of="2019Q4"
    )
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    file = workspace.programmes / "invented.toml"
    file.write_text(file.read_text(encoding="utf-8") + PARTIES, encoding="utf-8")
    programme = find_programme(workspace, "invented")
    day = Period.parse("2020-02-01")
    states = (Answer("survey", state="under_way"), Answer("talks", state="done"))
    whole = Answer(WHOLE, verdict="well", comment="It works.")
    for reply in (
        Reply("", "management", "The director", day, states, whole, synthetic=True),
        Reply("", "union", "The chair", day, (), Answer(WHOLE, verdict="partly"), synthetic=True),
    ):
        store_reply(workspace, programme, reply, day.start)
    return lambda **more: open_report("sick_leave", "invented", language="en", **more)


def test_the_first_page_says_who_judged_how_and_who_is_silent(report):
    judged, silent = list(report().findings())[-2:]
    assert (judged.grade, silent.grade) == ("asserted", "not_assessable")
    assert judged.statement.plain == (
        "The parties judge the programme as a whole differently: The management “Well” "
        "(1 February 2020) and The union “Partly” (1 February 2020)."
    )
    assert [detail.plain for detail in judged.details] == ["The management: “It works.”"]
    assert silent.statement.plain.endswith("has come from it: The safety representative.")


def test_a_report_as_of_an_earlier_day_knows_of_no_reply(report):
    (block,) = report(as_of="2020-01-31").parties()
    assert [item.plain for item in block.items] == ["No party has replied to a form."]


def test_what_was_due_and_is_not_done_is_said_to_be_late(report):
    tables = {block.name: block for block in report().parties() if hasattr(block, "rows")}
    assert [(row[0].plain, row[2].plain) for row in tables["states-told"].rows] == [
        ("Survey of the homes", "under way; the deadline has passed"),
        ("Early talks", "done"),
    ]
    assert [[cell.plain for cell in row] for row in tables["who-replied"].rows] == [
        [
            "The management, judging its own work",
            "1 February 2020",
            "The director",
            "Well (1 February 2020)",
            "0",
        ],
        ["The union", "1 February 2020", "The chair", "Partly (1 February 2020)", "0"],
        ["The safety representative", "no reply", "–", "–", "–"],
    ]
