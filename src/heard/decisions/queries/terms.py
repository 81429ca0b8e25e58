"""The city's own terms of feedback and promises, from policy/feedback.toml."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from heard.rules.feedback import FeedbackTerms, read_feedback


@cache
def feedback_terms() -> FeedbackTerms:
    """The terms in force."""
    return read_feedback((settings.POLICY / "feedback.toml").read_text("utf-8"))
