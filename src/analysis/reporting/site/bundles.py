"""A zip with what is on one municipality, or on all, to send to somebody who has nothing else."""

import tempfile
import zipfile
from pathlib import Path

from analysis.display.languages import Language
from analysis.errors import ParameterError
from analysis.model.texts import LANGUAGES
from analysis.reporting.site.contents import Contents
from analysis.reporting.site.names import file_part
from analysis.reporting.site.places import Place, Places
from analysis.reporting.site.writing import write_files
from analysis.sources.files import write_whole, writing
from analysis.sources.workspace import Workspace

_THEN = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a bundle, so that the same reports give the same bytes."""


def chosen(workspace: Workspace, contents: Contents, asked: str) -> Place:
    """Return the municipality with reports that a person asks for. ParameterError for one without
    any."""
    place = Places(workspace).named_in_full(asked)
    found = [item for item in contents.places if place and item.page == place.page]
    if not found:
        known = ", ".join(f"{item.number} {item.name}".strip() for item in contents.places)
        raise ParameterError(
            f"there are no reports on the municipality '{asked}'. Municipalities with reports: "
            f"{known or 'none'}."
        )
    return found[0]


def bundle_name(place: Place | None) -> str:
    """Return what a bundle is called unless it is given a name."""
    return f"tiltak-{file_part(place.page) if place else 'site'}.zip"


def write_bundle(workspace: Workspace, contents: Contents, reports: Path, output: Path) -> int:
    """Write the site of ``contents`` to the zip ``output``, with a note to its reader in each
    language, and return the number of its files. OutputError if it cannot be written."""
    if not contents.reports:
        raise ParameterError("there are no reports to put into a bundle.")
    with tempfile.TemporaryDirectory() as name, writing(output):
        folder = Path(name) / "site"
        write_files(workspace, contents, reports, folder)
        for code in LANGUAGES:
            note = _note(Language(code), contents)
            (folder / f"README.{code}.txt").write_text(note, encoding="utf-8", newline="\r\n")
        packed = Path(name) / "bundle.zip"
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        with zipfile.ZipFile(packed, "w") as archive:
            for path in paths:
                _add(archive, path.relative_to(folder).as_posix(), path.read_bytes())
        write_whole(output, packed.read_bytes())
    return len(paths)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _THEN)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    # A PDF is compressed already.
    stored = zipfile.ZIP_STORED if name.endswith((".pdf", ".woff2")) else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, stored, 6)


def _note(language: Language, contents: Contents) -> str:
    say = language.say
    names = language.listed([place.name or place.number for place in contents.places])
    lines = [
        say("Reports on the programmes of {places}.", places=names)
        if contents.places
        else say("Reports on programmes."),
        say("Unpack everything, then open index.html in a web browser. Nothing else is needed, "
            "and nothing is fetched from the network."),
        say("Below reports/ is each report by itself: as a web page, as PDF to print and keep, "
            "and its tables as a file for a spreadsheet."),
        say("Each report says how surely each finding is known, and what cannot be said. Please "
            "hand on a finding only with its certainty."),
        say("Figures about few people are hidden, and marked where they would stand."),
    ]  # fmt: skip
    return "\n\n".join(line.plain for line in lines) + "\n"
