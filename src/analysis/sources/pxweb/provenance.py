"""Where a table comes from, for the store."""

from collections.abc import Sequence
from datetime import date, timedelta

from analysis.errors import Fault, InputError
from analysis.sources.checksums import checksum_of
from analysis.sources.jsonstat import Cube
from analysis.sources.store.provenance import Provenance
from analysis.sources.web import Answer

PUBLISHERS = {"ssb": "SSB", "scb": "SCB"}
PRODUCERS = {"ssb": "Statistisk sentralbyrå", "scb": "Statistiska centralbyrån"}
LICENCES = {"ssb": "CC BY 4.0", "scb": "CC0"}


def provenance_of(service: str, table: str, cube: Cube, answers: Sequence[Answer]) -> Provenance:
    """Return the provenance of ``cube``, read from ``answers``.

    ``published`` is the day the table was last updated; ``retrieved`` when the oldest answer
    came. ``sha256`` is of the answer; of several, that of their sums, one a line.
    """
    retrieved = min(answer.retrieved for answer in answers)
    published = _day(cube, answers[0].address)
    if published and published > retrieved.date() + timedelta(days=1):
        found = f"{cube.updated}, after it was retrieved ({retrieved:%Y-%m-%d})"
        accepted = "a time before the retrieval"
        raise InputError([Fault(answers[0].address, None, "updated", found, accepted)])
    return Provenance(
        publisher=PUBLISHERS[service],
        dataset=table,
        title=cube.label or table,
        address=answers[0].address,
        published=published,
        retrieved=retrieved,
        licence=LICENCES[service],
        notes=tuple(dict.fromkeys(note.text for note in cube.notes)),
        sha256=checksum_of(answers),
        producer=PRODUCERS[service],
    )


def _day(cube: Cube, place: str) -> date | None:
    if not cube.updated:
        return None
    try:
        return date.fromisoformat(cube.updated[:10])
    except ValueError:
        found = f"found '{cube.updated}'"
        raise InputError([Fault(place, None, "updated", found, "2026-06-08T06:00:00Z")]) from None
