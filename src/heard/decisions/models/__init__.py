"""The decision, its answers to findings, its promises, and the feedback that is owed and given."""

from heard.decisions.models.asking import GroundAnswer, GroundAsk, GroundCheck, OutcomeQuestion, PromiseReply
from heard.decisions.models.deciding import (
    Answer,
    Commitment,
    CommitmentChange,
    Decision,
    DecisionNote,
    DecisionStep,
    EvidencePack,
    KeyNotice,
    PackOpening,
)
from heard.decisions.models.owing import Escalation, Interim, InterimStep, Obligation
from heard.decisions.models.steps import NoMoreNews, StepNews
from heard.decisions.models.telling import (
    Delivery,
    Feedback,
    FeedbackChannel,
    FeedbackVersion,
    LetterBatch,
    Poster,
    TextBatch,
    Translation,
)

__all__ = [
    "Answer",
    "Commitment",
    "CommitmentChange",
    "Decision",
    "DecisionNote",
    "DecisionStep",
    "Delivery",
    "Escalation",
    "EvidencePack",
    "Feedback",
    "FeedbackChannel",
    "FeedbackVersion",
    "GroundAnswer",
    "GroundAsk",
    "GroundCheck",
    "Interim",
    "InterimStep",
    "KeyNotice",
    "LetterBatch",
    "NoMoreNews",
    "Obligation",
    "OutcomeQuestion",
    "PackOpening",
    "Poster",
    "PromiseReply",
    "StepNews",
    "TextBatch",
    "Translation",
]
