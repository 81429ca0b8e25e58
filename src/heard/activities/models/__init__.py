"""The thread’s first half: activity → strand → contribution → passage, with the plan around it and receipts."""

from heard.activities.models.activity import Activity, DateChange, Programme
from heard.activities.models.choices import Channel, Level, Stage, Tier
from heard.activities.models.contribution import Contribution, Layer, Passage, Receipt
from heard.activities.models.correction import Correction
from heard.activities.models.joint import JointLead
from heard.activities.models.plan import ChannelTerms, Declaration, Group, Plan, Stakeholder, Strand
from heard.activities.models.standards import (
    CitedEvidence,
    ColleagueQuestion,
    ElectionRuling,
    OptionTerms,
    ReaderTest,
    TierLift,
    TrainingRecord,
    VoluntaryPart,
)
from heard.activities.models.telling import DateNotice, NoticeBatch

__all__ = [
    "Activity",
    "Channel",
    "ChannelTerms",
    "CitedEvidence",
    "ColleagueQuestion",
    "Contribution",
    "Correction",
    "DateChange",
    "DateNotice",
    "Declaration",
    "ElectionRuling",
    "Group",
    "JointLead",
    "Layer",
    "Level",
    "NoticeBatch",
    "OptionTerms",
    "Passage",
    "Plan",
    "Programme",
    "ReaderTest",
    "Receipt",
    "Stage",
    "Stakeholder",
    "Strand",
    "Tier",
    "TierLift",
    "TrainingRecord",
    "VoluntaryPart",
]
