"""Not asking twice (GP-d): compare a draft, answer each match, ask the other partners what they have."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import offer_to_join
from heard.activities.models import Activity, JointLead, Stage
from heard.audit.actions import record
from heard.compact import access
from heard.compact.actions.alike import catch_up
from heard.compact.models import Described, DuplicateAnswer, DuplicateCheck, DuplicateMatch, Enquiry
from heard.compact.queries import alike, duplicates
from heard.compact.queries.packs import pack_in_force
from heard.findings.actions import ask_reuse
from heard.findings.models import Finding, Reuse
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account, Partner
from heard.rules.calendar import add_working_days
from heard.rules.likeness import RULE, Work
from heard.rules.outcome import canonical

FEWEST_WORDS = 5
OPEN_TO = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED)
OVER = (Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED, Stage.WITHDRAWN)


def compare(*, activity: Activity, by: Account, at: datetime, note: str = "") -> DuplicateCheck:
    """Compare a plan with what every partner asked, found and plans, and keep what is alike.

    Consequences: the draft, the rule, the pack and every match with its score are frozen; each other partner with a
    match at or above the threshold is asked what it has (once for this plan; `note` is added to the e-mail); one audit
    entry.
    Comparing again keeps answers that were given. Refused once it has opened.
    """
    ask(access.may_compare(by, activity))
    catch_up(at=at)
    with transaction.atomic():
        held = _held(activity)
        pack = pack_in_force()
        terms, draft = alike.terms_of(pack), alike.draft_of(held)
        found = alike.alike(draft, terms=terms, today=clock.day_of(at), own=held)
        row = DuplicateCheck.objects.create(
            activity=held,
            query=_query(draft),
            query_digest=draft.digest,
            rule=RULE,
            pack_digest=pack.version,
            months=terms.months,
            threshold=terms.threshold,
            compared=max(0, found.works - Described.objects.filter(activity=held).count()),
            by=by,
            at=at,
        )
        DuplicateMatch.objects.bulk_create(_matches(row, found.alike))
        asked = _ask_partners(row, terms.working_days, note, by, at)
        record(
            what="duplicates.compared",
            about=f"activity:{held.public_id}",
            by=by,
            at=at,
            public={
                "rule": RULE, "query": draft.digest, "compared": row.compared,
                "alike": [each.percent for each in found.alike], "asked": [partner.slug for partner in asked],
            },
        )  # fmt: skip
    return row


def answer_match(
    *, activity: Activity, match: DuplicateMatch, kind: str, because: str, by: Account, at: datetime,
    accepts_terms: bool = False,
) -> DuplicateAnswer:  # fmt: skip
    """Say what is done about something alike: ``reuse`` it, ``join`` it, or ``proceed``, and why. The reason is public.

    Consequences: to join offers that partner to lead together (its lead accepts); to reuse counts on the page of the
    finding, under the terms that are accepted and kept; the newest answer counts, and every one stays; one audit entry.
    Refused: without a reason of a few words; joining what is over; reusing without accepting the terms.
    """
    ask(access.may_compare(by, activity))
    if kind not in DuplicateAnswer.Kind.values:
        raise Conflict(_("Choose one: reuse, join or go on."))
    if len(because.split()) < FEWEST_WORDS:
        raise Conflict(
            _("Say why in a sentence. It is published with the activity."),
            _("Write at least %(n)d words.") % {"n": FEWEST_WORDS},
        )
    with transaction.atomic():
        both = Activity.objects.filter(pk__in=(activity.pk, match.other_id)).order_by("pk")
        list(both.select_for_update(no_key=True).values_list("pk"))  # two that offer to join each other: in one order
        held = _held(activity)
        terms = ""
        if kind == DuplicateAnswer.Kind.JOIN:
            _join(held, match, because, by, at)
        if kind == DuplicateAnswer.Kind.REUSE and match.finding:
            terms = _reuse(held, match.finding, because, accepts_terms, by, at)
        row = DuplicateAnswer.objects.create(
            activity=held, other=match.other, finding=match.finding, kind=kind, because=because.strip(), terms=terms,
            by=by, at=at,
        )  # fmt: skip
        record(
            what="duplicates.answered",
            about=f"activity:{held.public_id}",
            by=by,
            at=at,
            public={"other": match.other.public_id, "kind": kind, "because": row.because},
        )
    return row


def answer_enquiry(
    *, enquiry: Enquiry, secret: str, reply: str, words: str, name: str, at: datetime, by: Account | None = None
) -> Enquiry:
    """A partner replies with the link from its e-mail; no account is needed. The reply is public, the name is not.

    Refused: a wrong link; an enquiry that was answered already (“call me” may be answered later).
    """
    if not hmac.compare_digest(enquiry.secret_hash, hash_of(secret)):
        raise Refused(_("This link no longer works."), _("Ask whoever wrote to you to send it again."))
    return _reply(enquiry, reply=reply, words=words, name=name, how="link", by=by, at=at)


def log_reply(
    *, enquiry: Enquiry, reply: str, words: str, name: str, how: str, by: Account, at: datetime
) -> Enquiry:  # fmt: skip
    """Write down what a partner said by phone, letter or e-mail: it counts as much as a reply by the link.

    Refused without who said it, and where a reply stands already.
    """
    ask(access.may_compare(by, enquiry.activity))
    if not name.strip():
        raise Conflict(_("Write who of the partner said it."))
    if how not in Enquiry.How.values or how == Enquiry.How.LINK:
        raise Conflict(_("Say how they replied: by phone, e-mail, letter or face to face."))
    return _reply(enquiry, reply=reply, words=words, name=name, how=how, by=by, at=at, logged=True)


def note_enquiry(*, enquiry: Enquiry, at: datetime, sent: bool = True, reminder: bool = False, why: str = "") -> None:
    """Keep that an enquiry (or its reminder) left, or why it could not. For the job that sends it."""
    fresh: dict[str, Any] = {"reminded_at": at} if reminder else {"sent_at": at, "why_failed": ""}
    if not sent:
        fresh = {"why_failed": why[:200], "way": "phone"}
    Enquiry.objects.filter(pk=enquiry.pk).update(**fresh)
    what = "enquiry.reminded" if reminder and sent else "enquiry.sent" if sent else "enquiry.not_sent"
    _note(what, enquiry, None, at)


def secret_of(enquiry: Enquiry) -> str:
    """The secret in an enquiry's link (26 letters and figures). The job that sends it makes it again."""
    message = f"enquiry:{enquiry.public_id}:{enquiry.asked_at.timestamp()}".encode()
    return base64.b32encode(hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), message, "sha256")).decode()[:26].lower()


