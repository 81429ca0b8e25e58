"""What a survey forgets when a person asks to be erased."""

from __future__ import annotations

from heard.methods.survey.models import Response
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Delete the closed answers of a voice. The words are erased by activities; frozen results keep their counts."""
    Response.objects.filter(contribution__voice=voice).delete()
