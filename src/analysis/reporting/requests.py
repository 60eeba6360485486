"""What is asked for, checked: everything a run needs is there before it begins."""

from dataclasses import dataclass
from pathlib import Path

from analysis.display.subjects import AnySubject
from analysis.errors import ParameterError
from analysis.notebook import check_subject, open_place, open_subject
from analysis.reporting.formats import ALWAYS, chosen_formats
from analysis.reporting.templates import Template, read_template
from analysis.sources.workspace import Workspace

CELL_LIMIT = 300


@dataclass(frozen=True)
class Request:
    """What to run. ``parameters`` are the template's own, all strings; ``memory_limit`` is in
    bytes, None for any; ``formats`` what to make beside HTML and PDF, which are made always: docx,
    xlsx."""

    template: str
    parameters: dict[str, str]
    output: Path
    cell_limit: int = CELL_LIMIT
    memory_limit: int | None = None
    formats: tuple[str, ...] = ALWAYS


@dataclass(frozen=True)
class Plan:
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
    def formats(self) -> tuple[str, ...]:
        """The files of the report, by the ends of their names."""
        return chosen_formats(self.request.formats)

    @property
    def folder(self) -> Path:
        """Where the report belongs, below the output folder."""
        return Path(self.template.name, *self.subject.folder)


def prepare(request: Request, workspace: Workspace) -> Plan:
    """Return a request that has been checked, and where its report belongs; nothing is run.
    ParameterError for what is unknown, InputError for faults in files."""
    chosen_formats(request.formats)
    template = read_template(workspace, request.template)
    template.check(request.parameters)
    subject = _subject(workspace, {**template.defaults, **request.parameters})
    check_subject(workspace, template.report, subject)
    return Plan(request, workspace, template, subject)


def _subject(workspace: Workspace, values: dict[str, str]) -> AnySubject:
    """What the report is about: one programme, or a place, for a template without a programme."""
    rest = [values.get("municipality", ""), values.get("as_of", ""), values.get("language", "nb")]
    if "programme" not in values:
        return open_place(workspace, *rest)
    if not values["programme"]:
        raise ParameterError("no programme is named; `tiltak list` shows those there are.")
    return open_subject(workspace, values["programme"], *rest)
