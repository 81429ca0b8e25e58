"""What happens later to the record: it is sealed every minute, and its head is published every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from heard.audit import actions


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Link what was committed since the last time."""
    actions.seal_entries()


@app.periodic(cron="10 0 * * *")
@app.task(name="audit.publish_head", queueing_lock="audit.publish_head")
def publish_head(timestamp: int) -> None:
    """Publish the head of the day that ended: ten past midnight UTC is past midnight in Coventry all year round."""
    actions.publish_head()
