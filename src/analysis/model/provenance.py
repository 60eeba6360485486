"""Where a figure comes from."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.model.texts import Text

NOT_STATED = "not stated"


class Source(BaseModel):
    """The sidecar of a snapshot: who made it, where it stood, under which licence.

    What the producer does not say is written as ``not stated``. ``synthetic`` marks invented
    figures; everything drawn from them says so.
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
    reader: Literal["printed_table", "series", "figures", "units", "observations", "table"]
    indicator: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    synthetic: bool = False

    @property
    def public_checksum(self) -> str | None:
        """The checksum that may be published; None for figures by unit.

        Whoever knows the shown figures can try out the hidden ones until the checksum fits.
        """
        return None if self.reader == "units" else self.sha256
