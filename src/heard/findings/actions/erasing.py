"""Erasure: what one voice said no longer stands anywhere in the findings."""

from __future__ import annotations

from heard.findings.models import Coding, Evidence, Reading, Sampled, Turn
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Remove a voice's passages from evidence, quotes, codings and both readings. Called by `people`, which records.

    Published counts, bases and the bare links from findings to contributions stay, so that totals stay explainable.
    """
    for model in (Evidence, Coding, Reading, Sampled, Turn):
        model._default_manager.filter(passage__contribution__voice=voice).delete()
