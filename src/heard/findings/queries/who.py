"""Who said it: contributions by ward, ethnic group and disability at once, with every filter a view of one release."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution
from heard.findings.queries.tally import counted
from heard.people.queries import crossing
from heard.rules.disclosure_cube import Cube

CROSSED = ("ward", "ethnic-group", "disability")


@dataclass(frozen=True, slots=True)
class About:
    """One question about people: its words, and its answers by slug."""

    slug: str
    words: str
    answers: Mapping[str, str]


@cache
def about_people() -> tuple[About, ...]:
    """The questions of policy/monitoring.toml that are crossed here, in this order."""
    path = settings.POLICY / "monitoring.toml"
    asked = tomllib.loads(path.read_text("utf-8"))["questions"] if path.exists() else []
    known = {each["slug"]: each for each in asked}
    return tuple(
        About(slug, known[slug]["words"], {one["slug"]: one["words"] for one in known[slug]["answers"]})
        for slug in CROSSED
        if slug in known
    )


def who_said_it(activity: Activity) -> Cube:
    """The one release from which every filter, table and file of this activity is read."""
    refs = Contribution.objects.filter(counted(), strand__activity=activity).values_list("trace_id", flat=True)
    asked = about_people()
    return crossing(
        activity_ref=activity.public_id,
        contribution_refs=refs,
        questions=[each.slug for each in asked],
        answers={each.slug: list(each.answers) for each in asked},
    )


def breakdowns(cube: Cube, chosen: Mapping[str, str]) -> list[tuple[About, list[tuple[str, int | None]]]]:
    """Under the chosen filters, the counts of every answer of each question that is not chosen."""
    return [
        (each, [(words, cube.count(**{**chosen, each.slug: slug})) for slug, words in _answers(each).items()])
        for each in about_people()
        if each.slug not in chosen
    ]


def _answers(each: About) -> dict[str, str]:
    return {**each.answers, "not-said": each.answers.get("not-said", _("Not said"))}


def rows_of_who(cube: Cube) -> Iterator[dict[str, Any]]:
    """Every count of the release, one row each: "" stands for all."""
    choices = [["", *_answers(each)] for each in about_people()]
    for key in product(*choices):
        chosen = {each.slug: one for each, one in zip(about_people(), key, strict=True) if one}
        count = cube.count(**chosen)
        names = {each.slug: one for each, one in zip(about_people(), key, strict=True)}
        yield {**names, "contributions": "" if count is None else count}
