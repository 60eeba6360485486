"""Runs calamine in a process of its own: a workbook on standard input, its cells on output.

A damaged xls file can make calamine ask for more memory than there is, which ends the process
and cannot be caught. Here only this process ends. It is run by its path and imports nothing of
the project, so that it starts at once.
"""

import io
import pickle
import sys
from contextlib import suppress
from typing import Any

MEMORY = 4_000_000_000


def read(content: bytes, most_cells: int) -> list[dict[str, Any]]:
    """The worksheets of a workbook: name, hidden, rows, merged; OverflowError names a sheet."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for entry in book.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(entry.name)
        row, column = (-1, -1) if sheet.end is None else sheet.end
        if (row + 1) * (column + 1) > most_cells:
            reach = f"sheet {entry.name} reaches to row {row + 1}, column {column + 1}"
            raise OverflowError(reach)
        found.append(
            {
                "name": entry.name,
                "hidden": entry.visible != SheetVisibleEnum.Visible,
                "rows": sheet.to_python(skip_empty_area=False),
                "merged": list(sheet.merged_cell_ranges or ()),
            }
        )
    return found


def main() -> None:
    """Answer ("sheets", the sheets) or ("error", its kind, its text)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answer: tuple[Any, ...]
    try:
        answer = "sheets", read(sys.stdin.buffer.read(), int(sys.argv[1]))
    except BaseException as error:
        # calamine's panics are no Exceptions.
        answer = "error", type(error).__name__, str(error)
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
