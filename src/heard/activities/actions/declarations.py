"""The decision owner signs that nothing is decided, what is fixed and what would change their mind (UP-d, GP-f)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Activity, Declaration, Plan
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules.outcome import digest


def sign_declaration(
    *,
    activity: Activity,
    nothing_decided: bool,
    would_change_my_mind: str,
    what_is_fixed: str,
    decides_on: date | None,
    signed_name: str,
    signed_role: str,
    by: Account,
    at: datetime,
) -> Declaration:
    """Sign the brief as it stands now. A new signature is a new row; the newest counts; none is ever changed.

    Consequences: name, post and day are public once the activity is announced; the digest holds the declaration to
    the open and closed matters that were signed. Signing that something IS decided is kept just the same: the activity
    can then inform, but not consult (UP-d).
    """
    ask(access.may_sign(by, activity))
    if not would_change_my_mind.strip():
        raise Conflict(_("Say what would change your mind: it is what people most want to know."))
    if not signed_name.strip() or not signed_role.strip():
        raise Conflict(_("Sign with your name and your post."))
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=activity.pk)
        plan = Plan.objects.get(activity=activity)
        said = {
            "nothing_decided": nothing_decided,
            "would_change_my_mind": would_change_my_mind.strip(),
            "what_is_fixed": what_is_fixed.strip(),
            "decides_on": decides_on,
            "signed_name": signed_name.strip(),
            "signed_role": signed_role.strip(),
        }
        declaration = Declaration.objects.create(
            activity=activity,
            **said,
            signed_by=by,
            signed_at=at,
            digest=digest({**said, "signed_at": at, "brief": brief_of(activity, plan)}),
        )
        record(
            what="declaration.signed",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"nothing_decided": nothing_decided, "digest": declaration.digest},
        )
    return declaration


def brief_of(activity: Activity, plan: Plan) -> Mapping[str, Any]:
    """What the decision owner has before them when they sign."""
    return {
        "activity": activity.public_id,
        "title": activity.title,
        "level": activity.level,
        "purpose": plan.purpose,
        "open_matters": plan.open_matters,
        "closed_matters": plan.closed_matters,
        "influence_statement": plan.influence_statement,
        "decision_maker": plan.decision_maker,
    }
