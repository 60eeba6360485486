"""The reference tables of municipalities: their numbers through time, and what became of them.

``data/reference/municipalities.toml`` comes with Tiltak and holds those of its programmes. A table
that was fetched, ``municipalities-no.toml`` or ``-se.toml`` beside it, is complete for its country
and stands instead of what was there of that country; ``disagreements`` says where the two differ.
"""

from analysis.sources.municipalities.comparing import disagreements
from analysis.sources.municipalities.finding import find_municipality, names_of
from analysis.sources.municipalities.reading import (
    COUNTRIES,
    Reference,
    fetched_path,
    read_changes,
    read_municipalities,
    read_reference,
)
from analysis.sources.municipalities.swedish import swedish
from analysis.sources.municipalities.writing import write_reference

__all__ = [
    "COUNTRIES",
    "Reference",
    "disagreements",
    "fetched_path",
    "find_municipality",
    "names_of",
    "read_changes",
    "read_municipalities",
    "read_reference",
    "swedish",
    "write_reference",
]
