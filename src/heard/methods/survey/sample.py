"""An invented survey, for the sample city and for the promises that every method keeps."""

from __future__ import annotations

from datetime import datetime

from heard.activities.models import Contribution, Strand
from heard.methods.survey import actions
from heard.methods.survey.models import Question
from heard.methods.survey.queries import Given, Questionnaire, questionnaire
from heard.people.models import Account

QUESTIONS = (
    ("choice", "How often do you use the baths?", ("Every week", "Every month", "Less often", "Never")),
    (
        "multi",
        "What would bring you here more often?",
        ("Later opening", "Lower prices", "A better bus", "Warmer water"),
    ),
    ("scale", "How easy is it to get in and get around?", ()),
    ("text", "What should change first, and why?", ()),
)
SAID = (
    "Open until nine. I finish work at six and the last swim is at seven.",
    "Nothing wrong with it that a working hoist would not mend.",
    "Keep the Sunday session for families; it is the only hour we are all free.",
    "The changing rooms are cold and the lockers take coins nobody carries.",
)


def furnish(strand: Strand, by: Account, at: datetime) -> None:
    """Everything the strand needs before it can open: one question of each kind, in two sections."""
    actions.change_settings(
        strand=strand,
        introduction="Tell us how the baths should be run. It takes a few minutes.",
        thanks="Thank you. Every answer is read by a person.",
        asks_monitoring=True,
        by=by,
        at=at,
    )
    closed = actions.add_section(strand=strand, title="How you use the baths", introduction="", by=by, at=at)
    words = actions.add_section(strand=strand, title="In your own words", introduction="", by=by, at=at)
    for kind, asked, options in QUESTIONS:
        actions.add_question(
            strand=strand,
            section=words if kind == Question.Kind.TEXT else closed,
            kind=kind,
            words=asked,
            options=options,
            scale_low="very hard",
            scale_high="very easy",
            by=by,
            at=at,
        )


def contribute(strand: Strand, by: Account, at: datetime, number: int, channel: str = "") -> Contribution:
    """One set of answers, different for each number; keyed in by `by` unless it came on the web."""
    channel = channel or strand.channels[number % len(strand.channels)]
    return actions.keep_answers(
        strand=strand,
        given=answers(questionnaire(strand), number),
        channel=channel,
        by=None if channel == "web" else by,
        at=at,
        entry_key=f"sample:{number}",
        may_quote=number % 2 == 0,
    ).contribution


def answers(asked: Questionnaire, number: int) -> tuple[Given, ...]:
    """Answers to every question of any survey, made from a number."""
    given = []
    for question in asked.questions:
        if question.kind == Question.Kind.TEXT:
            given.append(Given(question, words=SAID[number % len(SAID)]))
            continue
        values = [choice.value for choice in question.choices]
        one = values[(number * 7 + question.number) % len(values)]
        several = question.kind == Question.Kind.MULTI and number % 3 == 0
        given.append(Given(question, values=tuple(sorted({one, values[number % len(values)]})) if several else (one,)))
    return tuple(given)
