"""What this room forgets of an erased voice: where its feedback went. That feedback was given stays counted."""

from __future__ import annotations

from heard.decisions.models import Delivery, GroundAnswer, GroundAsk, NoMoreNews, Obligation
from heard.notices.actions import forget
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Delete deliveries, the reply owed, and what was asked; what they said of a promise loses its words."""
    deliveries, asks = Delivery.objects.filter(voice=voice), GroundAsk.objects.filter(voice=voice)
    keys = [f"feedback:{number}" for number in deliveries.values_list("pk", flat=True)]
    keys += [f"ground:{number}" for number in asks.values_list("pk", flat=True)]
    forget(keys=keys)
    GroundAnswer.objects.filter(ask__voice=voice).update(words="", shown=False)
    deliveries.delete()
    NoMoreNews.objects.filter(voice=voice).delete()
    asks.delete()
    Obligation.objects.filter(voice=voice).delete()
