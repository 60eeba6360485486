"""What the tests of forms fill in: an invented programme, and a workspace with invented figures."""

from datetime import UTC, datetime
from pathlib import Path

from making import quarters

from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

OWN = "store:own/4001-sick_leave_own_no-my"
LEAVE = "Sykefravær i kommunen, egne tall"
ABOUT = {
    "title": "Ned med fraværet 2024–2026",
    "id": "ours",
    "municipality": "NO 4001",
    "start": "2024Q1",
    "filled_by": "HR-avdelingen",
    "language": "nb",
}
MEASURE = {"number": "1", "text": "Alle ledere får opplæring", "owner": "HR-sjefen",
           "start": "2024Q1", "deadline": "2025Q2"}  # fmt: skip
INDICATOR = {"indicator": "sick_leave_own_no", "source": OWN}
TARGET = {"indicator": LEAVE, "period": "2026", "acceptable": 8.0, "desired": 7.5}
OWN_INDICATOR = {"indicator": "Andel ledere med opplæring", "direction": "increase",
                 "unit": "percent", "definition": "av alle ledere",
                 "where": "HR-avdelingen"}  # fmt: skip
PARTIES = [{"party": "Ledelsen", "evaluated": "yes"}, {"party": "Verneombud"}]


def prepared(root: Path) -> Workspace:
    """A workspace with invented figures in the store, and no reference tables of its own."""
    (root / "data" / "programmes").mkdir(parents=True)
    put(root, "own", "4001-sick_leave_own_no-my", "sick_leave_own_no", "4001")
    return Workspace(root)


def put(
    root: Path,
    publisher: str,
    dataset: str,
    indicator: str,
    municipality: str,
    first: int = 2019,
    **more: object,
) -> None:
    """Put invented quarterly figures of seven years, from ``first``, into the store."""
    rows = [
        {"indicator": indicator, "municipality": municipality, "source": "x",
         "period": Period.parse(period), "value": value, **more}
        for period, value in quarters(first, (8.9, 9.2, 9.4, 9.3, 9.1, 8.2, 8.0)).items()
    ]  # fmt: skip
    provenance = Provenance(
        publisher=publisher, dataset=dataset, title="my.xlsx",
        address="not stated", published=None, retrieved=datetime(2026, 4, 1, tzinfo=UTC),
        sha256="0" * 64, synthetic=True, producer="Porsgrunn")  # fmt: skip
    Store(Workspace(root)).add(observation_table(rows), provenance)
