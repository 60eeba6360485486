"""The text of a first programme file."""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.model.provenance import Source
from analysis.sources.decimals import rounding
from analysis.sources.new_programmes.wanted import Checked
from analysis.sources.toml import quoted

_SUMMARY = {
    "nb": "Bare tallene er lagt inn. Hva som ble gjort, er ikke beskrevet.",
    "nn": "Berre tala er lagde inn. Kva som blei gjort, er ikkje skildra.",
    "sv": "Bara siffrorna är inlagda. Vad som gjordes är inte beskrivet.",
    "en": "Only the figures have been entered. What was done is not described.",
}
_DATED = {
    "nb": "hentet inn {day}",
    "nn": "henta inn {day}",
    "sv": "inhämtad {day}",
    "en": "brought in on {day}",
}
_NOTE = {
    "nb": "Når programmet begynte, og målene om det er noen, er oppgitt av den som la inn tallene.",
    "nn": "Når programmet byrja, og måla om det er nokon, er oppgitt av den som la inn tala.",
    "sv": "När programmet började, och eventuella mål, är uppgivet av den som lade in siffrorna.",
    "en": "When the programme began, and targets if any, were stated by who entered the figures.",
}
WEIGHTS = """
[indicators.weights]
# How much of the year a quarter weighs is not known: a year lies between these.
usual = [0.20, 0.30]
wide = [0.15, 0.35]
"""


def programme_text(checked: Checked, source: Source, known: pd.DataFrame, has_units: bool) -> str:
    """Return the file of a programme on the figures ``known`` of ``source``; ``has_units``: the
    source has figures of units of the organisation too. What nobody has said, it leaves out."""
    lines = [
        *_head(checked, known),
        *_document(source),
        *_indicator(checked, source, known),
        *([f'units = "{source.id}"'] if has_units else []),
    ]
    text = "\n".join(lines) + "\n"
    if any(period.kind == "quarter" for period in known["period"]):
        text += WEIGHTS
    return text + "".join(_targets(checked))


def _head(checked: Checked, known: pd.DataFrame) -> Iterator[str]:
    wanted = checked.wanted
    last = max(known["period"], key=lambda period: (period.end, period.start))
    yield "# Written from figures in the store. Add what was done, why, and what else happened."
    yield ""
    yield f'id = "{wanted.identifier}"'
    yield f'country = "{checked.country}"'
    yield f'municipality = "{checked.place.number_today}"'
    yield f'as_of = "{last}"'
    yield f'start = "{wanted.start}"'
    yield f"title = {text_of(_title(checked))}"
    yield f"summary = {text_of(_SUMMARY)}"


def _title(checked: Checked) -> Mapping[str, str]:
    if checked.wanted.title:
        return {"nb" if checked.country == "NO" else "sv": checked.wanted.title}
    # Of several programmes on the same figures the reader must see which one it is.
    titles = checked.registered.title
    return {code: f"{text} ({checked.wanted.identifier})" for code, text in titles.items()}


def _document(source: Source) -> Iterator[str]:
    dated = {code: words.format(day=source.retrieved) for code, words in _DATED.items()}
    yield ""
    yield "[document]"
    yield f"title = {text_of(source.title)}"
    yield f"producer = {quoted(source.producer)}"
    yield f"dated = {text_of(dated)}"
    yield 'place_name = "page"'
    yield f"notes = [{text_of(_NOTE)}]"


def _indicator(checked: Checked, source: Source, known: pd.DataFrame) -> Iterator[str]:
    registered = checked.registered
    yield ""
    yield "[[indicators]]"
    yield f'id = "{registered.id}"'
    yield f"title = {text_of(registered.title)}"
    yield f'unit = "{checked.unit}"'
    yield f'direction = "{registered.direction}"'
    yield f"definition = {text_of(registered.definition)}"
    yield f"decimals = {registered.decimals}"
    yield f"rounding = {rounding(known)}"
    yield f"minimum_n = {registered.minimum_n}"
    yield f'registered = "{registered.id}"'
    yield f'source = "{source.id}"'
    if checked.wanted.series != registered.id:
        yield f"series = {quoted(checked.wanted.series)}"


def _targets(checked: Checked) -> Iterator[str]:
    for tier, period, value in checked.wanted.targets:
        yield f'\n[[targets]]\nindicator = "{checked.registered.id}"\nperiod = "{period}"\n'
        yield f'tier = "{tier}"\nvalue = {value}\n'


def text_of(versions: Mapping[str, str]) -> str:
    """Return a text in its languages as an inline table of TOML."""
    return "{ " + ", ".join(f"{code} = {quoted(text)}" for code, text in versions.items()) + " }"
