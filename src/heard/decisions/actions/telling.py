"""You said, we did: composed, published in versions that stay, and told by every channel that people used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import mark
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.noting import note
from heard.activities.models import Activity, Channel
from heard.decisions import access, queries
from heard.decisions.actions.delivering import owe_deliveries
from heard.decisions.actions.owing import close_obligation
from heard.decisions.models import (
    Commitment,
    Feedback,
    FeedbackChannel,
    FeedbackVersion,
    Poster,
    Translation,
)
from heard.decisions.queries.terms import feedback_terms
from heard.decisions.queries.versions import body_of
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.actions import let_addresses_go
from heard.people.models import Account
from heard.rules.calendar import months_after
from heard.rules.verdict import no


def compose_feedback(
    *,
    activity: Activity,
    summary: str,
    not_heard: str,
    headline: str = "",
    not_done: str = "",
    challenge: str = "",
    formats: Sequence[str] = (),
    why: str = "",
    by: Account,
    at: datetime,
) -> Feedback:
    """Write the plain sentences around “You said, we did”. The rest is composed from the links themselves.

    Once it is published each change is a new version, with its reason; the versions before stay readable.
    """
    ask(access.may_tell(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        known = queries.feedback_of(activity)
        if known is not None and known.published_at and not why.strip():
            raise Conflict(_("People have read this page, so a change says why."), _("Write what you change and why."))
        feedback, _made = Feedback.objects.update_or_create(
            activity=activity,
            defaults={
                "headline": headline,
                "summary": summary,
                "not_done": not_done,
                "not_heard": not_heard,
                "challenge": challenge,
                "formats": list(formats),
                "composed_by": by,
                "composed_at": at,
            },
        )
        if feedback.published_at:
            _keep_version(feedback, why, by, at)
        note("feedback.composed", activity, by, at)
    return feedback


def start_telling(*, activity: Activity, by: Account, at: datetime) -> int:
    """Publish “You said, we did” and begin to tell everyone who left an address. Returns how many are owed one.

    Consequences: the first version is kept; a delivery for each voice by the way it used; e-mails are sent by jobs
    after commit; letters wait to be printed, messages to be handed over and calls to be made. Doing it again adds
    only those who came in since.
    """
    ask(access.may_tell(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        feedback = queries.feedback_of(activity)
        if feedback is None or not feedback.summary.strip():
            raise Refused(no(_("There is nothing written to tell people yet."), _("Write the summary first."), "GP-k"))
        if feedback.published_at is None:
            feedback.published_at = at
            feedback.save(update_fields=["published_at"])
            _keep_version(feedback, "", by, at)
        number = owe_deliveries(activity=activity)
        note("feedback.started", activity, by, at, deliveries=number)
    return number


def translate_feedback(
    *, activity: Activity, language: str, title: str, summary: str, translator: str, where: str = "", by: Account,
    at: datetime,
) -> Translation:  # fmt: skip
    """Keep the summary in another language, by a named translator. Consequence: posters and the page offer it."""
    ask(access.may_tell(by, activity))
    feedback = queries.feedback_of(activity)
    if feedback is None:
        raise Conflict(_("There is nothing written to translate yet."), _("Write the summary first."))
    with transaction.atomic():
        made, _new = Translation.objects.update_or_create(
            feedback=feedback,
            language=language,
            defaults={
                "title": title, "summary": summary, "where": where, "translator": translator, "by": by, "at": at,
            },
        )  # fmt: skip
        note("feedback.translated", activity, by, at, language=language)
    return made


def tell_channel(
    *, activity: Activity, channel: str, how: str, given_on: date, by: Account, at: datetime
) -> FeedbackChannel:
    """Keep how and when those who took part by one channel were told.

    Refused while a delivery to somebody who took part that way is still owed, whatever the address they left, and for
    “in person” while a poster that was planned hangs nowhere (UP-a).
    """
    ask(access.may_tell(by, activity))
    _refuse_unpublished(activity)
    if given_on > clock.day_of(at):
        raise Conflict(_("People cannot have been told in the future."), _("Check the day."))
    if not how.strip():
        raise Conflict(_("Say how they were told: a poster at the library, a call, a letter."))
    still = queries.still_owed(activity, channel)
    if still:
        raise Refused(
            no(
                _("%(n)d people who took part this way are still to be told.") % {"n": still},
                _("Send what is waiting first; what could not be delivered is listed with its reason."),
                "UP-a",
            )
        )
    if channel == Channel.IN_PERSON:
        _refuse_posters(activity)
    with transaction.atomic():
        told, _made = FeedbackChannel.objects.update_or_create(
            activity=activity, channel=channel, defaults={"given_on": given_on, "how": how, "by": by}
        )
        note("feedback.channel_told", activity, by, at, channel=channel, given_on=given_on.isoformat())
    return told


def publish_feedback(*, activity: Activity, by: Account | None, at: datetime) -> None:
    """Close the obligation. Called by the move to “told”, whose gate has seen every channel told.

    Consequences: the day is kept, lateness stays for ever, addresses are deleted after the last promised follow-up.
    """
    facts = queries.feedback_facts(activity)
    given = facts.given_on or clock.day_of(at)
    late = activity.feedback_due_on is not None and given > activity.feedback_due_on
    mark(activity=activity, by=by, at=at, feedback_given_on=given, **({"feedback_was_late": True} if late else {}))
    close_obligation(activity=activity, given_on=given)
    let_addresses_go(voices=queries.voices_to_tell(activity), after_on=last_follow_up(activity, given))


def last_follow_up(activity: Activity, given: date) -> date:
    """The last day on which anybody is asked something: six weeks on, or when the last promise has been checked."""
    terms = feedback_terms()
    usual = given + timedelta(weeks=terms.keep_addresses_weeks)
    days = Commitment.objects.filter(decision__activity=activity).values_list("due_on", flat=True)
    if not days:
        return usual
    checked = months_after(max(max(days), given), terms.asked_after_months[-1])
    return max(usual, min(checked + timedelta(days=7), months_after(given, terms.keep_addresses_months)))


def plan_posters(
    *, activity: Activity, places: Sequence[str], languages: Sequence[str] = ("en",), due_on: date, by: Account,
    at: datetime,
) -> int:  # fmt: skip
    """List the venues where a poster goes up, in each language, and by when. Returns how many are new."""
    ask(access.may_tell(by, activity))
    wanted = [(place.strip()[:160], language) for place in places if place.strip() for language in languages]
    if not wanted:
        raise Conflict(_("Name at least one place."), _("Write one on each line."))
    offered = {"en", *queries.languages_of(activity)}
    if missing := [language for _place, language in wanted if language not in offered]:
        raise Conflict(
            _("There is no summary in this language: %(language)s") % {"language": missing[0]},
            _("Add the translation first."),
        )
    with transaction.atomic():
        before = Poster.objects.filter(activity=activity).count()
        Poster.objects.bulk_create(
            [
                Poster(activity=activity, place=place, language=language, due_on=due_on, by=by, at=at)
                for place, language in wanted
            ],
            ignore_conflicts=True,
        )
        made = Poster.objects.filter(activity=activity).count() - before
        note("posters.planned", activity, by, at, posters=made)
    return made


def put_up_poster(*, poster: Poster, put_up_on: date, put_up_by: str, by: Account, at: datetime) -> Poster:
    """Keep that a poster hangs: where, since when, and who put it up."""
    ask(access.may_tell(by, poster.activity))
    _refuse_unpublished(poster.activity)
    if put_up_on > clock.day_of(at):
        raise Conflict(_("It cannot hang there yet on a day that is still to come."), _("Check the day."))
    if not put_up_by.strip():
        raise Conflict(_("Say who put it up."))
    with transaction.atomic():
        poster.put_up_on, poster.put_up_by, poster.set_aside_because = put_up_on, put_up_by, ""
        poster.save(update_fields=["put_up_on", "put_up_by", "set_aside_because"])
        note("poster.put_up", poster.activity, by, at, poster=poster.public_id, on=put_up_on.isoformat())
    return poster


def set_poster_aside(*, poster: Poster, because: str, by: Account, at: datetime) -> Poster:
    """Say why a poster cannot hang there: the hall is closed, the owner said no."""
    ask(access.may_tell(by, poster.activity))
    if not because.strip():
        raise Conflict(_("Say why it cannot hang there."))
    if poster.put_up_on:
        raise Conflict(_("It hangs there already."))
    with transaction.atomic():
        poster.set_aside_because = because[:300]
        poster.save(update_fields=["set_aside_because"])
        note("poster.set_aside", poster.activity, by, at, poster=poster.public_id)
    return poster


def _keep_version(feedback: Feedback, why: str, by: Account, at: datetime) -> FeedbackVersion:
    number = FeedbackVersion.objects.filter(feedback=feedback).count() + 1
    return FeedbackVersion.objects.create(
        feedback=feedback, number=number, body=body_of(feedback), why=why[:300], by=by, at=at
    )


def _refuse_unpublished(activity: Activity) -> None:
    feedback = queries.feedback_of(activity)
    if feedback is None or feedback.published_at is None:
        raise Refused(
            no(_("“You said, we did” is not published yet, so there is nothing to point people to."),
               _("Write the summary and start telling people first."), "GP-k")
        )  # fmt: skip


def _refuse_posters(activity: Activity) -> None:
    waiting = Poster.objects.filter(activity=activity, put_up_on=None, set_aside_because="").first()
    if waiting is not None:
        raise Refused(
            no(
                _("The poster for %(place)s is neither up nor set aside.") % {"place": waiting.place},
                _("Say when it was put up, or why it cannot hang there."),
                "UP-a",
            )
        )
