"""Telling whether a programme file is still as a form made it: a sum of its lines, in its head."""

import hashlib

_HEAD = "# Written from the form "
_SEAL = "# To tell a change by hand, the sha256 of the lines below: "


def headed(file: str, text: str) -> str:
    """Return the text of a programme file with a head: which form it is from, and its sum."""
    return f"{_HEAD}{' '.join(file.split())}.\n{_SEAL}{_sum(text)}\n{text}"


def is_of_form(text: str) -> bool:
    """Return whether a programme file says that it was written from a form."""
    return text.startswith(_HEAD)


def is_changed(text: str) -> bool | None:
    """Return whether a file made of a form was changed by hand since; None where it holds no sum,
    since forms were once taken in without."""
    summed, below = _summed(text), text.partition("\n")[2].partition("\n")[2]
    return None if summed is None else _sum(below) != summed


def says_the_same(text: str, other: str) -> bool:
    """Return whether two files with sums say the same, whatever their forms were called; False
    where one holds no sum."""
    sums = [_summed(item) for item in (text, other)]
    return sums[0] is not None and sums[0] == sums[1]


def _summed(text: str) -> str | None:
    """The sum that stands in the head of a file; None where there is none."""
    seal = text.partition("\n")[2].partition("\n")[0].strip()
    return seal.removeprefix(_SEAL) if seal.startswith(_SEAL) else None


def _sum(text: str) -> str:
    # Editors end lines and files in their own way: that changes nothing a programme says.
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256(lines.encode()).hexdigest()
