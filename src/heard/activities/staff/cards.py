"""Receipt cards to hand out in a room: everyone who was there can follow what became of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.ui.pdf import render

TO_A_PAGE = 3


def receipt_cards(activity: Activity, *, asks: str, room: str, code: str) -> HttpResponse:
    """A page of cards to cut, as a PDF nobody keeps. `asks`: the question at the head; `code`: the room's receipt."""
    how = _(
        "Type this code at “Follow your receipt”, or ring %(lead)s and read it out. It shows what was found, what was "
        "decided and what was promised. It shows no names."
    )
    card = [
        {"kind": "heading", "words": asks},
        {"kind": "text", "words": f"{activity.title}\n\n{room}"},
        {"kind": "code", "words": code},
        {"kind": "text", "words": how % {"lead": activity.lead.name}},
    ]
    about = {"title": _("Receipt cards"), "eyebrow": activity.lead.name, "lang": "en", "region": "GB"}
    answer = HttpResponse(render("paper.typ", {**about, "blocks": card * TO_A_PAGE}), content_type="application/pdf")
    answer["Cache-Control"] = "no-store"
    return answer
