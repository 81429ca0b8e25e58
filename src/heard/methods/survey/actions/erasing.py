"""What a survey forgets when a person asks to be erased."""

from __future__ import annotations

from heard.methods.survey.models import PaperEntry, Response, Scan
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Delete the closed answers of a voice, pictures of its pages and what was keyed twice from its forms.

    The words are erased by activities; frozen results and the count of forms keep their figures.
    """
    Scan.objects.filter(contribution__voice=voice).delete()
    PaperEntry.objects.filter(form__contribution__voice=voice).update(answers={})
    Response.objects.filter(contribution__voice=voice).delete()
