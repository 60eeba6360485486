"""Where figures from Kolada come from, for the store."""

from collections.abc import Sequence

from analysis.sources.checksums import checksum_of
from analysis.sources.store.provenance import Provenance
from analysis.sources.web import Answer

PUBLISHER = "kolada"
PRODUCER = "RKA/Kolada"
LICENCE = (
    "Kolada's terms (kolada.se/om-oss/api): free to use, also commercially, without a contract. "
    "Figures shown as they are: 'Källa: Kolada'. Figures that were processed: Kolada may not be "
    "given as their source, only as the source of the data. No partnership may be suggested. "
    "Revisions are not announced."
)


def provenance_of(kpi: str, title: str, answers: Sequence[Answer]) -> Provenance:
    """Return the provenance of ``kpi``, read from ``answers``, at least one, which may hold other
    KPIs too.

    ``address`` is that of the first request, ``retrieved`` when the oldest of the answers came.
    ``published`` is not stated: Kolada only says when the next figures are due.
    """
    return Provenance(
        publisher=PUBLISHER,
        dataset=kpi,
        title=title,
        address=answers[0].address,
        published=None,
        retrieved=min(answer.retrieved for answer in answers),
        licence=LICENCE,
        sha256=checksum_of(answers),
        producer=PRODUCER,
    )
