"""The one job that belongs to no room: work whose worker died is taken up again by another."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * * *")
@app.task(name="house.retry_stalled", queueing_lock="house.retry_stalled", pass_context=True)
async def retry_stalled(context: Any, timestamp: int) -> None:
    """Give back jobs whose worker has stopped beating (procrastinate leaves them “doing” for ever otherwise)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=6):
        await manager.retry_job(job)
