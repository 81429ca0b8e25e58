"""Saying something: words first, sent once, the receipt at once; details afterwards, for those who like."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.activities.forms.afterwards import AboutYou, TellMe
from heard.activities.models import Strand
from heard.activities.views.shown import what_happens_next
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ground.sending import name_of
from heard.ground.slowing import tries_too_often
from heard.methods.conversation import actions
from heard.methods.conversation.actions.posting import Where
from heard.methods.conversation.forms.saying import SayForm
from heard.methods.conversation.models import Conversation, Post
from heard.methods.conversation.queries import cards, conversation_to_join, post_by_id, posts_alike, said_before
from heard.methods.conversation.views.browser import Remembered
from heard.methods.conversation.views.pages import conversation_page, page
from heard.people.queries.bank import monitoring_bank

HOUR = 3600
POSTS_AN_HOUR = 60  # from one address: a library's shared computer on a busy day, or a whole class
LOOKS_A_MINUTE = 60


def home(strand: Strand) -> str:
    """The address of the conversation."""
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def url(name: str, strand: Strand, *more: str) -> str:
    """The address of one of its pages."""
    return reverse(f"conversation:{name}", args=[strand.activity.slug, strand.public_id, *more])


def slow_down(request: HttpRequest, what: str = "say") -> None:
    """Refused where one address sends more in an hour than a room full of people would."""
    if tries_too_often(request, f"conversation-{what}", most=POSTS_AN_HOUR, seconds=HOUR):
        raise Refused(
            _("A great deal has come from this connection in the last hour."),
            _("Nothing you wrote is lost if you go back. Wait a little, or give it to us by phone or on paper."),
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Somebody answers the prompt. With “look” they are shown what is like it before they send."""
    conversation = conversation_to_join(slug, strand_id)
    if request.method != "POST":
        return HttpResponseRedirect(home(conversation.strand))
    form = SayForm(conversation, clock.today(), request.POST, request.FILES, request=request, what="conversation-say")
    if not form.is_valid():
        return conversation_page(request, conversation, form)
    if request.POST.get("go") == "look":
        given = form.cleaned_data
        alike = posts_alike(conversation, words=given["words"], title=given.get("title", ""))
        return conversation_page(request, conversation, form, alike=cards(alike) or [None])
    slow_down(request)
    if not sent_again(request, conversation, form):
        keep(request, conversation, form)
    return HttpResponseRedirect(url("said", conversation.strand))


def sending(request: HttpRequest, kind: str, *sent: object) -> str:
    """The key under which a sending counts once: that of its page, and what was written. Other words are another."""
    return f"{kind}:{name_of(request.POST.get('entry_key', '')[:60], *sent)}"


def sent_again(request: HttpRequest, conversation: Conversation, form: SayForm) -> bool:
    """Whether this voice has said these very words here, and adds nothing to them: then its receipt is shown again."""
    here, given = Remembered(request, conversation.strand), form.cleaned_data
    if not here.voice_id or form.where() != Where() or any(given.get(name) for name in ("photo", "spoken", "asks")):
        return False
    before = said_before(conversation, here.voice_id, given["words"], given.get("title", ""))
    if before is not None:
        here.again(before)
    return before is not None


def keep(request: HttpRequest, conversation: Conversation, form: SayForm) -> Post:
    """Keep it once, with what goes beside it, and remember whose voice it is."""
    at, given = clock.now(), form.cleaned_data
    here = Remembered(request, conversation.strand)
    files = [given["spoken"][1] if given.get("spoken") else b"", given["photo"].content if given.get("photo") else b""]
    beside = [form.where(), bool(given.get("asks")), *(sha256(each).hexdigest() for each in files)]
    key = sending(request, "web", conversation.pk, given["words"], given.get("title", ""), beside)
    posted = actions.post(
        conversation=conversation,
        words=given["words"],
        title=given.get("title", ""),
        where=form.where(),
        voice=here.voice,
        entry_key=key,
        signals=form.signals(),
        spoken=bool(given.get("spoken")),
        by=None,
        at=at,
    )
    if posted.received.is_new:
        if given.get("photo"):
            actions.attach_photo(post=posted.post, picture=given["photo"], description=given["description"], at=at)
        if given.get("spoken"):
            sound, content = given["spoken"]
            actions.attach_recording(post=posted.post, sound=sound, content=content, at=at)
        if given.get("asks"):
            actions.ask_officer(post=posted.post, at=at)
    here.said(posted, key)
    return posted.post


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def said(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The receipt, what happens next, what is like it; and whatever else somebody likes to tell us."""
    conversation = conversation_to_join(slug, strand_id)
    strand, here = conversation.strand, Remembered(request, conversation.strand)
    if not here.last:
        return HttpResponseRedirect(home(strand))
    post = post_by_id(conversation, here.last, own=here.voice_id)
    do = request.POST.get("do", "")
    form = TellMe(request.POST if do == "tell" else None)
    about = AboutYou(
        monitoring_bank() if conversation.asks_about and not here.about else (), request.POST if do == "about" else None
    )
    if form.is_bound and form.is_valid():
        actions.keep_details(
            contribution=post.contribution,
            may_quote=form.cleaned_data["may_quote"],
            reply_to=tuple(form.reply_to()),
            at=clock.now(),
        )
        return HttpResponseRedirect(f"{url('said', strand)}?kept=1#more")
    if about.is_bound and about.is_valid():
        actions.keep_about(contribution=post.contribution, answers=about.answers())
        here.told_about()
        return HttpResponseRedirect(f"{url('said', strand)}#about")
    code, secret = here.receipt()
    (card,) = cards([post], here.voice_id)
    answer = page(
        request,
        "conversation/said.html",
        conversation,
        status=422 if form.errors or about.errors else 200,
        form=about if about.errors else form,
        tell=form,
        about=about,
        here=here,
        card=card,
        kept=request.GET.get("kept"),
        code=code,
        secret=secret,
        alike=cards(posts_alike(conversation, words=card.words, title=card.title, but=post.pk), here.voice_id),
        steps=what_happens_next(strand.activity, strand.activity.plan, clock.today()),
    )
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store, private"
    return answer


@never_cache
@require_GET
def alike(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """What is like the words typed so far: a fragment for the page that they are typed on."""
    conversation = conversation_to_join(slug, strand_id)
    if tries_too_often(request, "conversation-alike", most=LOOKS_A_MINUTE, seconds=60):
        return HttpResponse("")
    words, title = request.GET.get("words", "")[:5000].replace("\x00", ""), request.GET.get("title", "")[:100]
    found = cards(posts_alike(conversation, words=words, title=title.replace("\x00", "")))
    slots = {"alike": found, "strand": conversation.strand, "activity": conversation.strand.activity}
    return render(request, "conversation/parts/alike.html", slots)


@never_cache
@require_POST
def forget(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Put voice and receipt away, so that the next person at this computer begins afresh."""
    conversation = conversation_to_join(slug, strand_id)
    Remembered(request, conversation.strand).forget()
    return HttpResponseRedirect(home(conversation.strand))
