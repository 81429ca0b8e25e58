"""The words of what officers and residents are sent about late answers and promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.queries import letter_to
from heard.decisions.models import Commitment, Escalation, GroundAsk, InterimStep, LetterBatch, OutcomeQuestion
from heard.decisions.queries.ground import code_for
from heard.ground import clock
from heard.people.queries import address_of
from heard.rules.calendar import in_words
from heard.ui.letters import letters_file


def escalation_email(step: Escalation, name: str) -> tuple[str, str]:
    """To one person on the ladder: what is late, since when, who is told next."""
    owed, activity = step.obligation, step.obligation.activity
    days = owed.days_late(clock.today())
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("People who took part in “%(title)s” were promised an answer by %(day)s. It is %(days)s days late.")
        % {"title": activity.title, "day": in_words(owed.due_on) if owed.due_on else "", "days": days},
        _("You are told as %(who)s (Compact, UP-a). Everyone can see that it is late, and that you were told.")
        % {"who": step.get_to_display()},
        _("If the decision is delayed, give interim feedback now. It says so honestly; it does not undo the delay."),
        _("Give feedback: %(url)s") % {"url": _link("decisions:staff_feedback", activity.slug)},
    ]
    return _("Answer overdue: “%(title)s”") % {"title": _one_line(activity.title)}, "\n\n".join(lines)


def interim_step_email(step: InterimStep, name: str) -> tuple[str, str]:
    """To one person on the ladder of an interim promise: what people were told, and that they did not hear again."""
    told, activity = step.interim, step.interim.activity
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("On %(given)s people who took part in “%(title)s” were told that the decision takes longer.")
        % {"given": in_words(told.given_on), "title": activity.title},
        _("They were to hear again by %(day)s. That is %(days)s days ago, and they have heard nothing.")
        % {"day": in_words(told.next_due_on) if told.next_due_on else "", "days": told.days_late(clock.today())},
        _("You are told as %(who)s (Compact, UP-a). Everyone can see that it is late, and that you were told.")
        % {"who": step.get_to_display()},
        _("Tell people what was decided, or give interim feedback again. Neither undoes the delay."),
        _("Give feedback: %(url)s") % {"url": _link("decisions:staff_feedback", activity.slug)},
    ]
    return _("People were to hear again: “%(title)s”") % {"title": _one_line(activity.title)}, "\n\n".join(lines)


def asked_words(commitment: Commitment) -> list[str]:
    """The question, in the same words on every way."""
    activity = commitment.decision.activity
    return [
        _("You took part in “%(title)s”.") % {"title": activity.title},
        _("%(who)s promised: %(words)s") % {"who": commitment.owner, "words": commitment.words},
        _("They say that it is done. Where it can be seen: %(evidence)s") % {"evidence": commitment.evidence}
        if commitment.settled_on
        else _("It was promised by %(day)s.") % {"day": in_words(commitment.due_on)},
        _("Is it true on the ground?"),
    ]


def asked_email(asked: GroundAsk, name: str) -> tuple[str, str]:
    """To one person who took part: the question, and where to answer it without an account."""
    one = asked.check_made.commitment
    activity = one.decision.activity
    url = _link("decisions:asked", code_for(asked.check_made, asked.voice_id))
    lines = [
        _("Dear %(name)s,") % {"name": name} if name else _("Hello,"),
        *asked_words(one),
        _("Answer here, without an account, until %(day)s: %(url)s")
        % {"day": in_words(asked.check_made.closes_on), "url": url},
        _("Do you not want to be asked again? Say so on the same page, and your address is deleted."),
        activity.lead.name,
    ]
    return _("Is it true? “%(title)s”") % {"title": _one_line(activity.title)}, "\n\n".join(lines)


def asked_letters(batch: LetterBatch) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: one letter for each who is asked and whose address is still kept."""
    activity = batch.activity
    rows = batch.asks.select_related("check_made__commitment__decision__activity").order_by("id")
    letters = []
    for asked in rows:
        if (kept := address_of(asked.voice_id, "letter")) is not None:
            title = _("Is it true? “%(title)s”") % {"title": activity.title}
            letters.append(letter_to(kept, activity, title=title, blocks=_blocks(asked), at=batch.printed_at))
    return letters_file(activity.title, letters)


def _blocks(asked: GroundAsk) -> Sequence[dict[str, Any]]:
    one, lead = asked.check_made.commitment, asked.check_made.commitment.decision.activity.lead
    said = asked_words(one)
    how = _("Tick one, write what you see, and send this page back. Or answer at %(url)s with this code:") % {
        "url": _link("decisions:asked_form")
    }
    if lead.phone:
        how += " " + _("Or ring %(number)s.") % {"number": lead.phone}
    return [
        *({"kind": "text", "words": words} for words in said[:-1]),
        {"kind": "heading", "words": _("What we ask you"), "level": 2},
        {"kind": "question", "words": said[-1], "answer": "choice",
         "options": [_("Yes, it is true"), _("No, it is not true"), _("I do not know")]},
        {"kind": "lines", "lines": 4},
        {"kind": "text", "words": how},
        {"kind": "code", "words": code_for(asked.check_made, asked.voice_id)},
        {"kind": "small", "words": _("Please answer by %(day)s.") % {"day": in_words(asked.check_made.closes_on)}},
    ]  # fmt: skip


def contradicted_email(one: Commitment, name: str) -> tuple[str, str]:
    """To those who follow a partner's promises: residents opened one again."""
    reply = one.replies.filter(at=None).first()
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("Residents say that this promise is not kept: %(words)s") % {"words": one.words},
        _("It is open again, in public. A public reply is owed by %(day)s (UP-b).")
        % {"day": in_words(reply.due_on) if reply else ""},
        _("Reply: %(url)s") % {"url": _link("decisions:ground", one.decision.activity.slug, one.public_id)},
    ]
    return _("Residents say that a promise is not kept"), "\n\n".join(lines)


def outcome_email(question: OutcomeQuestion, name: str) -> tuple[str, str]:
    """To those who decided: what is different since?"""
    activity = question.decision.activity
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("%(months)s months ago this was decided: %(option)s")
        % {"months": question.months, "option": question.decision.option},
        _("What is different since? Please say so in public by %(day)s (P-2).") % {"day": in_words(question.due_on)},
        _("Answer: %(url)s") % {"url": _link("decisions:staff_decision", activity.slug)},
    ]
    return _("What is different? “%(title)s”") % {"title": _one_line(activity.title)}, "\n\n".join(lines)


def _link(name: str, *args: Any) -> str:
    return str(settings.SITE_URL + reverse(name, args=args))


def _one_line(text: str) -> str:
    return " ".join(text.split())
