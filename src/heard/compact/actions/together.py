"""What partners made of the findings together (P-3): kept as they said it, agreement and disagreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.audit.actions import record
from heard.compact import access
from heard.compact.models import JointInterpretation
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account

AFTER_CLOSING = (Stage.CLOSED, Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED)


def keep_interpretation(
    *, activity: Activity, held_on: date, present: Sequence[tuple[str, str]], agreed: str,
    disagreements: Sequence[tuple[str, str]], entry_key: str = "", by: Account, at: datetime,
) -> JointInterpretation:  # fmt: skip
    """Keep one meeting: bodies present with their part, what was agreed, and each disagreement in its own words.

    Consequences: public with the findings, on “How this was run”; never changed, a correction is a further meeting; one
    audit entry. The same words with the same `entry_key` again are one meeting. Refused: before closing, fewer than two
    bodies, a day still to come, a disagreement that nobody owns.
    """
    ask(access.may_interpret(by, activity))
    there = [(body.strip(), role.strip()) for body, role in present if body.strip()]
    said = [(body.strip(), words.strip()) for body, words in disagreements if body.strip() or words.strip()]
    if activity.stage not in AFTER_CLOSING:
        raise Conflict(_("There is nothing to interpret until it has closed."))
    if held_on > clock.day_of(at):
        raise Conflict(_("That day is still to come."))
    if len({body.casefold() for body, _role in there}) < 2:
        raise Conflict(_("It takes two bodies to interpret together. Write who was there, each on a line."))
    if any(not body or not words for body, words in said):
        raise Conflict(_("Write beside each disagreement who said it, and beside each name what they said."))
    if not agreed.strip():
        raise Conflict(_("Write what was agreed, or that nothing was."))
    public_id = name_of(entry_key, activity.pk, held_on, there, agreed, said, by.pk)
    with transaction.atomic():
        if known := made_before(JointInterpretation, public_id):
            return known
        row = JointInterpretation.objects.create(
            public_id=public_id,
            activity=activity,
            held_on=held_on,
            present=[list(each) for each in there],
            agreed=agreed.strip(),
            disagreements=[list(each) for each in said],
            by=by,
            at=at,
        )
        record(
            what="activity.interpreted_together",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"held_on": held_on.isoformat(), "bodies": len(there), "disagreements": len(said)},
        )
    return row
