"""What a report tells its reader, as plain text for a test to look at."""

from collections.abc import Iterable

from analysis.display.any_report import AnyReport
from analysis.display.blocks import Block, FindingBlock


def first_page(report: AnyReport) -> list[tuple[str, str]]:
    """The findings, each as its label and all that it says."""
    return told_of(report.findings())


def told_of(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """The findings among ``blocks``, each as its label and all that it says."""
    return [
        (str(item.label), " ".join(map(str, (item.statement, *item.details))))
        for item in blocks
        if isinstance(item, FindingBlock)
    ]


def words(blocks: Iterable[Block]) -> str:
    """All that tables and texts hold, with plain spaces."""
    parts = []
    for block in blocks:
        parts += [*getattr(block, "items", ()), *getattr(block, "notes", ())]
        parts += [cell for row in getattr(block, "rows", ()) for cell in row]
        parts += [*getattr(block, "columns", ()), getattr(block, "caption", "")]
    return " ".join(map(str, parts)).replace("\u00a0", " ")
