"""The report `sick_leave` calls an indicator what it is: sick leave only where it is the total."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from making import LANGUAGES, PROJECT, Series, invented, quarters
from matplotlib.text import Text

from analysis.display.blocks import Blocks, FigureBlock
from analysis.display.languages import Language
from analysis.display.sick_leave import SickLeaveReport
from analysis.display.translation import translate_markdown
from analysis.notebook import open_report
from analysis.sources.workspace import VARIABLE

PART_TIME = {
    "nb": "Ufrivillig deltid",
    "nn": "Ufrivillig deltid",
    "sv": "Ofrivillig deltid",
    "en": "Involuntary part-time",
}
TURNOVER = {
    "nb": "Turnover, pleie og omsorg",
    "nn": "Turnover, pleie og omsorg",
    "sv": "Personalomsättning, vård och omsorg",
    "en": "Turnover, health and care",
}
SICK_LEAVE = {
    "nb": "Sykefravær i alt",
    "nn": "Sjukefråvær i alt",
    "sv": "Sjukfrånvaro totalt",
    "en": "Sick leave in all",
}
WORDS = re.compile(
    r"sick.?leave|\b(?:was|were) ill\b|sykefrav|sjukefråv|sjukfrånv|\bsyke?\b|\bsjuka?e?\b", re.I
)
NOUN = {"nb": "sykefravær", "nn": "sjukefråvær", "sv": "sjukfrånvaro", "en": "sick leave"}
INDICATOR = {
    "nb": "indikatoren «{}»",
    "nn": "indikatoren «{}»",
    "sv": "indikatorn ”{}”",
    "en": "the indicator “{}”",
}
TARGETS = (("2019", "desired", 7.0), ("2019", "acceptable", 7.5), ("2022", "desired", 6.0))
FLAT = (8.0, 8.1, 7.9, 8.0, 8.1, 7.9)
CALM = (0.0, 0.05, -0.05)
OTHERS = quarters(2012, (6.0, 6.1, 5.9, 6.0, 6.1, 5.9, 5.7, 5.7, 5.7), CALM)
FELL = quarters(2012, (*FLAT, 6.5, 6.4, 6.6))
ROSE = quarters(2012, (*FLAT, 9.5, 9.4, 9.6))
CREPT = quarters(2012, (*FLAT, 8.1, 8.0, 8.2))
SHORT = quarters(2017, (8.0, 7.9))
STATED = {str(year): 8.0 - (year - 2012) / 10 for year in range(2012, 2021)}
UNITS = [("A", "2020Q4", 40, 5.0), ("B", "2020Q4", 40, 7.0), ("C", "2020Q4", 40, 9.0)]

SITUATIONS: dict[str, dict[str, object]] = {
    "fell": {"figures": FELL},
    "fell against others": {"figures": FELL, "comparison": OTHERS},
    "rose": {"figures": ROSE},
    "rose against others": {"figures": ROSE, "comparison": OTHERS},
    "crept up": {"figures": CREPT},
    "crept up against others": {
        "figures": CREPT,
        "comparison": quarters(2012, (6.0, 6.1, 5.9, 6.0, 6.1, 5.9, 5.95, 6.0, 6.05), CALM),
    },
    "others rose": {"figures": FELL, "comparison": quarters(2012, (*(6.0,) * 6, *(7.0,) * 3))},
    "others stood still": {"figures": FELL, "comparison": quarters(2012, (6.0,) * 9)},
    "too few": {"figures": SHORT},
    "stated": {"figures": {**FELL, **STATED}},
}
EVERYTHING = {**FELL, **STATED}
MORE = {"comparison": OTHERS, "units": UNITS}


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def opened(
        figures: Series, language: str, title: dict[str, str], as_of: str = "2020", **more
    ) -> SickLeaveReport:
        root = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        more = {"targets": TARGETS, **more}
        invented(root, figures, start="2018Q1", as_of=as_of, indicator=title, **more)
        monkeypatch.setenv(VARIABLE, str(root))
        return open_report("sick_leave", "invented", language=language)

    return opened


def cells() -> list[tuple[str, str]]:
    """The cells of the template: the kind of each, and its source."""
    text = (PROJECT / "notebooks" / "sick_leave.ipynb").read_text(encoding="utf-8")
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]


def whole_text(report: SickLeaveReport, language: str) -> str:
    """All that the report says, in every cell and figure."""
    found = [str(report.masthead().programme), report.looks_at().plain]
    for kind, source in cells():
        if kind == "markdown":
            found += [part for part, _ in translate_markdown(source, Language.named(language))]
        elif match := re.fullmatch(r"report\.(\w+)\(\)", source):
            found += shown(getattr(report, match[1])())
    return "\n".join(" ".join(part.split()) for part in found)


def shown(blocks: Sequence[object]) -> Iterator[str]:
    for block in blocks:
        bundle = Blocks(block)._repr_mimebundle_()
        soup = BeautifulSoup(bundle["text/html"], "html.parser")
        for part in soup(["style", "script", "title"]):
            part.decompose()
        yield soup.get_text(" ")
        if isinstance(block, FigureBlock):
            yield block.alt
            yield from (item.get_text() for item in block.figure.findobj(Text))


def said(report: SickLeaveReport) -> str:
    """All that the findings say."""
    parts = [part for item in report.findings() for part in (item.statement, *item.details)]
    return " ".join(map(str, parts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_call_sick_leave_by_that_name_and_nothing_else(opened, language):
    for situation in SITUATIONS.values():
        other = said(opened(language=language, title=TURNOVER, registered="", **situation))
        assert WORDS.findall(other) == []
        own = said(opened(language=language, title=SICK_LEAVE, **situation))
        assert SICK_LEAVE[language] not in own
        assert len(re.findall(NOUN[language], own)) >= 2


@pytest.mark.parametrize("registered", ["", "sick_leave_se_long_share"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_report_on_something_else_is_called_sick_leave(opened, language, registered):
    report = opened(EVERYTHING, language, PART_TIME, registered=registered, **MORE)
    text = whole_text(report, language)
    assert WORDS.findall(text) == []
    assert text.count(INDICATOR[language].format(PART_TIME[language])) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_on_sick_leave_keeps_its_words(opened, language):
    text = whole_text(opened(EVERYTHING, language, SICK_LEAVE, **MORE), language)
    assert SICK_LEAVE[language] not in text
    assert len(re.findall(NOUN[language], text, re.I)) >= 20


LEVEL = {
    "nb": ("I 2020 var sykefraværet ", "I 2020 var indikatoren «Ufrivillig deltid» "),
    "nn": ("I 2020 var sjukefråværet ", "I 2020 var indikatoren «Ufrivillig deltid» "),
    "sv": ("År 2020 var sjukfrånvaron ", "År 2020 var indikatorn ”Ofrivillig deltid” "),
    "en": ("In 2020 sick leave was ", "In 2020 the indicator “Involuntary part-time” was "),
}
EMPLOYEES = {
    "nb": "Sykefravær blant kommunens ansatte. ",
    "nn": "Sjukefråvær blant dei tilsette i kommunen. ",
    "sv": "Sjukfrånvaro bland kommunens anställda. ",
    "en": "Sick leave among employees of the municipality. ",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("title", "registered", "place", "own_employees"),
    [
        (SICK_LEAVE, "sick_leave_own_no", 0, True),
        (SICK_LEAVE, "sick_leave_se", 0, True),
        (SICK_LEAVE, "sick_leave_ssb_total", 0, False),
        (PART_TIME, "", 1, False),
    ],
)
def test_the_headline_and_the_first_figure_name_it(
    opened, language, title, registered, place, own_employees
):
    report = opened(FELL, language, title, registered=registered)
    assert str(report.findings()[0].statement).startswith(LEVEL[language][place])
    caption = str(report.overview()[0].caption)
    assert caption.startswith(EMPLOYEES[language] if own_employees else f"{title[language]}. ")


def test_a_long_title_is_broken_on_the_axis(opened):
    title = {"en": "Share of the employees in part-time positions who want to work more"}
    (figure,) = opened(FELL, "en", title, registered="").overview()
    label = figure.figure.axes[0].get_ylabel()
    assert label.replace("\n", " ") == f"{title['en']}, per cent"
    assert max(map(len, label.splitlines())) <= 36
