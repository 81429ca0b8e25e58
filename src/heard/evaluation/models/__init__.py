"""How it went: the five questions, who took part, who was missing, the follow-up, scores, cost, lessons."""

from heard.evaluation.models.evaluating import Evaluation, Lesson, LessonShare, LessonUse
from heard.evaluation.models.following import FollowUp, FollowUpAnswer, FollowUpAsk, FollowUpBatch
from heard.evaluation.models.scoring import CostLine, RaterInvitation, Score, ScoreTalk
from heard.evaluation.models.taking_part import GroupMeasure, ReachAction, Reading

__all__ = [
    "CostLine",
    "Evaluation",
    "FollowUp",
    "FollowUpAnswer",
    "FollowUpAsk",
    "FollowUpBatch",
    "GroupMeasure",
    "Lesson",
    "LessonShare",
    "LessonUse",
    "RaterInvitation",
    "ReachAction",
    "Reading",
    "Score",
    "ScoreTalk",
]
