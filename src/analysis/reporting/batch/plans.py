"""Which reports a batch is to make: a plan file, or the options of a command, as jobs.

languages = ["nb", "en"]
formats = ["docx"]                     # beside html and pdf; or xlsx, or both

[[reports]]
template = "sick_leave"
programmes = ["porsgrunn-sick-leave"]

[[reports]]
template = "municipality"
municipalities = ["4001", "3301"]      # or all = "NO"
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from pydantic import Field

from analysis.errors import InputError, ParameterError, TiltakError
from analysis.model.definitions import Definition
from analysis.model.places import Country
from analysis.model.texts import LanguageCode
from analysis.notebook.openers import OF_A_PLACE
from analysis.reporting.formats import Format
from analysis.reporting.templates import read_template
from analysis.sources.municipalities import read_municipalities
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Job:
    """One report to make: a template and its parameters, as they were asked for."""

    template: str
    parameters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join([self.template, *(value for _, value in self.parameters if value)])

    @property
    def about_a_place(self) -> bool:
        """Whether it is a municipality's page, which links to the other reports there are."""
        return "programme" not in dict(self.parameters)


class Entry(Definition):
    """Reports of one template: each programme for each municipality, in each language.

    Without ``municipalities`` a programme's own; ``all`` is every municipality there is today in a
    country. Without ``languages`` those of the plan.
    """

    template: str
    programmes: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    all: Country | None = None
    as_of: str = ""
    languages: tuple[LanguageCode, ...] = ()


class PlanFile(Definition):
    """A plan: its entries, the languages of those that name none, and the files to make."""

    languages: tuple[LanguageCode, ...] = Field(default=("nb",), min_length=1)
    formats: tuple[Format, ...] = ()
    reports: tuple[Entry, ...] = Field(min_length=1)


def read_plan(path: Path) -> PlanFile:
    """Return the plan in ``path``; InputError with every fault of it."""
    data, text = read_toml(path, str(path))
    plan, faults = validate(PlanFile, data, Lines(text), str(path))
    if plan is None:
        raise InputError(faults)
    return plan


def jobs_of(workspace: Workspace, plan: PlanFile) -> tuple[Job, ...]:
    """Return the jobs of a plan, each once, the pages of municipalities last: they link to the
    other reports. ParameterError for an entry that names no municipality where one is needed."""
    found = dict.fromkeys(
        job for entry in plan.reports for job in _jobs(workspace, entry, plan.languages)
    )
    return tuple(sorted(found, key=lambda job: job.about_a_place))


def _jobs(workspace: Workspace, entry: Entry, languages: tuple[LanguageCode, ...]) -> Iterator[Job]:
    places = [*entry.municipalities, *_all_of(workspace, entry.all)]
    if _is_of_a_place(workspace, entry.template):
        if entry.programmes or not places:
            raise ParameterError(
                f"the template {entry.template} is about municipalities: name them, or all of a "
                "country, and no programme."
            )
    elif not entry.programmes:
        raise ParameterError(f"the template {entry.template} needs programmes: name them.")
    chosen = entry.languages or languages
    for programme, place, language in product(entry.programmes or (None,), places or [""], chosen):
        named = {"programme": programme} if programme else {}
        values = {**named, "municipality": place, "as_of": entry.as_of, "language": language}
        yield Job(entry.template, tuple(values.items()))


def _is_of_a_place(workspace: Workspace, template: str) -> bool:
    """Whether the report that a template opens is; one that cannot be read is refused later."""
    with suppress(TiltakError):
        return read_template(workspace, template).report in OF_A_PLACE
    return template in OF_A_PLACE


def _all_of(workspace: Workspace, country: Country | None) -> list[str]:
    if country is None:
        return []
    return sorted(
        item.number_today
        for item in read_municipalities(workspace)
        if item.country == country and not item.ended
    )
