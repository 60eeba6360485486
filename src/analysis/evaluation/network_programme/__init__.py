"""A programme of many municipalities: who took part, what is published of it, what holds."""

from analysis.evaluation.network_programme.citations import Quotation, faulty
from analysis.evaluation.network_programme.effect import JoinEffect, joining_panel
from analysis.evaluation.network_programme.outcomes import DifferenceOfMeans, Published
from analysis.evaluation.network_programme.own_path import OwnPath, own_path
from analysis.evaluation.network_programme.participants import Coverage, Stated
from analysis.evaluation.network_programme.programme import NetworkEvaluation, evaluate, find

__all__ = [
    "Coverage",
    "DifferenceOfMeans",
    "JoinEffect",
    "NetworkEvaluation",
    "OwnPath",
    "Published",
    "Quotation",
    "Stated",
    "evaluate",
    "faulty",
    "find",
    "joining_panel",
    "own_path",
]
