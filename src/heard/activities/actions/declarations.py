"""The decision owner signs that nothing is decided, what is fixed and what would change their mind (UP-d, GP-f)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Activity, Declaration, Plan
from heard.activities.queries.brief import brief_of, seal_of
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account


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
    other_inputs: str = "",
) -> Declaration:
    """Sign the brief as it stands now. A new signature is a new row; the newest counts; none is ever changed.

    Consequences: name, post and day are public once the activity is announced; the seal holds the declaration to the
    exact words of the plan that lay before them, and a word changed afterwards voids it until it is signed again.
    Signing that something IS decided is kept just the same: the activity can then inform, but not consult (UP-d).
    """
    ask(access.may_sign(by, activity))
    if not would_change_my_mind.strip():
        raise Conflict(_("Say what would change your mind: it is what people most want to know."))
    if not signed_name.strip() or not signed_role.strip():
        raise Conflict(_("Sign with your name and your post."))
    with transaction.atomic():
        held = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        plan = Plan.objects.get(activity=activity)
        declaration = Declaration(
            activity=activity,
            nothing_decided=nothing_decided,
            would_change_my_mind=would_change_my_mind.strip(),
            what_is_fixed=what_is_fixed.strip(),
            other_inputs=other_inputs.strip(),
            decides_on=decides_on,
            signed_name=signed_name.strip(),
            signed_role=signed_role.strip(),
            signed_by=by,
            signed_at=at,
            brief=brief_of(held, plan),
        )
        declaration.digest = seal_of(declaration)
        declaration.save()
        record(
            what="declaration.signed",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"nothing_decided": nothing_decided, "digest": declaration.digest},
        )
    return declaration
