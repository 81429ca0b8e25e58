"""Coding, themes, findings, evidence: how words become statements that a decision must answer, and others can use."""

from heard.findings.models.reading import Coding, FrameVersion, Reading, Theme, Turn
from heard.findings.models.sharing import EvidenceCited, Restriction, Reuse, SharedWith, Sharing, Superseded
from heard.findings.models.standards import (
    AnalysisPlan,
    DoubleSample,
    LeadingQuestion,
    NeutralityReview,
    QualityStatement,
    Sampled,
    SecondCoding,
    Settlement,
)
from heard.findings.models.statements import (
    Evidence,
    Finding,
    FindingContribution,
    Reconciliation,
    ThemeGroup,
    Withheld,
)

__all__ = [
    "AnalysisPlan",
    "Coding",
    "DoubleSample",
    "Evidence",
    "EvidenceCited",
    "Finding",
    "FindingContribution",
    "FrameVersion",
    "LeadingQuestion",
    "NeutralityReview",
    "QualityStatement",
    "Reading",
    "Reconciliation",
    "Restriction",
    "Reuse",
    "Sampled",
    "SecondCoding",
    "Settlement",
    "SharedWith",
    "Sharing",
    "Superseded",
    "Theme",
    "ThemeGroup",
    "Turn",
    "Withheld",
]
