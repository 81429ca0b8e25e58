"""What a moderator may do alone: show, take down for a few days, propose removal, and take back their own last step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import propose_leaving_out, redact_passage
from heard.activities.models import Contribution, Passage
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.moderation import access
from heard.moderation.actions.turns import hold_removal, locked
from heard.moderation.models import Item, Judgement, Report
from heard.moderation.queries import moderation_policy
from heard.people.actions import refuse_exclusion
from heard.people.models import Account
from heard.rules.calendar import add_working_days
from heard.rules.moderation import Reason
from heard.rules.verdict import no

What = Judgement.What
KEPT = ("state", "to_look_at", "reason", "reason_words", "falls_on", "exclusion_ref", "decided_at", "decided_by_id")
CAME_BACK = (What.FELL, What.REFUSED, What.RESTORED)


def decide(
    *, item: Item, what: str, by: Account, at: datetime, reason: str = "", note: str = "", seen: int | None = None
) -> Item:
    """One press at the desk: ``show``, ``hold`` or ``remove``.

    `seen`: the number of the newest step that the moderator had in front of them (0: none). Conflict if somebody else
    has decided since, so that of two at once the second reads what the first did before they undo it.
    """
    with transaction.atomic():
        if seen is not None:
            _nothing_since(locked(item, by, at), seen, by)
        if what == "show":
            return show(item=item, by=by, at=at)
        if what == "hold":
            return hold(item=item, reason=reason, note=note, by=by, at=at)
        if what == "remove":
            return propose_removal(item=item, reason=reason, note=note, by=by, at=at)
    raise Refused(_("Choose what is to be done: show it, take it down for now, or propose to remove it."))


def _nothing_since(held: Item, seen: int, by: Account) -> None:
    newer = held.judgements.filter(pk__gt=seen, taken_back_at=None).exclude(by=by).select_related("by")
    if (step := newer.order_by("-pk").first()) is not None:
        name = step.by.name if step.by else _("The calendar")
        raise Conflict(
            _("%(name)s decided this meanwhile: %(what)s.") % {"name": name, "what": step.get_what_display()},
            _("Read it again; if you still think so, decide again."),
        )


def show(*, item: Item, by: Account, at: datetime) -> Item:
    """Looked at, and everyone may read it.

    Consequences: what waited or was taken down stands there again, and reports of it are settled.
    Conflict while a removal is proposed: that is for somebody from another team.
    """
    ask(access.may_moderate(by, item.activity))
    with transaction.atomic():
        held = _open(locked(item, by, at))
        if held.exclusion_ref:
            raise Conflict(
                _("Its removal is proposed, so somebody from another team decides."),
                _("If you proposed it, take the proposal back on the page of the exclusion."),
            )
        before = _kept(held)
        held.state, held.reason, held.reason_words, held.falls_on = Item.State.SHOWN, "", "", None
        _close(held, by, at)
        _judge(held, What.SHOWN, by, at, before=before)
    return held


def hold(*, item: Item, reason: str, by: Account, at: datetime, note: str = "") -> Item:
    """Take it down for now, for a published reason. It comes back by itself on the policy's day.

    Consequences: a public line stands in its place with reason and day; the author sees it on their receipt's page.
    Conflict once it came back before: what came back is not taken down again by one person.
    """
    ask(access.may_moderate(by, item.activity))
    found = reason_of(reason)
    with transaction.atomic():
        held = _open(locked(item, by, at))
        if held.exclusion_ref or held.state == Item.State.HELD:
            raise Conflict(_("It is taken down already."), _("Propose to remove it, or show it again."))
        if came_back(held):
            raise Conflict(
                _("It was taken down once and came back, so one person cannot take it down again."),
                _("You can propose to remove it; it stays there until two teams agree."),
            )
        before = _kept(held)
        _take_down(held, found, at)
        _close(held, by, at, still_open=True)
        _judge(held, What.HELD, by, at, before=before, reason=found, note=note)
    return held


def propose_removal(*, item: Item, reason: str, by: Account, at: datetime, note: str = "") -> Item:
    """Propose to remove it for a published reason: an exclusion, for somebody from another team to decide (UP-c).

    Consequences: it is taken down until the policy's day, with a public line; approved, the author is told and can
    appeal; refused, or undecided on that day, it comes back. What came back before stays there meanwhile.
    """
    ask(access.may_moderate(by, item.activity))
    found = reason_of(reason)
    with transaction.atomic():
        held = _open(locked(item, by, at))
        if held.exclusion_ref:
            raise Conflict(_("Its removal has been proposed already."), _("Somebody from another team decides."))
        before = _kept(held)
        exclusion = propose_leaving_out(
            contribution=held.contribution, reason=found.listed, note=note.strip() or found.title, by=by, at=at
        )
        held.exclusion_ref = exclusion.public_id
        if came_back(held):
            held.reason, held.reason_words = found.slug, words_of(found)
        else:
            _take_down(held, found, at)
        _close(held, by, at)
        _judge(held, What.PROPOSED, by, at, before=before, reason=found, note=note)
    return held


def cover(*, item: Item, passage: Passage, words: str, reason: str, by: Account, at: datetime) -> Item:
    """Cover somebody's private details in one passage and leave the rest: a layer with its reason, no removal."""
    ask(access.may_moderate(by, item.activity))
    with transaction.atomic():
        Contribution.objects.select_for_update(no_key=True).get(pk=passage.contribution_id)  # before what stands on it
        held = _open(locked(item, by, at))
        redact_passage(passage=passage, words=words, reason=reason, by=by, at=at)
        Judgement.objects.create(item=held, what=What.COVERED, note=reason.strip(), by=by, at=at)
        noted("moderation.covered", held, by, at, passage=passage.ordinal)
    return held


