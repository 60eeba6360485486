"""What cannot be true of a reference table: numbers in force twice, changes that fit none."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from analysis.model.places import Change, Municipality
from analysis.sources.toml import Location

Found = tuple[Location, str, str]
"""Where in the table, what is wrong there, and what is accepted."""


def twice_in_force(municipalities: Sequence[Municipality]) -> Iterator[Found]:
    """Numbers that two municipalities have at a time, and those that end before they begin."""
    seen: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for place, item in enumerate(municipalities):
        for entry in item.numbers:
            first, last = entry.valid_from or date.min, entry.valid_to or date.max
            if last < first:
                problem = f"{entry.number} ends on {last}, before it begins on {first}"
                yield ("municipalities", place, "numbers"), problem, "valid_from before valid_to"
            others = seen.setdefault((item.country, entry.number), [])
            for begun, ended, name in others:
                if begun <= last and first <= ended:
                    problem = f"{entry.number} is in force twice: {name} and {item.name}"
                    accepted = "a number of one municipality at a time"
                    yield ("municipalities", place, "numbers"), problem, accepted
            others.append((first, last, item.name))


def contradictions(
    municipalities: Sequence[Municipality], changes: Sequence[Change]
) -> Iterator[Found]:
    """Changes of numbers that were not in force."""
    entries: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for item in municipalities:
        for entry in item.numbers:
            span = (entry.valid_from or date.min, entry.valid_to or date.max)
            entries.setdefault((item.country, entry.number), []).append(span)
    for place, change in enumerate(changes):
        sides = (("old", change.old, change.on - timedelta(days=1)), ("new", change.new, change.on))
        for side, numbers, day in sides:
            for number in numbers:
                spans = entries.get((change.country, number), [])
                if not any(first <= day <= last for first, last in spans):
                    problem = f"{number} was not in force on {day}"
                    yield ("changes", place, side), problem, "numbers in force then"
