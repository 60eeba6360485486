"""Where a figure comes from."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.model.texts import Text

NOT_STATED = "not stated"
IN_EACH_ROW = "in each row"
"""The address of a file that names the page of each of its rows."""


STORE = "store:"
"""What the name of a source in the store begins with: ``store:kolada/N00090``."""


class Revision(BaseModel):
    """A snapshot of the store that a source's figures were taken from. ``id`` is "" where it may
    not be published: it holds a checksum."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    published: str
    retrieved: str


class Source(BaseModel):
    """Where figures are from: who made them, where they stood, under which licence.

    The sidecar of a snapshot below data/sources, or what the store says of a source (reader
    ``store``, with the ``revisions`` it consists of; ``sha256`` is then of all of them). What the
    producer does not say is written as ``not stated``. ``synthetic`` marks invented figures;
    everything drawn from them says so. ``required`` are sentences that must stand wherever the
    figures are shown. ``by_unit``: the store's figures go below the whole organisation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    title: Text
    producer: str = Field(min_length=1)
    address: str = Field(min_length=1)
    published: str = Field(min_length=1)
    retrieved: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    reader: Literal[
        "printed_table", "series", "figures", "units", "observations", "table", "replies", "store"
    ]
    indicator: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    required: tuple[Text, ...] = ()
    by_unit: bool = False
    revisions: tuple[Revision, ...] = ()

    @property
    def public_checksum(self) -> str | None:
        """The checksum that may be published; None for figures by unit.

        Whoever knows the shown figures can try out the hidden ones until the checksum fits.
        """
        return None if self.reader == "units" or self.by_unit else self.sha256

    @property
    def public_revisions(self) -> tuple[Revision, ...]:
        """The revisions as they may be published: without ids where there is no checksum."""
        if self.public_checksum is not None:
            return self.revisions
        return tuple(item.model_copy(update={"id": ""}) for item in self.revisions)


def public_revisions(sources: Iterable[Source]) -> dict[str, list[dict[str, str]]]:
    """Return which snapshots of the store each of ``sources`` consists of, for a receipt."""
    return {
        source.id: [item.model_dump() for item in source.public_revisions]
        for source in sources
        if source.revisions
    }
