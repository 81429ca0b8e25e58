"""An invented gathering, for the sample city and for the promises that every method keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from heard.activities.models import Contribution, Stage, Strand
from heard.ground import clock
from heard.methods.gathering import actions
from heard.methods.gathering.models import Session
from heard.people.models import Account

PROMPTS = ("What works well here?", "What would make it better?")
SAID = (
    "The staff know our names. That is worth more than new tiles.",
    "I stopped coming when the number 20 bus stopped at six.",
    "Warm water in the teaching pool; my knees cannot take the cold one.",
    "Put the prices up for us who can pay, not for the kids.",
)


def furnish(strand: Strand, by: Account, at: datetime) -> None:
    """Everything the strand needs before it can open: what is asked, and one session."""
    actions.set_prompts(strand=strand, prompts=PROMPTS, introduction="Come as you are; tea is on us.", by=by, at=at)
    opens = strand.activity.opens_on or clock.day_of(at)
    arrange(strand, by, at, number=1, starts_at=clock.midday(opens + timedelta(days=7)))


def arrange(strand: Strand, by: Account, at: datetime, *, number: int, starts_at: datetime) -> Session:
    """One more session, in words only."""
    return actions.arrange_session(
        strand=strand,
        by=by,
        at=at,
        kind=Session.Kind.DROP_IN,
        title=f"Tea and talk, no. {number}",
        host="Example Neighbours",
        starts_at=starts_at,
        venue_words="The community room of the example library",
        is_public=True,
        access_facts="Step-free, hearing loop, toilets, bus stop at the door.",
    )


def contribute(strand: Strand, by: Account, at: datetime, number: int) -> Contribution:
    """One thing said at a session of its own, written up."""
    if strand.activity.stage not in (Stage.OPEN, Stage.CLOSED):
        raise ValueError("A gathering is written up while its activity is open or closed.")
    session = arrange(strand, by, at, number=number + 1, starts_at=at - timedelta(hours=3))
    return write_up(session, by, at, said=[SAID[number % len(SAID)]])[0]


def write_up(session: Session, by: Account, at: datetime, *, said: list[str], attended: int = 9) -> list[Contribution]:
    """A note with these remarks; everyone agreed to be quoted."""
    prompts = session.gathering.prompts
    quotes = [
        actions.Quote(words, prompt=prompts[number % len(prompts)], may_quote=True) for number, words in enumerate(said)
    ]
    noted = actions.enter_note(
        session=session,
        attended=max(attended, len(said)),
        spoke=len(said),
        confidence="noted",
        summary="",
        quotes=quotes,
        attendance={},
        promises=[],
        by=by,
        at=at,
    )
    return [one.contribution for one in noted.said.select_related("contribution").order_by("contribution_id")]
