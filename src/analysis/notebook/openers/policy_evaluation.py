"""Opens the report on what an evaluated party says of its own policy."""

from analysis.display.policy import PolicyReport
from analysis.display.report import Report, Subject
from analysis.errors import ParameterError
from analysis.evaluation import policy
from analysis.model.definitions import Programme
from analysis.sources.snapshots import read_figures
from analysis.sources.workspace import Workspace


def suits(programme: Programme) -> None:
    """Raise ParameterError for a programme without verdicts on its measures."""
    if not programme.assessments or not programme.figures:
        raise ParameterError(
            f"{programme.id} has no verdicts on measures, which the report policy_evaluation "
            "is about."
        )


def open_report(workspace: Workspace, subject: Subject) -> Report:
    """Return the report on the document's verdicts, claims and figures, evaluated."""
    programme = subject.programme
    figures = read_figures(workspace, str(programme.figures))
    return PolicyReport(subject, policy.evaluate(programme, figures, subject.as_of))
