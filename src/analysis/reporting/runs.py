"""One run: a template, its parameters, one language; executed by papermill and judged by us.

papermill's own record is not believed: it calls a run completed when its kernel was killed.
"""

import hashlib
import json
import logging
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from analysis.display.any_report import PACKAGES
from analysis.display.languages import Language
from analysis.display.subjects import AnySubject, Subject
from analysis.display.translation import translate_markdown
from analysis.errors import (
    CellRaised,
    CellTimedOut,
    KernelDied,
    OutputError,
    ParameterError,
    RunError,
    TiltakError,
)
from analysis.model.provenance import public_revisions
from analysis.notebook import check_subject, open_place, open_subject
from analysis.reporting import kernels
from analysis.reporting.document import cell_name, read_document, warnings_in
from analysis.reporting.links import linked, named
from analysis.reporting.publish import publish, staged, writing
from analysis.reporting.templates import Template, read_template
from analysis.sources.workspace import Workspace

CELL_LIMIT = 300

# papermill writes on its own where nobody listens; errors are told once, by the command.
logging.getLogger("papermill").addHandler(logging.NullHandler())

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What to run. ``parameters`` are the template's own, all strings."""

    template: str
    parameters: dict[str, str]
    output: Path
    cell_limit: int = CELL_LIMIT


