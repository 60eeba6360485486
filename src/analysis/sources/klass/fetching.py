"""Asking Klass."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from analysis.errors import FetchError
from analysis.sources.klass.answers import read_changes, read_codes, read_kostra_groups
from analysis.sources.klass.memberships import joined, within
from analysis.sources.lineage import norwegian
from analysis.sources.municipalities import Reference
from analysis.sources.web import NotKept, Refused

if TYPE_CHECKING:
    import pandas as pd

MUNICIPALITIES = 131
KOSTRA_GROUPS = 112


class Client(Protocol):
    """What is needed of an HTTP client: :class:`analysis.sources.web.Web`, or one like it."""

    def get_json(self, address: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the answer as JSON."""


def fetch_norwegian(client: Client, address: str, first: date, last: date) -> Reference:
    """Return the municipalities in force between two days, and what became of them.

    Their numbers have no ``valid_from`` where they were in force on ``first`` already. InputError
    lists every entry of an answer that cannot be read; FetchError if there is none.
    """
    base = f"{address}/classifications/{MUNICIPALITIES}"
    end = last + timedelta(days=1)
    params = {"from": first.isoformat(), "to": end.isoformat()}
    codes = client.get_json(f"{base}/codes", params)
    changes = client.get_json(f"{base}/changes", params)
    spans = read_codes(codes, first, end)
    if not spans:
        raise FetchError(f"{base} lists no municipality. Is the address right?")
    return norwegian(spans, read_changes(changes))


def fetch_kostra_groups(client: Client, address: str, first: date, last: date) -> "pd.DataFrame":
    """Return which KOSTRA group each municipality was in between two days: columns MEMBERSHIP."""
    end = last + timedelta(days=1)
    params: dict[str, str | int] = {
        "targetClassificationId": MUNICIPALITIES,
        "from": first.isoformat(),
        "to": end.isoformat(),
    }
    base = f"{address}/classifications/{KOSTRA_GROUPS}"
    return read_kostra_groups(client.get_json(f"{base}/corresponds", params), last)


def fetch_kostra_years(
    client: Client, address: str, years: Iterable[int], read: date
) -> tuple["pd.DataFrame", list[int]]:
    """Return which KOSTRA group each municipality was in, and the years that are not to be had.

    Asked year by year, because Klass refuses a span any part of which has no correspondence.
    Memberships (columns MEMBERSHIP) have both days: nothing is known beyond the years asked for.
    FetchError if there is no year with groups.
    """
    import pandas as pd

    tables: list[pd.DataFrame] = []
    lacking: list[int] = []
    last_error: FetchError | None = None
    for year in sorted(years):
        first, last = date(year, 1, 1), date(year, 12, 31)
        try:
            table = fetch_kostra_groups(client, address, first, last)
        except (Refused, NotKept) as error:
            lacking.append(year)
            last_error = error
            continue
        tables.append(within(table, first, last))
    if last_error and not tables:
        raise last_error
    return joined(pd.concat(tables)).assign(read=read), lacking
