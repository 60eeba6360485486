"""Personal data: files with one row for each employee are refused before anything is read.

What is found is never repeated in a message, nor in a marked file.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from analysis.errors import Fault
from analysis.sources.spreadsheets.sheets import Sheet, letters, plain

ACCEPTED = (
    "figures for groups, with the number of persons in each unit and period; no names, "
    "identity numbers, addresses, or rows for single persons"
)
MANY_ROWS = 10
_HEADING_ROWS = 15

_TELLING = re.compile(
    r"(fødsels|fodsels|person|födelse)(nummer|nr|dato|datum|\.)?|p(ers)?\.?nr|fnr|ssn"
    r"|(ansatt|anst|anställnings|medarbeider|lønns|löne|employee)[. -]?(nummer|nr|id|no)"
    r"|(for|etter|mellom|för|efter|first|last|sur)[ -]?(navn|namn|name)"
    r"|e-?(post|mail)(adresse|adress)?|mobil(nummer|telefon)?|(hjemme)?adresse?|hemadress"
    r"|initial(er|ene|erna|s)?"
)
_NAME_HEADING = re.compile(
    r"(fullt )?na(vn|mn|me)|(full ?|employee )name|ansatt|ansatte navn|medarbeider|medarbetare"
    r"|anställd|employee"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_NUMBER_IN_TEXT = re.compile(r"(?<!\d)\d{6}(?:\d{2})?[ +-]?\d{4,5}(?!\d)", re.ASCII)
_NAME = re.compile(r"[A-ZÆØÅÄÖÉ][\w'’-]+,?( [A-ZÆØÅÄÖÉ][\w.'’-]*){1,3}")
_UNIT = re.compile(
    r"skole|skule|skola|barnehage|förskola|hjem|heim|hem\b|avdeling|avdelning|kommune?\b|enhet"
    r"|senter|center|tjeneste|tjänst|kontor|sektor|etat|bolig|boende|region|fylke|län\b|bydel"
    r"|sone|team|gruppe|legevakt|bibliotek|virksomhet|verksamhet|omsorg|oppvekst|kultur|teknisk",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:"
    r"anders|andreas|anna|anne|annika|arne|astrid|berit|bente|bjørn|björn|britt|camilla|carina"
    r"|christian|christina|daniel|ellen|elin|elisabeth|emil|emma|erik|eva|fredrik|geir|grete"
    r"|gunnar|gunilla|hanne|hans|heidi|helena|henrik|hilde|håkan|ida|inger|ingrid|jan|jens"
    r"|jenny|johan|john|jonas|jon|jorunn|jørgen|kari|karin|karl|katarina|kirsten|kjell|knut"
    r"|kristian|kristin|kristina|lars|leif|lena|linda|line|lisa|liv|magnus|maja|malin"
    r"|margareta|mari|maria|marianne|marie|marit|martin|mats|mette|mikael|mohammed|morten|nils"
    r"|nina|nora|ola|olav|ole|olof|per|peter|petter|pål|randi|ragnhild|rolf|rune|sara|silje"
    r"|siri|sofia|solveig|stein|steinar|stig|stian|susanne|svein|terje|thomas|tom|tone|tor"
    r"|tore|torill|trond|tove|turid|ulf|ulrika|unni|vidar|wenche|åse|øystein"
    r")\b",
    re.IGNORECASE,
)


@dataclass
class _Column:
    number: int
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def personal_data(sheet: Sheet) -> list[Fault]:
    """Return a fault for each column that looks like personal data, without what it says."""
    faults = []
    for column in _columns(sheet):
        if sign := next(_signs(column), None):
            place = f"sheet {sheet.name}, " if sheet.name else ""
            key = f"{place}column {letters(column.number)}"
            found = f"looks like personal data: {sign}"
            faults.append(Fault(sheet.file, None, key, found, ACCEPTED))
    return faults


def sign_in_text(text: str) -> str:
    """Return what makes a free text look as if it held personal data; "" if nothing does."""
    if any(_is_identity_number(found) for found in _NUMBER_IN_TEXT.findall(text)):
        return "a national identity number"
    return "an e-mail address" if _EMAIL.search(text) else ""


def _columns(sheet: Sheet) -> Iterator[_Column]:
    columns: dict[int, _Column] = {}
    for row, number, raw in sheet.cells():
        column = columns.setdefault(number, _Column(number))
        text = plain(raw)
        if row <= _HEADING_ROWS and isinstance(raw, str):
            column.headings.append(text.casefold().rstrip(":*. "))
        column.texts.append(text)
    yield from (columns[number] for number in sorted(columns))


def _signs(column: _Column) -> Iterator[str]:
    texts = column.texts
    if any(_is_identity_number(text) for text in texts):
        yield "national identity numbers"
    # Ten digits may be an amount; or a Norwegian number that lost its first zero in Excel.
    ten = [text for text in texts if re.fullmatch(r"[0-9]{10}", text)]
    bare = sum(_is_swedish(text) or _is_norwegian(f"0{text}") for text in ten)
    if bare >= 3 and bare >= len(texts) / 2:
        yield "national identity numbers"
    if len(texts) > 1 and any(_TELLING.fullmatch(heading) for heading in column.headings):
        yield "its heading is one of a list of persons"
    if len({text for text in texts if _EMAIL.fullmatch(text)}) >= 3:
        yield "e-mail addresses"
    if _is_list_of_names(column):
        yield "names of persons"


def _is_list_of_names(column: _Column) -> bool:
    """Whether nearly every row has another name, and the names are of people."""
    named = any(_NAME_HEADING.fullmatch(heading) for heading in column.headings)
    counts = Counter(column.texts)
    persons = [text for text in counts if _NAME.fullmatch(text) and not _UNIT.search(text)]
    rows = len(column.texts)
    if len(persons) < (3 if named else MANY_ROWS) or len(persons) < 0.6 * rows:
        return False
    given = sum(_GIVEN.search(name) is not None for name in persons)
    return given >= (1 if named else max(2, 0.2 * len(persons)))


def _is_identity_number(text: str) -> bool:
    bare = text.replace(" ", "")
    if re.fullmatch(r"[0-9]{11}", bare) or re.fullmatch(r"[0-9]{6}-[0-9]{5}", bare):
        return _is_norwegian(bare.replace("-", ""))
    if re.fullmatch(r"(?:19|20)[0-9]{6}-?[0-9]{4}", bare):
        return _is_swedish(bare.replace("-", "")[2:])
    return bool(re.fullmatch(r"[0-9]{6}[-+][0-9]{4}", bare)) and _is_swedish(bare)


def _is_norwegian(digits: str) -> bool:
    """A birth number, a D-number (day + 40) or an H-number (month + 40), by its check digits."""
    day, month = int(digits[:2]), int(digits[2:4])
    if not _is_day(day - 40 if day > 40 else day, month % 40):
        return False
    numbers = [int(digit) for digit in digits]
    first = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
    second = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    return not any(
        sum(weight * number for weight, number in zip(weights, numbers, strict=False)) % 11
        for weights in (first, second)
    )


def _is_swedish(text: str) -> bool:
    """A personal or a co-ordination number (day + 60), by its check digit."""
    digits = re.sub(r"[-+]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    day = int(digits[4:6])
    if not _is_day(day - 60 if day > 60 else day, int(digits[2:4])):
        return False
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _is_day(day: int, month: int) -> bool:
    try:
        # 2000 was a leap year: the century is not known here.
        date(2000, month, day)
    except ValueError:
        return False
    return True
