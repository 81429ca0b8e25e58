"""The words of what people and officers are sent about a concern: the same by e-mail, in a letter and in a call."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.queries import letter_to
from heard.moderation.models import Concern, ConcernReminder, ConcernStep
from heard.people.models import VoiceAddress
from heard.rules.calendar import in_words
from heard.rules.short_message import compose
from heard.ui.letters import letters_file

STEP = ConcernStep.Kind


def told_step(step: ConcernStep) -> list[str]:
    """What happened and what happens next, in a few sentences."""
    one = step.concern
    said = [_opening(step, one)]
    if step.words:
        said.append(step.words)
    if step.kind in (STEP.DECIDED, STEP.GROUP) and one.outcome == Concern.Outcome.UPHELD and one.remedy_due_on:
        said.append(
            _("What has to be done, by %(day)s: %(remedy)s")
            % {"day": in_words(one.remedy_due_on), "remedy": one.remedy}
        )
    if step.kind == STEP.DECIDED:
        said.append(_("Not content? With your code you can take it to the Compact group: a third body looks at it."))
    if step.kind in (STEP.REMEDY_DONE, STEP.CONFIRMED):
        said.append(_("Is it not so? With your code you can say that it is not mended: another body looks at it."))
    if step.kind == STEP.GROUP:
        said.append(_("Not content? You can go to the Local Government and Social Care Ombudsman: 0300 061 0614."))
    return said


def _opening(step: ConcernStep, one: Concern) -> str:
    title = {"title": one.activity.title}
    words = {
        STEP.ACKNOWLEDGED: _("We have your concern about “%(title)s”."),
        STEP.ASSIGNED: _("Somebody from another body now looks into your concern about “%(title)s”."),
        STEP.ANSWERED: _("Whoever decides has answered your evidence about “%(title)s” in public."),
        STEP.DECIDED: _("Your concern about “%(title)s” is decided."),
        STEP.REMEDY_DONE: _("What was wrong with “%(title)s” has been mended, they say."),
        STEP.NOT_MENDED: _("Somebody from another body looked at “%(title)s”: it is not mended, and is owed again."),
        STEP.CONFIRMED: _("Somebody from another body has confirmed that what was wrong with “%(title)s” is mended."),
        STEP.GROUP: _("The Compact group has answered about “%(title)s”."),
    }
    said = words.get(ConcernStep.Kind(step.kind), _("There is news of your concern about “%(title)s”.")) % title
    if step.kind in (STEP.DECIDED, STEP.GROUP):
        said += " " + _("Outcome: %(outcome)s.") % {"outcome": one.get_outcome_display()}
    return said


def step_email(step: ConcernStep, name: str) -> tuple[str, str]:
    """To the person: subject and plain text."""
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    where = _("What everyone can read: %(url)s") % {"url": page_of_concern(step.concern)}
    code = _("With your code: %(url)s") % {"url": settings.SITE_URL + reverse("moderation:concern_code")}
    subject = _("Your concern: %(what)s") % {"what": step.get_kind_display()}
    return subject, "\n\n".join([greeting, *told_step(step), where, code])


def step_letter(step: ConcernStep, kept: VoiceAddress) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: the same as a letter, from the body that leads."""
    blocks = [{"kind": "text", "words": words} for words in told_step(step)]
    blocks.append(
        {"kind": "small", "words": _("What everyone can read: %(url)s") % {"url": page_of_concern(step.concern)}}
    )
    title = _("Your concern: %(what)s") % {"what": step.get_kind_display()}
    letter = letter_to(kept, step.concern.activity, title=title, blocks=blocks, at=step.at)
    return letters_file(title, [letter])


def step_text(step: ConcernStep) -> str:
    """The same as one text message: what happened, and where everyone can read it."""
    return compose(_opening(step, step.concern), [page_of_concern(step.concern)])


def reminder_email(reminder: ConcernReminder, name: str) -> tuple[str, str]:
    """To somebody who owes a step: what, by when, where. Never the person's words."""
    one, day = reminder.concern, in_words(reminder.due_on)
    words = {
        "raised": _("A concern was raised. It has to be acknowledged by %(day)s (A-1)."),
        "reviewer_wanted": _(
            "A concern about another body's activity needs a reviewer. Its outcome is due by %(day)s."
        ),
        "acknowledge": _("A concern has to be acknowledged by %(day)s."),
        "acknowledge_late": _("A concern should have been acknowledged by %(day)s. Everyone can see that it is late."),
        "outcome": _("The outcome of a concern is due by %(day)s."),
        "outcome_late": _("The outcome of a concern was due by %(day)s. Everyone can see that it is late."),
        "remedy": _("What was found wrong has to be mended by %(day)s."),
        "confirm_wanted": _("It is said to be mended. Please look by %(day)s whether it is, and say so in public."),
        "confirm": _("Somebody from another body is to look by %(day)s whether it is mended."),
        "confirm_late": _(
            "Somebody should have looked by %(day)s whether it is mended. Everyone can see that it is late."
        ),
        "remedy_late": _("What was found wrong should have been mended by %(day)s. Everyone can see that it is late."),
        "escalated": _("Somebody took a concern to the Compact group on %(day)s. A third body is to look at it."),
    }
    said = words.get(reminder.what, _("A concern needs you by %(day)s.")) % {"day": day}
    lines = [
        _("Dear %(name)s,") % {"name": name},
        said,
        f"{one.activity.title} · {one.clause}: {one.question}",
        settings.SITE_URL + reverse("moderation:staff_concern", args=[one.public_id]),
    ]
    return _("A concern: %(clause)s") % {"clause": one.clause}, "\n\n".join(lines)


def page_of_concern(concern: Concern) -> str:
    """Its public address."""
    return str(settings.SITE_URL + reverse("moderation:concern", args=[concern.public_id]))
