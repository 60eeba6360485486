"""One run: a template, its parameters, one language; executed by papermill and judged by us."""

import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import OutputError
from analysis.reporting.document import read_document, warnings_in
from analysis.reporting.execution import Tell, execute, translated
from analysis.reporting.formats import FORMATS
from analysis.reporting.links import linked, named
from analysis.reporting.publish import publish
from analysis.reporting.records import Record, write_json
from analysis.reporting.requests import Plan, Request, prepare
from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.managers import kernel_manager_class
from analysis.sources.files import staged, writing
from analysis.sources.workspace import Workspace

__all__ = ["Plan", "Request", "prepare", "run"]


def run(
    request: Request,
    workspace: Workspace,
    tell: Tell | None = None,
    parent: WarmParent | None = None,
) -> Path:
    """Make one report and return its folder, with report.html, report.pdf, report.ipynb, run.json,
    and report.docx and report.xlsx if they are asked for.

    Parameters, programme file and sources are checked before anything runs (ParameterError,
    InputError). A run that fails (RunError, ExportRefused, OutputError) leaves an earlier report
    untouched and puts its own remains, with run.json, below ``failed/``, where they stay until it
    is made.

    The kernel is forked from ``parent`` if there is one and it can be; run.json says so, or why
    not.
    """
    plan = prepare(request, workspace)
    output = request.output.resolve()
    target = output / plan.folder
    started = datetime.now(UTC)
    with staged(output) as folder:
        record = Record(plan, started)
        try:
            _make(plan, folder, record, tell or _silent, parent)
            with writing(folder):
                write_json(folder / "run.json", record.as_dict(folder))
            publish(folder, target)
        except Exception as error:
            record.failed(error)
            _keep_remains(folder, output / "failed" / plan.folder, record)
            raise
    shutil.rmtree(output / "failed" / plan.folder, ignore_errors=True)
    return target


def _silent(_: str) -> None:
    pass


def _keep_remains(folder: Path, failed: Path, record: Record) -> None:
    """Move what a failed run left below ``failed/``; the error that is under way matters more
    than one on the way there."""
    with suppress(OSError, OutputError):
        for name in (*(f"report.{kind}" for kind in FORMATS), "input.ipynb"):
            (folder / name).unlink(missing_ok=True)
        write_json(folder / "run.json", record.as_dict(folder))
        publish(folder, failed)


def _make(plan: Plan, folder: Path, record: Record, tell: Tell, parent: WarmParent | None) -> None:
    notebook = translated(plan.template.path, plan.subject.language)
    with writing(folder):
        nbformat.write(notebook, folder / "input.ipynb")
    # A time limit is an OSError of its kind: `execute` has to name it before `writing` does.
    # The kernel's own files lie among the temporary ones.
    either = f"{folder} or the folder for temporary files {tempfile.gettempdir()}"
    with record.timed("execute"), writing(either):
        manager = kernel_manager_class(parent, record.kernel, plan.request.memory_limit)
        executed = execute(plan, folder, tell, manager)
    record.warnings += warnings_in(executed)
    document = read_document(executed)
    record.warnings += document.masthead["receipt"].get("warnings", [])
    tell(", ".join(plan.formats))
    made = {"made": date.today()}
    output, language = plan.request.output.resolve(), plan.subject.language
    with record.timed("html"):
        _export_html(linked(executed, output, plan.folder, language), folder, made)
    for kind in plan.formats[1:]:
        with record.timed(kind):
            _export(kind, named(executed, output, language), folder, made)
    (folder / "input.ipynb").unlink()


def _export_html(notebook: nbformat.NotebookNode, folder: Path, made: dict[str, Any]) -> None:
    from analysis.reporting.export_html import ReportHTMLExporter

    page, _ = ReportHTMLExporter().from_notebook_node(notebook, dict(made))
    with writing(folder):
        (folder / "report.html").write_text(page, encoding="utf-8")


def _export(kind: str, notebook: nbformat.NotebookNode, folder: Path, made: dict[str, Any]) -> None:
    """Write one of the files that are handed on alone."""
    content, _ = _exporter(kind)().from_notebook_node(notebook, dict(made))
    with writing(folder):
        (folder / f"report.{kind}").write_bytes(content)


def _exporter(kind: str) -> Any:
    if kind == "docx":
        from analysis.reporting.export_docx import ReportDocxExporter as Found
    elif kind == "xlsx":
        from analysis.reporting.export_xlsx import ReportXlsxExporter as Found
    else:
        from analysis.reporting.export_pdf import ReportPDFExporter as Found
    return Found
