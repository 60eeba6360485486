"""The report on sick leave, or another indicator that is to decrease, before and after a programme
began."""

from analysis.display.sick_leave.detail import Detail
from analysis.display.sick_leave.effect import Effect
from analysis.display.sick_leave.first_page import FirstPage
from analysis.display.sick_leave.targets import Targets
from analysis.display.sick_leave.technical import Technical
from analysis.display.sick_leave.units import Units
from analysis.display.sick_leave.voices import Voices


class SickLeaveReport(FirstPage, Targets, Detail, Voices, Units, Effect, Technical):
    """What the template ``sick_leave`` shows; ``evaluation`` holds all that was calculated."""
