"""Small groups in an explorer: hidden in every object, figure, text and control it has."""

import pytest
from making import invented, quarters, record, template

from analysis.errors import ParameterError
from analysis.notebook import open_report
from analysis.notebook.explore import Explore
from analysis.sources.workspace import VARIABLE, Workspace

UNITS = (
    ("Byarkivet", 3, 31.7, 27.3),
    ("Fyret", 6, 23.9, 19.1),
    ("Barnehagene", 140, 9.3, 8.9),
    ("Skolene", 260, 7.4, 7.1),
    ("Sykehjemmet", 190, 10.6, 9.7),
)
ROWS = [
    (name, year, n, value)
    for name, n, first, second in UNITS
    for year, value in (("2007", first), ("2008", second))
]
SECRET = ("31.7", "27.3", "23.9", "19.1", "31,7", "27,3", "23,9", "19,1")
SHOWN = ("9.3", "8.9", "7.4", "7.1", "10.6", "9.7")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Workspace:
    figures = quarters(2005, (9.2, 9.4, 9.1, 8.7))
    root = tmp_path_factory.mktemp("explored")
    return invented(root, figures, start="2008Q1", as_of="2009Q1", units=ROWS)


@pytest.fixture
def explore(made, monkeypatch) -> Explore:
    monkeypatch.setenv(VARIABLE, str(made.root))
    return Explore("invented", language="en")


def said(blocks) -> str:
    """What blocks hold in any form, but for the paths of drawn letters."""
    payload = [{**block, "svg": "", "svg_narrow": ""} for block in blocks.payload()["blocks"]]
    drawn = [text.get_text() for axes in _axes(blocks) for text in axes.texts]
    return f"{payload} {drawn} {blocks.frame.to_csv()} {blocks!r}"


def _axes(blocks):
    try:
        return blocks.figure.axes
    except LookupError:
        return []


def lengths(blocks) -> list[float]:
    """The values that are drawn as dots."""
    return [float(x) for line in blocks.figure.axes[0].lines for x in line.get_xdata()]


def test_the_view_of_groups_shows_the_large_and_nothing_of_the_small(explore):
    blocks = explore.view("groups")
    told = said(blocks)
    assert not any(value in told for value in SECRET)
    assert all(value in told for value in SHOWN)
    assert "Byarkivet" in told
    assert "2 groups are left out" in told
    assert not {31.7, 27.3, 23.9, 19.1} & set(lengths(blocks))


def test_the_objects_at_hand_hold_no_hidden_value(explore):
    for table in (
        explore.groups,
        explore.evaluation.groups.published,
        explore.view("groups").frame,
    ):
        small = table[table["unit"].isin(["Byarkivet", "Fyret"])]
        assert small["status"].eq("suppressed").all()
        assert small[["value", "n"]].isna().all(axis=None)
        assert len(small) == 4
    assert not any(value in repr(vars(explore)) for value in SECRET)


def test_the_controls_hold_no_hidden_value(explore):
    from analysis.notebook.explore.widgets import Panel

    panel = Panel(explore)
    panel._view.value = "groups"
    shown = panel._shown.value
    assert "Skolene" in shown
    assert not any(f">{value}<" in shown for value in SECRET)
    state = [str(control.get_state()) for control in panel._controls.values()]
    assert not any(value in text for text in state for value in SECRET)


@pytest.mark.slow
def test_no_choice_of_periods_brings_a_hidden_value_out(explore):
    for since, until in (("2007", "2007"), ("2008", "2008"), ("2008", "")):
        explore.choose(since=since, until=until)
        assert not any(value in said(explore.view("groups")) for value in SECRET)


def test_invented_figures_say_so_in_every_view(explore):
    assert "Invented figures" in said(explore.view("groups"))
    block = explore.view("series")[0]
    assert block.alt.startswith("INVENTED FIGURES")
    assert "Invented figures" in str(block.data.payload())


def test_a_report_shows_the_same_and_lists_the_source(explore):
    report = open_report("sick_leave", "invented", language="en")
    before = len(report.subject.sources)
    blocks = report.view("groups", indicator="absence")
    assert not any(value in said(blocks) for value in SECRET)
    assert blocks[0].name.startswith("view-1")
    assert report.view("series")[0].name.startswith("view-2")
    assert {source.id for source in report.subject.sources} >= {"synthetic/units/2026"}
    assert len(report.subject.sources) == before


def test_a_report_looks_no_further_than_its_date(explore):
    report = open_report("sick_leave", "invented", as_of="2007Q4", language="en")
    assert report.view("series").frame.index[-1].year == 2007
    with pytest.raises(ParameterError, match="lies after 2007Q4"):
        report.view("series", until="2008Q4")
    with pytest.raises(ParameterError, match="Did you mean 'series'"):
        report.view("serie")
    with pytest.raises(ParameterError, match="Did you mean 'since'"):
        report.view("series", sinse="2007")


def test_a_batch_makes_a_report_with_a_view_again_when_any_figure_has_changed(tmp_path):
    from analysis.reporting.batch.keys import cache_key
    from analysis.reporting.requests import Request, prepare

    figures = quarters(2005, (9.2, 9.4, 9.1, 8.7))
    workspace = invented(tmp_path, figures, start="2008Q1", as_of="2009Q1")
    template(tmp_path, "plain", "report.findings()")
    template(tmp_path, "looking", 'report.view("peers")')

    def keys() -> list[str]:
        names = ("plain", "looking")
        asked = [
            Request(name, {"programme": "invented", "language": "en"}, tmp_path) for name in names
        ]
        return [cache_key(prepare(item, workspace)) for item in asked]

    before = keys()
    record(tmp_path, "elsewhere", ["period,value", "2008Q1,7.0"], "series")
    after = keys()
    assert before[0] == after[0]
    assert before[1] != after[1]


BREAKDOWN = (
    "indicator,municipality,period,breakdown,value,n,status,quality,note",
    "sick_leave_own_no,4001,2020,,8.0,100,,read,",
    "sick_leave_own_no,4001,2020,women,7.9,95,,read,",
    "sick_leave_own_no,4001,2020,men,9.9,5,,read,",
    "sick_leave_own_no,4001,2021,,8.2,100,,read,",
    "sick_leave_own_no,4001,2021,women,8.6,60,,read,",
    "sick_leave_own_no,4001,2021,men,7.6,40,,read,",
    "sick_leave_own_no,1508,2021,,44.4,6,,read,",
)


def test_a_breakdown_hides_a_small_group_and_its_other_half(made, monkeypatch):
    record(made.root, "broken-down", BREAKDOWN, "observations", "")
    monkeypatch.setenv(VARIABLE, str(made.root))
    explore = Explore(municipality="4001").choose(indicator="sick_leave_own_no")
    groups = explore.groups.set_index(["unit", "period"])["status"]
    assert set(groups.loc["men"]) == {"suppressed"}
    assert set(groups.loc["women"]) == {"suppressed"}
    assert not any(value in said(explore.view("groups")) for value in ("7.9", "9.9"))
    assert explore.peers.empty
    assert explore.series["value"].tolist() == [8.0, 8.2]