def take_back(*, by: Account, at: datetime) -> Item:
    """Take back this moderator's newest step: the item is as it was before. For the policy's minutes.

    Conflict if there is none, or somebody has acted on it since.
    """
    ask(access.may_moderate_anywhere(by))
    since = at - timedelta(minutes=moderation_policy().times.undo_minutes)
    steps = Judgement.objects.filter(by=by, taken_back_at=None, what__in=[What.SHOWN, What.HELD, What.PROPOSED])
    with transaction.atomic():
        step = steps.filter(at__gte=since).select_related("item__activity").order_by("-at", "-pk").first()
        if step is None:
            raise Conflict(_("There is nothing of yours to take back."), _("It was longer ago; decide anew."))
        ask(access.may_moderate(by, step.item.activity))
        exclusion = hold_removal(step.item) if step.what == What.PROPOSED else None
        rows = Item.objects.select_for_update(of=("self",), no_key=True).select_related("activity", "contribution")
        held = rows.get(pk=step.item_id)
        if Judgement.objects.filter(item=held, taken_back_at=None).order_by("-at", "-pk").first() != step:
            raise Conflict(_("Somebody has acted on it since, so it stays."), _("Open it and decide anew."))
        proposed = held.exclusion_ref if step.what == What.PROPOSED else ""
        _restore(held, step.before)
        held.assigned_to, held.assigned_at, held.handed_by = by, at, None
        held.save()
        Report.objects.filter(item=held, settled_by=by, settled_at=step.at).update(settled_by=None, settled_at=None)
        step.taken_back_at = at
        step.save(update_fields=["taken_back_at"])
        if proposed and exclusion is not None:
            refuse_exclusion(exclusion=exclusion, because=_("Taken back by who proposed it."), by=by, at=at)
        noted("moderation.taken_back", held, by, at, was=step.what)
    return held


def reason_of(slug: str) -> Reason:
    """A published reason; Refused for any other."""
    found = moderation_policy().reason(slug)
    if found is None:
        why = _("That is no reason to take anything down.")
        way = _("Choose one of the published reasons. Being critical, rude about us or mistaken is not among them.")
        raise Refused(no(why, way, "UP-c"))
    return found


def words_of(reason: Reason) -> str:
    """What is copied into the record: the title on the first line, then what it means."""
    return f"{reason.title}\n{reason.words}"


def came_back(item: Item) -> bool:
    """Whether it was taken down before and came back: undecided, refused or on appeal."""
    return Judgement.objects.filter(item=item, what__in=CAME_BACK).exists()


def noted(what: str, item: Item, by: Account | str, at: datetime, **public: Any) -> None:
    """The entry of the record that every step about an item ends with."""
    header = {"activity": item.activity.public_id, "kind": item.kind, **public}
    record(what=what, about=f"contribution:{item.contribution.trace_id}", by=by, at=at, public=header)


def _open(held: Item) -> Item:
    if held.state == Item.State.DECLINED:
        raise Conflict(_("This was removed; only an appeal brings it back."))
    if held.contribution.state != Contribution.State.RECEIVED or held.contribution.erased_at:
        raise Conflict(_("Its author took it back, so there is nothing to decide."))
    return held


def _take_down(held: Item, reason: Reason, at: datetime) -> None:
    held.state, held.reason, held.reason_words = Item.State.HELD, reason.slug, words_of(reason)
    held.falls_on = add_working_days(clock.day_of(at), moderation_policy().times.held_working_days)


def _close(held: Item, by: Account, at: datetime, *, still_open: bool = False) -> None:
    """It was looked at, and what was reported is settled. What is only held is still to be decided."""
    held.to_look_at, held.decided_at, held.decided_by = still_open, at, by
    held.assigned_to = held.assigned_at = held.handed_by = None
    held.save()
    Report.objects.filter(item=held, settled_at=None).update(settled_by=by, settled_at=at)


def _judge(
    held: Item, what: str, by: Account, at: datetime, *, before: dict[str, Any], reason: Reason | None = None,
    note: str = "",
) -> None:  # fmt: skip
    slug, words = (reason.slug, words_of(reason)) if reason else ("", "")
    Judgement.objects.create(
        item=held, what=what, reason=slug, reason_words=words, note=note.strip(), before=before, by=by, at=at
    )
    noted(f"moderation.{what}", held, by, at, **({"reason": slug} if slug else {}))


def _kept(held: Item) -> dict[str, Any]:
    values = {name: getattr(held, name) for name in KEPT}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _restore(held: Item, before: dict[str, Any]) -> None:
    fields = {field.attname: field for field in Item._meta.concrete_fields}
    for name, value in before.items():
        setattr(held, name, fields[name].to_python(value))
