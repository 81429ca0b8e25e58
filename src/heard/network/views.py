"""Follow what the city asks: ask, confirm, change, stop. No account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from heard.ground import clock
from heard.ground.slowing import count_miss, must_wait
from heard.network import actions, queries
from heard.network.forms import FollowForm, FollowingForm
from heard.network.models import Follower

TRIES = 40  # a library's shared computer may well send twenty


def follow(request: HttpRequest) -> HttpResponse:
    """Ask to hear early. The answer is the same whether or not the address was known."""
    form = FollowForm(request.POST or None, initial=_wanted(request))
    if request.method == "POST" and form.is_valid():
        count_miss(request, "follow")
        if must_wait(request, "follow", most=TRIES + 1):
            return render(request, "network/slow_down.html", status=429)
        if not form.cleaned_data["website"]:
            actions.ask_to_follow(
                address=form.cleaned_data["email"],
                choices=form.chosen(),
                often=form.cleaned_data["often"],
                at=clock.now(),
            )
        return redirect("network:asked")
    return render(request, "network/follow.html", {"form": form}, status=422 if form.errors else 200)


def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "network/asked.html")


def following(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """What this address follows. Opening the link changes nothing: programs that check mail open links as well."""
    follower = _found(public_id, secret)
    follows = list(follower.follows.all())
    form = FollowingForm(
        request.POST if request.method == "POST" and "confirm" not in request.POST else None,
        initial={**FollowingForm.initial_of(follows), "often": follower.often},
    )
    if request.method == "POST" and "confirm" in request.POST:
        actions.confirm(follower=follower, at=clock.now())
        messages.success(request, _("Thank you. You will hear early."))
        return redirect("network:following", public_id, secret)
    if request.method == "POST" and form.is_valid():
        actions.change_follows(
            follower=follower, choices=form.chosen(), often=form.cleaned_data["often"], at=clock.now()
        )
        messages.success(request, _("Kept. This is what you follow now."))
        return redirect("network:following", public_id, secret)
    waiting = [one for one in follows if one.confirmed_at is None]
    context = {"follower": follower, "follows": follows, "waiting": waiting, "form": form, "secret": secret}
    return _private(render(request, "network/following.html", context, status=422 if form.errors else 200))


@csrf_exempt  # mail programs press this for people, without a page (RFC 8058); the secret in the address is the proof
def stop(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """Stop it all, with one press."""
    follower = queries.by_secret(public_id, secret)
    if request.method == "POST" and follower is not None:
        actions.stop_following(follower=follower, at=clock.now())
        follower = None
    return _private(render(request, "network/stop.html", {"follower": follower}))


def _found(public_id: str, secret: str) -> Follower:
    follower = queries.by_secret(public_id, secret)
    if follower is None or follower.channel != Follower.Channel.EMAIL:
        raise Http404(_("This link has been used up. If you want to hear early, ask again: it takes a minute."))
    return follower


def _wanted(request: HttpRequest) -> dict[str, object]:
    """What the page came from: the place, partner or topic somebody was looking at."""
    names = {"activity": "activities", "place": "places", "partner": "partners", "topic": "topics"}
    return {field: [request.GET[name]] for name, field in names.items() if request.GET.get(name)}


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response
