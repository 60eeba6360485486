"""The text of a programme file, from a filled form."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from analysis.model.texts import Text
from analysis.sources.decimals import rounding
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.programme.answers import Answers, Measured, Step
from analysis.sources.forms.programme.seals import headed
from analysis.sources.new_programmes import WEIGHTS, text_of
from analysis.sources.toml import quoted


def form_text(answers: Answers, file: str, day: date) -> str:
    """Return the programme file of a form that was read from ``file`` on ``day``. What nobody has
    said, it leaves out."""
    parts = (
        _head(answers),
        _document(answers, day),
        *(_party(item.id, item.title, item.evaluated, answers) for item in answers.parties),
        *(_step(item) for item in answers.scale if answers.parties),
        *(_indicator(item, answers) for item in answers.indicators),
        _targets(answers),
        *(_measure(place, answers) for place in range(1, len(answers.measures) + 1)),
        *(_rival(place, answers) for place in range(1, len(answers.rivals) + 1)),
    )
    return headed(file, "\n".join("\n".join(part) for part in parts) + "\n")


def day_of(dated: Text) -> date | None:
    """Return the day on which a form was read in, from what :func:`form_text` wrote of it in the
    document of a programme; None where that says something else."""
    for code, words in _written("dated").items():
        before, _, after = words.partition("{day}")
        said = dated.get(code, "")
        if said.startswith(before) and said.endswith(after):
            with suppress(ValueError):
                return date.fromisoformat(said[len(before) : len(said) - len(after)])
    return None


def _written(name: str) -> dict[str, str]:
    """What the file says of itself, in every language."""
    return {code: words["written"][name] for code, words in read_labels("programme").items()}


def _own(answers: Answers, text: str, otherwise: str = "") -> str:
    """What somebody has said, in their language; else what the file says in its place."""
    return text_of({answers.language: text} if text else _written(otherwise))


def _head(answers: Answers) -> Iterator[str]:
    yield ""
    yield f"id = {quoted(answers.id)}"
    yield f'country = "{answers.place.country}"'
    yield f'municipality = "{answers.place.number_today}"'
    yield f'as_of = "{answers.as_of}"'
    yield f'start = "{answers.start}"'
    yield f"title = {_own(answers, answers.title)}"
    yield f"summary = {_own(answers, answers.summary, 'summary')}"
    if answers.owner:
        yield f"owner = {_own(answers, answers.owner)}"


def _document(answers: Answers, day: date) -> Iterator[str]:
    dated = {code: words.format(day=day) for code, words in _written("dated").items()}
    yield ""
    yield "[document]"
    yield f"title = {_own(answers, answers.document, 'form')}"
    yield f"producer = {quoted(answers.filled_by)}"
    yield f"dated = {text_of(dated)}"
    yield 'place_name = "point"'
    yield f"notes = [{text_of(_written('note'))}]"


def _party(identifier: str, title: str, evaluated: bool, answers: Answers) -> Iterator[str]:
    yield ""
    yield "[[parties]]"
    yield f"id = {quoted(identifier)}"
    yield f"title = {_own(answers, title)}"
    if evaluated:
        yield "evaluated = true"


def _step(item: Step) -> Iterator[str]:
    yield ""
    yield "[[scale]]"
    yield f"id = {quoted(item.id)}"
    yield f"title = {text_of(item.title)}"
    prints = dict.fromkeys(item.title.values())
    yield f"prints = [{', '.join(quoted(title) for title in prints)}]"


def _indicator(item: Measured, answers: Answers) -> Iterator[str]:
    known = item.registered
    title: Text | dict[str, str] = known.title if known else {answers.language: item.title}
    defined = known.definition if known else {answers.language: item.definition}
    yield ""
    yield "[[indicators]]"
    yield f"id = {quoted(item.id)}"
    yield f"title = {text_of(title)}"
    yield f'unit = "{item.unit}"'
    yield f'direction = "{item.direction}"'
    yield f"definition = {text_of(defined)}"
    if known:
        yield f"decimals = {known.decimals}"
        yield f"minimum_n = {known.minimum_n}"
        yield f"registered = {quoted(known.id)}"
    if item.where:
        yield f"where = {_own(answers, item.where)}"
    if item.source:
        yield from _figures(item)


def _figures(item: Measured) -> Iterator[str]:
    yield f"rounding = {rounding(item.known)}"
    yield f"source = {quoted(item.source)}"
    if item.series != item.id:
        yield f"series = {quoted(item.series)}"
    if item.has_units:
        yield f"units = {quoted(item.source)}"
    if any(period.kind == "quarter" for period in item.known["period"]):
        yield WEIGHTS.rstrip("\n")


def _targets(answers: Answers) -> Iterator[str]:
    for item in answers.targets:
        yield ""
        yield "[[targets]]"
        yield f"indicator = {quoted(item.indicator)}"
        yield f'period = "{item.period}"'
        yield f'tier = "{item.tier}"'
        yield f"value = {item.value}"


def _measure(place: int, answers: Answers) -> Iterator[str]:
    item = answers.measures[place - 1]
    yield ""
    yield "[[measures]]"
    yield f"id = {quoted(item.id or f'measure-{place}')}"
    if item.number:
        yield f"number = {quoted(item.number)}"
    yield f"title = {_own(answers, item.text)}"
    if item.owner:
        yield f"owner = {_own(answers, item.owner)}"
    if item.start:
        yield f'start = "{item.start}"'
    if item.deadline:
        yield f'deadline = "{item.deadline}"'
    if item.continuous:
        yield "continuous = true"
    yield f"place = {place}"


def _rival(place: int, answers: Answers) -> Iterator[str]:
    item = answers.rivals[place - 1]
    yield ""
    yield "[[rivals]]"
    yield f'id = "other-{place}"'
    yield f"short = {_own(answers, item.short)}"
    yield f"text = {_own(answers, item.text)}"
