"""What a report template imports: ``open_report``, which checks everything and opens the report.

report = open_report("sick_leave", programme, municipality, as_of, language)
report.findings()
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from analysis.display.report import Report, Subject
from analysis.errors import ParameterError
from analysis.notebook import openers
from analysis.notebook.subjects import open_subject
from analysis.sources.snapshots import read_raw
from analysis.sources.workspace import Workspace

__all__ = ["REPORTS", "check_subject", "open_report", "open_subject"]

REPORTS = tuple(sorted(module.name for module in iter_modules(openers.__path__)))
"""The reports there are. Each is opened by the module of its name in ``openers``."""


def open_report(
    template: str, programme: str, municipality: str = "", as_of: str = "", language: str = "nb"
) -> Report:
    """Return the report that ``template`` shows, evaluated and ready.

    All parameters are strings. ``municipality`` is any number the municipality has, or had; by
    default the programme's own. ``as_of`` is a date or period; by default the one that the
    programme file speaks from. Raises ParameterError for anything unknown, InputError for faults
    in programme files and sources.
    """
    workspace = Workspace.find()
    subject = open_subject(workspace, programme, municipality, as_of, language)
    if template not in REPORTS:
        known = ", ".join(REPORTS)
        raise ParameterError(f"there is no report '{template}'. Reports: {known}.")
    opener = _opener(template)
    opener.suits(subject.programme)
    report: Report = opener.open_report(workspace, subject)
    return report


def check_subject(workspace: Workspace, template: str, subject: Subject) -> None:
    """Raise what would keep the report ``template`` from being opened: ParameterError if the
    programme is not what it is about, InputError for raw files that cannot be read."""
    if template in REPORTS:
        _opener(template).suits(subject.programme)
    for source in subject.sources:
        read_raw(workspace, source.id)


def _opener(template: str) -> ModuleType:
    # Imported when it is asked for: a kernel that makes one report loads what that report needs.
    return import_module(f"analysis.notebook.openers.{template}")
