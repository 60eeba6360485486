"""Writing a reference table that was fetched."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.model.places import Country
from analysis.model.texts import Text
from analysis.sources.files import write_whole
from analysis.sources.municipalities.reading import Reference, fetched_path, read_table
from analysis.sources.toml import quoted
from analysis.sources.workspace import Workspace


def write_reference(workspace: Workspace, country: Country, table: Reference, source: str) -> Path:
    """Write the complete ``table`` of ``country``, and return its path. ``source`` is said in its
    first line. InputError if the table has faults, OutputError if it cannot be written."""
    path = fetched_path(workspace, country)
    label = workspace.relative(path)
    text = "".join(_lines(table, source))
    write_whole(path, text, label, lambda aside: read_table(aside, label), folders=True)
    return path


def _lines(table: Reference, source: str) -> Iterator[str]:
    yield f"# {' '.join(source.split())}\n"
    for item in table.municipalities:
        yield f'\n[[municipalities]]\nname = {quoted(item.name)}\ncountry = "{item.country}"\n'
        yield from _note(item.note)
        yield "numbers = [\n"
        for entry in item.numbers:
            begun = f", valid_from = {entry.valid_from}" if entry.valid_from else ""
            ended = f", valid_to = {entry.valid_to}" if entry.valid_to else ""
            yield f'    {{ number = "{entry.number}"{begun}{ended} }},\n'
        yield "]\n"
    for change in table.changes:
        yield f'\n[[changes]]\non = {change.on}\ncountry = "{change.country}"\n'
        yield f'kind = "{change.kind}"\nold = {_list(change.old)}\nnew = {_list(change.new)}\n'
        yield from _note(change.note)


def _note(note: Text | None) -> Iterator[str]:
    if note is not None:
        versions = ", ".join(f"{code} = {quoted(words)}" for code, words in note.items())
        yield f"note = {{ {versions} }}\n"


def _list(numbers: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{number}"' for number in numbers) + "]"
