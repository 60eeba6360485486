"""What became of the signs in a table that was turned into observations."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.sources.jsonstat.cube import Note


@dataclass(frozen=True)
class CellReport:
    """``cells`` of the table, as many as there are observations. ``words`` counts the statuses as
    they were written, among them the ``unknown_words``, which have no meaning here. ``empty``
    cells have neither figure nor status, and are missing. ``zeros`` were written as ``-``.
    ``notes`` are those of the publisher; ``noise`` is the one that says that noise was added."""

    cells: int
    words: Mapping[str, int]
    unknown_words: Mapping[str, int]
    empty: int
    zeros: int
    notes: tuple[Note, ...]
    noise: str

    @property
    def noisy(self) -> bool:
        """Whether noise was added: totals are not the sums of their parts."""
        return bool(self.noise)

    def lines(self) -> list[str]:
        """The report in English, a line each; what did not happen is not mentioned."""
        lines = [f"{self.cells} cells, {self.cells} observations."]
        told = ", ".join(f"'{word}' {count}" for word, count in sorted(self.words.items()))
        if told:
            lines.append(f"Statuses as written: {told}.")
        if self.zeros:
            lines.append(f"Written as '-', which means zero: {self.zeros}.")
        if self.empty:
            lines.append(f"Neither figure nor status, kept as missing: {self.empty}.")
        for word, count in sorted(self.unknown_words.items()):
            lines.append(f"Status without a meaning here: '{word}', {count} cells.")
        if self.noisy:
            lines.append(
                "The publisher added noise to these figures: totals are not the sums of their "
                f"parts, and figures should not be added. It says: {_one_line(self.noise)}"
            )
        shown = (note for note in self.notes if note.mandatory and note.text != self.noise)
        return [*lines, *(f"Must be shown: {_one_line(note.text)}" for note in shown)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
