"""One report as it lies in the folder of reports: what the site says of it, from its blocks."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat

from analysis.display.blocks import MIME
from analysis.display.languages import Language
from analysis.errors import TiltakError
from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.notebook.openers import OF_A_PLACE
from analysis.reporting.document import Document, read_document
from analysis.reporting.formats import FORMATS
from analysis.reporting.links import SCHEME
from analysis.reporting.site.known import Known, Spans, bare, first_page, known_of
from analysis.reporting.site.names import file_path, shown
from analysis.reporting.site.panels import Series, series_of
from analysis.reporting.site.tables import as_csv

_BESIDE = "beside-others"
"""The figure of a municipality's page that is its own, and not a programme's."""


class Unreadable(Exception):
    """A report that cannot be read; the message says why, for whoever makes the site."""


@dataclass(frozen=True, eq=False)
class Version:
    """A report in one language. ``folder`` is where it lies below the folder of reports, ``links``
    the folders of those it leads to, ``data`` its tables as CSV."""

    folder: PurePosixPath
    template: str
    programme: str
    municipality: str
    as_of: str
    language: str
    files: tuple[str, ...]
    finished: str
    invented: bool
    place: str
    title: Spans
    about: Spans
    known: tuple[Known, ...]
    programmes: tuple[str, ...]
    series: Series | None
    links: tuple[str, ...]
    data: str

    @property
    def matter(self) -> tuple[str, str, str]:
        """What it has in common with reports that speak as of another time."""
        return self.template, self.programme, self.municipality

    @property
    def subject(self) -> tuple[str, ...]:
        """What its versions in other languages have in common with it."""
        return *self.matter, self.as_of

    def on_site(self, name: str) -> PurePosixPath:
        """Return where a file of the report is on a site."""
        return PurePosixPath("reports") / file_path(self.folder) / name

    @property
    def of_a_place(self) -> bool:
        """Whether it is a municipality's page, about all that it takes part in."""
        return self.template in OF_A_PLACE


def read_version(reports: Path, folder: Path) -> Version:
    """Return the report in ``folder``. Unreadable, in words, for one that is no report."""
    try:
        return _read(reports, folder)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        reason = f"its notebook holds blocks that are not as Tiltak writes them ({error!r})"
        raise Unreadable(reason) from None


def _read(reports: Path, folder: Path) -> Version:
    run = read_run(folder / "run.json")
    values = run["parameters"]
    language = values.get("language", "")
    if language not in LANGUAGES:
        raise Unreadable("its run.json names no language of Tiltak")
    if run.get("status") != "ok" or not _is_there(folder / "report.html"):
        raise Unreadable("there is no report.html of a run that was completed")
    document, links = _document(folder / "report.ipynb")
    if document.language.code != language:
        raise Unreadable("its run.json and its notebook are of different languages")
    files = tuple(f"report.{kind}" for kind in FORMATS if _is_there(folder / f"report.{kind}"))
    as_of = values.get("as_of", "")
    return Version(
        folder=PurePosixPath(folder.relative_to(reports).as_posix()),
        template=run["template"],
        programme=values.get("programme", ""),
        municipality=_municipality(values, folder.relative_to(reports)),
        as_of=as_of,
        language=language,
        files=files,
        finished=str(run.get("finished", "")),
        invented=bool(run.get("synthetic") or document.masthead["receipt"].get("synthetic")),
        place=shown(document.masthead["place"]),
        title=bare(document.title),
        about=bare(document.masthead["programme"]),
        known=known_of(document, run["template"], values.get("programme", "")),
        programmes=_programmes(run),
        series=_series(document, run["template"]),
        links=links,
        data="" if "report.xlsx" in files else as_csv(document, period_in_words(as_of, language)),
    )


def read_run(path: Path) -> dict[str, Any]:
    """Return what a run.json says; Unreadable unless it names a template and its parameters."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"its run.json cannot be read ({error})") from None
    values = run.get("parameters") if isinstance(run, dict) else None
    if not isinstance(values, dict) or not isinstance(run.get("template"), str):
        raise Unreadable("its run.json names no template with parameters")
    clean = {str(name): shown(str(value)) for name, value in values.items()}
    return {**run, "template": shown(run["template"]), "parameters": clean}


def end_of(as_of: str) -> date:
    """Return the last day of the period ``as_of``, to put reports in order of time."""
    try:
        return Period.parse(as_of).end
    except ValueError:
        return date.min


def period_in_words(as_of: str, language: str) -> str:
    """Return the period ``as_of`` in a language, or as it stands where it is none."""
    try:
        return Language(language).period(Period.parse(as_of)).plain
    except (ValueError, TiltakError):
        return shown(as_of)


def _is_there(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _municipality(values: dict[str, str], folder: Path) -> str:
    """The number of the municipality; the country of a report on a programme of many."""
    if number := values.get("municipality", ""):
        return number
    return folder.parts[2] if len(folder.parts) > 2 else ""


def _programmes(run: dict[str, Any]) -> tuple[str, ...]:
    """The programmes it is about: for a municipality's page all that it takes part in."""
    if programme := run["parameters"].get("programme", ""):
        return (programme,)
    named = run.get("hashes", {}).get("programmes", {})
    return tuple(map(shown, named)) if isinstance(named, dict) else ()


def _document(path: Path) -> tuple[Document, tuple[str, ...]]:
    """The report's blocks, without its pictures, and the folders of the reports it leads to."""
    try:
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        links: dict[str, None] = {}
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                _gather_links(output.get("data", {}).get(MIME), links)
        return read_document(notebook), tuple(links)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, TiltakError) as error:
        raise Unreadable(f"its notebook cannot be read ({error})") from None


def _gather_links(part: Any, links: dict[str, None]) -> None:
    if isinstance(part, list):
        for item in part:
            _gather_links(item, links)
    elif isinstance(part, dict):
        if str(part.get("href", "")).startswith(SCHEME):
            links[part["href"].removeprefix(SCHEME)] = None
        for value in part.values():
            _gather_links(value, links)


def _series(document: Document, template: str) -> Series | None:
    figures = [block for block in first_page(document) if block["kind"] == "figure"]
    if template in OF_A_PLACE:
        figures = [block for block in figures if block["name"] == _BESIDE]
    return series_of(figures[0], template, document.language) if figures else None
