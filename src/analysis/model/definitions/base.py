"""What all definitions are made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.model.texts import Text

Direction = Literal["increase", "decrease", "neutral"]
Tier = Literal["desired", "acceptable"]
Support = Literal["figure", "lost", "none"]

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Place = Annotated[int, Field(ge=1, description="the slide, page or point of the document")]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Definition(BaseModel):
    """Base of all definitions: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Definition):
    """The document a programme file was written from."""

    title: Text
    producer: str = Field(min_length=1)
    dated: Text
    place_name: Literal["slide", "page", "point"] = "slide"
    notes: tuple[Text, ...] = ()


class Party(Definition):
    """Somebody who takes part, reports or judges. ``evaluated`` parties judge themselves."""

    id: Identifier
    title: Text
    evaluated: bool = False
    place: Place | None = None


class Statement(Definition):
    """Something the document says about the programme as a whole."""

    text: Text
    place: Place


class Step(Definition):
    """A step of a process. ``month`` without ``year`` where the document prints no year."""

    text: Text
    month: int | None = Field(default=None, ge=1, le=12)
    year: int | None = None
    place: Place


class Section(Definition):
    """The part of a programme file that one kind of programme needs beside what all share."""

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources the section draws on."""
        return ()
