"""One indicator of one municipality, looked at before anything is tested: what may be shown of it,
and what it stands beside."""

from analysis.evaluation.exploration.explored import (
    OTHERS,
    OWN,
    Explored,
    Material,
    Selection,
    explore,
)
from analysis.evaluation.exploration.found import find

__all__ = ["OTHERS", "OWN", "Explored", "Material", "Selection", "explore", "find"]