def hash_of(secret: str) -> str:
    """What is stored instead of the secret."""
    return hashlib.sha256(f"enquiry:{secret}".encode()).hexdigest()


def _held(activity: Activity) -> Activity:
    held = (
        Activity.objects.select_for_update(of=("self",), no_key=True).select_related("lead", "plan").get(pk=activity.pk)
    )
    if held.stage not in OPEN_TO:
        raise Conflict(_("People are being asked already, so it is too late to compare."))
    return held


def _query(draft: Work) -> Any:
    said = {"terms": draft.terms, "places": [area.slug for area in draft.areas], "groups": draft.groups}
    return json.loads(canonical({**said, "begins_on": draft.begins_on, "ends_on": draft.ends_on}))


def _matches(row: DuplicateCheck, found: Iterable[alike.Alike]) -> list[DuplicateMatch]:
    return [
        DuplicateMatch(
            check_made=row,
            other=each.other,
            finding=each.finding,
            partner=each.other.lead,
            title=each.other.title[:300],
            opens_on=each.other.opens_on,
            score=each.percent,
            parts={
                "words": each.found.words, "place": each.found.place, "audience": each.found.audience,
                "dates": each.found.dates,
            },
            because=list(each.because),
        )
        for each in found
    ]  # fmt: skip


def _ask_partners(row: DuplicateCheck, days: int, note: str, by: Account, at: datetime) -> list[Partner]:
    """Ask each other partner with a match that is to be answered; who was asked already, or leads too, is not."""
    activity = row.activity
    near: dict[Partner, list[str]] = {}
    for match in row.matches.filter(score__gte=row.threshold).select_related("partner"):
        near.setdefault(match.partner, []).append(match.title)
    done = set(Enquiry.objects.filter(activity=activity).values_list("partner_id", flat=True))
    done |= {activity.lead_id, *JointLead.objects.filter(activity=activity).values_list("partner_id", flat=True)}
    asked = [partner for partner in near if partner.pk not in done]
    for partner in asked:
        _enquire(activity, partner, near[partner], days, note, by, at)
    return asked


