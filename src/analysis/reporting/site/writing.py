"""A site as files: all of it written aside, then put in place of the one before."""

import json
import re
import shutil
from html import escape
from os.path import relpath
from pathlib import Path

from analysis.display.style import fonts
from analysis.errors import OutputError
from analysis.reporting.publish import publish
from analysis.reporting.site.contents import Contents
from analysis.reporting.site.pages import FONTS, font_file, pages, style
from analysis.reporting.site.reading import Version
from analysis.sources.files import staged, writing
from analysis.sources.workspace import Workspace

MARKER = "tiltak-site.json"
"""Lists every file that a site was made of: nothing else in its folder is ever removed."""


def write_site(workspace: Workspace, contents: Contents, reports: Path, output: Path) -> int:
    """Write a site to ``output`` and return the number of its files.

    It appears whole or not at all, and replaces only a site that was made so. OutputError for a
    folder with anything else in it, one that overlaps ``reports``, and where it cannot be written.
    """
    output, reports = output.resolve(), reports.resolve()
    check_output(output, reports)
    with staged(output.parent) as folder:
        count = write_files(workspace, contents, reports, folder)
        with writing(folder):
            _mark(folder)
        publish(folder, output)
    return count


def write_files(workspace: Workspace, contents: Contents, reports: Path, folder: Path) -> int:
    """Write the files of a site to ``folder`` and return their number."""
    with writing(folder):
        for path, page in pages(workspace, contents):
            _text(folder / path, page)
        _text(folder / "assets" / "site.css", style())
        for name in FONTS:
            source = fonts() / f"AtkinsonHyperlegibleNext-{name}.woff2"
            shutil.copyfile(source, folder / "assets" / font_file(name))
        shutil.copyfile(fonts() / "OFL.txt", folder / "assets" / "OFL.txt")
        for version in _versions(contents):
            _copy(version, reports, folder, contents)
        return sum(path.is_file() for path in folder.rglob("*"))


def check_output(output: Path, reports: Path) -> None:
    """Raise OutputError unless a site can be written to ``output`` without loss of anything."""
    if output == reports or output in reports.parents or reports in output.parents:
        raise OutputError(
            f"the site cannot be written to {output}: it must lie neither in the folder of "
            f"reports, {reports}, nor around it. Name another folder with --output."
        )
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputError(f"the site cannot be written to {output}: that is a file.")
    others = sorted(_all_files(output) - _made(output))
    if others:
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        raise OutputError(
            f"{output} holds what `tiltak site` did not make: {shown}. It is left as it was; name "
            "another folder with --output, or move these files away."
        )


def _made(output: Path) -> set[str]:
    """What a site in ``output`` was made of, by its marker; nothing without one."""
    try:
        listed = json.loads((output / MARKER).read_text(encoding="utf-8"))["files"]
        return {MARKER, *map(str, listed)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _all_files(folder: Path) -> set[str]:
    """Everything in ``folder`` that is no folder, links among it, and folders that are empty."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir() or not any(path.iterdir())
    }


def _mark(folder: Path) -> None:
    files = sorted(_all_files(folder))
    marker = {"made with": "tiltak site", "files": files}
    _text(folder / MARKER, json.dumps(marker, indent=1, ensure_ascii=False) + "\n")


def _versions(contents: Contents) -> list[Version]:
    return [version for report in contents.reports for version in report.versions]


def _copy(version: Version, reports: Path, folder: Path, contents: Contents) -> None:
    """Copy what a reader gets of a report, never its notebook or what it was made from."""
    source = reports / version.folder
    for name in version.files:
        target = folder / version.on_site(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if name == "report.html" and version.links:
            page = (source / name).read_text(encoding="utf-8")
            _text(target, _alive(page, version, contents))
        else:
            shutil.copyfile(source / name, target)
    if version.data:
        # The mark at its beginning tells spreadsheets that it is UTF-8.
        _text(folder / version.on_site("data.csv"), "\ufeff" + version.data)


def _alive(page: str, version: Version, contents: Contents) -> str:
    """A page without links to reports that are not on the site: their words stay."""
    there = {str(item.folder) for item in _versions(contents)}
    for link in version.links:
        if link not in there:
            href = Path(relpath(f"{link}/report.html", version.folder)).as_posix()
            page = re.sub(rf'<a href="{re.escape(escape(href))}"[^>]*>(.*?)</a>', r"\1", page)
    return page


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
