"""One module for each report. ``suits`` raises ParameterError for a programme that the report is
not about; ``open_report`` reads the figures, evaluates, and returns the report. The page of a
municipality, which gathers the reports of its programmes, has no ``suits``.

A module that reads replies of parties says ``SHOWS_REPLIES = True``; one that reads the figures of
all municipalities, whichever the programme names, ``READS_WHOLE = True``."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from analysis.display.subjects import Subject
from analysis.sources.workspace import Workspace

ALL = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The reports there are, each by the name of its module."""

OF_A_PLACE = frozenset({"municipality"})
"""Those that are about a municipality and all that it takes part in."""

OF_A_PROGRAMME = tuple(name for name in ALL if name not in OF_A_PLACE)


def named(report: str) -> ModuleType:
    """Return the module that opens a report.

    Imported when it is asked for: a kernel that makes one report loads what that report needs.
    """
    return import_module(f"{__name__}.{report}")


def shows_replies(report: str) -> bool:
    """Return whether a report shows what parties of its programme reply."""
    return bool(getattr(named(report), "SHOWS_REPLIES", False))


def reads_whole(report: str) -> bool:
    """Return whether a report sees the figures of every municipality, and not those alone that its
    programme names. What is no report here may see anything."""
    return report not in OF_A_PROGRAMME or bool(getattr(named(report), "READS_WHOLE", False))


def check_figures(report: str, workspace: Workspace, subject: Subject) -> None:
    """Raise ParameterError if a report cannot be made of the figures there are, where it says so
    (``check_figures`` in its module)."""
    if report in OF_A_PROGRAMME:
        check = getattr(named(report), "check_figures", None)
        if check is not None:
            check(workspace, subject)
