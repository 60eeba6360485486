"""CSV files: which encoding, which separator, and what stands in each cell."""

import csv
import io
import re
from collections import Counter

from analysis.errors import InputError
from analysis.sources.spreadsheets.sheets import MAX_CELLS, Sheet, refusal

NAMES = {";": ";", "\t": "tab", ",": ",", "|": "|"}
DELIMITERS = tuple(NAMES)
SAMPLE = 2_000

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with BOM"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# DOS and Macintosh letters read as Windows-1252 come out as signs in the middle of words.
_SIGN_IN_WORD = re.compile(r"[^\W\d_][‚ƒ„…†‡ˆ‰‹›‘“”•–—˜™¡-¬®-¿×÷][^\W\d_]")
_TWICE = re.compile(r"[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")
_SEP_LINE = re.compile(r"\ufeff?sep=(.)\r?\n")
_ACCEPTED = "text in UTF-8 (in Excel: Save as, CSV UTF-8)"


def read_delimited(
    file: str, content: bytes, encoding: str | None = None, delimiter: str | None = None
) -> Sheet:
    """Return a CSV file as one sheet of texts. InputError says what could not be settled."""
    text, read_as = _decoded(file, content, encoding)
    hint = _SEP_LINE.match(text)
    if hint:
        text = text[hint.end() - 1 :]
    chosen = delimiter or (hint[1] if hint else _delimiter(file, text))
    rows = tuple(tuple(row) for row in _rows(file, text, chosen))
    if sum(map(len, rows)) > MAX_CELLS:
        raise refusal(file, "has too many cells", f"at most {MAX_CELLS:,} cells")
    return Sheet(file, "", rows, reading=f"{read_as}, separated by {NAMES.get(chosen, chosen)}")


def _decoded(file: str, content: bytes, encoding: str | None) -> tuple[str, str]:
    for start, other in _OTHER_KINDS:
        if content.startswith(start):
            raise refusal(file, f"is {other}", "a spreadsheet (xlsx, xls, ods) or a CSV file")
    try:
        text, read_as = _text(content, encoding)
    except (UnicodeDecodeError, LookupError):
        raise refusal(file, "is in an encoding that could not be found out", _ACCEPTED) from None
    if re.match(r"\s*<(!doctype|html|\?xml|table)", text, re.IGNORECASE):
        found = "is a web page or XML, whatever its name says"
        raise refusal(file, found, "the file opened in Excel and saved as xlsx")
    for pattern, why in (
        (_CONTROL, "is not text, or in an encoding that could not be found out"),
        (_TWICE, "was saved in one encoding and read in another before it came here"),
    ):
        if found_at := pattern.search(text):
            raise refusal(file, why, _ACCEPTED, text.count("\n", 0, found_at.start()) + 1)
    return text, read_as


def _text(content: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding:
        return content.decode(encoding).removeprefix("\ufeff"), encoding
    for bom, codec, name in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(codec), name
    if unmarked := _without_bom(content):
        return content.decode(unmarked), "UTF-16 without BOM"
    try:
        return content.decode("utf-8"), "ASCII" if content.isascii() else "UTF-8"
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    if _SIGN_IN_WORD.search(text):
        raise LookupError("signs in the middle of words")
    same = not any(0x80 <= byte <= 0x9F for byte in content)
    return text, "Latin-1 (the same as Windows-1252 here)" if same else "Windows-1252"


def _without_bom(content: bytes) -> str | None:
    """UTF-16 without its mark: in Nordic text nearly every second byte is zero."""
    even, odd = content[0:SAMPLE:2], content[1:SAMPLE:2]
    if len(content) % 2 or len(content) < 4:
        return None
    if odd.count(0) > 0.8 * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > 0.8 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _delimiter(file: str, text: str) -> str:
    """The separator under which lines have the same number of cells."""
    shares = {sign: _evenness(text, sign) for sign in DELIMITERS if sign in text}
    best = max(shares.values(), default=0.0)
    if best == 0:
        return ";"
    chosen = [sign for sign in DELIMITERS if shares.get(sign) == best]
    if len(chosen) == 1 or "\t" in chosen:
        return "\t" if "\t" in chosen else chosen[0]
    rivals = [sign for sign in chosen if not _inside_numbers(text, sign)]
    if len(rivals) == 1:
        return rivals[0]
    names = " and ".join(NAMES[sign] for sign in chosen)
    raise refusal(
        file, f"could be separated by {names}", "the separator named, or the file saved as xlsx"
    )


def _evenness(text: str, sign: str) -> float:
    """The share of lines with the most usual number of cells; 0 if the sign separates nothing."""
    lines = text[: 200 * SAMPLE].splitlines(keepends=True)[:SAMPLE]
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign, strict=True) if any(row)]
    except csv.Error:
        rows = [next(csv.reader([line], delimiter=sign)) for line in lines if line.strip()]
    widths = Counter(len(row) for row in rows)
    if not widths or set(widths) == {1}:
        return 0.0
    # Titles above and notes below a table are lines of one cell: they say nothing.
    single = widths.pop(1, 0)
    share = max(widths.values()) / sum(widths.values())
    if sum(widths.values()) < single:
        share *= sum(widths.values()) / len(rows)
    return share / 2 if _has_stray_quotes("".join(lines), sign) else share


def _has_stray_quotes(text: str, sign: str) -> bool:
    """Whether quotation marks stand elsewhere than around whole cells."""
    mark = re.escape(sign)
    bare = re.sub(rf'(?m)(?:^|{mark})"(?:[^"]|"")*"(?={mark}|[\r\n]|\Z)', sign, text)
    return '"' in bare


def _inside_numbers(text: str, sign: str) -> bool:
    """Whether a comma stands only in numbers (8,7), before blanks and in quoted cells."""
    bare = re.sub(r'"[^"\n]*"', "", text)
    return sign == "," and not re.search(r"(?<!\d),(?! )|,(?![\d ])", bare)


def _rows(file: str, text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    line = 1
    try:
        for row in reader:
            if reader.line_num > line and any("\n" in c and delimiter in c for c in row):
                raise _unclosed(file, line)
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        accepted = "quotation marks around whole cells, doubled inside them"
        raise refusal(file, f"the cells cannot be told apart ({error})", accepted, line) from None
    return rows


def _unclosed(file: str, line: int) -> InputError:
    found = "a quotation mark opens here and closes on another line, with separators between"
    return refusal(file, found, "a cell that ends on its own line", line)
