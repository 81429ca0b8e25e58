"""Whether moderators look before or after: chosen in the open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.models import Terms
from heard.moderation.queries import terms_of
from heard.people.models import Account


def set_terms(*, activity: Activity, before: bool, because: str, by: Account, at: datetime) -> Terms:
    """Choose whether moderators look before something is shown (`before`), or after.

    Consequences: it holds for what comes in from now on; who, when and why stand on “How this was run”.
    Conflict without a reason, and where it is so already.
    """
    ask(access.may_set_terms(by, activity))
    if not because.strip():
        raise Conflict(_("Say why, in a sentence that everyone may read."))
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        known = terms_of(activity)
        if known is not None and known.before == before:
            raise Conflict(_("It is so already."))
        chosen = Terms.objects.create(activity=activity, before=before, because=because.strip(), by=by, at=at)
        note("moderation.terms", activity, by, at, before=before)
    return chosen
