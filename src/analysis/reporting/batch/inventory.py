"""Which reports are there at one moment, and from what they were made."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.reporting.batch.keys import joined
from analysis.reporting.batch.ledger import Entry
from analysis.reporting.batch.outcomes import MADE
from analysis.reporting.batch.plans import Job


@dataclass(frozen=True)
class Inventory:
    """The reports below ``output``, as the ledger has ``noted`` them and as they are there.

    ``stamp`` is of all files that a report may be made from, ``others`` are the reports that a
    municipality's page can link to, ``formats`` the files a report is to have.
    """

    noted: Mapping[Job, Entry]
    output: Path
    stamp: str
    others: tuple[str, ...]
    formats: tuple[str, ...]

    def stamp_of(self, job: Job) -> str:
        """Return the stamp of all that the report of ``job`` may be made from."""
        return self._stamps[job.about_a_place]

    def key_of(self, job: Job, key: str) -> str:
        """Return the key of the report of ``job``, where ``key`` is of its figures alone."""
        return self._seen_by(key, job.about_a_place)

    def is_untouched(self, job: Job) -> bool:
        """Whether the report of ``job`` is there as it was made, and no file was touched since it
        was last compared."""
        entry = self.noted.get(job)
        return bool(entry and entry.stamp == self.stamp_of(job) and self._is_there(entry))

    def find(self, folder: str, key: str) -> Entry | None:
        """Return what is noted of the report in ``folder``, whichever job asked for it, if it is
        there and was made from what ``key`` says."""
        found = (entry for entry in self._in_folders[folder] if entry.key == key)
        return next(filter(self._is_there, found), None)

    @cached_property
    def _in_folders(self) -> Mapping[str, list[Entry]]:
        found = defaultdict(list)
        for entry in self.noted.values():
            found[entry.folder].append(entry)
        return found

    @cached_property
    def _stamps(self) -> Mapping[bool, str]:
        return {page: self._seen_by(self.stamp, page) for page in (False, True)}

    def _seen_by(self, hash_: str, page: bool) -> str:
        """A report in other files is another report, and so is a page that has other links."""
        of_a_report = joined([hash_, *self.formats])
        return joined([of_a_report, *self.others]) if page else of_a_report

    def _is_there(self, entry: Entry) -> bool:
        """Whether the very files are there that were noted. The command for one report, or another
        job that leads to the same folder, puts others in their place."""
        if entry.state not in MADE or not entry.folder:
            return False
        files = _files_in(self.output / entry.folder)
        return bool(files) and files == json.loads(entry.hashes)


def _files_in(folder: Path) -> dict[str, str]:
    """The files of a report with their hashes, as its run noted them; none if one is gone."""
    try:
        files: dict[str, str] = json.loads((folder / "run.json").read_bytes()).get("files", {})
        there = {path.name for path in folder.iterdir()}
    except (OSError, ValueError):
        return {}
    return files if files.keys() <= there else {}
