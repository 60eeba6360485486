"""Executes the notebook of a run by papermill, and names how it failed.

papermill's own record is not believed: it calls a run completed when its kernel was killed.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from analysis.display.languages import Language
from analysis.display.translation import translate_markdown
from analysis.errors import CellRaised, CellTimedOut, KernelDied
from analysis.reporting.document import cell_name
from analysis.reporting.kernels import NAME, LocalKernelManager
from analysis.reporting.requests import Plan

Tell = Callable[[str], None]

# papermill writes on its own where nobody listens; errors are told once, by the command.
logging.getLogger("papermill").addHandler(logging.NullHandler())


def translated(path: Path, language: Language) -> nbformat.NotebookNode:
    """Return the notebook with its Markdown in ``language``; a cell that is only partly translated
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


def execute(
    plan: Plan, folder: Path, tell: Tell, kernel_manager: type[LocalKernelManager]
) -> nbformat.NotebookNode:
    """Return the notebook ``input.ipynb`` of ``folder`` executed, and written to ``report.ipynb``.

    ``kernel_manager`` starts its kernel. CellRaised, CellTimedOut and KernelDied name the cell;
    ``tell`` hears of each that begins.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    result = folder / "report.ipynb"
    at = _Position(len(nbformat.read(folder / "input.ipynb", as_version=4).cells) + 1, tell)
    try:
        return _papermill(plan, folder, at, kernel_manager)
    except PapermillExecutionError as error:
        where = _cell(result, at.index)
        raise CellRaised(f"{where} raised {error.ename}: {error.evalue}", where) from None
    except CellTimeoutError:
        where, limit = _cell(result, at.index), plan.request.cell_limit
        raise CellTimedOut(f"{where} took longer than {limit} s and was stopped", where) from None
    except DeadKernelError:
        where = _cell(result, at.index)
        message = f"the kernel died in {where}: it was killed, crashed or ran out of memory"
        raise KernelDied(message, where) from None
    except RuntimeError as error:
        raise KernelDied(f"the kernel did not start or answer: {error}") from None


class _Position:
    """Which cell is under way, of how many."""

    def __init__(self, total: int, tell: Tell):
        self.index, self._total, self._tell = 0, total, tell

    def began(self, cell_index: int, **_: Any) -> None:
        self.index = cell_index
        self._tell(f"cell {cell_index + 1} of {self._total}")


def _papermill(
    plan: Plan, folder: Path, at: _Position, kernel_manager: type[LocalKernelManager]
) -> nbformat.NotebookNode:
    import papermill

    return papermill.execute_notebook(
        str(folder / "input.ipynb"),
        str(folder / "report.ipynb"),
        parameters=plan.parameters,
        kernel_name=NAME,
        kernel_manager_class=kernel_manager,
        progress_bar=False,
        cwd=str(plan.workspace.root),
        execution_timeout=plan.request.cell_limit,
        on_cell_start=at.began,
    )


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
