"""The line with which a report shows what was looked at."""

from html import escape
from typing import Any

from analysis.display.exploration import ViewName
from analysis.notebook.explore.choices import Choice


class ReportCell(str):
    """One line of Python, to be pasted as a cell into a template. ``str()`` is the line itself."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": f"<pre><code>{escape(self)}</code></pre>"}


def report_cell(view: ViewName, indicator: str, choice: Choice, municipality: str) -> ReportCell:
    """Return the line that shows ``view`` of what is chosen. It leaves out what the report knows
    itself: its language, its date, and its municipality unless that is given here."""
    given = {**choice.given, "indicator": indicator}
    if municipality:
        given["municipality"] = municipality
    order = ("indicator", "municipality", "by", "since", "until", "peers", "compare", "groups")
    named = (f'{name}="{given[name]}"' for name in order if name in given)
    return ReportCell(f"report.view({', '.join([_quoted(view), *named])})")


def _quoted(text: str) -> str:
    return f'"{text}"'
