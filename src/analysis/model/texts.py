"""Texts that carry their languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

LanguageCode = Literal["nb", "nn", "sv", "en"]
LANGUAGES: tuple[str, ...] = get_args(LanguageCode)

# What a reader of the first language understands best when a text is not written in it.
FALLBACKS = {
    "nb": ("nb", "nn", "sv", "en"),
    "nn": ("nn", "nb", "sv", "en"),
    "sv": ("sv", "nb", "nn", "en"),
    "en": ("en", "nb", "nn", "sv"),
}


@dataclass(frozen=True)
class Text(Mapping[str, str]):
    """A text in one or more languages: ``{nb = "Sykefravær", en = "Sick leave"}``."""

    versions: tuple[tuple[str, str], ...]

    def __getitem__(self, language: str) -> str:
        return dict(self.versions)[language]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.versions))

    def __len__(self) -> int:
        return len(self.versions)

    def best(self, language: str) -> tuple[str, str]:
        """Return the text, and the language it is in, for a reader of ``language``."""
        code = next(code for code in FALLBACKS[language] if code in self)
        return self[code], code

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read)

    @classmethod
    def _read(cls, value: Any) -> "Text":
        if isinstance(value, Text):
            return value
        if not isinstance(value, dict) or not value:
            raise _refusal(f"{value!r} is not a text with its language")
        for code, text in value.items():
            if code not in LANGUAGES:
                raise _refusal(f"'{code}' is not a language of Tiltak")
            if not isinstance(text, str) or not text.strip():
                raise _refusal(f"the text for '{code}' is empty")
        return cls(tuple((code, text.strip()) for code, text in value.items()))


def _refusal(found: str) -> PydanticCustomError:
    accepted = f'a text for one or more of {", ".join(LANGUAGES)}, as {{ nb = "..." }}'
    return PydanticCustomError("text", "{found}", {"found": found, "accepted": accepted})
