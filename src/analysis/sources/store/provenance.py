"""Where a snapshot in the store comes from, and since when its figures are known."""

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.provenance import NOT_STATED

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", max_length=80)]
Stated = Annotated[str, Field(min_length=1)]


class Provenance(BaseModel):
    """The origin of a snapshot. ``publisher/dataset`` is its source: figures of one source revise
    each other, figures of two are never mixed.

    ``published`` is None where the publisher does not date what it publishes; the figures are
    then known from the day they were retrieved. ``retrieved`` needs a time zone. ``sha256`` is
    of the raw answer or file. ``synthetic`` marks invented figures. ``producer`` is who made
    them, where that is not the publisher.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    publisher: Name
    dataset: Name
    title: Stated
    address: Stated
    published: date | None
    retrieved: AwareDatetime
    licence: Stated = NOT_STATED
    notes: tuple[str, ...] = ()
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    synthetic: bool = False
    producer: str = ""

    @property
    def source(self) -> str:
        """``publisher/dataset``."""
        return f"{self.publisher}/{self.dataset}"

    @property
    def known(self) -> date:
        """The day from which the figures count as published."""
        return self.published or self.retrieved.date()

    @field_validator("published", mode="before")
    @classmethod
    def _may_be_unstated(cls, value: Any) -> Any:
        return None if value == NOT_STATED else value

    @model_validator(mode="after")
    def _published_before_retrieved(self) -> "Provenance":
        # A day's grace: the publisher's midnight is not that of the clock that retrieved.
        if self.published and self.published > self.retrieved.date() + timedelta(days=1):
            found = f"published {self.published}, after it was retrieved ({self.retrieved})"
            raise PydanticCustomError(
                "published",
                "{found}",
                {"found": found, "accepted": "a day no later than that of the retrieval"},
            )
        return self
