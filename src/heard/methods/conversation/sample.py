"""An invented conversation, for the sample city and for the promises that every method keeps."""

from __future__ import annotations

from datetime import datetime

from heard.activities.models import Contribution, Strand
from heard.methods.conversation import actions
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.queries import conversation_of
from heard.people.models import Account

PROMPT = "What would bring you to the baths more often?"
SAID = (
    "A swim before work. The doors open at nine and I start at eight.",
    "My daughter is deaf and the teachers face away when they talk. A teacher who signs would change her week.",
    "Nothing to do with hours: the number 20 stops running before the late swim ends.",
    "Warmer showers, and hooks that a child can reach.",
    "Please do not spend it on a café. Spend it on the people who work there.",
)


def furnish(strand: Strand, by: Account, at: datetime, *, kind: str = "talk", prompt: str = PROMPT) -> Conversation:
    """Everything the strand needs before it can open: the question, and who replies."""
    about = "A few words are enough. Others can read what you write; nobody sees who you are."
    actions.set_up(strand=strand, by=by, at=at, kind=kind, prompt=prompt, about=about)
    return actions.name_officer(strand=strand, officer=by, name=by.name, role="Head of the example baths", by=by, at=at)


def contribute(strand: Strand, by: Account, at: datetime, number: int, channel: str = "") -> Contribution:
    """One post, different for each number; keyed in by `by` unless it came on the web."""
    conversation = conversation_of(strand)
    conversation.strand = strand
    channel = channel or strand.channels[number % len(strand.channels)]
    posted = actions.post(
        conversation=conversation,
        words=SAID[number % len(SAID)],
        title="An example idea" if conversation.is_board else "",
        channel=channel,
        by=None if channel == "web" else by,
        at=at,
        may_quote=number % 2 == 0,
        entry_key=f"sample:{number}",
    )
    return posted.received.contribution
