"""When a job that sends is tried again: the same for every room. `@app.task(name=…, **MAIL)`."""

from __future__ import annotations

from typing import Any

from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, RetryDecision, jobs

from heard.notices.actions.sending import NotSent, NotToday

MOST_TRIES = 12  # each morning that a message was held over counts as one
LONGEST = 7  # 5 seconds, 25, … up to four and a half days between two tries


class Again(BaseRetryStrategy):
    """Again later where the mail server took nothing, or the database ended it: the key lets each message leave once.

    On the morning that it names where somebody had news today.
    """

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> RetryDecision | None:
        """Never again for any other fault: it would leave twice, or never."""
        if isinstance(exception, NotToday):
            return RetryDecision(retry_at=exception.at)
        if isinstance(exception, NotSent | OperationalError | InterfaceError) and job.attempts < MOST_TRIES:
            return RetryDecision(retry_in={"seconds": 5 ** (min(job.attempts, LONGEST) + 1)})
        return None


MAIL: dict[str, Any] = {"queue": "mail", "retry": Again()}
