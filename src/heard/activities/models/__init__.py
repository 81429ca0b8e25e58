"""The thread’s first half: activity → strand → contribution → passage, with the plan around it and receipts."""

from heard.activities.models.activity import Activity, DateChange, Programme
from heard.activities.models.choices import Channel, Level, Stage, Tier
from heard.activities.models.contribution import Contribution, Layer, Passage, Receipt
from heard.activities.models.plan import ChannelTerms, Declaration, Group, Plan, Stakeholder, Strand
from heard.activities.models.telling import DateNotice, NoticeBatch

__all__ = [
    "Activity",
    "Channel",
    "ChannelTerms",
    "Contribution",
    "DateChange",
    "DateNotice",
    "Declaration",
    "Group",
    "Layer",
    "Level",
    "NoticeBatch",
    "Passage",
    "Plan",
    "Programme",
    "Receipt",
    "Stage",
    "Stakeholder",
    "Strand",
    "Tier",
]
