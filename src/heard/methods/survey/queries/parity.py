"""Every way of taking part in an activity beside every other: channels, languages, formats and what is printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.methods import StrandFacts, method_of
from heard.activities.models import Activity, Strand
from heard.activities.queries import field_url
from heard.activities.queries.versions import language_of
from heard.ground.asking import Asking, at_hand, only, side_by_side
from heard.methods.survey.models import PaperBatch, PaperFormat, Rendered
from heard.methods.survey.queries.asked import Questionnaire
from heard.methods.survey.queries.asking import questionnaire_asked
from heard.methods.survey.queries.paper import printed_refs
from heard.methods.survey.queries.versions import Offer, offers_from, published_versions
from heard.methods.survey.queries.wording import worded
from heard.rules.compact.checks_plan import ANSWERED_BY
from heard.rules.parity import Difference, Way, differences
from heard.rules.snapshot import DIGITAL
from heard.ui.words import CHANNELS


@dataclass(frozen=True, slots=True)
class Lacking:
    """A print or a version that leaves questions out: its name, and the numbers of the questions."""

    label: str
    missing: tuple[int, ...]

    @property
    def sentence(self) -> str:
        numbers = ", ".join(map(str, self.missing))
        said = ngettext(
            "%(what)s lacks question %(numbers)s.", "%(what)s lacks questions %(numbers)s.", len(self.missing)
        )
        return said % {"what": self.label, "numbers": numbers}


@dataclass(frozen=True, slots=True)
class Versions:
    """A survey as it is put to people: the English, what is published (English standard first), what is printed.

    `said`: the questions that each published version but English standard words, by reference.
    """

    asked: Questionnaire
    offers: tuple[Offer, ...]
    said: Mapping[Offer, Collection[str]]
    batches: tuple[PaperBatch, ...]


def versions_asked(strand: Strand) -> Asking[Versions]:
    """Everything that a survey's questions are published and printed as: one turn."""
    asked, published, batches = yield from side_by_side(
        questionnaire_asked(strand), only(published_versions(strand)), only(live_batch_rows(strand))
    )
    offers = offers_from((each.language, each.format, each.published_translator) for each in published)
    kept = {(each.language, each.format): each for each in published}
    said = {
        offer: printed_refs(worded(asked, kept[key], published=True))
        for offer in offers
        if (key := (offer.language, offer.format)) in kept
    }
    return Versions(asked, offers, said, tuple(batches))


def lacking(strand: Strand, versions: Versions) -> dict[str, tuple[Lacking, ...]]:
    """By channel, what leaves questions out: a batch printed before they were written, a version without words."""
    asked = versions.asked
    batches = [Lacking(batch_label(batch), _numbers(asked, batch.asked)) for batch in versions.batches]
    versions_short = [Lacking(offer_label(offer), _numbers(asked, refs)) for offer, refs in versions.said.items()]
    by_channel: dict[str, tuple[Lacking, ...]] = {}
    for channel in strand.channels:
        mine = (batches if channel == "paper" else []) + (versions_short if channel in {"web", "paper"} else [])
        if found := tuple(one for one in mine if one.missing):
            by_channel[channel] = found
    return by_channel


def live_batch_rows(strand: Strand) -> QuerySet[PaperBatch]:
    """Batches that are, or may still be, given out."""
    return PaperBatch.objects.filter(strand=strand, replaced_at=None).order_by("number")[:100]


def _numbers(asked: Questionnaire, refs: Collection[str]) -> tuple[int, ...]:
    return tuple(question.number for question in asked.questions if question.ref not in refs)


def batch_label(batch: PaperBatch) -> str:
    """A batch by its number, language and format, in words."""
    return _("Paper batch %(n)d (%(language)s, %(format)s)") % {
        "n": batch.number, "language": language_of(batch.language).name, "format": PaperFormat(batch.format).label,
    }  # fmt: skip


def offer_label(offer: Offer) -> str:
    """A version by its language, and Easy Read where it is that."""
    name = language_of(offer.language).name
    return _("%(language)s Easy Read") % {"language": name} if offer.is_easy_read else name


def ways_asked(strands: Iterable[Strand]) -> Asking[list[Way]]:
    """Every way of answering: each channel of each strand, and each version and live batch of a survey."""
    found = yield from side_by_side(*(_ways_asked(strand) for strand in strands))
    return [way for ways in found for way in ways]


