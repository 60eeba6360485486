"""Opens the report on a review of a whole municipality."""

import pandas as pd

from analysis.display.quality_review import QualityReviewReport
from analysis.display.report import Report, Subject
from analysis.errors import Fault, InputError, ParameterError
from analysis.evaluation import quality_review
from analysis.evaluation.quality_review import Material
from analysis.model.definitions import Programme
from analysis.model.definitions.reviews import QualityReview
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.snapshots import read_figures, read_table, read_units
from analysis.sources.workspace import Workspace

POINTS = ("municipality", "country", "year", "area_number", "area", "points", "max", "quality")
NAMES = ("model", "language", "area_number", "area", "max")
CONTEXT = ("municipality", "indicator", "unit", "period", "value", "source", "quality")
FIGURES = ("printed", "value", "unit", "status", "slide")


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme without a section [review]."""
    if programme.review is None:
        raise ParameterError(
            f"{programme.id} has no section [review], which the report quality_review is about."
        )


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the review, evaluated."""
    programme = subject.programme
    assert programme.review is not None
    material = _material(workspace, programme, programme.review)
    return QualityReviewReport(subject, quality_review.evaluate(programme, material, subject.as_of))


def _material(workspace: Workspace, programme: Programme, review: QualityReview) -> Material:
    facts = pd.DataFrame(columns=list(CONTEXT))
    if review.facts:
        facts = _table(workspace, review.facts, CONTEXT)
    figures = pd.DataFrame(columns=list(FIGURES))
    if programme.figures:
        figures = read_figures(workspace, programme.figures)
    place = programme.municipality or COUNTRY_NUMBER
    named = [name for item in review.dialogues for name in (item.held, item.excepted) if name]
    return Material(
        _table(workspace, review.points, POINTS),
        _table(workspace, review.names, NAMES),
        _table(workspace, review.context, CONTEXT),
        facts,
        figures,
        {name: read_units(workspace, name, place) for name in named},
    )


def _table(workspace: Workspace, source: str, columns: tuple[str, ...]) -> pd.DataFrame:
    table = read_table(workspace, source)
    if lacking := [name for name in columns if name not in table.columns]:
        label, found = f"data/sources/{source}.csv", f"there is no column {', '.join(lacking)}"
        raise InputError([Fault(label, 1, "", found, f"the columns {', '.join(columns)}")])
    return table
