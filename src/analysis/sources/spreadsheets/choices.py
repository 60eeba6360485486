"""Questions and their choices: an answer writes into the draft of a mapping."""

from dataclasses import dataclass, field
from typing import Any

from analysis.errors import ParameterError


@dataclass(frozen=True)
class Choice:
    """One answer, and what it writes into the mapping. ``column`` is the letter it concerns."""

    id: str
    text: str
    changes: dict[str, Any] = field(default_factory=dict)
    column: str = ""


@dataclass(frozen=True)
class Question:
    """A plain sentence with its choices; without choices the answer is written into ``key``."""

    id: str
    text: str
    choices: tuple[Choice, ...] = ()
    key: str = ""

    def settle(self, data: dict[str, Any], answer: str) -> None:
        """Write the answer into the draft. ParameterError for an answer that is no choice."""
        if not self.choices:
            data[self.key] = answer or None
            return
        chosen = next((choice for choice in self.choices if choice.id == answer), None)
        if chosen is None:
            known = ", ".join(choice.id for choice in self.choices)
            raise ParameterError(f"{self.id}: '{answer}' is none of {known}")
        if not chosen.column:
            for key, value in chosen.changes.items():
                data[key] = _joined(data.get(key), value)
            return
        for column in data["columns"]:
            if column["column"] == chosen.column:
                column.update(chosen.changes)


def _joined(old: Any, new: Any) -> Any:
    """Lists and tables grow, so that the answers to two questions do not undo each other."""
    if isinstance(new, list):
        return [*(old or []), *new]
    return {**(old or {}), **new} if isinstance(new, dict) else new