def _ways_asked(strand: Strand) -> Asking[list[Way]]:
    is_survey = strand.method == "survey"
    facts, versions = yield from side_by_side(
        method_of(strand).facts_asked(strand), versions_asked(strand) if is_survey else at_hand(None)
    )
    return list(_ways(strand, facts, versions))


def _ways(strand: Strand, facts: StrandFacts, versions: Versions | None) -> Iterable[Way]:
    activity, plan = strand.activity, strand.activity.plan
    refs = tuple(question.ref for question in facts.questions)
    for terms in facts.terms:
        shared: dict[str, Any] = {
            "strand": strand.title,
            "channel": terms.channel,
            "opens_on": terms.opens_on or activity.opens_on,
            "closes_on": terms.closes_on or activity.closes_on,
            "information": bool(plan.information_pack),
            "influence": bool(terms.shows_influence),
            "feedback": tuple(sorted(set(plan.feedback_channels) & ANSWERED_BY.get(terms.channel, {terms.channel}))),
            "where": terms.where,
        }
        yield Way(label=str(CHANNELS[terms.channel]), questions=refs, **shared)
        for label, asked in _versions(versions, terms.channel) if versions else ():
            yield Way(label=label, questions=tuple(asked), **shared)


def _versions(versions: Versions, channel: str) -> Iterable[tuple[str, Collection[str]]]:
    if channel == "paper":
        yield from ((batch_label(batch), batch.asked) for batch in versions.batches)
    if channel == "web":
        for offer, refs in versions.said.items():
            yield _("On the web: %(version)s") % {"version": offer_label(offer)}, refs


@dataclass(frozen=True, slots=True)
class Told:
    """One difference in words, with its clause and where an officer mends it ("" where nobody can)."""

    words: str
    clause: str
    mend: str


def differences_told(strands: Iterable[Strand], ways: list[Way]) -> list[Told]:
    """What one way lacks and another has, each as a sentence."""
    by_title = {strand.title: strand for strand in strands}
    found = [(one, by_title[one.way.strand]) for one in differences(ways)]
    return [Told(_said(one, strand.activity), one.clause, _mend(one, strand)) for one, strand in found]


def _said(one: Difference, activity: Activity) -> str:
    way = {"way": one.way.label, "strand": one.way.strand}
    day = date_format(activity.opens_on, "j F Y") if one.what == "opens" and activity.opens_on else ""
    day = date_format(activity.closes_on, "j F Y") if one.what == "closes" and activity.closes_on else day
    n = len(one.missing)
    return {
        "questions": ngettext(
            "%(way)s (“%(strand)s”) leaves out %(n)d question.", "%(way)s (“%(strand)s”) leaves out %(n)d questions.", n
        ),
        "opens": _("%(way)s (“%(strand)s”) opens later than the others (%(day)s)."),
        "closes": _("%(way)s (“%(strand)s”) closes earlier than the others (%(day)s)."),
        "information": _("%(way)s (“%(strand)s”) gives less information."),
        "influence": _("%(way)s (“%(strand)s”) does not say how much influence people have."),
        "receipt": _("%(way)s (“%(strand)s”) gives no receipt."),
        "feedback": _("Nobody tells those who answer by %(way)s (“%(strand)s”) what happened."),
    }[one.what] % {**way, "n": n, "day": day}


def _mend(one: Difference, strand: Strand) -> str:
    """Where it is put right: the batches, the versions, or a page of the plan."""
    if one.what == "questions" and strand.method == "survey":
        return reverse("survey:paper" if one.way.channel == "paper" else "survey:questions", args=[strand.public_id])
    fields = {"feedback": "feedback_channels", "influence": "influence_statement", "information": "information_pack"}
    if one.what in fields:
        return field_url(strand.activity, fields[one.what])
    return reverse("activities:plan_page", args=[strand.activity.slug, "ways"])


@dataclass(frozen=True, slots=True)
class Mix:
    """How people are taking part so far: `offline` of `received` came without internet; `percent` as people read it."""

    received: int
    offline: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.offline / self.received) if self.received else None


def mix_of(rows: Iterable[dict[str, Any]]) -> Mix:
    """The channel mix from counts by channel: process counts are exact."""
    counts = {row["channel"]: row["n"] for row in rows}
    return Mix(sum(counts.values()), sum(n for channel, n in counts.items() if channel not in DIGITAL))


def rendered_rows(activity: Activity) -> QuerySet[Rendered]:
    """What people were shown at the point of answering, each wording once, oldest first, with its strand's title."""
    rows = Rendered.objects.filter(strand__activity=activity).annotate(title=F("strand__title"))
    return rows.order_by("strand_id", "at", "id")[:100]
