"""Memberships asked for year by year, put together."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from analysis.sources.klass.answers import MEMBERSHIP

if TYPE_CHECKING:
    import pandas as pd


def within(table: "pd.DataFrame", first: date, last: date) -> "pd.DataFrame":
    """Return the memberships of ``table`` as far as they lie between two days, with both days."""
    rows = []
    for row in table.to_dict("records"):
        begun, ended = max(row["valid_from"] or first, first), min(row["valid_to"] or last, last)
        if begun <= ended:
            rows.append({**row, "valid_from": begun, "valid_to": ended})
    return _table(rows)


def joined(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return one membership where several of the same municipality and group, with both days,
    follow each other or overlap; with the latest title of the group."""
    rows: list[dict[str, Any]] = []
    titles: dict[str, str] = {}
    for row in table.sort_values("valid_from", kind="stable").to_dict("records"):
        titles[row["group"]] = row["title"]
    ordered = table.sort_values(["group", "municipality", "valid_from"], kind="stable")
    for row in ordered.to_dict("records"):
        before = rows[-1] if rows else {}
        same = all(before.get(name) == row[name] for name in ("group", "municipality"))
        if same and row["valid_from"] <= before["valid_to"] + timedelta(days=1):
            before["valid_to"] = max(before["valid_to"], row["valid_to"])
        else:
            rows.append({**row, "title": titles[row["group"]]})
    return _table(rows)


def _table(rows: list[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=list(MEMBERSHIP), dtype=object)
