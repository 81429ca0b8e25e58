"""What may be asked about data requests: by the person with their code, and by those who answer for data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.people.access import partners_for, role_pack
from heard.people.models import Account, DataReminder, DataRequest, Role
from heard.rules import receipt as codes
from heard.rules.calendar import in_words

MOST = 50


def officers_for(partner: int) -> list[Account]:
    """Those who answer for data at a partner; where nobody does, those who look after its accounts."""
    for verb in ("handle_data", "assign_roles"):
        held = Role.objects.filter(partner=partner, activity_ref="", ended_at=None, account__is_active=True)
        roles = held.filter(role__in=role_pack().roles_that_may(verb))
        if found := list(Account.objects.filter(pk__in=roles.values("account")).order_by("pk")[:MOST]):
            return found
    return []


def data_request_by_code(code: str) -> DataRequest:
    """A request by the code of its receipt; one and the same 404 for any other."""
    read = codes.read(code)
    rows = DataRequest.objects.select_related("partner").prefetch_related("steps")
    found = rows.filter(code_hash=codes.hashed(read, settings.HEARD_RECEIPT_KEY)).first() if read else None
    if found is None:
        raise Http404(_("No request belongs to this code."))
    return found


def data_requests_for(account: Any) -> QuerySet[DataRequest]:
    """Requests to the partners whose data this account answers for."""
    rows = DataRequest.objects.filter(partner__in=partners_for(account, "handle_data"))
    return rows.select_related("partner")


def data_request_for(account: Any, public_id: str) -> DataRequest:
    """One of them; 404 for any other."""
    found = data_requests_for(account).filter(public_id=public_id).prefetch_related("steps__by").first()
    if found is None:
        raise Http404(_("There is no such request at the partners whose data you answer for."))
    return found


def reminder_email(reminder: DataReminder, name: str) -> tuple[str, str]:
    """To one of those who answer for data: what is due, and where. Never who asked, or what."""
    one = reminder.request
    words = {
        "received": _("A new request about personal data has come in. It is due by %(day)s."),
        "due": _("A request about personal data is due by %(day)s."),
        "due_late": _("A request about personal data is overdue: it was due by %(day)s."),
        "ack": _("A complaint about personal data has to be acknowledged by %(day)s."),
    }
    said = words.get(reminder.what, _("A complaint about personal data should have been acknowledged by %(day)s."))
    lines = [
        _("Dear %(name)s,") % {"name": name},
        said % {"day": in_words(reminder.due_on)},
        f"{one.get_kind_display()} · {one.partner.name}",
        settings.SITE_URL + reverse("people:staff_data_request", args=[one.public_id]),
    ]
    return _("Personal data: a request to answer"), "\n\n".join(lines)
