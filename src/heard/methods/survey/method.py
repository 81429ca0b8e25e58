"""How a survey joins a strand's life: the same questions on the web, on paper, by phone and face to face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.methods import Method, Paper, Question, StrandFacts, printed, terms_offered
from heard.activities.models import Strand
from heard.activities.queries.versions import language_of
from heard.ground.asking import Asking, ask
from heard.methods.survey import queries, views
from heard.rules.outcome import Outcome


class Survey(Method):
    """People answer questions, on any channel, in their own words or by choosing."""

    slug = "survey"
    name = gettext_lazy("Survey")
    about = gettext_lazy("Questions that people answer in their own time: on the web, on paper, by phone or in person.")
    channels = ("web", "paper", "phone", "in_person", "letter", "email", "text_message")
    settings_url = "survey:questions"
    answers_url = "survey:response"
    desks = (
        (gettext_lazy("Key in"), "survey:key_in"),
        (gettext_lazy("Paper forms"), "survey:paper"),
        (gettext_lazy("Import a file"), "survey:imports"),
    )

    def blockers(self, strand: Strand) -> list[str]:
        return _blockers(strand, queries.questionnaire(strand))

    def blockers_asked(self, strand: Strand) -> Asking[list[str]]:
        asked = yield from queries.questionnaire_asked(strand)
        return _blockers(strand, asked)

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return views.strand_page(request, strand)

    def paper(self, strand: Strand) -> Paper:
        return printed(strand, self.questions(strand), views.paper_pdf(strand), "survey:key_in")

    def questions(self, strand: Strand) -> tuple[Question, ...]:
        """Every question as any channel asks it."""
        return _questions(queries.questionnaire(strand))

    def facts(self, strand: Strand) -> StrandFacts:
        """Every channel is made from the same questions, so each asks as many and shows the influence on offer."""
        return ask(self.facts_asked(strand))

    def facts_asked(self, strand: Strand) -> Asking[StrandFacts]:
        found = yield from queries.gated_asked(strand)
        questions, lacking = _questions(found.asked), found.lacking
        return StrandFacts(
            questions=questions,
            terms=terms_offered(
                strand,
                len(questions),
                {channel: max((len(one.missing) for one in lacks), default=0) for channel, lacks in lacking.items()},
                {channel: tuple(one.sentence for one in lacks) for channel, lacks in lacking.items()},
            ),
            capture_owed=found.owed,
            method_name=str(self.name),
            languages=tuple(dict.fromkeys(language_of(code).name for code, _format in found.offered)),
            formats=tuple(dict.fromkeys(format for _code, format in found.offered)),
        )

    def conclude(self, strand: Strand) -> Outcome:
        return queries.outcome_of(strand)

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        return queries.open_rows(strand)


def _questions(asked: queries.Questionnaire) -> tuple[Question, ...]:
    return tuple(
        Question(
            ref=question.ref,
            words=question.words,
            kind=question.kind,
            help=question.help,
            options=question.on_offer,
            required=question.required,
            section=question.section,
        )
        for question in asked.questions
    )


def _blockers(strand: Strand, asked: queries.Questionnaire) -> list[str]:
    missing = []
    if not asked.questions:
        missing.append(_("“%(strand)s” has no question yet.") % {"strand": strand.title})
    missing += [
        _("Question %(number)d of “%(strand)s” has fewer than two answers to choose from.")
        % {"number": question.number, "strand": strand.title}
        for question in asked.questions
        if question.is_closed and len(question.choices) < (1 if question.kind == "place" else 2)
    ]
    if not strand.channels:
        missing.append(_("“%(strand)s” has no way to take part.") % {"strand": strand.title})
    return missing
