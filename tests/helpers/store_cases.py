"""Small snapshots for the tests of the store."""

import hashlib
from typing import Any

import pandas as pd

from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.store import Provenance


def row(value: float | None = 8.5, period: str = "2012", **more: Any) -> dict[str, Any]:
    """A row of an observation table: sick leave in Oslo, unless told otherwise."""
    place = {"indicator": "sick_leave", "municipality": "0301", "source": "a file"}
    return {**place, "period": Period.parse(period), "value": value, **more}


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return observation_table(rows)


def origin(published: str | None = "2013-01-10", **more: Any) -> Provenance:
    """A provenance, retrieved at noon of the day after the publication."""
    day = published or "2013-01-10"
    stated = {
        "publisher": "a-publisher",
        "dataset": "a-dataset",
        "title": "A table",
        "address": "somewhere",
        "published": published,
        "retrieved": f"{day}T12:00:00Z",
        "licence": "CC BY 4.0",
        "sha256": hashlib.sha256(b"raw").hexdigest(),
    }
    return Provenance(**{**stated, **more})
