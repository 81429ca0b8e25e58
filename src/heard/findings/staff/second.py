"""The second reading, blind; and the passages on which two readers differ."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.findings import access, actions
from heard.findings.forms import STANCES, SettleForm, read_codings
from heard.findings.models import Theme
from heard.findings.queries import second as queries
from heard.findings.staff.opening import desk, reader, shown
from heard.ground import clock
from heard.ground.refusal import Refused

HERE, AT_ONCE = "findings:standard", 20


@desk
def second(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The next sampled passage, without anything of what its first reader put it to."""
    themes = list(Theme.objects.filter(activity=activity))
    rows = queries.left_to_read(activity, reader(request))
    context = {
        "sample": queries.sample_of(activity),
        "passage": rows.first(),
        "left": rows.count(),
        "is_done": queries.is_all_read(activity),
        "themes": [{"theme": theme, "on": False, "stance": ""} for theme in themes],
        "stances": STANCES,
        "allowed": access.may_read_second(request.user, activity),
    }
    return shown(request, "second.html", activity, context, current=HERE)


@require_POST
@desk
def draw(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Draw the sample, or let it grow with what has come in since."""
    sample = actions.draw_sample(activity=activity, by=reader(request), at=clock.now())
    said = {"size": sample.size, "all": sample.out_of}
    messages.success(request, _("%(size)s of %(all)s passages are read a second time.") % said)
    return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))


@require_POST
@desk
def read_second(request: HttpRequest, activity: Activity, sampled_id: int) -> HttpResponse:
    """Keep the second reading, and hand out the next."""
    themes = read_codings(request.POST, Theme.objects.filter(activity=activity))
    sampled = queries.sampled_in(activity, sampled_id)
    actions.read_second(sampled=sampled, themes=themes, by=reader(request), at=clock.now())
    return HttpResponseRedirect(reverse("findings:second", args=[activity.slug]))


@desk
def differences(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Where two readers differ: side by side, to be talked over."""
    pairs = [pair for pair in queries.pairs_of(activity) if pair.differs and not pair.settled]
    names = queries.theme_names(activity)
    words = queries.words_of([pair.passage for pair in pairs[:AT_ONCE]])
    themes = list(Theme.objects.filter(activity=activity))
    context = {
        "rows": [
            {
                "sampled": pair.sampled,
                "words": words.get(pair.passage, ""),
                "first": [names[key] for key in names if key in pair.first],
                "second": [names[key] for key in names if key in pair.second],
                "themes": [{"theme": theme, "on": theme.pk in pair.first & pair.second} for theme in themes],
            }
            for pair in pairs[:AT_ONCE]
        ],
        "left": len(pairs),
        "allowed": access.may_code(request.user, activity),
    }
    return shown(request, "differences.html", activity, context, current=HERE)


@require_POST
@desk
def settle(request: HttpRequest, activity: Activity, sampled_id: int) -> HttpResponse:
    """Keep what was agreed."""
    form = SettleForm(request.POST, themes=Theme.objects.filter(activity=activity))
    if not form.is_valid():
        raise Refused(_("Write down in a sentence what was said, so that others can follow."))
    actions.settle(
        sampled=queries.sampled_in(activity, sampled_id), agreed=list(form.cleaned_data["agreed"]),
        words=form.cleaned_data["words"], by=reader(request), at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("findings:differences", args=[activity.slug]))
