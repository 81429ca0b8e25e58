"""What the desks and the pages on standard and sharing accept."""

from heard.findings.forms.coding import (
    STANCES,
    BecauseForm,
    FindingForm,
    ImportForm,
    MergeForm,
    NewFindingForm,
    QueueForm,
    ThemeForm,
    read_codings,
    read_rows,
)
from heard.findings.forms.sharing import (
    AnswerReuseForm,
    EvidenceForm,
    FindForm,
    RestrictForm,
    ReuseForm,
    ReviewForm,
    ShareForm,
)
from heard.findings.forms.standard import (
    AnalysisPlanForm,
    NeutralityForm,
    QualityForm,
    SettleForm,
    SignForm,
)

__all__ = [
    "STANCES",
    "AnalysisPlanForm",
    "AnswerReuseForm",
    "BecauseForm",
    "EvidenceForm",
    "FindForm",
    "FindingForm",
    "ImportForm",
    "MergeForm",
    "NeutralityForm",
    "NewFindingForm",
    "QualityForm",
    "QueueForm",
    "RestrictForm",
    "ReuseForm",
    "ReviewForm",
    "SettleForm",
    "ShareForm",
    "SignForm",
    "ThemeForm",
    "read_codings",
    "read_rows",
]
