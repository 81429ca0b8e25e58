"""What a conversation forgets when a person asks to be erased."""

from __future__ import annotations

from django.db.models import F, Q

from heard.methods.conversation.models import Photo, Post, Recording, Support, Telling
from heard.people.models import Voice


def erase(voice: Voice) -> None:
    """Delete a voice's pictures, recordings and supports, and blank its titles and places. Words go with activities.

    Posts stay as empty rows, so that the replies of others keep their place; counts of support go down by one each.
    """
    mine, supports = Post.objects.filter(contribution__voice=voice), Support.objects.filter(voice=voice)
    touched = Post.objects.filter(Q(contribution__voice=voice) | Q(pk__in=supports.values("post"))).order_by("pk")
    list(touched.select_for_update(of=("self",), no_key=True).values_list("pk"))  # two at once never wait in a ring
    Photo.objects.filter(post__in=mine).delete()
    Recording.objects.filter(post__in=mine).delete()
    mine.update(title="", place=None, place_words="", pin_north=None, pin_east=None, terms=[])
    Telling.objects.filter(voice=voice).delete()
    Post.objects.filter(pk__in=supports.values("post")).update(supports=F("supports") - 1)
    supports.delete()
