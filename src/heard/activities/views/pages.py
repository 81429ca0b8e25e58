"""The activity's own public pages: take part, what you can influence, one strand, its paper twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.activities import queries
from heard.activities.methods import method_of
from heard.activities.models import Activity, Declaration, Group, OptionTerms, Strand
from heard.activities.views import shown
from heard.ground import clock
from heard.ground.asking import ask, only, side_by_side
from heard.ground.refusal import Conflict
from heard.ui.files import file_answer
from heard.ui.parts import Head, Table
from heard.ui.words import LEVEL_PROMISES


@require_safe
def take_part(request: HttpRequest, slug: str) -> HttpResponse:
    """The first page: the question, what can still change, by when, who decides, and every way in."""
    activity, today = queries.activity_by_slug(slug, request.user), clock.today()
    strands = list(queries.strands_of(activity))
    return render(
        request,
        "activities/take_part.html",
        {
            **_common(activity),
            "ways": shown.ways_in(activity, strands),
            "strand_pages": shown.pages_of(activity, strands),
            "until": shown.until(activity, today),
            "is_over": shown.is_over(activity, today),
            "is_decided": activity.level != "inform" and activity.stage in shown.DECIDED,
            "opens_in": shown.notice_ends(activity, today),
            "steps": shown.what_happens_next(activity, activity.plan, today),
            "dropped": activity.strands.exclude(dropped_because=""),
        },
    )


@require_safe
def influence(request: HttpRequest, slug: str) -> HttpResponse:
    """What can and cannot change, who decides, what they signed, and how each affected group is reached."""
    activity = queries.activity_by_slug(slug, request.user)
    strands, declarations, options, groups, parts, stakeholders, extensions = ask(
        side_by_side(
            queries.strands_asked(activity),
            only(activity.declarations.all()[:1]),
            only(activity.option_terms.all()),
            only(activity.groups.all()),
            only(activity.voluntary_parts.filter(removed_at__isnull=True)[:50]),
            only(activity.stakeholders.filter(removed_at__isnull=True).order_by("stake", "name")),
            only(queries.extensions_of(activity)),
        )
    )
    declaration = declarations[0] if declarations else None
    return render(
        request,
        "activities/influence.html",
        {
            **_common(activity),
            "declaration": declaration,
            "voided": _voided(declaration, activity),
            "options": _options(options),
            "evidence": activity.cited_evidence.select_related("from_activity")[:50],
            "parts": parts,
            "duty": queries.planning_policy().duty(activity.plan.statutory_duty),
            "rulings": activity.election_rulings.select_related("by")[:20],
            "matrix": _matrix(groups, strands),
            "stakeholders": stakeholders,
            "extensions": extensions,
        },
    )


@require_safe
def signed_brief(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The exact text that a decision owner signed: the SHA-256 of this file is the seal on the page."""
    activity = queries.activity_by_slug(slug, request.user)
    declaration = get_object_or_404(activity.declarations.filter(brief__isnull=False), pk=number)
    return file_answer(queries.signed_text(declaration), f"{activity.slug}-signed-{number}.json")


def strand(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """One way to take part, as its method shows it at this stage."""
    activity = queries.activity_by_slug(slug, request.user)
    one = queries.strand_by_id(activity, strand_id)
    return method_of(one).page(request, one)


@require_safe
def paper(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The printed twin of a strand, as a PDF: for anyone while it is open, for staff at any time."""
    activity = queries.activity_by_slug(slug, request.user)
    one = queries.strand_by_id(activity, strand_id)
    if not activity.is_open and not request.user.is_authenticated:
        raise Conflict(
            _("The form can be printed while the activity is open."), _("“Take part” says when that is and was.")
        )
    return file_answer(method_of(one).paper(one).pdf, f"{activity.slug}.pdf", opens=True)


def _common(activity: Activity) -> dict[str, Any]:
    corrected = activity.relabelled if activity.relabelled != activity.level else ""
    return {
        "activity": activity, "plan": activity.plan, "promise": LEVEL_PROMISES.get(activity.level, ""),
        "corrected": LEVEL_PROMISES.get(corrected, ""),
    }  # fmt: skip


def _voided(declaration: Declaration | None, activity: Activity) -> list[str]:
    """The questions of the plan whose answers were changed after signing, as people read them."""
    if declaration is None:
        return []
    changed = queries.changed_since_signing(declaration.brief, activity, activity.plan)
    return [str(_label(activity, name)) for name in changed]


def _label(activity: Activity, name: str) -> Any:
    owner: Any = activity.plan if hasattr(activity.plan, name) else activity
    return owner._meta.get_field(name).verbose_name


def _options(terms: Iterable[OptionTerms]) -> Table | None:
    """Each option with what it costs and brings, if that was written."""
    rows = [[each.option, each.costs or "–", each.benefits or "–"] for each in terms]
    labels = _("Option"), _("What it costs, and whom"), _("What it brings, and to whom")
    return Table(_("What each option costs and brings"), [Head(label) for label in labels], rows) if rows else None


def _matrix(groups: Sequence[Group], strands: Sequence[Strand]) -> Table | None:
    """Each affected group, what stands in its way, what is done about it, and which ways reach it."""
    if not groups:
        return None
    reached: dict[int, list[str]] = {}
    for one in strands:
        for group in one.groups.all():
            reached.setdefault(group.pk, []).append(one.title)
    rows = [
        [
            group.name,
            "; ".join(_marks(group)),
            group.barrier or _("None known"),
            group.remedy,
            "; ".join(reached.get(group.pk, [])) or _("No way yet"),
        ]
        for group in groups
    ]
    labels = _("Who"), _("Why they count"), _("What stands in their way"), _("What we do about it"), _("Reached by")
    return Table(_("People this is about, and how each is reached"), [Head(label) for label in labels], rows)


def _marks(group: Any) -> list[str]:
    marks = [
        (group.most_affected, _("Most affected")),
        (group.seldom_heard, _("Seldom heard")),
        (group.offline_likely, _("Many are off-line")),
    ]
    return [word for holds, word in marks if holds]
