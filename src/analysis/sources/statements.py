"""Sentences that must stand wherever figures of a publisher are shown."""

from collections.abc import Iterable

from analysis.model.texts import Text
from analysis.sources.jsonstat.cube import says_noise

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

REQUIRED = {"kolada": (PROCESSED,)}
"""What a publisher requires to be said, by its name in the store."""

NOISE = Text(
    (
        (
            "sv",
            "SCB lägger slumpmässigt brus på dessa tal (Cell Key Method), från referensåret 2025. "
            "Summan av delarna är inte lika med totalen, och talen bör inte läggas ihop.",
        ),
        (
            "nb",
            "SCB legger tilfeldig støy på disse tallene (Cell Key Method), fra referanseåret 2025. "
            "Summen av delene er ikke lik totalen, og tallene bør ikke legges sammen.",
        ),
        (
            "nn",
            "SCB legg tilfeldig støy på desse tala (Cell Key Method), frå referanseåret 2025. "
            "Summen av delane er ikkje lik totalen, og tala bør ikkje leggjast saman.",
        ),
        (
            "en",
            "Statistics Sweden adds random noise to these figures (the Cell Key Method), from the "
            "reference year 2025. The parts do not add up to the total, and figures should not be "
            "added.",
        ),
    )
)
"""What a publisher's note on noise amounts to."""


def required(publisher: str, notes: Iterable[str]) -> tuple[Text, ...]:
    """Return what must be said of figures from ``publisher`` (its name in the store) that carry
    ``notes``."""
    noise = (NOISE,) if any(says_noise(note) for note in notes) else ()
    return (*REQUIRED.get(publisher, ()), *noise)
