"""How the sample city's paper forms are told: printed with serials, given out, keyed, some twice, signed for by two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from heard.activities.actions import Received, ReplyTo
from heard.ground import clock
from heard.methods.survey import actions as surveys
from heard.methods.survey.actions import paper
from heard.methods.survey.actions.twice import key_second
from heard.methods.survey.queries import answers_of, strand_for_staff
from heard.methods.survey.queries.paper import form_by_number, to_key_twice

if TYPE_CHECKING:
    from heard.config.sample.telling import Story

STILL_COMING = -7
"""An activity that was answered in the last week is open: not all of its forms are back, and nobody has signed."""


def on_paper(
    story: Story, asked: Any, said: Sequence[str], days: list[int], reply: Sequence[ReplyTo], given_of: Any, about: Any
) -> None:
    """Forms printed with serials, given out at the library, keyed one by one, some twice, and signed for by two."""
    assert story.survey is not None
    strand = strand_for_staff(story.survey.public_id)  # as it stands now that it is open
    olu, priya = story.cast["olu"], story.cast["priya"]
    with story.on(days[0]) as at:
        batch = paper.make_batch(strand=strand, size=len(said) + 20, by=olu, at=at, second_least=2)
        place: dict[str, Any] = {"place": "Foleshill Library", "by": olu, "at": at}
        paper.issue_forms(batch=batch, count=len(said) + 12, issued_on=clock.day_of(at), **place)
    for number, words in enumerate(said):
        story.count += 1
        given = given_of(asked, words, story.count)
        with story.on(days[number * len(days) // len(said)]) as at:
            keep = partial(
                surveys.keep_answers, strand=strand, given=given, channel="paper", by=olu, at=at,
                may_quote=story.count % 3 != 0, reply_to=reply[number : number + 1], monitoring=about(story.count),
            )  # fmt: skip
            serial = batch.serial(number + 1)
            paper.key_form(
                strand=strand, serial=serial, token=serial, by=olu, at=at, keep=_kept_from(keep)
            )  # fmt: skip
    with story.on(days[-1]) as at:
        for form in list(to_key_twice(batch)):
            given = answers_of(form.contribution, asked) if form.contribution else ()
            key_second(form=form, given=given, by=priya, at=at)
        place = {"place": "Foleshill Library", "by": olu, "at": at}
        paper.count_returned(batch=batch, count=len(said) + 1, returned_on=clock.day_of(at), **place)
        paper.spoil_form(form=form_by_number(batch, len(said) + 1), because="empty", by=olu, at=at)
        for one in (olu, priya) if days[-1] < STILL_COMING else ():
            paper.sign_batch(batch=batch, by=one, at=at)


def _kept_from(keep: Callable[..., Received]) -> Callable[[str, str], Received]:
    return lambda key, source: keep(entry_key=key, provenance=source)
