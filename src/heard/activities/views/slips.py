"""What somebody may do with the code and the letters on their slip, on any computer."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from heard.activities.forms import SlipForm
from heard.activities.models import Receipt, Strand
from heard.activities.queries import find_by_receipt
from heard.activities.queries.contributions import secret_opens
from heard.ground.refusal import Refused
from heard.ground.slowing import count_miss, must_wait


def opened_by_slip(request: HttpRequest, strand: Strand, form: SlipForm) -> Receipt | None:
    """The receipt of this strand that a slip opens; None, and the form says so, for anything else.

    Refused after many that did not fit.
    """
    if must_wait(request, "receipt"):
        raise Refused(_("Too many codes were tried from this connection."), _("Wait ten minutes, then try again."))
    if not form.is_valid():
        return None
    receipt = find_by_receipt(form.cleaned_data["code"])
    if receipt and receipt.strand_id == strand.pk and secret_opens(receipt, form.cleaned_data["secret"]):
        return receipt
    count_miss(request, "receipt")
    form.add_error("secret", _("Code and letters do not belong together here. Check both and try again."))
    return None
