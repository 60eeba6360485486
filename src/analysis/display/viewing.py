"""Any indicator in any report: what ``explore.report_cell()`` writes."""

from collections.abc import Callable
from dataclasses import replace

from analysis.display.blocks import Blocks
from analysis.display.subjects import AnySubject
from analysis.errors import ParameterError
from analysis.model.provenance import Source

Viewer = Callable[..., tuple[Blocks, tuple[Source, ...]]]
"""Returns a view, and the sources it was made from."""


class Viewing:
    """A report that can look at more than it evaluates."""

    subject: AnySubject
    viewer: Viewer | None = None
    """Set where the report is opened, for it finds figures."""
    _viewed = 0

    def view(self, view: str = "series", **chosen: str) -> Blocks:
        """A view of any indicator, with the line that ``explore.report_cell()`` writes.

        ``view`` is "series", "same_quarter", "peers", "groups" or "findings". The municipality,
        the date and the language are the report's. What it is made from is listed by the
        ``sources()`` below it. ParameterError for anything that is not there.
        """
        if self.viewer is None:
            raise ParameterError("this report was not opened by open_report, which finds figures.")
        self._viewed += 1
        blocks, used = self.viewer(view, f"view-{self._viewed}", **chosen)
        known = {source.id for source in self.subject.sources}
        more = tuple(source for source in used if source.id not in known)
        self.subject = replace(self.subject, sources=(*self.subject.sources, *more))
        return blocks
