"""What is news to those who took part, and in which words: by e-mail what is new, on the other ways all so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.decisions.models import StepNews
from heard.network.models import Announcement

NEWS = ("closed", "found", "decided", "promise", "concern")  # the answer itself (“told”) goes out as feedback
SALT = "heard.decisions.news"


def announcements_untold() -> QuerySet[Announcement]:
    """Steps of activities that are in no round of news yet, the oldest first."""
    rounds = StepNews.objects.filter(activity__public_id=OuterRef("activity_ref"), up_to__gte=OuterRef("pk"))
    return Announcement.objects.filter(~Exists(rounds), what__in=NEWS).order_by("pk")


def lines_of(rows: Iterable[Announcement]) -> list[list[str]]:
    """What, words and path of each, as a round keeps them; of one promise or concern the newest alone."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        about = (row.what, row.key.partition(":")[0])
        found.pop(about, None)
        found[about] = [str(row.get_what_display()), " ".join(row.summary.split()), row.path]
    return list(found.values())


def news_words(news: StepNews, *, so_far: bool) -> list[str]:
    """Sentences: what is new; or, `so_far`, all that happened, for whoever may have missed a round."""
    rounds = StepNews.objects.filter(activity=news.activity_id, pk__lte=news.pk) if so_far else [news]
    lines = [line for one in rounds for line in one.lines]
    return [
        _("You took part in “%(title)s”. This is news of it.") % {"title": news.activity.title},
        *(f"{what}: {words}" for what, words, _path in lines),
    ]


def news_email(news: StepNews, voice: UUID, name: str) -> tuple[str, str, str, str]:
    """Subject, plain text, HTML and the address that ends such news with one press."""
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    opening, *said = news_words(news, so_far=False)
    stop = settings.SITE_URL + reverse("decisions:no_more_news", args=[stop_code(news.activity, voice)])
    places = [settings.SITE_URL + path for _what, _words, path in news.lines]
    ending = _("Your answer to what you said still comes on the day you were promised. No more of these steps: %(url)s")
    parts = [greeting, opening, *(f"{words}\n{place}" for words, place in zip(said, places, strict=True)),
             ending % {"url": stop}, news.activity.lead.name]  # fmt: skip
    last = news.lines[-1][0]
    title = " ".join(news.activity.title.split())
    html = render_to_string(
        "decisions/mail/news.html",
        {"greeting": greeting, "opening": opening, "lines": list(zip(said, places, strict=True)), "stop": stop,
         "lead": news.activity.lead.name},
    )  # fmt: skip
    return _("%(what)s: “%(title)s”") % {"what": last, "title": title}, "\n\n".join(parts), html, stop


def news_blocks(news: StepNews) -> list[dict[str, Any]]:
    """The same as blocks of print."""
    opening, *said = news_words(news, so_far=True)
    return [{"kind": "text", "words": opening}, {"kind": "list", "items": said}]


def stop_code(activity: Activity, voice: UUID) -> str:
    """The secret of the address that ends the news of one activity for one voice: signed, so no table holds it."""
    return signing.dumps([activity.public_id, str(voice)], salt=SALT, compress=False)


def read_stop_code(code: str) -> tuple[str, UUID] | None:
    """The activity (public id) and the voice of such an address; None for any other."""
    try:
        ref, voice = signing.loads(code, salt=SALT)
        return str(ref), UUID(voice)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def newest_line(news: StepNews) -> Sequence[str]:
    """What happened last: for a text message."""
    return list(news.lines[-1])
