"""The paper twin: the same words, the same order, the influence on page one, how to send it back, the address slip."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Strand
from heard.methods.survey.models import Question
from heard.methods.survey.queries import Asked, BankQuestion, monitoring_bank, questionnaire
from heard.ui.pdf import render

LINES = 7
DOTS = "." * 24


def paper_pdf(strand: Strand) -> bytes:
    """The form as a tagged PDF (PDF/UA-1), in 12 point; for large print, print at 141 % on A3."""
    activity = strand.activity
    title = activity.title if activity.title == strand.title else f"{activity.title}: {strand.title}"
    return render(
        "paper.typ",
        {
            "title": title,
            "eyebrow": _("Asked by %(who)s") % {"who": activity.lead.name},
            "footer": _("%(title)s · form %(ref)s") % {"title": activity.title, "ref": strand.public_id},
            "blocks": [*_first_page(strand), *_questions(strand), *_end(strand)],
        },
    )


def _first_page(strand: Strand) -> list[dict[str, Any]]:
    activity, asked = strand.activity, questionnaire(strand)
    plan = activity.plan
    blocks: list[dict[str, Any]] = []
    if asked.introduction:
        blocks.append({"kind": "lead", "words": asked.introduction})
    if plan.influence_statement:
        blocks += [
            {"kind": "heading", "words": _("What difference can you make?")},
            {"kind": "notice", "words": "\n\n".join(filter(None, [plan.influence_statement, _decides(activity)]))},
        ]
    blocks += [
        {"kind": "heading", "words": _("How to answer")},
        {"kind": "list", "items": _how(strand)},
        {"kind": "heading", "words": _("Where to send it")},
        {"kind": "text", "words": _where(strand)},
    ]
    if plan.information_pack:
        blocks += [
            {"kind": "heading", "words": _("What you need to know")},
            {"kind": "text", "words": plan.information_pack},
        ]
    return [*blocks, *_office(strand)]


def _decides(activity: Activity) -> str:
    plan = activity.plan
    if not plan.decision_maker:
        return ""
    if not plan.decides_on:
        return _("%(who)s decides.") % {"who": plan.decision_maker}
    return _("%(who)s decides. The decision is due by %(day)s.") % {
        "who": plan.decision_maker,
        "day": date_format(plan.decides_on, "j F Y"),
    }


def _how(strand: Strand) -> list[str]:
    lines = [
        _("You give no name. Leave out any question you like; the rest still counts."),
        _("An answer on paper counts the same as one on the web, by phone or in person."),
        _("If there is not enough room, go on with another sheet and pin it to this one."),
    ]
    if "phone" in strand.channels and strand.activity.lead.phone:
        lines.append(
            _("You can also ring %(phone)s: we write your answers down and give you a receipt.")
            % {"phone": strand.activity.lead.phone}
        )
    return lines


def _where(strand: Strand) -> str:
    activity = strand.activity
    own = next((terms for terms in strand.terms.all() if terms.channel == "paper"), None)
    closes = (own.closes_on if own else None) or activity.closes_on
    parts = []
    if closes:
        parts.append(
            _("It must reach us by the end of %(day)s.") % {"day": date_format(closes, "l j F Y")}
            + (" " + activity.plan.late_response_policy if activity.plan.late_response_policy else "")
        )
    if own and own.where:
        parts.append(own.where)
    address = activity.lead.postal_address.strip()
    parts.append(_("Send it to:") + "\n" + activity.lead.name + ("\n" + address if address else ""))
    return "\n\n".join(parts)


def _questions(strand: Strand) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [{"kind": "page"}, {"kind": "heading", "words": _("The questions")}]
    for question in questionnaire(strand).questions:
        if question.opens_section and question.section:
            blocks.append({"kind": "heading", "words": question.section})
            if question.section_introduction:
                blocks.append({"kind": "text", "words": question.section_introduction})
        blocks.append(_asked(question))
    return blocks


def _asked(question: Asked) -> dict[str, Any]:
    one = _("Tick one.") if question.kind in (Question.Kind.CHOICE, Question.Kind.SCALE) else ""
    return {
        "kind": "question",
        "number": str(question.number),
        "words": question.words,
        "help": "\n".join(filter(None, [question.hint, one])),
        "answer": question.kind,
        "options": [choice.words for choice in question.choices],
        "lines": LINES,
    }


def _end(strand: Strand) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        {"kind": "heading", "words": _("Before you send")},
        _tick(_("You may quote my words in the report. My name is never shown."), [_("Yes"), _("No")]),
    ]
    if questionnaire(strand).asks_monitoring:
        blocks += [{"kind": "page"}, {"kind": "heading", "words": _("About you")}, {"kind": "text", "words": _apart()}]
        blocks += [_about(question) for question in monitoring_bank()]
    return [*blocks, *_privacy(strand.activity), *_slip(strand)]


def _apart() -> str:
    return _(
        "Leave this out if you like. It shows us who we have not heard from yet. It is kept apart from your answers, "
        "so nobody can see what you said beside it."
    )


def _about(question: BankQuestion) -> dict[str, Any]:
    answers = [words for _slug, words in question.answers]
    return {**_tick(question.words, answers), "help": question.help}


def _tick(words: str, options: list[str]) -> dict[str, Any]:
    return {"kind": "question", "words": words, "answer": "choice", "options": options}


def _privacy(activity: Activity) -> list[dict[str, Any]]:
    plan = activity.plan
    if not plan.controller:
        return []
    words = [
        _("%(who)s is responsible for your data (%(basis)s).")
        % {"who": plan.controller, "basis": plan.lawful_basis or _("public task")}
    ]
    if plan.retention:
        words.append(_("How long it is kept: %(retention)s") % {"retention": plan.retention})
    return [
        {"kind": "heading", "words": _("What happens to your answers?")},
        {"kind": "text", "words": " ".join(words)},
    ]


def _slip(strand: Strand) -> list[dict[str, Any]]:
    """A page of its own, torn off and kept apart from the answers as soon as the form arrives."""
    return [
        {"kind": "page"},
        {"kind": "heading", "words": _("Address slip: how shall we tell you what happened?")},
        {
            "kind": "text",
            "words": _(
                "Fill this in only if you want to hear from us. We take this page off when your form arrives, keep it "
                "apart from your answers, use it only to send your receipt and the result, and destroy it after that."
            ),
        },
        _tick(_("How?"), [_("By letter"), _("By e-mail"), _("By phone")]),
        _lines(_("Your name"), 1),
        _lines(_("Postal address, e-mail address or telephone number"), 4),
        *_office(strand),
    ]


def _lines(words: str, lines: int) -> dict[str, Any]:
    return {"kind": "question", "words": words, "answer": "text", "lines": lines}


def _office(strand: Strand) -> list[dict[str, Any]]:
    """Space for the serial number, so that a form and its slip can be told to belong together until both are keyed."""
    facts = [[_("Form"), strand.public_id], [_("Serial number"), DOTS], [_("Received on"), DOTS]]
    return [{"kind": "small", "words": _("For the office")}, {"kind": "facts", "items": facts}]
