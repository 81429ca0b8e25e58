"""GP-g at the point of answering: what the plan promises in languages and formats is published there."""

from __future__ import annotations

from heard.rules.compact.registry import Found, Parameters, check, fails, fine, listed, short
from heard.rules.languages import not_offered
from heard.rules.snapshot import Snapshot, Strand


@check("GP-g.7")
def easy_read_can_be_answered(s: Snapshot, p: Parameters) -> Found:
    """A plan that names Easy Read is not an Easy Read form: the questions themselves must be published so."""
    if not s.access.includes_learning_disabled:
        return fine("The audience is not recorded as including learning-disabled people.")
    for place, strand in enumerate(s.strands):
        if strand.published_formats and "easy_read" not in strand.published_formats:
            return fails(
                f"“{short(strand.title)}” can be answered in {_said(strand)} only; no Easy Read version is published.",
                f"strands[{place}].published_formats", formats=strand.published_formats,
            )  # fmt: skip
    return fine("What is asked in writing can be answered in Easy Read.")


@check("GP-g.8")
def languages_can_be_answered(s: Snapshot, p: Parameters) -> Found:
    """Every language that the plan offers or that is spoken there is one in which the questions are published."""
    wanted = (*s.access.languages, *s.access.languages_spoken)
    for place, strand in enumerate(s.strands):
        if not strand.published_languages:
            continue
        missing = list(not_offered(wanted, strand.published_languages))
        if missing:
            return fails(
                f"“{short(strand.title)}” is not published in {listed(missing)}.",
                f"strands[{place}].published_languages", missing=missing,
            )  # fmt: skip
    return fine("What is asked in writing is published in every language that is spoken there or promised.")


def _said(strand: Strand) -> str:
    return listed([each.replace("_", " ") for each in strand.published_formats])
