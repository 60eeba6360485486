"""What earlier programme files name, and the last one no longer does."""

from collections.abc import Sequence
from contextlib import suppress

from analysis.errors import InputError
from analysis.model.definitions import Programme
from analysis.sources.forms.programme.replacing.files import earlier_files
from analysis.sources.forms.programme.replacing.matching import likeness
from analysis.sources.forms.programme.replacing.things import Named, Things, things_of
from analysis.sources.new_programmes import programme_path
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace


def named_before(workspace: Workspace, old: Things, programme: str, language: str) -> Things:
    """Return what the earlier files that were kept name and the last one no longer does; the
    latest first. A file with faults names nothing."""
    found: list[Things] = []
    for path in reversed(earlier_files(programme_path(workspace, programme))):
        label = workspace.relative(path)
        with suppress(InputError):
            data, text = read_toml(path, label)
            read, _ = validate(Programme, data, Lines(text), label)
            found += [things_of(read, language)] if read else []
    return Things(
        _dropped(old.measures, [item.measures for item in found]),
        _dropped(old.parties, [item.parties for item in found]),
        _dropped(old.steps, [item.steps for item in found]),
    )


def _dropped(there: Sequence[Named], files: Sequence[Sequence[Named]]) -> tuple[Named, ...]:
    """Those of ``files``, the latest first, that are not ``there``. An id under which something
    else stood later is not the earlier thing's any more."""
    ids = {item.id for item in there}
    last: dict[str, Named] = {}
    found: dict[Named, None] = {}
    for item in (item for file in files for item in file if item.id not in ids):
        if likeness(item, last.setdefault(item.id, item)):
            last[item.id] = item
            found[item] = None
        else:
            ids.add(item.id)
    return tuple(found)
