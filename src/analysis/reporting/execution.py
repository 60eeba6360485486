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
from analysis.errors import CellRaised, CellTimedOut, KernelDied, OutOfMemory
from analysis.reporting.document import cell_name
from analysis.reporting.kernels import NAME, LocalKernelManager
from analysis.reporting.requests import Plan

RESULT = "report.ipynb"
MEMORY = ("MemoryError", "OutOfMemoryException")
"""How the names end of what Python, numpy, Arrow and DuckDB raise when memory is refused."""

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

    at = _Position(tell)
    try:
        executed = _papermill(plan, folder, at, kernel_manager)
    except PapermillExecutionError as error:
        where = at.cell()
        if error.ename.endswith(MEMORY):
            raise OutOfMemory(_memory(where, plan.request.memory_limit), where) from None
        raise CellRaised(f"{where} raised {error.ename}: {error.evalue}", where) from None
    except CellTimeoutError:
        where, limit = at.keep(folder), plan.request.cell_limit
        raise CellTimedOut(f"{where} took longer than {limit} s and was stopped", where) from None
    except DeadKernelError:
        where = at.keep(folder)
        message = f"the kernel died in {where}: it was killed, crashed or ran out of memory"
        raise KernelDied(message, where) from None
    except RuntimeError as error:
        raise KernelDied(f"the kernel did not start or answer: {error}") from None
    _refuse_if_cut_short(executed, at)
    return executed


def _refuse_if_cut_short(executed: nbformat.NotebookNode, at: "_Position") -> None:
    """papermill takes ``sys.exit()`` for the end of a notebook, whatever was still to come."""
    outputs = (output for cell in executed.cells for output in cell.get("outputs", []))
    for output in outputs:
        if output.output_type == "error":
            where = at.cell()
            raise CellRaised(f"{where} ended the notebook ({output.ename}) before its end", where)


def _memory(where: str, limit: int | None) -> str:
    allowed = "there was" if limit is None else f"its kernel may have ({limit / 2**20:.0f} MiB)"
    return f"{where} needed more memory than {allowed}"


class _Position:
    """Which cell is under way, of which notebook."""

    def __init__(self, tell: Tell):
        self._tell = tell
        self._index = 0
        self._notebook: nbformat.NotebookNode | None = None

    def opened(self, notebook: nbformat.NotebookNode) -> None:
        self._notebook = notebook

    def began(self, cell_index: int, **_: Any) -> None:
        self._index = cell_index
        total = len(self._notebook.cells) if self._notebook else 0
        self._tell(f"cell {cell_index + 1} of {total}")

    def cell(self) -> str:
        """Which cell it is, in words."""
        if self._notebook is None:
            return f"cell {self._index + 1}"
        return cell_name(_without_notices(self._notebook), self._index)

    def keep(self, folder: Path) -> str:
        """Write what the notebook holds so far, which papermill does for errors in cells only;
        return which cell is under way."""
        if self._notebook is not None:
            nbformat.write(self._notebook, folder / RESULT)
        return self.cell()


def _papermill(
    plan: Plan, folder: Path, at: _Position, kernel_manager: type[LocalKernelManager]
) -> nbformat.NotebookNode:
    import papermill

    return papermill.execute_notebook(
        str(folder / "input.ipynb"),
        str(folder / RESULT),
        parameters=plan.parameters,
        kernel_name=NAME,
        kernel_manager_class=kernel_manager,
        progress_bar=False,
        cwd=str(plan.workspace.root),
        execution_timeout=plan.request.cell_limit,
        on_notebook_start=at.opened,
        on_cell_start=at.began,
        # Writing the whole notebook after each cell, and waiting for the kernel to say goodbye,
        # take longer than most cells; it is killed instead, and what counts is written here.
        request_save_on_cell_execute=False,
        shutdown_kernel="immediate",
    )


def _without_notices(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook as it was run: papermill puts a notice of an error at the top, and a link to
    it above the cell."""
    kept = [
        cell
        for cell in notebook.cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]
    return nbformat.from_dict({**notebook, "cells": kept})