def _enquire(
    activity: Activity, partner: Partner, titles: list[str], days: int, note: str, by: Account, at: datetime
) -> Enquiry:  # fmt: skip
    way = "email" if duplicates.may_be_mailed(partner) else "phone"
    due_on = add_working_days(clock.day_of(at), days)
    enquiry = Enquiry(
        activity=activity, partner=partner, about="\n".join(titles), note=note.strip(), way=way, asked_by=by,
        asked_at=at, due_on=due_on,
    )  # fmt: skip
    enquiry.secret_hash = hash_of(secret_of(enquiry))
    enquiry.save()
    if way == "email":
        app.configure_task("compact.send_enquiry").defer(enquiry_id=enquiry.pk)
    _note("enquiry.asked", enquiry, by, at, way=way, due_on=due_on.isoformat())
    return enquiry


def _join(held: Activity, match: DuplicateMatch, because: str, by: Account, at: datetime) -> None:
    other = match.other
    if other.lead_id == held.lead_id:
        raise Conflict(
            _("That is your own activity, so there is no partner to join."), _("Say why people are asked again.")
        )
    if other.stage in OVER:
        raise Conflict(_("That is over, so nobody can join it."), _("Reuse what it found, or say why you go on."))
    if not JointLead.objects.filter(activity=other, partner=held.lead, declined_on=None, left_on=None).exists():
        offer_to_join(activity=other, partner=held.lead, brings=because, by=by, at=at)


def _reuse(held: Activity, finding: Finding, because: str, accepts: bool, by: Account, at: datetime) -> str:
    """Count the use on the finding's page, once for this activity. Returns the terms that were accepted."""
    terms = duplicates.terms_of_sharing(finding)
    if terms and not accepts:
        raise Conflict(_("Accept the terms under which it is shared, or choose another answer."), terms)
    if not Reuse.objects.filter(finding=finding, activity=held).exists():
        ask_reuse(finding=finding, partner=held.lead, purpose=because, activity=held, by=by, at=at)
    return terms


def _reply(
    enquiry: Enquiry, *, reply: str, words: str, name: str, how: str, by: Account | None, at: datetime,
    logged: bool = False,
) -> Enquiry:  # fmt: skip
    if reply not in Enquiry.Reply.values:
        raise Conflict(_("Choose one of the four answers."))
    with transaction.atomic():
        rows = Enquiry.objects.select_for_update(of=("self",), no_key=True).select_related("activity", "partner")
        stored = rows.get(pk=enquiry.pk)
        if stored.is_settled:
            raise Conflict(_("This was answered already. Thank you."), _("The answer stands with the activity."))
        stored.reply, stored.reply_words, stored.replied_how = reply, words.strip(), how
        stored.replied_by, stored.replied_at = name.strip()[:120], at
        stored.logged_by = by if logged else None
        stored.save()
        _note("enquiry.answered", stored, by or "partner", at, reply=reply, how=how)
    return stored


def _note(what: str, enquiry: Enquiry, by: Account | str | None, at: datetime, **public: Any) -> None:
    about = f"activity:{enquiry.activity.public_id}"
    record(what=what, about=about, by=by, at=at, public={"partner": enquiry.partner.slug, **public})
