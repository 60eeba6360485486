"""Who took part: the list of participants, and how much of the programme it covers."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.network_programme.citations import Quotation, Tables, quote
from analysis.model.definitions import Network
from analysis.model.definitions.networks import Count

COLUMNS = (
    *("municipality", "number", "wave", "theme", "start", "year"),
    *("certain", "source"),
)


@dataclass(frozen=True)
class Stated:
    """How many took part, as somebody gives it. ``quoted`` is None where the document prints it."""

    count: Count
    number: int
    quoted: Quotation | None = None


@dataclass(frozen=True)
class Coverage:
    """How much of the programme the list of participants covers.

    ``named`` municipalities, ``uncertain`` among them, of ``total`` (None where nobody gives it).
    """

    named: int
    uncertain: int
    wave_known: int
    theme_known: int
    total: Stated | None

    @property
    def unnamed(self) -> int:
        """How many more took part than are named; 0 where nobody gives an exact total."""
        if self.total is None or (self.total.quoted and self.total.quoted.approximate):
            return 0
        return max(0, self.total.number - self.named)


def participant_table(
    network: Network, listed: pd.DataFrame, numbers: Mapping[str, str]
) -> pd.DataFrame:
    """Return a row a named municipality, with COLUMNS.

    ``wave`` and ``theme`` are ids, "" where the list does not tell; ``year`` is the year from
    which it counts as having joined, missing without a wave. ``number`` is that of ``numbers`` by
    the list's own number, or by name, else the list's own, or "".
    """
    waves = {text: wave for wave in network.waves for text in wave.prints}
    themes = {text: theme.id for theme in network.themes for text in theme.prints}
    rows = []
    for row in listed.to_dict("records"):
        wave = waves.get(row["wave"])
        name, given = row["municipality"], row.get("number", "")
        rows.append(
            {
                "municipality": name,
                "number": numbers.get(given, given) if given else numbers.get(name, ""),
                "wave": wave.id if wave else "",
                "theme": themes.get(row.get("theme", ""), ""),
                "start": row["start"],
                "year": wave.year if wave else None,
                "certain": row["quality"] != "doubtful",
                "source": row["source"],
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"year": "Int64", "certain": bool})


def stated_counts(network: Network, tables: Tables) -> tuple[Stated, ...]:
    """Return how many took part as each source gives it, in the order of the programme file."""
    found = []
    for count in network.counts:
        quoted = quote(count.figure, tables) if count.figure else None
        number = quoted.value if quoted else count.printed
        if number is not None:
            found.append(Stated(count, int(number), quoted))
    return tuple(found)


def coverage(participants: pd.DataFrame, counts: tuple[Stated, ...]) -> Coverage:
    """Return how many are named, and how much is known of them."""
    return Coverage(
        named=len(participants),
        uncertain=int((~participants["certain"]).sum()),
        wave_known=int(participants["wave"].ne("").sum()),
        theme_known=int(participants["theme"].ne("").sum()),
        total=next((stated for stated in counts if stated.count.total), None),
    )
