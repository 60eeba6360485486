"""What an answer may not say, beside what its columns accept."""

from collections.abc import Iterator, Sequence
from datetime import date

from analysis.errors import Fault
from analysis.model.definitions import Programme
from analysis.sources.forms.sheets import Row
from analysis.sources.forms.status.lines import AskedLine
from analysis.sources.spreadsheets.personal_data import sign_in_text

LONGEST = 2000
"""Characters of one answer: more does not fit a table that people read."""


def answer_faults(row: Row, line: AskedLine, programme: Programme, signed: date) -> Iterator[Fault]:
    """Return what contradicts the programme, the signature or itself in one row."""
    yield from _state_faults(row, line, signed)
    verdict, given = row.text("verdict"), row.day("given")
    if verdict and not line.first:
        accepted = f"one verdict for the measure, in the row {line.measure.id}"
        yield row.fault("verdict", f"a verdict in the row {line.ref}", accepted)
    if given and not verdict:
        yield row.fault("given", f"found {given} without a verdict", "an empty cell, or a verdict")
    elif given and not programme.start.start <= given <= signed:
        accepted = f"a day from {programme.start.start} (the programme's start) to {signed} (the "
        yield row.fault("given", f"found {given}", f"{accepted}reply)")


def _state_faults(row: Row, line: AskedLine, signed: date) -> Iterator[Fault]:
    state, completed = row.text("state"), row.period("completed")
    if completed and state != "done":
        accepted = "an empty cell, unless the status is done"
        yield row.fault("completed", f"found {completed}", accepted)
    if completed and completed.start > signed:
        accepted = f"a day or period up to the day of the reply, {signed}"
        yield row.fault("completed", f"found {completed}", accepted)
    if not state or not line.yearly:
        return
    if line.year is None and state != "abandoned":
        accepted = "the status in the row of the year it is about; here only that all are given up"
        yield row.fault("state", "a status of all years at once", accepted)
    if line.year is not None and state == "abandoned":
        accepted = "another status; that the undertaking is given up, in the row of all years"
        yield row.fault("state", f"the single year {line.year} given up", accepted)


def text_faults(row: Row, keys: Sequence[str]) -> Iterator[Fault]:
    """Return the words that cannot be taken in: too long, or with personal data that is never
    repeated here."""
    for key in keys:
        text = row.text(key)
        if len(text) > LONGEST:
            found = f"{len(text):,} characters"
            yield row.fault(key, found, f"at most {LONGEST:,}")
        if sign := sign_in_text(text):
            accepted = "words without identity numbers and addresses of persons"
            yield row.fault(key, f"looks like personal data: {sign}", accepted)
