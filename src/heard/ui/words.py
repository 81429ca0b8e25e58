"""The words a visitor reads for the slugs that the code keeps. Any room may import these."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CHANNELS = {
    "web": _("On the web"),
    "paper": _("On paper"),
    "phone": _("By phone"),
    "in_person": _("In person"),
    "text_message": _("By text message"),
    "letter": _("By letter"),
    "email": _("By e-mail"),
}
CHANNELS_SHORT = {
    "web": _("Web"),
    "paper": _("Paper"),
    "phone": _("Phone"),
    "in_person": _("In person"),
    "text_message": _("Text message"),
    "letter": _("Letter"),
    "email": _("E-mail"),
}
LEVELS = {
    "inform": _("Inform"),
    "consult": _("Consult"),
    "involve": _("Involve"),
    "coproduce": _("Co-produce"),
    "devolve": _("Devolve"),
}
LEVEL_PROMISES = {
    "inform": _("We will tell you what is happening. This is not up for change."),
    "consult": _("We will listen before we decide, and tell you what difference it made."),
    "involve": _("We will work with you throughout, and show how your views shaped the choices."),
    "coproduce": _("We will design and decide this together, as equals."),
    "devolve": _("You decide. We will do what you choose."),
}
STAGES = {
    "idea": _("An idea"),
    "planned": _("Being planned"),
    "noticed": _("Coming up"),
    "open": _("Open now"),
    "closed": _("Closed: being read"),
    "found": _("What we heard is published"),
    "decided": _("Decided"),
    "told": _("You have been told"),
    "evaluated": _("Evaluated"),
    "archived": _("Finished"),
    "withdrawn": _("Withdrawn"),
}
RESULTS = {
    "pass": pgettext_lazy("a check", "Passes"),
    "advise": pgettext_lazy("a check", "Advice"),
    "warn": pgettext_lazy("a check", "Warning"),
    "override": pgettext_lazy("a check", "Needs a published reason"),
    "refused": pgettext_lazy("a check", "Refused"),
}


def sentence(words: str) -> str:
    """Words with an end, so that what follows does not run into them: "8am to 6pm" becomes "8am to 6pm."."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…", ":")) or not words else f"{words}."