@dataclass(frozen=True)
class _Plan:
    """A request that has been checked: everything a run needs is there."""

    request: Request
    workspace: Workspace
    template: Template
    subject: AnySubject

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters in full, as the notebook gets them."""
        return {**self.template.defaults, **self.request.parameters, **self.subject.parameters}

    @property
    def folder(self) -> Path:
        """Where the report belongs, below the output folder."""
        return Path(self.template.name, *self.subject.folder)


def run(request: Request, workspace: Workspace, tell: Tell | None = None) -> Path:
    """Make one report and return its folder, with report.html, report.pdf, report.ipynb, run.json.

    Parameters, programme file and sources are checked before anything runs (ParameterError,
    InputError). A run that fails (RunError, ExportRefused, OutputError) leaves an earlier report
    untouched and puts its own remains, with run.json, below ``failed/``.
    """
    plan = _plan(request, workspace)
    output = request.output.resolve()
    target = output / plan.folder
    started = datetime.now(UTC)
    with staged(output) as folder:
        record = _Record(plan, started)
        try:
            _make(plan, folder, record, tell or _silent)
            with writing(folder):
                _write_json(folder / "run.json", record.as_dict(folder))
            publish(folder, target)
        except Exception as error:
            record.failed(error)
            _keep_remains(folder, output / "failed" / plan.folder, record)
            raise
    return target


def _silent(_: str) -> None:
    pass


def _keep_remains(folder: Path, failed: Path, record: "_Record") -> None:
    """Move what a failed run left below ``failed/``; the error that is under way matters more
    than one on the way there."""
    with suppress(OSError, OutputError):
        for name in ("report.html", "report.pdf", "input.ipynb"):
            (folder / name).unlink(missing_ok=True)
        _write_json(folder / "run.json", record.as_dict(folder))
        publish(folder, failed)


def _plan(request: Request, workspace: Workspace) -> _Plan:
    template = read_template(workspace, request.template)
    template.check(request.parameters)
    subject = _subject(workspace, {**template.defaults, **request.parameters})
    check_subject(workspace, template.name, subject)
    return _Plan(request, workspace, template, subject)


def _subject(workspace: Workspace, values: dict[str, str]) -> AnySubject:
    """What the report is about: one programme, or a place, for a template without a programme."""
    rest = [values.get("municipality", ""), values.get("as_of", ""), values.get("language", "nb")]
    if "programme" not in values:
        return open_place(workspace, *rest)
    if not values["programme"]:
        raise ParameterError("no programme is named; `tiltak list` shows those there are.")
    return open_subject(workspace, values["programme"], *rest)


def _make(plan: _Plan, folder: Path, record: "_Record", tell: Tell) -> None:
    notebook = _translated(plan.template.path, plan.subject.language)
    with writing(folder):
        nbformat.write(notebook, folder / "input.ipynb")
    # A time limit is an OSError of its kind: `_execute` has to name it before `writing` does.
    with record.timed("execute"), writing(folder):
        executed = _execute(plan, folder, tell)
    record.warnings += warnings_in(executed)
    document = read_document(executed)
    record.warnings += document.masthead["receipt"].get("warnings", [])
    tell("HTML and PDF")
    made = {"made": date.today()}
    output, language = plan.request.output.resolve(), plan.subject.language
    with record.timed("html"):
        _export_html(linked(executed, output, plan.folder, language), folder, made)
    with record.timed("pdf"):
        _export_pdf(named(executed, output, language), folder, made)
    (folder / "input.ipynb").unlink()


def _export_html(notebook: nbformat.NotebookNode, folder: Path, made: dict[str, Any]) -> None:
    from analysis.reporting.export_html import ReportHTMLExporter

    page, _ = ReportHTMLExporter().from_notebook_node(notebook, dict(made))
    with writing(folder):
        (folder / "report.html").write_text(page, encoding="utf-8")


def _export_pdf(notebook: nbformat.NotebookNode, folder: Path, made: dict[str, Any]) -> None:
    from analysis.reporting.export_pdf import ReportPDFExporter

    pdf, _ = ReportPDFExporter().from_notebook_node(notebook, dict(made))
    with writing(folder):
        (folder / "report.pdf").write_bytes(pdf)


def _translated(path: Path, language: Language) -> nbformat.NotebookNode:
    """The notebook with its Markdown in ``language``; a cell that is only partly translated
    becomes several, each marked with the language it is in."""
    notebook = nbformat.read(path, as_version=4)
    cells = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            cells.append(cell)
            continue
        for number, (text, lang) in enumerate(translate_markdown(cell.source, language)):
            part = nbformat.v4.new_markdown_cell(text)
            part["id"] = cell["id"] if number == 0 else f"{cell['id']}-{number}"
            if lang:
                part.metadata["lang"] = lang
            cells.append(part)
    notebook.cells = cells
    return notebook


def _execute(plan: _Plan, folder: Path, tell: Tell) -> nbformat.NotebookNode:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    total = len(nbformat.read(folder / "input.ipynb", as_version=4).cells) + 1
    at = {"index": 0}

    def started(cell_index: int, **_: Any) -> None:
        at["index"] = cell_index
        tell(f"cell {cell_index + 1} of {total}")

    result = folder / "report.ipynb"
    try:
        return papermill.execute_notebook(
            str(folder / "input.ipynb"),
            str(result),
            parameters=plan.parameters,
            kernel_name=kernels.NAME,
            kernel_manager_class=kernels.LocalKernelManager,
            progress_bar=False,
            cwd=str(plan.workspace.root),
            execution_timeout=plan.request.cell_limit,
            on_cell_start=started,
        )
    except PapermillExecutionError as error:
        where = _cell(result, at["index"])
        raise CellRaised(f"{where} raised {error.ename}: {error.evalue}", where) from None
    except CellTimeoutError:
        where = _cell(result, at["index"])
        limit = plan.request.cell_limit
        raise CellTimedOut(f"{where} took longer than {limit} s and was stopped", where) from None
    except DeadKernelError:
        where = _cell(result, at["index"])
        message = f"the kernel died in {where}: it was killed, crashed or ran out of memory"
        raise KernelDied(message, where) from None
    except RuntimeError as error:
        raise KernelDied(f"the kernel did not start or answer: {error}") from None


def _cell(path: Path, index: int) -> str:
    if not path.exists():
        return f"cell {index + 1}"
    notebook = nbformat.read(path, as_version=4)
    # papermill puts a notice of the error at the top, and a link to it above the cell.
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]
    return cell_name(notebook, min(index, len(notebook.cells) - 1))


class _Record:
    """What run.json will say; filled as the run goes on."""

    def __init__(self, plan: _Plan, started: datetime):
        self._plan = plan
        self._started = started
        self._seconds: dict[str, float] = {}
        self._error: Exception | None = None
        self.warnings: list[str] = []

    def timed(self, name: str) -> "_Timer":
        return _Timer(self._seconds, name)

    def failed(self, error: Exception) -> None:
        self._error = error

    def as_dict(self, folder: Path) -> dict[str, Any]:
        plan, error = self._plan, self._error
        made = [path for path in sorted(folder.iterdir()) if path.stem == "report"]
        return {
            "status": _status(error),
            "error": str(error) if error else None,
            "cell": error.cell if isinstance(error, RunError) else None,
            "template": plan.template.name,
            "parameters": plan.parameters,
            "hashes": {
                "template": _sha256(plan.template.path),
                **_programme_hashes(plan),
                "sources": {item.id: item.public_checksum for item in plan.subject.sources},
            },
            "revisions": public_revisions(plan.subject.sources),
            "synthetic": any(source.synthetic for source in plan.subject.sources),
            "versions": {
                "python": platform.python_version(),
                **{name: version(name) for name in PACKAGES},
            },
            "started": self._started.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": {name: round(value, 2) for name, value in self._seconds.items()},
            "warnings": self.warnings,
            "files": {path.name: _sha256(path) for path in made} if error is None else {},
        }


def _programme_hashes(plan: _Plan) -> dict[str, Any]:
    hashes = {
        item.id: _sha256(plan.workspace.programmes / f"{item.id}.toml")
        for item in plan.subject.programmes
    }
    if isinstance(plan.subject, Subject):
        return {"programme": hashes[plan.subject.programme.id]}
    return {"programmes": hashes}


def _status(error: Exception | None) -> str:
    if error is None:
        return "ok"
    return error.status if isinstance(error, TiltakError) else TiltakError.status


class _Timer:
    def __init__(self, seconds: dict[str, float], name: str):
        self._seconds, self._name = seconds, name

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *error: object) -> None:
        self._seconds[self._name] = time.perf_counter() - self._began


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
