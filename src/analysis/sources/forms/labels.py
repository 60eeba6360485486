"""The words of the forms, in each language: ``labels/<form>.toml`` with a table for each."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def read_labels(form: str) -> Mapping[str, Any]:
    """Return the words of a form, by language and then by their names."""
    path = files("analysis.sources.forms").joinpath("labels", f"{form}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def frame_words(language: str) -> Mapping[str, str]:
    """Return the words that every form has around what it asks for."""
    words: Mapping[str, str] = read_labels("frame")[language]
    return words
