"""A method with nothing of its own: the activities room is tested without any particular method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from heard.activities.methods import Method, Paper, Question, StrandFacts
from heard.activities.models import Strand
from heard.rules.outcome import Outcome


class Plain(Method):
    slug: ClassVar[str] = "plain"
    name: ClassVar[str] = "Plain talk"
    about: ClassVar[str] = "One question, any channel."
    channels: ClassVar[tuple[str, ...]] = ("web", "paper", "phone", "in_person", "letter", "email")

    def blockers(self, strand: Strand) -> list[str]:
        return [] if strand.why else ["It needs a question."]

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return HttpResponse(f"{strand.title}: {strand.activity.stage}")

    def paper(self, strand: Strand) -> Paper:
        return Paper(strand.title, strand.activity.plan.influence_statement, (), b"%PDF-1.7 plain", "")

    def facts(self, strand: Strand) -> StrandFacts:
        return StrandFacts((Question("q1", "What do you think?", "text"),), ())

    def conclude(self, strand: Strand) -> Outcome:
        return Outcome("plain/1")

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        return ()
