"""Figures: the numbers along their axes are those of the language, and invented ones are marked."""

from pathlib import Path

import pytest
from making_blocks import figure

import analysis.display
from analysis.display.figures import PAGE, Illustrated, figure_block, new_figure
from analysis.display.languages import Language, phrase


@pytest.mark.parametrize(("language", "mark"), [("nb", ","), ("nn", ","), ("sv", ","), ("en", ".")])
def test_numbers_along_an_axis_have_the_decimal_mark_of_the_language(language, mark):
    (axes,) = figure(f"axis-{language}", language=language).figure.axes
    texts = [label.get_text() for label in axes.get_yticklabels()]
    assert f"1{mark}50" in texts
    assert len({text.replace(".", ",") for text in texts}) == len(texts)


def test_labels_that_a_drawing_has_set_stay():
    known = figure()

    def draw(size):
        made, axes = new_figure(size, 2)
        axes.plot([1, 2], [1, 2])
        axes.set_yticks([1, 2], ["v1.0", "v2.0"])
        return made

    words = [phrase(text) for text in ("A line.", "A line.", "Source: nobody.")]
    block = figure_block(
        Language.named("nb"), "set", draw, *words, known.data, phrase("Data"), None
    )
    texts = [label.get_text() for label in block.figure.axes[0].get_yticklabels()]
    assert texts == ["v1.0", "v2.0"]
    assert block.figure.get_size_inches()[0] == PAGE.width


@pytest.mark.parametrize("warning", [None, phrase("Oppdiktede tall.")])
def test_a_report_marks_its_figures_where_they_are_invented(warning):
    class Report(Illustrated):
        _language = Language.named("nb")
        invented = warning

    def draw(size):
        return new_figure(size, 2)[0]

    words = [phrase(text) for text in ("A line.", "A line.", "Source: nobody.")]
    block = Report()._figure(f"marked-{bool(warning)}", draw, *words, figure().data)
    across = [text.get_text() for text in block.figure.texts]
    assert across == (["OPPDIKTEDE TALL"] if warning else [])
    assert block.alt == ("OPPDIKTEDE TALL. A line." if warning else "A line.")
    assert str(block.data_label) == "Tallene bak figuren"


def test_no_report_draws_past_what_marks_its_figures():
    display = Path(analysis.display.__file__).parent
    past = {
        path.relative_to(display).parts[0]
        for path in display.rglob("*.py")
        if "figure_block(" in path.read_text("utf-8")
    }
    assert past == {"figures.py"}
