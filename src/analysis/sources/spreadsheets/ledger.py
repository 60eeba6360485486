"""The receipt of an import: what became of every cell of a sheet."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.sources.spreadsheets.refusals import Refusal, refuse
from analysis.sources.spreadsheets.sheets import Position, Sheet, letters, plain


@dataclass
class Ledger:
    """Cells of one sheet that were refused or ignored, and why. The rest is imported."""

    sheet: Sheet
    refused: dict[Position, Refusal] = field(default_factory=dict)
    ignored: dict[Position, str] = field(default_factory=dict)
    used: set[Position] = field(default_factory=set)
    other_sheets: list[tuple[str, str]] = field(default_factory=list)
    """Sheets of the file that were not read, and why."""

    def refuse(self, place: Position, found: str, accepted: str) -> None:
        """Refuse a cell; the first reason stands."""
        self.refused.setdefault(place, refuse(self.sheet, *place, found, accepted))

    def ignore(self, place: Position, why: str) -> None:
        """Leave a cell out."""
        self.ignored[place] = why

    def use(self, place: Position) -> None:
        """Note that an observation rests on a cell."""
        if place not in self.refused:
            self.used.add(place)

    def refusals(self) -> list[Refusal]:
        """What was refused, in the order of the sheet."""
        return [self.refused[place] for place in sorted(self.refused)]

    def ignored_table(self) -> pd.DataFrame:
        """What was ignored: file, sheet, row, column, value, why."""
        file, name = self.sheet.file, self.sheet.name
        rows: list[tuple[Any, ...]] = [
            (file, name, row, letters(column), plain(self.sheet.raw(row, column)), why)
            for (row, column), why in sorted(self.ignored.items())
        ]
        rows += [(file, other, None, "", "", why) for other, why in self.other_sheets]
        table = pd.DataFrame(rows, columns=["file", "sheet", "row", "column", "value", "why"])
        return table.astype({"row": "Int64"})

    def cells(self, *, is_held_back: bool) -> pd.DataFrame:
        """Every cell of the sheet that is not empty, and its fate: row, column, fate."""
        imported = "held back" if is_held_back else "imported"
        rows = []
        for row, column, _ in self.sheet.cells():
            place = (row, column)
            fate = "refused" if place in self.refused else "ignored"
            if fate == "ignored" and place not in self.ignored:
                fate = imported if place in self.used else "lost"
            rows.append((row, letters(column), fate))
        return pd.DataFrame(rows, columns=["row", "column", "fate"])
