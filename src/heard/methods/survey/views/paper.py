"""The paper twin: the same words, the same order, the influence on page one, how to send it back, the address slip.

One source for every print: `asked` is the questionnaire in a language and format, so large print, Easy Read and
translations ask what the web asks. A batch prints each form with its serial, barcode and the receipt that it will have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities.actions import codes_for
from heard.activities.models import Activity, Strand
from heard.methods.survey.actions.paper import entry_key_of
from heard.methods.survey.models import PaperBatch, PaperFormat, Question
from heard.methods.survey.queries import Asked, Questionnaire, questions_in
from heard.methods.survey.queries.messages import message
from heard.methods.survey.queries.paper import version_format
from heard.people.queries.bank import BankQuestion, monitoring_bank
from heard.rules.languages import direction_of
from heard.rules.paper import bars
from heard.ui.pdf import render

LINES = 7
DOTS = "." * 24
SIZES: Mapping[str, int] = {PaperFormat.STANDARD: 12, PaperFormat.LARGE_PRINT: 18, PaperFormat.EASY_READ: 14}
NARROW_BARS = 13 * 16 - 1


def paper_pdf(strand: Strand, language: str = "en", format: str = PaperFormat.STANDARD) -> bytes:
    """One form without a serial as a tagged PDF (PDF/UA-1): to print at home, in a language and a format."""
    asked = questions_in(strand, language, version_format(format))
    return render("paper.typ", {**_document(strand, asked, format), "blocks": form_blocks(strand, asked)})


def batch_pdf(batch: PaperBatch, numbers: Sequence[int]) -> bytes:
    """Some forms of a batch as one tagged PDF: each with its serial and, to tear off, the receipt it will have."""
    strand = batch.strand
    asked = questions_in(strand, batch.language, version_format(batch.format))
    forms = []
    for number in numbers:
        code, secret = codes_for(strand, entry_key_of(batch, number))
        serial = batch.serial(number)
        forms.append({"serial": serial, "receipt": code, "secret": secret, "bars": bars(serial), "width": NARROW_BARS})
    return render(
        "survey/forms.typ",
        {
            **_document(strand, asked, batch.format),
            "serial_label": message(asked, "Form"),
            "forms": forms,
            "blocks": form_blocks(strand, asked, serial=True),
            "receipt": _receipt(strand, asked),
        },
    )


def _document(strand: Strand, asked: Questionnaire, format: str) -> dict[str, Any]:
    activity = strand.activity
    own = asked.title or strand.title
    said = activity.title if activity.title.endswith(("?", "!", ".")) else f"{activity.title}:"
    said = (
        f"\u2066{said}\u2069" if direction_of(asked.language) == "rtl" else said
    )  # keeps its own order (Unicode UAX 9)
    title = activity.title if activity.title == own else f"{said} {own}"
    return {
        "title": title,
        "lang": asked.language,
        "size": SIZES[format],
        "eyebrow": message(asked, "Asked by %(who)s") % {"who": activity.lead.name},
        "footer": message(asked, "%(title)s · form %(ref)s") % {"title": activity.title, "ref": strand.public_id},
    }


def form_blocks(strand: Strand, asked: Questionnaire, serial: bool = False) -> list[dict[str, Any]]:
    """Everything on the form, as blocks of print: what it is for, the questions, the address slip."""
    office = [] if serial else _office(strand, asked, serial)
    return [*_first_page(strand, asked), {"kind": "page"}, *office, *_questions(asked), *_end(strand, asked, serial)]


def _first_page(strand: Strand, asked: Questionnaire) -> list[dict[str, Any]]:
    activity = strand.activity
    blocks: list[dict[str, Any]] = []
    if asked.introduction:
        blocks.append({"kind": "lead", "words": asked.introduction})
    if asked.influence:
        blocks += [
            {"kind": "heading", "words": message(asked, "What difference can you make?")},
            {"kind": "notice", "words": "\n\n".join(filter(None, [asked.influence, _decides(activity, asked)]))},
        ]
    blocks += [
        {"kind": "heading", "words": message(asked, "How to answer")},
        {"kind": "list", "items": _how(strand, asked)},
        {"kind": "heading", "words": message(asked, "Where to send it")},
        {"kind": "text", "words": _where(strand, asked), "whole": True},
    ]
    if activity.plan.information_pack:
        blocks += [
            {"kind": "heading", "words": message(asked, "What you need to know")},
            {"kind": "text", "words": activity.plan.information_pack},
        ]
    return blocks


def _decides(activity: Activity, asked: Questionnaire) -> str:
    plan = activity.plan
    if not plan.decision_maker:
        return ""
    if not plan.decides_on:
        return message(asked, "%(who)s decides.") % {"who": plan.decision_maker}
    return message(asked, "%(who)s decides. The decision is due by %(day)s.") % {
        "who": plan.decision_maker,
        "day": date_format(plan.decides_on, "j F Y"),
    }


def _how(strand: Strand, asked: Questionnaire) -> list[str]:
    lines = [
        message(asked, "You give no name. Leave out any question you like; the rest still counts."),
        message(asked, "An answer on paper counts the same as one on the web, by phone or in person."),
        message(asked, "If there is not enough room, go on with another sheet and pin it to this one."),
    ]
    if "phone" in strand.channels and strand.activity.lead.phone:
        lines.append(
            message(asked, "You can also ring %(phone)s: we write your answers down and give you a receipt.")
            % {"phone": strand.activity.lead.phone}
        )
    return lines


def _where(strand: Strand, asked: Questionnaire) -> str:
    activity = strand.activity
    own = next((terms for terms in strand.terms.all() if terms.channel == "paper"), None)
    closes = (own.closes_on if own else None) or activity.closes_on
    parts = []
    if closes:
        parts.append(
            message(asked, "It must reach us by the end of %(day)s.") % {"day": date_format(closes, "l j F Y")}
            + (" " + activity.plan.late_response_policy if activity.plan.late_response_policy else "")
        )
    if own and own.where:
        parts.append(own.where)
    address = activity.lead.postal_address.strip()
    parts.append(message(asked, "Send it to:") + "\n" + activity.lead.name + ("\n" + address if address else ""))
    return "\n\n".join(parts)


def _questions(asked: Questionnaire) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [{"kind": "heading", "words": message(asked, "The questions")}]
    for question in asked.questions:
        if question.opens_section and question.section:
            blocks.append({"kind": "heading", "words": question.section})
            if question.section_introduction:
                blocks.append({"kind": "text", "words": question.section_introduction})
        blocks += _asked(question, asked)
    return blocks


def _asked(question: Asked, asked: Questionnaire) -> list[dict[str, Any]]:
    kind = question.kind
    one = message(asked, "Tick one.") if kind in (Question.Kind.CHOICE, Question.Kind.SCALE) else ""
    block = {
        "kind": "question",
        "number": str(question.number),
        "words": question.words,
        "help": "\n".join(filter(None, [question.only_if, question.hint, one])),
        "answer": kind,
        "options": [choice.words for choice in question.choices],
        "lines": LINES,
        "lang": question.language,
    }
    if kind == Question.Kind.PLACE:
        names = " · ".join(choice.words for choice in question.choices)
        block |= {"answer": "text", "options": [], "lines": 1, "help": f"{block['help']}\n{names}"}
    if kind == Question.Kind.MATRIX:
        block |= {"answer": "grid", "rows": [row.words for row in question.rows]}
    onward = [{"kind": "notice", "words": "\n".join(question.go_on)}] if question.go_on else []
    return [block, *onward]


def _end(strand: Strand, asked: Questionnaire, serial: bool) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        {"kind": "heading", "words": message(asked, "Before you send")},
        _tick(
            message(asked, "You may quote my words in the report. My name is never shown."),
            [message(asked, "Yes"), message(asked, "No")],
        ),
        *_privacy(strand.activity, asked),
    ]
    if asked.asks_monitoring:
        blocks += [
            {"kind": "page"},
            {"kind": "heading", "words": message(asked, "About you")},
            {"kind": "text", "words": message(asked, APART)},
        ]
        blocks += [_about(question) for question in monitoring_bank()]
    return [*blocks, *_slip(strand, asked, serial)]


APART = (
    "Leave this out if you like. It shows us who we have not heard from yet. It is kept apart from your answers, "
    "so nobody can see what you said beside it."
)
SLIP = (
    "Fill this in only if you want to hear from us. We take this page off when your form arrives, keep it "
    "apart from your answers, use it only to send your receipt and the result, and destroy it after that."
)


def _about(question: BankQuestion) -> dict[str, Any]:
    answers = [words for _slug, words in question.answers]
    return {**_tick(question.words, answers), "help": question.help}


def _tick(words: str, options: list[str]) -> dict[str, Any]:
    return {"kind": "question", "words": words, "answer": "choice", "options": options}


def _privacy(activity: Activity, asked: Questionnaire) -> list[dict[str, Any]]:
    plan = activity.plan
    if not plan.controller:
        return []
    words = [
        message(asked, "%(who)s is responsible for your data (%(basis)s).")
        % {"who": plan.controller, "basis": plan.lawful_basis or _("public task")}
    ]
    if plan.retention:
        words.append(message(asked, "How long it is kept: %(retention)s") % {"retention": plan.retention})
    return [
        {"kind": "heading", "words": message(asked, "What happens to your answers?")},
        {"kind": "text", "words": " ".join(words)},
    ]


def _slip(strand: Strand, asked: Questionnaire, serial: bool) -> list[dict[str, Any]]:
    """A page of its own, torn off and kept apart from the answers as soon as the form arrives."""
    return [
        {"kind": "page"},
        {"kind": "heading", "words": message(asked, "Address slip: how shall we tell you what happened?")},
        {"kind": "text", "words": message(asked, SLIP)},
        _tick(
            message(asked, "How?"),
            [message(asked, "By letter"), message(asked, "By e-mail"), message(asked, "By phone")],
        ),
        _lines(message(asked, "Your name"), 1),
        _lines(message(asked, "Postal address, e-mail address or telephone number"), 4),
        *_office(strand, asked, serial),
    ]


def _lines(words: str, lines: int) -> dict[str, Any]:
    return {"kind": "question", "words": words, "answer": "text", "lines": lines}


def _office(strand: Strand, asked: Questionnaire, serial: bool) -> list[dict[str, Any]]:
    """The serial, so that a form and its slip can be told to belong together until both are keyed; else room for it."""
    title: dict[str, Any] = {"kind": "small", "words": message(asked, "For the office")}
    if serial:
        return [title, {"kind": "serial"}]
    facts = [
        [message(asked, "Form"), strand.public_id],
        [message(asked, "Serial number"), DOTS],
        [message(asked, "Received on"), DOTS],
    ]
    return [title, {"kind": "facts", "items": facts}]


def _receipt(strand: Strand, asked: Questionnaire) -> list[dict[str, Any]]:
    """The part that people keep: the receipt that their form will have once it has arrived and is keyed in."""
    words = message(
        asked,
        "Tear this off and keep it. About a week after your form has reached us, this receipt shows what became of what"
        " you said: type it at “Follow my receipt” on our web site, or ring %(phone)s. It holds no name.",
    )
    return [
        {"kind": "heading", "words": message(asked, "Keep this: your receipt")},
        {"kind": "receipt"},
        {"kind": "secret", "words": message(asked, "Letters that open your own words:")},
        {"kind": "small", "words": words % {"phone": strand.activity.lead.phone or strand.activity.lead.name}},
    ]
