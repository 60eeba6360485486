"""Opens the report on what an evaluated party says of its own policy."""

import pandas as pd

from analysis.display.policy import PolicyReport
from analysis.display.report import Report, Subject
from analysis.errors import ParameterError
from analysis.evaluation import policy
from analysis.model.definitions import Programme
from analysis.sources.replies import read_replies
from analysis.sources.snapshots import read_figures
from analysis.sources.snapshots.rows import COLUMNS
from analysis.sources.workspace import Workspace

SHOWS_REPLIES = True


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme whose measures nobody judges on a scale."""
    if not (programme.scale and programme.measures and programme.parties):
        raise ParameterError(
            f"{programme.id} has no scale on which parties judge measures, which the report "
            "policy_evaluation is about."
        )


def check_figures(workspace: Workspace, subject: Subject) -> None:
    """Raise InputError, with every fault, if replies of parties cannot be read."""
    read_replies(workspace, subject.programme, subject.as_of.end)


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the document's verdicts, claims and figures, evaluated."""
    programme = subject.programme
    if programme.figures:
        figures = read_figures(workspace, programme.figures)
    else:
        figures = pd.DataFrame(columns=list(COLUMNS["figures"])).set_index("item")
    replies = read_replies(workspace, programme, subject.as_of.end)
    return PolicyReport(subject, policy.evaluate(programme, figures, subject.as_of, replies))
