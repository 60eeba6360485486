"""The controls of an explorer. They do nothing that ``explore.choose`` and ``explore.view`` do not
do, so that what is clicked can be written, and what is written shows."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as ipy

from analysis.display.blocks import render_html
from analysis.display.notebooks import styled
from analysis.errors import TiltakError
from analysis.notebook.explore.options import Options

if TYPE_CHECKING:
    from analysis.notebook.explore.explorer import Explore

_WIDE = {"description_width": "8.5rem"}


class Panel:
    """Controls above, the view below them, and the line for a report at the foot."""

    def __init__(self, explore: "Explore"):
        self._explore = explore
        self._options = Options(explore)
        self._quiet = False
        self._controls = self._make()
        self._view = ipy.ToggleButtons(options=self._options.views())
        self._view.value = explore._asked
        self._shown, self._line = ipy.HTML(), ipy.HTML()
        say = explore._language.say
        self._button = ipy.Button(
            description=say("Make this a report cell").plain, icon="file-text",
            layout=ipy.Layout(width="max-content", align_self="flex-start"),
        )  # fmt: skip
        self._button.on_click(lambda _: self._tell_line())
        for name, control in self._controls.items():
            control.observe(self._changed(name), names="value")
        self._view.observe(lambda _: self._show(), names="value")
        self._refresh()
        explore._followers.append(self._refresh)

    def shown(self) -> dict[str, Any]:
        """Return what a notebook shows."""
        rows = list(self._controls.values())
        grid = ipy.GridBox(
            rows, layout=ipy.Layout(grid_template_columns="repeat(2, minmax(20rem, 29rem))",
                                    grid_gap="4px 1.2rem"),
        )  # fmt: skip
        box = ipy.VBox(
            [grid, self._view, self._shown, self._button, self._line],
            layout=ipy.Layout(grid_gap=".7rem", padding=".4rem 0"),
        )
        box.add_class("tiltak-desk")
        self._button.add_class("tiltak-report")
        bundle: dict[str, Any] = box._repr_mimebundle_()
        return bundle

    # -- controls

    def _make(self) -> dict[str, Any]:
        words = self._options.labels()
        made: dict[str, Any] = {
            name: ipy.Dropdown(description=words[name], style=_WIDE, layout=_full())
            for name in (
                "programme",
                "municipality",
                "indicator",
                "by",
                "compare",
                "groups",
                "peers",
            )
        }
        made["named"] = ipy.SelectMultiple(description=words["named"], style=_WIDE, layout=_full())
        made["periods"] = ipy.SelectionRangeSlider(
            options=["–"], description=words["periods"], style=_WIDE, layout=_full(),
            continuous_update=False,
        )  # fmt: skip
        return made

    def _changed(self, name: str) -> Callable[[Any], None]:
        def changed(event: Any) -> None:
            if not self._quiet:
                self._choose(name, event["new"])

        return changed

    def _choose(self, name: str, value: Any) -> None:
        try:
            chosen: dict[str, Any] = dict(self._options.chosen(name, value))
            self._explore.choose(**chosen)
        except TiltakError as error:
            self._fill()
            self._say(error)

    def _refresh(self) -> None:
        self._fill()
        self._show()

    def _fill(self) -> None:
        """Bring the controls to what there is to choose, and to what is chosen."""
        self._quiet = True
        try:
            for name, control in self._controls.items():
                options, value = self._options.of(name)
                if tuple(control.options) != tuple(options):
                    # A value that is not among the new options would be refused.
                    control.options = options
                control.value = value
                hidden = self._options.needless(name, options)
                control.layout.display = "none" if hidden else None
        finally:
            self._quiet = False

    # -- what is seen

    def _show(self) -> None:
        self._line.value = ""
        try:
            blocks = self._explore.view(self._view.value)
        except TiltakError as error:
            self._say(error)
            return
        payload = blocks.payload()["blocks"]
        self._shown.value = styled(render_html(payload) + self._take_over())

    def _say(self, error: TiltakError) -> None:
        text = str(error)
        words = escape(text[:1].upper() + text[1:]).replace("\n", "<br>")
        self._shown.value = styled(f'<p class="said" role="alert">{words}</p>')

    def _take_over(self) -> str:
        words = self._explore._language.say("In the next cell:").plain
        view = self._view.value
        code = {
            "series": ("explore.series", "explore.figure"),
            "peers": ("explore.peers",),
            "groups": ("explore.groups",),
            "findings": ("explore.findings", "explore.finding"),
        }.get(view, ())
        lines = " &nbsp; ".join(f"<code>{x}</code>" for x in (*code, f'explore.view("{view}")'))
        return f'<p class="note">{escape(words)} {lines}</p>'

    def _tell_line(self) -> None:
        say = self._explore._language.say
        words = say("Paste this line as a cell into a template. It shows the same in a report.")
        try:
            line = self._explore.report_cell(self._view.value)
        except TiltakError as error:
            self._say(error)
            return
        shown = f"<p>{escape(words.plain)}</p><pre><code>{escape(line)}</code></pre>"
        self._line.value = styled(shown)


def _full() -> Any:
    return ipy.Layout(width="auto")
