"""What is told, in the words of an e-mail, a letter, a call: composed from the links, the same on every channel."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.queries import letter_to
from heard.decisions.models import LetterBatch
from heard.decisions.queries.records import deciding_desk, decision_of, feedback_of
from heard.people.queries import address_of
from heard.rules.calendar import in_words


def told(activity: Activity) -> list[dict[str, str]]:
    """One line a finding: what you said, what was decided, because, and what happens next."""
    if (made := decision_of(activity)) is None or made.published_at is None:
        return []
    return [
        {
            "said": row["finding"].statement,
            "answer": row["answer"].get_kind_display(),
            "because": row["answer"].reason,
            "next": "; ".join(
                _("%(what)s (%(who)s, by %(when)s)")
                % {"what": promise.words, "who": promise.owner, "when": in_words(promise.due_on)}
                for promise in row["answer"].commitments.all()
            ),
        }
        for row in deciding_desk(activity)
        if row["answer"]
    ]


def email_to(activity: Activity, name: str) -> tuple[str, str]:
    """Subject and plain text of one e-mail."""
    summary = getattr(feedback_of(activity), "summary", "")
    lines = [_("Dear %(name)s,") % {"name": name} if name else _("Hello,"), ""]
    lines += [
        _("You took part in “%(title)s”. This is what became of it.") % {"title": activity.title},
        "",
        summary,
        "",
    ]
    for number, row in enumerate(told(activity), start=1):
        lines += [_("%(n)d. You said: %(said)s") % {"n": number, "said": row["said"]}]
        lines += [
            _("   We decided: %(answer)s.") % {"answer": row["answer"]}
            + (f" {row['because']}" if row["because"] else "")
        ]
        lines += [_("   Next: %(next)s") % {"next": row["next"]}] if row["next"] else []
        lines += [""]
    lines += [_("All of it, with how we know: %(url)s") % {"url": page_of(activity)}, ""]
    lines += [_("If something here is not true, reply to %(lead)s or write to us. It will be answered in public.")
              % {"lead": activity.lead.name}]  # fmt: skip
    lines += ["", activity.lead.name]
    return _("What became of “%(title)s”") % {"title": activity.title}, "\n".join(lines)


def letters_of(batch: LetterBatch) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: one letter a delivery whose address is still kept."""
    activity = batch.activity
    summary = getattr(feedback_of(activity), "summary", "")
    blocks: list[dict[str, Any]] = [
        {
            "kind": "text",
            "words": _("You took part in “%(title)s”. This is what became of it.") % {"title": activity.title},
        },
        {"kind": "notice", "words": summary},
    ]
    for number, row in enumerate(told(activity), start=1):
        blocks.append({"kind": "heading", "words": f"{number}. {row['said']}", "level": 2})
        blocks.append(
            {"kind": "text", "words": " ".join(filter(None, [f"{row['answer']}.", row["because"], row["next"]]))}
        )
    blocks.append({"kind": "small", "words": _("All of it, with how we know: %(url)s") % {"url": page_of(activity)}})
    letters = [
        letter for number in batch.deliveries.order_by("id").values_list("voice_id", flat=True)
        if (letter := _letter(activity, number, blocks, batch))
    ]  # fmt: skip
    return {"title": activity.title, "lang": "en", "region": "GB", "duplex": True, "letters": letters}


def _letter(activity: Activity, voice: Any, blocks: list[dict[str, Any]], batch: LetterBatch) -> dict[str, Any] | None:
    kept = address_of(voice, "letter")
    if kept is None:
        return None
    title = _("What became of “%(title)s”") % {"title": activity.title}
    return letter_to(kept, activity, title=title, blocks=blocks, at=batch.printed_at)


def page_of(activity: Activity) -> str:
    """The public address of “What was decided”."""
    return settings.SITE_URL + reverse("decisions:decided", args=[activity.slug])
