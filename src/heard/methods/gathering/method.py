"""How a gathering joins a strand's life: meetings, drop-ins, doorsteps, kitchen tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.methods import Method, Paper, Question, StrandFacts, VoiceBalance, printed, terms_offered
from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.asking import Asking, ask, only
from heard.methods.gathering import queries, views
from heard.rules.outcome import Outcome

RULE = "gathering/2"  # since 2, numbers under five are hidden in the outcome too


class Gathering(Method):
    """People meet and talk; what they say is written up and counts like any other contribution."""

    slug = "gathering"
    name = gettext_lazy("Gathering")
    about = gettext_lazy("A meeting, a drop-in, a doorstep, a kitchen table: what is said is written up and counts.")
    channels = ("in_person",)
    settings_url = "gathering:sessions"
    desks = ((gettext_lazy("Sessions and their notes"), "gathering:sessions"),)

    def blockers(self, strand: Strand) -> list[str]:
        return ask(self.blockers_asked(strand))

    def blockers_asked(self, strand: Strand) -> Asking[list[str]]:
        kept, planned = yield [queries.gathering_rows(strand), queries.session_rows(strand)]
        missing = []
        if not (kept and kept[0].prompts):
            missing.append(_("“%(strand)s” has no question to ask in the room.") % {"strand": strand.title})
        sessions = [session for session in planned if not session.cancelled_because]
        if not sessions:
            missing.append(_("“%(strand)s” has no session with a date, a place and a host.") % {"strand": strand.title})
        missing += [
            _("“%(session)s” does not say how people get in and take part.") % {"session": session.title}
            for session in sessions
            if session.is_public and not session.access_facts
        ]
        return missing

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return views.strand_page(request, strand)

    def paper(self, strand: Strand) -> Paper:
        return printed(strand, self.questions(strand), views.sheet_pdf(strand), "gathering:sessions")

    def questions(self, strand: Strand) -> tuple[Question, ...]:
        """The prompts, as questions in people's own words."""
        return _questions(queries.gathering_of(strand).prompts)

    def venues(self, strand: Strand) -> tuple[str, ...]:
        """The venues of its public sessions that were held."""
        return queries.venues_used(strand)

    def groups_met(self, strand: Strand) -> set[int]:
        """The groups that a host counted at least one person of."""
        return queries.groups_met(strand)

    def groups_met_asked(self, strand: Strand) -> Asking[set[int]]:
        return set((yield from only(queries.groups_met_rows(strand))))

    def voice_balance(self, strand: Strand) -> VoiceBalance | None:
        """Of the sessions that are written up."""
        return queries.voice_balance(strand)

    def facts(self, strand: Strand) -> StrandFacts:
        return ask(self.facts_asked(strand))

    def facts_asked(self, strand: Strand) -> Asking[StrandFacts]:
        kept, owed = yield [queries.gathering_rows(strand), queries.note_rows_owed(strand)]
        questions = _questions(kept[0].prompts if kept else ())
        return StrandFacts(
            questions=questions,
            terms=terms_offered(strand, len(questions)),
            capture_owed=tuple(
                _("“%(session)s” on %(day)s has no note yet.")
                % {"session": session.title, "day": clock.day_of(session.starts_at).isoformat()}
                for session in owed
                if session.starts_at
            ),
            method_name=str(self.name),
        )

    def conclude(self, strand: Strand) -> Outcome:
        """What everyone may read, and no more: an outcome is kept for ever and published."""
        told = queries.totals(strand)
        came = "attended_at_least" if told["few"] else "attended"
        found = {
            "sessions": told["sessions"],
            came: told["attended"],
            "said": told["said"],
            "promises": told["promises"],
        }
        return Outcome(rule=RULE, found=found, because=_because(told))

    def outcome_told(self, strand: Strand) -> Any:
        """Nothing of an outcome from before numbers under five were hidden in it."""
        return strand.outcome if (strand.outcome or {}).get("rule") == RULE else None

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        """One row a session, with nothing where a number is hidden. Who came by group is left out, at any number."""
        for session in queries.sessions_of(strand).filter(note_entered_at__isnull=False).order_by("starts_at", "id"):
            told = queries.told_of(session)
            yield {
                "session": session.public_id,
                "kind": session.kind,
                "month": clock.day_of(session.starts_at).strftime("%Y-%m") if session.starts_at else "",
                "ward": session.place.name if session.place else "",
                "attended": told.came,
                "spoke": told.heard,
                "said": session.said_count,
                "confidence": session.confidence,
            }


def _because(told: Mapping[str, int]) -> tuple[str, ...]:
    least = "at least " if told["few"] else ""
    lines = [f"Sessions written up: {told['sessions']}; people who came: {least}{told['attended']}."]
    if told["few"]:
        lines.append(f"Sessions to which too few came to show how many: {told['few']}.")
    if told["told"]:
        lines.append(
            f"People who spoke, wrote or drew: {told['spoke']} of {told['of']}, at sessions whose numbers can be shown:"
            f" {told['told']}."
        )
    return (*lines, f"Things said that count as contributions: {told['said']}; promises made: {told['promises']}.")


def _questions(prompts: Iterable[str]) -> tuple[Question, ...]:
    return tuple(Question(f"p{n}", words, "text") for n, words in enumerate(prompts, start=1))
