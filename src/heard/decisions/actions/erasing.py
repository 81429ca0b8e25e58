"""What this room forgets of an erased voice: where its feedback went. That feedback was given stays counted."""

from __future__ import annotations

from heard.decisions.models import Delivery
from heard.notices.actions import forget
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Delete the deliveries that are still owed and the record of those that were sent."""
    deliveries = Delivery.objects.filter(voice=voice)
    forget(keys=[f"feedback:{number}" for number in deliveries.values_list("pk", flat=True)])
    deliveries.delete()
