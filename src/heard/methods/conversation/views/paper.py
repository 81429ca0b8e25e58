"""The paper twin: the same question, room to answer, the influence on offer, how to send it back."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.conversation.queries import conversation_of
from heard.ui.pdf import render

DOTS = "…" * 20


def paper_pdf(strand: Strand) -> bytes:
    """One sheet as a tagged PDF (PDF/UA-1)."""
    conversation, activity = conversation_of(strand), strand.activity
    plan, lead = activity.plan, activity.lead
    own = next((terms for terms in strand.terms.all() if terms.channel == "paper"), None)
    closes = (own.closes_on if own else None) or activity.closes_on
    until = _("It must reach us by the end of %(day)s.") % {"day": date_format(closes, "l j F Y")} if closes else ""
    address = "\n".join(filter(None, [lead.name, lead.postal_address.strip()]))
    where = "\n\n".join(filter(None, [until, own.where if own else "", _("Send it to:") + "\n" + address]))
    title = [_("Your idea in a few words"), _("Tell us more")] if conversation.is_board else []
    influence = plan.influence_statement or _("How much influence people have is not settled yet.")
    hint = " · ".join(title) or _("In your own words. Go on overleaf if you like.")
    more = [[_("Where is it about?"), DOTS], [_("May we quote you, without your name?"), _("Yes / No")]]
    question = {"number": "1", "words": conversation.prompt or strand.title, "help": hint, "answer": "text"}
    shared = _(
        "What you write is put with what others say on the web, where everyone can read it, without your name. "
        "It counts the same. You get a receipt if you ask for one."
    )
    blocks = [
        *([{"kind": "lead", "words": conversation.about}] if conversation.about else []),
        {"kind": "heading", "words": _("What difference can you make?")},
        {"kind": "notice", "words": influence},
        {"kind": "question", **question, "lines": 12},
        {"kind": "heading", "words": _("If you like")},
        {"kind": "facts", "items": more},
        {"kind": "text", "words": shared},
        {"kind": "heading", "words": _("Where to send it")},
        {"kind": "text", "words": where},
    ]
    return render(
        "paper.typ",
        {
            "title": activity.title if activity.title == strand.title else f"{activity.title}: {strand.title}",
            "eyebrow": _("Asked by %(who)s") % {"who": lead.name},
            "lang": "en",
            "region": "GB",
            "footer": f"{activity.title} · {strand.public_id}",
            "blocks": blocks,
        },
    )
