"""The report on a review of a whole municipality."""

from analysis.display.quality_review.report import QualityReviewReport

__all__ = ["QualityReviewReport"]
