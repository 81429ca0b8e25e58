"""What is accepted from residents and from moderators."""

from heard.moderation.forms.desk import (
    WHY,
    CoverForm,
    DecideForm,
    HandForm,
    QueueForm,
    ReportForm,
    ReviewForm,
    TermsForm,
)
from heard.moderation.forms.guarded import Guarded, Trap

__all__ = [
    "WHY",
    "CoverForm",
    "DecideForm",
    "Guarded",
    "HandForm",
    "QueueForm",
    "ReportForm",
    "ReviewForm",
    "TermsForm",
    "Trap",
]
