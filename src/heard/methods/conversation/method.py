"""How a conversation joins a strand's life: one question, posts and replies, a named officer who answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.methods import GoesWith, Method, Onward, Paper, Question, StrandFacts, printed, terms_offered
from heard.activities.models import Contribution, Strand
from heard.ground import clock
from heard.ground.asking import Asking, ask
from heard.methods.conversation import queries, views
from heard.methods.conversation.models import Conversation as Kept
from heard.rules.outcome import Outcome


class Conversation(Method):
    """People answer one question in their own words, and each other; ideas are posts with a title and a status."""

    slug = "conversation"
    name = gettext_lazy("Conversation")
    about = gettext_lazy("One question, answered in people's own words; they reply to each other, and you to them.")
    channels = ("web", "paper", "phone", "in_person", "letter", "email", "text_message")
    settings_url = "conversation:set_up"
    desks = (
        (gettext_lazy("Questions and replies"), "conversation:desk"),
        (gettext_lazy("Key in a post"), "conversation:key_in"),
    )

    def blockers(self, strand: Strand) -> list[str]:
        return ask(self.blockers_asked(strand))

    def blockers_asked(self, strand: Strand) -> Asking[list[str]]:
        (kept,) = yield [queries.conversation_rows(strand)]
        missing = []
        if not (kept and kept[0].prompt):
            missing.append(_("“%(strand)s” does not say what it asks.") % {"strand": strand.title})
        if not (kept and kept[0].officer_id and kept[0].officer_name):
            missing.append(_("“%(strand)s” names no officer who replies.") % {"strand": strand.title})
        if not strand.channels:
            missing.append(_("“%(strand)s” has no way to take part.") % {"strand": strand.title})
        return missing

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return views.strand_page(request, strand)

    def paper(self, strand: Strand) -> Paper:
        return printed(
            strand, _questions([queries.conversation_of(strand)]), views.paper_pdf(strand), "conversation:key_in"
        )

    def facts(self, strand: Strand) -> StrandFacts:
        return ask(self.facts_asked(strand))

    def facts_asked(self, strand: Strand) -> Asking[StrandFacts]:
        kept, late = yield [queries.conversation_rows(strand), queries.late_rows(strand, clock.today())]
        questions = _questions(kept)
        return StrandFacts(
            questions=questions,
            terms=terms_offered(strand, len(questions)),
            method_name=str(self.name),
            replies_late=tuple(
                _("%(who)s was asked something and should have answered by %(day)s.")
                % {"who": question.officer_name, "day": question.due_on.isoformat()}
                for question in late
            ),
        )

    def onward(self, contributions: Sequence[Contribution]) -> tuple[Onward, ...]:
        """The posts that these are, and those that they became part of, as far as everyone may read them."""
        return queries.stand_where(contributions)

    def goes_with(self, contributions: Sequence[Contribution]) -> Mapping[int, tuple[GoesWith, ...]]:
        """The place and the picture of each post."""
        return queries.goes_with(contributions)

    def conclude(self, strand: Strand) -> Outcome:
        return queries.outcome_of(strand)

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        return queries.open_rows(strand)


def _questions(kept: Sequence[Kept]) -> tuple[Question, ...]:
    return tuple(Question("p1", one.prompt, "text", help=one.about) for one in kept if one.prompt)
