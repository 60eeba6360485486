"""Where figures from Kolada come from, and what must be said of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from analysis.model.texts import Text
from analysis.sources.web import Answer

PUBLISHER = "RKA/Kolada"
LICENCE = (
    "Kolada's terms (kolada.se/om-oss/api): free to use, also commercially, without a contract. "
    "Figures shown as they are: 'Källa: Kolada'. Figures that were processed: Kolada may not be "
    "given as their source, only as the source of the data. No partnership may be suggested. "
    "Revisions are not announced."
)
PROCESSED = Text(
    (
        (
            "sv",
            "Egen bearbetning av data från Kolada. "
            "RKA, som driver Kolada, svarar inte för bearbetningen.",
        ),
        (
            "nb",
            "Egen bearbeiding av data fra Kolada. "
            "RKA, som driver Kolada, svarer ikke for bearbeidingen.",
        ),
        (
            "nn",
            "Eiga omarbeiding av data frå Kolada. "
            "RKA, som driv Kolada, svarar ikkje for omarbeidinga.",
        ),
        (
            "en",
            "Our own processing of data from Kolada. "
            "RKA, which runs Kolada, does not answer for the processing.",
        ),
    )
)
"""The sentence for everything computed from Kolada's figures. "Källa: Kolada" is only for figures
that are shown as Kolada gives them."""


@dataclass(frozen=True)
class Provenance:
    """What a snapshot of one KPI must say of itself.

    ``source`` is the name in the column of observations; ``dataset`` the KPI's id, ``title`` its
    Swedish title; ``address`` of the first request; ``retrieved`` when the oldest of the answers
    came. ``answers`` are pairs of address and sha256 of every raw answer the figures were read
    from, and ``sha256`` is that of these sums, one a line. Answers hold other KPIs too.
    ``published`` is not stated: Kolada only says when the next figures are due.
    """

    source: str
    dataset: str
    title: str
    address: str
    retrieved: datetime
    answers: tuple[tuple[str, str], ...]
    publisher: str = PUBLISHER
    published: str = "not stated"
    licence: str = LICENCE

    @property
    def sha256(self) -> str:
        lines = "".join(f"{digest}\n" for _, digest in self.answers)
        return hashlib.sha256(lines.encode()).hexdigest()


def provenance_of(kpi: str, title: str, answers: Iterable[Answer]) -> Provenance:
    """Return the provenance of ``kpi``, read from ``answers``; at least one."""
    told = list(answers)
    oldest = min(answer.retrieved for answer in told)
    return Provenance(
        source=f"kolada/{kpi}/{oldest:%Y-%m-%d}",
        dataset=kpi,
        title=title,
        address=told[0].address,
        retrieved=oldest,
        answers=tuple((answer.address, answer.sha256) for answer in told),
    )
