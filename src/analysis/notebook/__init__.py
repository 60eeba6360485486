"""What a report template imports: ``open_report``, which checks everything and opens the report.

report = open_report("sick_leave", programme, municipality, as_of, language)
report.findings()
"""

from functools import partial

from analysis.display.any_report import AnyReport
from analysis.display.blocks import Blocks
from analysis.display.subjects import AnySubject, Subject
from analysis.errors import ParameterError
from analysis.model.provenance import Source
from analysis.notebook import openers
from analysis.notebook.places import open_place
from analysis.notebook.rich import register_here
from analysis.notebook.subjects import open_subject
from analysis.sources.figures import check_readable
from analysis.sources.workspace import Workspace

__all__ = ["REPORTS", "check_subject", "open_place", "open_report", "open_subject"]

register_here()

REPORTS = openers.ALL
"""The reports there are. Each is opened by the module of its name in ``openers``."""


def open_report(
    template: str,
    programme: str | None = None,
    municipality: str = "",
    as_of: str = "",
    language: str = "nb",
) -> AnyReport:
    """Return the report that ``template`` shows, evaluated and ready.

    All parameters are strings. ``municipality`` is any number the municipality has, or had; by
    default the programme's own. ``as_of`` is a date or period; by default the one that the
    programme file speaks from. The page of a municipality takes no ``programme``; its default
    date is the latest that anything on it speaks from. Raises ParameterError for anything
    unknown, InputError for faults in programme files and sources.
    """
    workspace = Workspace.find()
    register_here()
    if template not in REPORTS:
        known = ", ".join(REPORTS)
        raise ParameterError(f"there is no report '{template}'. Reports: {known}.")
    if template in openers.OF_A_PLACE:
        _refuse_programme(template, programme)
        subject: AnySubject = open_place(workspace, municipality, as_of, language)
    else:
        subject = open_subject(workspace, _given(programme), municipality, as_of, language)
    _check_suits(template, subject)
    report: AnyReport = openers.named(template).open_report(workspace, subject)
    report.viewer = partial(_view, workspace, report.subject)
    return report


def _view(
    workspace: Workspace, subject: AnySubject, view: str, name: str, **chosen: str
) -> tuple[Blocks, tuple[Source, ...]]:
    # Imported where a report asks for it: the others do without.
    from analysis.notebook.explore.in_reports import view_of

    return view_of(workspace, subject, view, name, **chosen)


def check_subject(workspace: Workspace, template: str, subject: AnySubject) -> None:
    """Raise what would keep the report ``template`` from being opened: ParameterError if the
    programme is not what it is about, InputError for raw files that cannot be read. The page of a
    municipality names such files, and is opened without them."""
    if not isinstance(subject, Subject):
        return
    if template in openers.OF_A_PROGRAMME:
        _check_suits(template, subject)
    for source in subject.sources:
        check_readable(workspace, source)
    openers.check_figures(template, workspace, subject)


def _check_suits(template: str, subject: AnySubject) -> None:
    if isinstance(subject, Subject):
        openers.named(template).suits(subject.programme)


def _given(programme: str | None) -> str:
    if not programme:
        raise ParameterError("no programme is named; `tiltak list` shows those there are.")
    return programme


def _refuse_programme(template: str, programme: str | None) -> None:
    if programme:
        raise ParameterError(
            f"the report {template} gathers all programmes of a municipality; name a "
            f"municipality, and no programme (found '{programme}')."
        )
