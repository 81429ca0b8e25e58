"""What is told, in the words of an e-mail, a letter, a call, a card: composed from the links, the same on every way."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.queries import letter_to
from heard.decisions.models import Answer, Feedback, Interim, LetterBatch
from heard.decisions.queries.records import feedback_of
from heard.decisions.queries.steps import news_blocks
from heard.people.queries import address_of
from heard.rules.calendar import in_words
from heard.ui.letters import letters_file


def told(activity: Activity) -> list[dict[str, str]]:
    """One line a finding: what you said, what was decided, because, and what happens next. Two queries."""
    given = Answer.objects.filter(decision__activity=activity, decision__published_at__isnull=False)
    rows = given.select_related("finding").prefetch_related("commitments").order_by("finding__ordinal", "finding_id")
    return [
        {
            "said": answer.finding.statement,
            "answer": answer.get_kind_display(),
            "because": answer.reason,
            "next": "; ".join(
                _("%(what)s (%(who)s, by %(when)s)")
                % {"what": promise.words, "who": promise.owner, "when": in_words(promise.due_on)}
                for promise in answer.commitments.all()
            ),
        }
        for answer in rows.filter(finding__published_at__isnull=False)
    ]


def said_beside(feedback: Feedback | None) -> list[str]:
    """What stands beside the answers, a paragraph each: not done and why, who was not heard, how to challenge it."""
    parts = [
        ("not_done", _("What was not done, and why: %(words)s")),
        ("not_heard", _("Who was not heard: %(words)s")),
        ("challenge", _("If you do not agree: %(words)s")),
    ]
    return [said % {"words": words} for name, said in parts if (words := getattr(feedback, name, "").strip())]


def interim_words(interim: Interim) -> list[str]:
    """What is said while a decision is delayed: the same sentences on every way."""
    return [
        _("The decision on “%(title)s” is delayed.") % {"title": interim.activity.title},
        _("What we heard so far: %(heard)s") % {"heard": interim.heard},
        _("Why it takes longer: %(because)s") % {"because": interim.because},
        _("It is now expected on %(day)s. We will tell you again then.") % {"day": in_words(interim.delayed_until)},
        *([_("You hear from us by %(day)s at the latest.") % {"day": in_words(interim.next_due_on)}]
          if interim.next_due_on else []),
    ]  # fmt: skip


def email_to(activity: Activity, name: str, interim: Interim | None = None) -> tuple[str, str]:
    """Subject and plain text of one e-mail."""
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    if interim is not None:
        where = _("More: %(url)s") % {"url": page_of(activity)}
        subject = _("The decision is delayed: “%(title)s”") % {"title": _one_line(activity.title)}
        return subject, "\n\n".join([greeting, *interim_words(interim), where, activity.lead.name])
    feedback = feedback_of(activity)
    summary = getattr(feedback, "summary", "")
    lines = [greeting, ""]
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
    for words in said_beside(feedback):
        lines += [words, ""]
    lines += [_("All of it, with how we know: %(url)s") % {"url": page_of(activity)}, ""]
    lines += [_("If something here is not true, reply to %(lead)s or write to us. It will be answered in public.")
              % {"lead": activity.lead.name}]  # fmt: skip
    lines += ["", activity.lead.name]
    return _("What became of “%(title)s”") % {"title": _one_line(activity.title)}, "\n".join(lines)


def letters_of(batch: LetterBatch) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: one letter a delivery whose address is still kept."""
    activity, interim = batch.activity, batch.interim
    if batch.news is not None:
        batch.news.activity = activity
        title, blocks = _("News of “%(title)s”") % {"title": activity.title}, news_blocks(batch.news)
    elif interim is not None:
        title = _("The decision is delayed: “%(title)s”") % {"title": activity.title}
        blocks = [{"kind": "text", "words": words} for words in interim_words(interim)]
    else:
        title, blocks = _("What became of “%(title)s”") % {"title": activity.title}, _final_blocks(activity)
        blocks.append(
            {
                "kind": "text",
                "words": _("If something here is not true, ring or write to %(lead)s. It will be answered in public.")
                % {"lead": activity.lead.name},
            }
        )
    blocks.append({"kind": "small", "words": _("All of it, with how we know: %(url)s") % {"url": page_of(activity)}})
    letters = [
        letter_to(kept, activity, title=title, blocks=blocks, at=batch.printed_at)
        for voice in batch.deliveries.order_by("id").values_list("voice_id", flat=True)
        if (kept := address_of(voice, "letter"))
    ]
    return letters_file(activity.title, letters)


def card_of(activity: Activity) -> dict[str, Any]:
    """Plain values for `ui/paper.typ`: what a host reads out when people meet again."""
    return {
        "title": _("To read out: what became of “%(title)s”") % {"title": activity.title},
        "eyebrow": _("For the host of the next session"),
        "lang": "en",
        "region": "GB",
        "size": 15,
        "footer": short_address(activity),
        "blocks": [
            {"kind": "lead", "words": _("Some of you took part. This is what became of it.")},
            *_final_blocks(activity),
            {"kind": "notice", "words": _("Ask: is any of this not true where you live? Write down what people say, and send it to %(lead)s. It is answered in public.") % {"lead": activity.lead.name}},  # noqa: E501
            {"kind": "text", "words": _("All of it: %(url)s Your receipt: %(receipt)s") % {"url": short_address(activity), "receipt": receipt_address()}},  # noqa: E501
        ],
    }  # fmt: skip


def _final_blocks(activity: Activity) -> list[dict[str, Any]]:
    feedback = feedback_of(activity)
    summary = getattr(feedback, "summary", "")
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
    return [*blocks, *({"kind": "text", "words": words} for words in said_beside(feedback))]


def page_of(activity: Activity) -> str:
    """The public address of “What was decided”."""
    return settings.SITE_URL + reverse("decisions:decided", args=[activity.slug])


def short_address(activity: Activity) -> str:
    """The same page by an address short enough for a poster or a text message."""
    return settings.SITE_URL + reverse("decisions:short", args=[activity.public_id])


def receipt_address() -> str:
    """Where somebody types in their receipt."""
    return settings.SITE_URL + reverse("activities:receipt")


def _one_line(text: str) -> str:
    return " ".join(text.split())
