"""The page of a municipality: all that it takes part in, and its figures beside others'."""

from analysis.display.municipality.gathered import Gathered
from analysis.display.municipality.report import MunicipalityReport
from analysis.display.municipality.subject import MunicipalitySubject

__all__ = ["Gathered", "MunicipalityReport", "MunicipalitySubject"]
