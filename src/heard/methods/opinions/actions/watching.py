"""What looks odd among the votes is reported to moderators. Two people from two teams leave votes out, nobody else."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Strand
from heard.ground.refusal import Conflict, ask
from heard.methods.opinions import access
from heard.methods.opinions.actions.voting import hold_statements
from heard.methods.opinions.models import Opinions, Participant, Suspected, Suspicion
from heard.methods.opinions.queries.votes import first_votes, votes_of
from heard.people.actions import propose_exclusion
from heard.people.models import Account, Exclusion


def look_for_odd_votes(*, strand: Strand, at: datetime, by: Account | None = None) -> list[Suspicion]:
    """Look for floods, copies and people seen once; those that are new are reported.

    `by` is None where the nightly job looks. Consequences: rows for moderators to judge. No vote is touched.
    """
    if by is not None:
        ask(access.may_watch(by, strand))
    from heard.rules.opinions import suspicions

    votes, _newest = votes_of(strand)
    new: list[Suspicion] = []
    with transaction.atomic():
        for each in suspicions(votes, first_votes(strand)):
            if kept := _keep(strand, each.kind, each.people, each.because, at):
                new.append(kept)
        if new or by is not None:
            note("votes.looked_at", strand.activity, by, at, strand=strand.public_id, new=len(new))
    return new


def judge_honest(*, suspicion: Suspicion, because: str, by: Account, at: datetime) -> Suspicion:
    """A moderator looked and finds that people behind it are real: a class, a library, a household. They count."""
    ask(access.may_judge(by, suspicion.opinions.strand))
    if not because.strip():
        raise Conflict(_("Say what you found."))
    with transaction.atomic():
        held = _held(suspicion, Suspicion.State.WAITING)
        return _judged(held, Suspicion.State.HONEST, because, by, at)


def propose_leaving_out_votes(
    *, suspicion: Suspicion, reason: str, because: str, by: Account, at: datetime
) -> Exclusion:
    """Propose that these votes are not counted. They count until somebody from another team has approved.

    Consequence: an exclusion like any other, with its second approver, the telling, the appeal and the public count.
    """
    strand = suspicion.opinions.strand
    ask(access.may_judge(by, strand))
    with transaction.atomic():
        held = _held(suspicion, Suspicion.State.WAITING)
        exclusion = propose_exclusion(
            kind=Exclusion.Kind.VOTES,
            reference=suspicion.public_id,
            reason=reason,
            note=because,
            by=by,
            at=at,
            partner=strand.activity.lead,
            activity_ref=strand.activity.public_id,
        )
        _judged(held, Suspicion.State.PROPOSED, because, by, at)
    return exclusion


def hear_votes(*, exclusion: Exclusion, step: str, by: Account | None, at: datetime) -> None:
    """Somebody decided about a proposal (settings.EXCLUSION_HEARD). Refused: these people count, and that is said."""
    suspicion = _named(exclusion)
    if step == "refused" and suspicion is not None and suspicion.state == Suspicion.State.PROPOSED:
        suspicion.state = Suspicion.State.HONEST
        suspicion.save(update_fields=["state"])


def leave_out_votes(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """Votes are no longer counted; they stay for the appeal. Called by `people` when this takes effect.

    Consequences: the counts of every statement (by the database), the picture, and a line on those browsers' pages.
    """
    suspicion = _named(exclusion)
    if suspicion is None or suspicion.state == Suspicion.State.LEFT_OUT:
        raise Conflict(_("They are left out already."), _("Refuse the proposal: there is nothing to leave out."))
    if suspicion.opinions.strand.concluded_at:
        raise Conflict(_("The result has been worked out with these votes."), _("Reopen the activity first."))
    suspicion.state = Suspicion.State.LEFT_OUT
    suspicion.save(update_fields=["state"])
    people = _behind(suspicion)
    Participant.objects.filter(pk__in=people, left_out_at__isnull=True).update(left_out_at=at)
    _record("votes.left_out", suspicion, exclusion, by, at)


def restore_votes(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """An overturned exclusion: the votes count again, unless another exclusion holds them."""
    suspicion = _named(exclusion)
    if suspicion is None:
        return
    suspicion.state = Suspicion.State.HONEST
    suspicion.save(update_fields=["state"])
    others = Suspected.objects.filter(suspicion__state=Suspicion.State.LEFT_OUT).values("participant")
    people = _behind(suspicion)
    Participant.objects.filter(pk__in=people).exclude(pk__in=others).update(left_out_at=None)
    _record("votes.restored", suspicion, exclusion, by, at)


def _keep(strand: Strand, kind: str, people: tuple[str, ...], because: str, at: datetime) -> Suspicion | None:
    """The new row; None where the same people were reported for the same before."""
    signature = hashlib.sha256(f"{kind}:{','.join(sorted(people))}".encode()).hexdigest()
    opinions = Opinions.objects.get(strand=strand)
    row, is_new = Suspicion.objects.get_or_create(
        opinions=opinions,
        signature=signature,
        defaults={"kind": kind, "because": [because], "size": len(people), "found_at": at},
    )
    if not is_new:
        return None
    Suspected.objects.bulk_create(Suspected(suspicion=row, participant_id=int(each)) for each in people)
    return row


def _held(suspicion: Suspicion, state: str) -> Suspicion:
    held = Suspicion.objects.select_for_update().get(pk=suspicion.pk)
    if held.state != state:
        raise Conflict(_("Somebody has judged this since you opened it."), _("Open it again to see how it stands."))
    return held


def _judged(held: Suspicion, state: str, because: str, by: Account, at: datetime) -> Suspicion:
    held.state, held.judged_because, held.judged_by, held.judged_at = state, because.strip(), by, at
    held.save(update_fields=["state", "judged_because", "judged_by", "judged_at"])
    strand = held.opinions.strand
    note("votes.judged", strand.activity, by, at, strand=strand.public_id, suspicion=held.public_id, state=state)
    return held


def _named(exclusion: Exclusion) -> Suspicion | None:
    rows = Suspicion.objects.select_for_update(of=("self",)).select_related("opinions__strand__activity")
    return rows.filter(public_id=exclusion.reference).first()


def _behind(suspicion: Suspicion) -> list[int]:
    """The people it reports, held with the statements until the transaction ends: no vote of theirs comes between."""
    people = Participant.objects.filter(pk__in=Suspected.objects.filter(suspicion=suspicion).values("participant"))
    held = list(people.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    hold_statements(suspicion.opinions_id)
    return held


def _record(what: str, suspicion: Suspicion, exclusion: Exclusion, by: Account, at: datetime) -> None:
    strand = suspicion.opinions.strand
    public = {"exclusion": exclusion.public_id, "reason": exclusion.reason, "people": suspicion.size}
    note(what, strand.activity, by, at, strand=strand.public_id, **public)
