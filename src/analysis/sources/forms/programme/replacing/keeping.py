"""A mended form with the ids of the earlier programme."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from analysis.errors import InputError
from analysis.model.definitions import Programme
from analysis.sources.forms.programme.answers import Action, Answers, Step, Voice
from analysis.sources.forms.programme.replacing.before import named_before
from analysis.sources.forms.programme.replacing.ids import measure_ids, party_ids, step_ids
from analysis.sources.forms.programme.replacing.remarks import (
    lost,
    orphaned,
    renamed,
    returned,
)
from analysis.sources.forms.programme.replacing.things import things_of, told
from analysis.sources.forms.programme.text import form_text
from analysis.sources.new_programmes import programme_path
from analysis.sources.replies import read_replies
from analysis.sources.toml import Lines, validate
from analysis.sources.workspace import Workspace

_Item = TypeVar("_Item", Action, Voice, Step)


@dataclass(frozen=True)
class Kept:
    """Answers with the ids of the earlier programme, and ``remarks`` on what becomes of what was
    said of it."""

    answers: Answers
    remarks: tuple[str, ...]


def keep_ids(
    workspace: Workspace, answers: Answers, earlier: Programme, file: str, day: date
) -> Kept:
    """Return ``answers``, read on ``day``, with the ids that replies know its parts by.

    InputError, which names the form ``file``, if a party that has replied or a step that was given
    is not in it, and if for any other reason no report could read the replies then.
    """
    replies = tuple(told(workspace, earlier.id))
    old = things_of(earlier, answers.language)
    gone = named_before(workspace, old, earlier.id, answers.language)
    kept = replace(
        answers,
        measures=_with_ids(answers.measures, measure_ids(answers, old, gone, replies)),
        parties=_with_ids(answers.parties, party_ids(answers, old, gone, replies)),
        scale=_with_ids(answers.scale, step_ids(answers, old, gone)),
    )
    if faults := list(lost(kept, old, gone, replies, file)):
        raise InputError(faults)
    text = form_text(kept, file, day)
    label = workspace.relative(programme_path(workspace, kept.id))
    programme, _ = validate(Programme, tomllib.loads(text), Lines(text), label)
    if programme is not None:  # Else its faults are told where it is written.
        read_replies(workspace, programme)
    remarks = (
        *renamed(kept, old),
        *returned(kept, old, replies),
        *orphaned(kept, old, gone, replies),
    )
    return Kept(kept, remarks)


def _with_ids(items: Sequence[_Item], names: Sequence[str]) -> tuple[_Item, ...]:
    return tuple(replace(item, id=name) for item, name in zip(items, names, strict=True))
