"""Jobs that were deferred, run as the worker would: by their names, each with its own arguments."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_jobs(*names: str) -> int:
    """Run every waiting job of these names, those that they defer included. Returns how many ran."""
    ran: set[int] = set()
    while waiting := list(ProcrastinateJob.objects.filter(task_name__in=names).exclude(pk__in=ran).order_by("pk")):
        for job in waiting:
            ran.add(job.pk)
            app.tasks[job.task_name](**job.args)
    return len(ran)
