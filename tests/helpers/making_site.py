"""Folders of reports for sites: invented ones, of real blocks, written without a kernel."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
import pandas as pd

from analysis.display.blocks import (
    MIME,
    Block,
    Blocks,
    FigureBlock,
    FindingBlock,
    HeadingBlock,
    Masthead,
    TableBlock,
    TextBlock,
)
from analysis.display.languages import Language, Phrase, Span, phrase
from analysis.reporting.export_html import ReportHTMLExporter
from analysis.reporting.links import linked

Finding = tuple[str, str] | tuple[str, str, str]
"""A grade and a statement; a third says in which way it limits the others, if not as usual."""
LIMITS = {"indicated": "tested", "not_shown": "tested", "not_assessable": "open"}
FINDINGS = (("observed", "In 2018 it was 7."), ("not_shown", "It is not shown that it helped."))
VALUES = {"2016": "8,0", "2017": "*", "2018": "7,1", "2019": "7,4"}


def made_report(
    reports: Path,
    *,
    template: str = "sick_leave",
    programme: str = "invented",
    number: str = "4001",
    place: str = "Porsgrunn",
    as_of: str = "2019",
    language: str = "nb",
    title: str = "Sick leave",
    about: str = "An invented programme",
    findings: Sequence[Finding] = FINDINGS,
    others: Mapping[str, Sequence[Finding]] | None = None,
    values: Mapping[str, str] | None = None,
    rows: Sequence[tuple[str, str]] = (),
    links: Sequence[str] = (),
    finished: str = "2026-11-20T10:00:00+00:00",
    page: bool = False,
    folder_of: str = "",
) -> Path:
    """Write a report that is invented, and marked so, and return its folder.

    ``others`` are findings on a municipality's page by programme; ``values`` are drawn; ``rows``
    stand in a table; ``links`` lead to other reports. With ``page`` its HTML is the real one.
    ``folder_of`` stands in its path for a programme that is no name of a folder.
    """
    parts = [template, folder_of or programme, number, as_of, language]
    folder = reports.joinpath(*(part for part in parts if part))
    folder.mkdir(parents=True)
    facts = tuple((phrase(name), phrase("–")) for name in ("Programme", "Looks at"))
    warning = (phrase("Invented figures."),)
    head = Masthead(place, phrase(about), facts, language, warning)
    shown: list[Block] = [_finding(item) for item in findings]
    for name, told in (others or {}).items():
        shown.append(HeadingBlock(f"findings-{name}", phrase(name)))
        shown.append(TextBlock((phrase(f"As of 2018. {place} is named."),)))
        shown.extend(_finding(item) for item in told)
    figure = "beside-others" if template == "municipality" else "overview"
    shown.append(_figure(figure, values or VALUES))
    later: list[Block] = [_table("cells", (("A", "1,5"), *rows), links)]
    notebook = _notebook(title, Blocks(head), Blocks(*shown), Blocks(*later))
    nbformat.write(notebook, folder / "report.ipynb")
    html = f"<p>{place}</p>"
    if page:
        named = linked(notebook, reports, folder.relative_to(reports), Language.named(language))
        html, _ = ReportHTMLExporter().from_notebook_node(named)
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7 " + language.encode())
    record_run(folder, "ok", template, programme, number, as_of, language, finished, others or {})
    return folder


def record_run(
    folder: Path,
    status: str,
    template: str = "sick_leave",
    programme: str = "invented",
    number: str = "4001",
    as_of: str = "2019",
    language: str = "nb",
    finished: str = "2026-11-20T10:00:00+00:00",
    others: Mapping[str, object] | None = None,
) -> None:
    """Write the run.json of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {"municipality": number, "as_of": as_of, "language": language}
    if programme:
        values["programme"] = programme
    run = {
        "status": status,
        "template": template,
        "parameters": values,
        "hashes": {"programmes": dict.fromkeys(others or {}, "0" * 64)},
        "synthetic": True,
        "finished": finished,
        "error": "Traceback: /home/somebody/secret.csv",
    }
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")


def _finding(item: Finding) -> FindingBlock:
    grade, statement, *given = item
    limit = given[0] if given else LIMITS.get(grade, "")
    label = phrase(grade.replace("_", " ").capitalize())
    return FindingBlock(grade, label, phrase(statement), limit=limit)


def _table(name: str, rows: Sequence[tuple[str, str]], links: Sequence[str] = ()) -> TableBlock:
    cells = [(phrase(label), phrase(value)) for label, value in rows]
    cells += [(phrase("Report"), Phrase((Span("Open", href=f"report:{link}"),))) for link in links]
    columns = (phrase("Year"), phrase("Sick leave, per cent"))
    note = (phrase("* hidden: few persons."),)
    frame, source = pd.DataFrame(), phrase("Source: nobody.")
    return TableBlock(
        name, phrase("Sick leave"), columns, tuple(cells), (False, True), frame, note, source
    )


def _figure(name: str, values: Mapping[str, str]) -> FigureBlock:
    from matplotlib.figure import Figure

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>'
    data = _table(f"{name}-data", list(values.items()))
    words = phrase("Sick leave by year."), phrase("Source: nobody.")
    return FigureBlock(name, Figure(), svg, svg, "A line.", *words, data, phrase("The figures"))


def _notebook(title: str, *cells: Blocks) -> nbformat.NotebookNode:
    outputs = [nbformat.v4.new_output("display_data", {MIME: cell.payload()}) for cell in cells]
    code = [nbformat.v4.new_code_cell("report", outputs=[output]) for output in outputs]
    markdown = [nbformat.v4.new_markdown_cell(text) for text in (f"# {title}", "## A", "## B")]
    first, *rest = code
    return nbformat.v4.new_notebook(
        cells=[markdown[0], first, markdown[1], rest[0], markdown[2], *rest[1:]]
    )
