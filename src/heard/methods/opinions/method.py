"""How statements join a strand's life: one card at a time, on the web, on paper, in a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.activities.methods import Method, Onward, Paper, Question, StrandFacts, printed, terms_offered
from heard.activities.models import Contribution, Strand
from heard.activities.queries.versions import language_of, offers_from
from heard.ground.asking import Asking, ask
from heard.methods.opinions import actions, queries, views
from heard.methods.opinions.queries.opening import open_rows
from heard.methods.opinions.queries.reading import published_versions
from heard.methods.opinions.queries.rewording import reworded_from
from heard.methods.opinions.views.paper import options
from heard.rules.outcome import Outcome

OWN = gettext_lazy("Have your own words back")


class OpinionMap(Method):
    """People agree, disagree or pass on statements, add their own, and see where the whole city agrees."""

    slug = "opinions"
    name = gettext_lazy("Opinion map")
    about = gettext_lazy(
        "Statements to agree or disagree with, one at a time, and people’s own beside them: it shows which groups of "
        "opinion there are, what each of them thinks, and what all of them agree on."
    )
    channels = ("web", "paper", "in_person", "phone")
    settings_url = "opinions:staff_statements"
    desks = (
        (gettext_lazy("Statements"), "opinions:staff_statements"),
        (gettext_lazy("Rooms and paper, counted"), "opinions:rooms"),
        (gettext_lazy("What looks odd"), "opinions:watch"),
    )

    def blockers(self, strand: Strand) -> list[str]:
        return ask(self.blockers_asked(strand))

    def blockers_asked(self, strand: Strand) -> Asking[list[str]]:
        kept, rows = yield [queries.opinions_rows(strand), queries.open_to_votes(strand)]
        missing = []
        if not (kept and kept[0].question):
            missing.append(_("“%(strand)s” does not say what it is about, in one question.") % {"strand": strand.title})
        lacking, unbalanced = queries.lacking(rows)
        if lacking:
            missing.append(_wanting(strand, len(rows), lacking))
        if unbalanced:
            missing.append(
                _(
                    "The first statements of “%(strand)s” lean one way: of those that lean, at least one in three must "
                    "lean the other."
                )
                % {"strand": strand.title}
            )
        return missing

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return views.strand_page(request, strand)

    def paper(self, strand: Strand) -> Paper:
        return printed(strand, self.questions(strand), views.paper_pdf(strand), "opinions:rooms")

    def questions(self, strand: Strand) -> tuple[Question, ...]:
        """Every statement as any channel asks it."""
        return _questions(queries.with_words(queries.open_to_votes(strand)))

    def facts(self, strand: Strand) -> StrandFacts:
        return ask(self.facts_asked(strand))

    def facts_asked(self, strand: Strand) -> Asking[StrandFacts]:
        rows, versions = yield [
            queries.with_words(queries.open_to_votes(strand)),
            published_versions(strand).values_list("language", "format", "published_translator"),
        ]
        questions, offers = _questions(rows), offers_from(versions)
        return StrandFacts(
            questions=questions,
            terms=terms_offered(strand, len(questions)),
            method_name=str(self.name),
            languages=tuple(dict.fromkeys(language_of(offer.language).name for offer in offers)),
            formats=tuple(dict.fromkeys(offer.format for offer in offers)),
        )

    def counted_beside(self, strand: Strand) -> str:
        found = (strand.outcome or {}).get("found")
        return queries.said_people(found) if found else ""

    def onward(self, contributions: Sequence[Contribution]) -> tuple[Onward, ...]:
        """The statements that these are and what they say now, as far as everyone may read them."""
        return tuple(
            Onward(_stands(old, new), reverse("opinions:picture", args=names), own_href=own, own_words=str(OWN))
            for old, new in reworded_from(contributions)
            for names in [[old.opinions.strand.activity.slug, old.opinions.strand.public_id]]
            for own in [reverse("opinions:own_words", args=names) if new is not None else ""]
        )

    def carried_by(self, contributions: Sequence[Contribution]) -> QuerySet[Contribution]:
        """Votes, and hands in a room, are heard in the statements they were given to."""
        return queries.statements_behind(contributions)

    def taken_back(self, contribution: Contribution) -> int:
        """Clearer words that a moderator made of a statement are its author's as well."""
        return actions.empty_what_was_made_of(contribution=contribution)

    def conclude(self, strand: Strand) -> Outcome:
        return queries.outcome_of(strand)

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        return open_rows(strand)


def _stands(old: Any, new: Any) -> str:
    if new is None:
        return f"“{old.said}”"
    said = {"old": old.said, "new": new.said, "because": old.put_away_because}
    return _("“%(old)s” was put in other words by a moderator: “%(new)s” (%(because)s)") % said


def _questions(rows: Iterable[Any]) -> tuple[Question, ...]:
    return tuple(
        Question(each.public_id, each.said, "choice", options=options(), section=str(_("Do you agree?")))
        for each in rows
    )


def _wanting(strand: Strand, there: int, lacking: int) -> str:
    return ngettext(
        "“%(strand)s” has %(there)d statements to begin with; it needs one more.",
        "“%(strand)s” has %(there)d statements to begin with; it needs %(n)d more.",
        lacking,
    ) % {"strand": strand.title, "there": there, "n": lacking}
