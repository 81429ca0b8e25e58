"""What goes from this room when somebody asks to be erased."""

from __future__ import annotations

from heard.moderation.models import Item, Judgement, Report
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Forget how the words of a voice read: what found them again, what was noticed, what others wrote about them."""
    mine = Item.objects.filter(contribution__voice=voice)
    Report.objects.filter(item__in=mine).update(words="")
    Judgement.objects.filter(item__in=mine).update(note="")
    mine.update(words_digest="", signals={})
