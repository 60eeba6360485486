"""The findings on sick leave, or on another indicator that is to decrease, in words."""

from analysis.display.replies import ReplyWords
from analysis.display.sick_leave.words.effect import EffectWords
from analysis.display.sick_leave.words.level import LevelWords
from analysis.display.sick_leave.words.targets import TargetWords


class SickLeaveWords(LevelWords, TargetWords, EffectWords, ReplyWords):
    """How the indicator was, what came of the targets, what the programme did, what is not known,
    and what the parties say."""
