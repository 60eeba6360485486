"""A workspace of one's own: folders for programmes, figures, notebooks and reports.

Reference tables (municipalities, indicators) and the templates of the reports are not copied:
they are read from the package, and grow with it. A table or a template of the same name in the
workspace stands instead. The notebook to explore with is copied, since it is there to be changed.
"""

import shutil
from pathlib import Path

from analysis.errors import ParameterError
from analysis.sources.files import staged, writing
from analysis.sources.workspace import Workspace, shipped

FOLDERS = ("data/programmes", "data/sources", "data/reference", "notebooks", "reports")
_COPIED = ("explore.ipynb",)

_IGNORED = """\
reports/*
!reports/.gitkeep
data/cache/
.ipynb_checkpoints/
"""
"""The store is kept: it holds the figures that reports were made from."""

_README = """\
# A workspace of Tiltak

    tiltak import leave.xlsx --indicator sick_leave_own_no --municipality 4001
    tiltak form programme           a form to fill in; then
    tiltak new programme --form programme-form.xlsx
    tiltak report sick_leave --programme ID
    tiltak list                         what there is; `tiltak --help` for the rest

- `data/programmes/`: a file for each programme. `data/store/`: figures that were imported, as
  dated snapshots. `data/sources/`: snapshots of documents, if there are any.
- `data/reference/`: reference tables that were fetched (`tiltak fetch klass municipalities`) or are
  your own. What is not here is read from the package.
- `notebooks/`: templates of your own (`tiltak new template`). Those of Tiltak need no copy.
- `reports/`: what comes out. It can be made again at any time.
"""


def write_workspace(folder: Path) -> Workspace:
    """Make a workspace in ``folder``, which must be new or empty, and return it.

    Whole or not at all. ParameterError if there is something in ``folder``; OutputError if it
    cannot be written.
    """
    target = folder.absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        told = "is no folder" if not target.is_dir() else "is not empty"
        raise ParameterError(f"{folder} {told}. Accepted: a folder that is new or empty.")
    with staged(target.parent) as aside, writing(folder):
        _fill(aside)
        if target.exists():
            for part in sorted(aside.iterdir()):
                part.rename(target / part.name)
        else:
            aside.rename(target)
    return Workspace(target.resolve())


def _fill(root: Path) -> None:
    for name in FOLDERS:
        (root / name).mkdir(parents=True)
        (root / name / ".gitkeep").touch()
    (root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    (root / "README.md").write_text(_README, encoding="utf-8")
    for name in _COPIED:
        if (shipped().notebooks / name).is_file():
            shutil.copyfile(shipped().notebooks / name, root / "notebooks" / name)
