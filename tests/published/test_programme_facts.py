"""What programme files say: in four languages, in their own words, every snapshot listed."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data"
PROGRAMMES = sorted((DATA / "programmes").glob("*.toml"))
SIDECARS = sorted((DATA / "sources").glob("*/*/*.toml"))
LANGUAGES = {"nb", "nn", "sv", "en"}
RUN = 6
# Titles of programmes, and a table's heading, are shown as printed.
AS_PRINTED = {"saman om ein betre kommune", "1 kv 2 kv 3 kv 4 kv totalt pr år"}


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if value and set(value) <= LANGUAGES:
            yield path, value
        else:
            for key, inner in value.items():
                yield from _texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, path)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_what_a_programme_file_says_stands_in_all_four_languages(path):
    written = _texts(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [(where, text["en"]) for where, text in written if set(text) != LANGUAGES] == []


@pytest.mark.parametrize("path", SIDECARS, ids=lambda path: str(path.relative_to(DATA)))
def test_a_snapshot_has_a_title_in_four_languages_a_producer_and_a_licence(path):
    sidecar = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(sidecar["title"]) == LANGUAGES
    assert sidecar["producer"]
    assert sidecar["licence"]
    name = path.relative_to(DATA / "sources").with_suffix("").as_posix()
    assert f"| `{name}` |" in (DATA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*PROGRAMMES, *SIDECARS], ids=lambda path: path.stem)
def test_no_sentence_of_a_document_is_copied(path, shared):
    documents = " | ".join(" ".join(_words(p.read_text())) for p in (shared / "seeds").iterdir())
    for line in path.read_text(encoding="utf-8").splitlines():
        words = _words(line)
        for start in range(len(words) - RUN + 1):
            run = " ".join(words[start : start + RUN])
            printed = any(term in run or run in term for term in AS_PRINTED)
            assert printed or f" {run} " not in documents, run


def test_the_goals_of_kvalitetskommune_that_one_document_gives_are_told():
    path = DATA / "programmes" / "kvalitetskommuneprogrammet.toml"
    network = tomllib.loads(path.read_text(encoding="utf-8"))["network"]
    assert "more than half" in network["goals_note"]["en"]
    assert any("more than half" in item["text"]["en"] for item in network["cooperation"])


def test_no_outcome_shows_words_where_a_figure_is_meant():
    path = DATA / "programmes" / "saman-om-ein-betre-kommune.toml"
    outcomes = tomllib.loads(path.read_text(encoding="utf-8"))["network"]["outcomes"]
    cited = {figure["indicator"] for outcome in outcomes for figure in outcome["figures"]}
    assert "sick leave goal, yearly average" not in cited
