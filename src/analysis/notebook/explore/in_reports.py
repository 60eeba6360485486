"""The line of :mod:`analysis.notebook.explore.cell`, in a report."""

from analysis.display.blocks import Blocks
from analysis.display.exploration.base import Company
from analysis.display.subjects import AnySubject, Subject
from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.model.provenance import Source
from analysis.notebook.explore.choices import Choice, Desk, period_of
from analysis.notebook.explore.looking import look, view_name
from analysis.notebook.explore.meaning import text_of, unknown
from analysis.sources.municipalities import find_municipality
from analysis.sources.workspace import Workspace

_ACCEPTED = ("municipality", "indicator", "by", "since", "until", "peers", "compare", "groups")


def view_of(
    workspace: Workspace, subject: AnySubject, view: str, name: str, **chosen: str
) -> tuple[Blocks, tuple[Source, ...]]:
    """Return a view for the report on ``subject``, as of its date and in its language, and the
    sources it was made from. ``name`` begins the names of its blocks. ParameterError for anything
    that is not there, and for periods after the report's date."""
    for wrong in set(chosen) - set(_ACCEPTED):
        raise ParameterError(unknown(wrong, "choice", _ACCEPTED))
    asked = text_of(chosen.pop("municipality", ""), "municipality")
    choice = Choice().changed(**chosen)
    _check_until(choice, subject.as_of)
    programme = subject.programme if isinstance(subject, Subject) else None
    country = programme.country if programme else None
    place = find_municipality(workspace, asked, country) if asked else subject.municipality
    desk = Desk(workspace, subject.language, place, programme, subject.as_of)
    views = look(desk, choice, name)
    wanted = view_name(view)
    beside, peers = ("series",), ("peers", "findings")
    company: Company = "beside" if wanted in beside else "peers" if wanted in peers else "none"
    return views.view(wanted), views.used(company)


def _check_until(choice: Choice, as_of: Period) -> None:
    until = period_of(choice.until, "until")
    if until is not None and until.end > as_of.end:
        raise ParameterError(f"until ({until}) lies after {as_of}, which the report speaks from.")
