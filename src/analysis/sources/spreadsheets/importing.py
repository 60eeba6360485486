"""A spreadsheet under its mapping: observations, and what became of every cell."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.indicators import Unit
from analysis.model.observations import observation_table
from analysis.sources.spreadsheets.ledger import Ledger
from analysis.sources.spreadsheets.mapping import Mapping
from analysis.sources.spreadsheets.personal_data import personal_data
from analysis.sources.spreadsheets.refusals import Refusal, refusal_table
from analysis.sources.spreadsheets.remarks import remarks_on
from analysis.sources.spreadsheets.rows import Candidate, RowReader
from analysis.sources.spreadsheets.sheets import Sheet, a1, plain

_LANGUAGE = "en"
"""That of refusals."""


@dataclass(frozen=True)
class Imported:
    """What came of a file.

    ``observations`` is an observation table, empty while anything is refused, unless the valid
    part was accepted. ``refusals``: file, sheet, row, column, value, found, accepted.
    ``ignored``: file, sheet, row, column, value, why. ``cells``: row, column, fate of every cell
    of the sheet that is not empty (imported, held back, ignored, refused). ``remarks``: what is to
    be looked at in figures that were taken in, such as a break in the series.
    """

    observations: pd.DataFrame
    refusals: pd.DataFrame
    ignored: pd.DataFrame
    cells: pd.DataFrame
    remarks: tuple[str, ...]

    @property
    def faults(self) -> list[Fault]:
        """The refusals as faults, in the order of the sheet."""
        return [Refusal(**row).fault for row in self.refusals.to_dict("records")]


def apply(
    sheets: Sequence[Sheet],
    mapping: Mapping,
    source: str,
    *,
    unit: Unit | None = None,
    accept_valid: bool = False,
) -> Imported:
    """Return what the sheets say under a mapping. ``source`` is the id their figures carry;
    a figure that cannot be one in ``unit`` is refused.

    Nothing is imported while any cell is refused, unless ``accept_valid``. InputError when the
    mapping's sheet is not there, or the file holds personal data.
    """
    if faults := [fault for sheet in sheets for fault in personal_data(sheet)]:
        raise InputError(faults)
    sheet = chosen_sheet(sheets, mapping.sheet)
    ledger = Ledger(sheet)
    reader = RowReader(sheet, mapping, ledger, source)
    found = list(reader.candidates())
    _refuse_twice(found, ledger)
    _refuse_mixed_scales(found, ledger, mapping)
    _refuse_impossible(found, ledger, unit)
    kept = [item for item in found if item.place not in ledger.refused]
    _settle(reader, found, kept)
    _other_sheets(sheets, sheet, ledger)
    return _imported(ledger, kept, unit, accept_valid)


def chosen_sheet(sheets: Sequence[Sheet], name: str | None) -> Sheet:
    """Return the sheet called ``name``, or the only one that is visible. InputError otherwise."""
    visible = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    found = visible if name is None else [sheet for sheet in sheets if sheet.name == name]
    if len(found) == 1:
        return found[0]
    hidden = [f"{sheet.name} (hidden)" for sheet in sheets if sheet.hidden]
    accepted = f"one of {', '.join([*(sheet.name for sheet in visible), *hidden]) or 'none'}"
    said = f"there is no sheet '{name}'" if name else f"{len(visible)} sheets hold cells"
    raise InputError([Fault(sheets[0].file if sheets else "", None, "sheet", said, accepted)])


def _refuse_twice(found: list[Candidate], ledger: Ledger) -> None:
    """Which of two figures for the same thing is right, nobody but the sender knows."""
    same = defaultdict(list)
    for item in found:
        same[item.key].append(item)
    for items in same.values():
        for item in items if len(items) > 1 else ():
            others = [a1(*other.place) for other in items if other is not item]
            # An empty cell has no fate of its own, but is refused like the others.
            found_twice = f"{item.record['period']} stands here and in {', '.join(others[:5])}"
            ledger.refuse(item.place, found_twice, "one figure for each period, unit and breakdown")


def _refuse_mixed_scales(found: list[Candidate], ledger: Ledger, mapping: Mapping) -> None:
    """Cells shown as percent hold 0.087; beside plain 8.7 they would be a hundred times less."""
    sheet = ledger.sheet
    numbers = [item for item in found if isinstance(sheet.raw(*item.place), float)]
    percent = [item for item in numbers if item.place in sheet.percent]
    others = [item for item in numbers if item.place not in sheet.percent and item.record["value"]]
    if not (percent and others):
        return
    for item in others if mapping.scale == 100 else percent:
        kind = "a plain number" if mapping.scale == 100 else "a number shown as percent"
        accepted = f"cells of one kind; the mapping says scale {mapping.scale}"
        ledger.refuse(item.place, f"{kind}, where other figures are not", accepted)


def _refuse_impossible(found: list[Candidate], ledger: Ledger, unit: Unit | None) -> None:
    """870 per cent is 87.0 or 8.70 without its decimal mark: which, only the sender knows."""
    for item in found if unit else ():
        value = item.record["value"]
        if unit and value is not None and not unit.holds(value):
            said = plain(ledger.sheet.raw(*item.place))
            read = "" if said == f"{value:g}" else f", read as {value:g}"
            found_so = f"'{said}'{read}: no such figure can be {unit.title[_LANGUAGE]}"
            ledger.refuse(item.place, found_so, _range(unit))


def _range(unit: Unit) -> str:
    """What a unit holds, in words: 0 to 100, 0 or more."""
    title = unit.title[_LANGUAGE]
    if unit.lowest is None:
        return f"{unit.highest:g} or less ({title})"
    if unit.highest is None:
        return f"{unit.lowest:g} or more ({title})"
    return f"{unit.lowest:g} to {unit.highest:g} ({title})"


def _settle(reader: RowReader, found: list[Candidate], kept: list[Candidate]) -> None:
    """Give every cell that was read its fate."""
    ledger = reader.ledger
    for item in kept:
        for place in (item.place, *item.rests_on):
            ledger.use(place)
    loose = [(place, item.place) for item in found for place in item.rests_on]
    for place, cause in [*loose, *reader.loose]:
        if place in ledger.used or ledger.sheet.raw(*place) is None:
            continue
        if cause is None:
            if place not in ledger.refused:
                ledger.ignore(place, "a row without figures")
        elif cause != place:
            found_so = f"belongs to {a1(*cause)}, which is refused"
            ledger.refuse(place, found_so, f"{a1(*cause)} mended")


def _other_sheets(sheets: Sequence[Sheet], chosen: Sheet, ledger: Ledger) -> None:
    for sheet in sheets:
        if sheet is not chosen and sheet.rows:
            why = "a hidden sheet" if sheet.hidden else "a sheet the mapping does not name"
            ledger.other_sheets.append((sheet.name, why))


def _imported(
    ledger: Ledger, kept: list[Candidate], unit: Unit | None, accept_valid: bool
) -> Imported:
    refusals = refusal_table(ledger.refusals())
    is_held_back = bool(len(refusals)) and not accept_valid
    taken = [] if is_held_back else kept
    return Imported(
        observation_table([item.record for item in taken]),
        refusals,
        ledger.ignored_table(),
        ledger.cells(is_held_back=is_held_back),
        remarks_on(taken, ledger.sheet, unit),
    )
