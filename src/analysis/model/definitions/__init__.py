"""What an analyst writes down about a programme: frozen, checked objects."""

from analysis.model.definitions.action_points import (
    ActionPoint,
    ActionProgramme,
    Undertaking,
)
from analysis.model.definitions.base import (
    Amount,
    Definition,
    Direction,
    Document,
    Identifier,
    Party,
    Place,
    Section,
    Share,
    Statement,
    Step,
    Support,
    Tier,
)
from analysis.model.definitions.indicators import (
    MEANS,
    Break,
    Comparison,
    ComparisonDesign,
    Indicator,
    Reading,
    Target,
    WeightBounds,
)
from analysis.model.definitions.measures import (
    Assessment,
    Challenge,
    Claim,
    Cost,
    Goal,
    Measure,
    Package,
    Rival,
    VerdictLevel,
)
from analysis.model.definitions.networks import (
    Network,
)
from analysis.model.definitions.outlooks import (
    WorkforceOutlook,
)
from analysis.model.definitions.programme import (
    Programme,
)
from analysis.model.definitions.reviews import (
    QualityReview,
)

__all__ = [
    "MEANS",
    "ActionPoint",
    "ActionProgramme",
    "Amount",
    "Assessment",
    "Break",
    "Challenge",
    "Claim",
    "Comparison",
    "ComparisonDesign",
    "Cost",
    "Definition",
    "Direction",
    "Document",
    "Goal",
    "Identifier",
    "Indicator",
    "Measure",
    "Network",
    "Package",
    "Party",
    "Place",
    "Programme",
    "QualityReview",
    "Reading",
    "Rival",
    "Section",
    "Share",
    "Statement",
    "Step",
    "Support",
    "Target",
    "Tier",
    "Undertaking",
    "VerdictLevel",
    "WeightBounds",
    "WorkforceOutlook",
]
