"""News leaves later: a request to confirm at once, news in the morning, never more than one e-mail a day."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.ground import clock
from heard.network import actions, queries
from heard.network.models import Follower
from heard.notices.actions import MAIL, UnsafeMessage, Unsure, send

log = logging.getLogger(__name__)
MONDAY = 0
LEAST_BETWEEN = timedelta(hours=20)  # so that a late job and the next morning's never make two e-mails of one day


@app.task(name="network.ask_to_confirm", **MAIL)
def ask_to_confirm(follower_id: int, asked: str) -> None:
    """Ask an address whether it wants to follow, once for each time somebody asked."""
    follower = Follower.objects.filter(pk=follower_id, channel=Follower.Channel.EMAIL).first()
    if follower is None:
        return
    path = reverse("network:following", args=[follower.public_id, queries.secret_of(follower)])
    words = {"follower": follower, "follows": list(follower.follows.all()), "address": settings.SITE_URL + path}
    send(
        key=f"follow:{follower.public_id}:{asked}",
        to=str(follower.address),
        subject=_("Please confirm: do you want to hear early what the city asks?"),
        text=render_to_string("network/mail/confirm.txt", words),
    )


@app.periodic(cron="15 6 * * *")
@app.task(name="network.send_news", queueing_lock="network.send_news")
def send_news(timestamp: int) -> None:
    """Set the morning's e-mails on their way: every day to some, on Mondays to the rest.

    Who hears at once is asked about too: whatever a killed worker left goes out now. Who wants nothing gets nothing.
    """
    often = ["daily", "at_once", *(["weekly"] if clock.today().weekday() == MONDAY else [])]
    waiting = Follower.objects.filter(
        Q(told_at=None) | Q(told_at__lt=clock.now() - LEAST_BETWEEN),
        channel=Follower.Channel.EMAIL, often__in=often, confirmed_at__isnull=False,
        told_to__lt=queries.newest_number(),
    )  # fmt: skip
    tell = app.configure_task("network.send_news_to")
    for number in waiting.values_list("pk", flat=True).iterator():
        tell.defer(follower_id=number)


@app.task(name="network.send_at_once", queue="mail")
def send_at_once(announcement_id: int) -> None:
    """Set e-mails on their way to those who asked to hear each time, at once. May run again: each leaves once."""
    waiting = Follower.objects.filter(
        channel=Follower.Channel.EMAIL, often=Follower.Often.AT_ONCE, confirmed_at__isnull=False,
        told_to__lt=announcement_id,
    )  # fmt: skip
    tell = app.configure_task("network.send_news_to")
    for number in waiting.values_list("pk", flat=True).iterator():
        tell.defer(follower_id=number)


@app.task(name="network.send_news_to", **MAIL)
def send_news_to(follower_id: int) -> None:
    """Tell one follower what is new to them, if anything is. May run again: each piece of news leaves once."""
    follower = Follower.objects.prefetch_related("follows").filter(pk=follower_id, confirmed_at__isnull=False).first()
    if follower is None or follower.often == Follower.Often.NONE:
        return
    news, up_to = queries.news_for(follower)
    if news:
        actions.note_telling(follower=follower, up_to=up_to)
        subject, text, html, stop = queries.news_email(follower, news)
        try:
            key = f"news:{follower.public_id}:{up_to}"
            send(
                key=key, to=str(follower.address), subject=subject, text=text, html=html, unsubscribe=stop,
                once_a_day=follower.often != Follower.Often.AT_ONCE,
            )  # fmt: skip
        except (UnsafeMessage, Unsure) as error:
            log.warning("News to a follower did not leave: %s", type(error).__name__)  # never sent twice
    actions.note_told(follower=follower, up_to=up_to, sent=bool(news), at=clock.now())
