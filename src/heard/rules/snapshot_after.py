"""The parts of a snapshot that exist only once it has opened: what came in, was found, decided, told and learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CameIn:
    """How many contributions have come in by one channel so far, over all strands."""

    channel: str = ""
    received: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Reconciliation of one channel of one strand: received = analysed + excluded + withdrawn."""

    strand: str = ""
    channel: str = ""
    received: int = 0
    analysed: int = 0
    excluded: int = 0
    excluded_reasons: tuple[str, ...] = ()
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the code frame, with how many contributions carry it and what became of it."""

    name: str = ""
    contributions: int = 0
    coded_base: int = 0
    raised_by_most_affected: bool = False
    in_finding: str = ""
    not_taken_because: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement read out of contributions, with its base, its range of views and how it was answered."""

    ref: str = ""
    statement: str = ""
    base: int | None = None
    source: str = ""
    range_of_views: str = ""
    evidence: int = 0
    strands: tuple[str, ...] = ()
    answer: str = ""
    answer_reason: str = ""
    referred_to: str = ""


@dataclass(frozen=True, slots=True)
class QuoteBalance:
    """How people stood (whole per cent of contributions with a stance) and how the quotes show it (a number each).

    `finding` is "" for the report as a whole.
    """

    finding: str = ""
    for_percent: int = 0
    against_percent: int = 0
    mixed_percent: int = 0
    quotes_for: int = 0
    quotes_against: int = 0
    quotes_mixed: int = 0


@dataclass(frozen=True, slots=True)
class ThemeAgreed:
    """How far two readers agreed on one theme: Krippendorff’s α in hundredths, 0 for none or less."""

    theme: str = ""
    agreement: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """Evidence from elsewhere that the decision is to rest on."""

    source: str = ""
    collected_on: date | None = None
    published: bool = False
    currency_note: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """To what standard people’s words were read (GP-i, UP-f) and with whom it was shared (GP-l).

    `locked_on`: the day the plan of analysis was locked. `free_text`: passages to read; `read_twice`: how many of them
    a second person read without seeing the first reading. `agreement`: α over both readers’ sets of themes, in
    hundredths, None before it can be said. `leading_open`: questions that a peer finds leading and nobody answered.
    """

    locked_on: date | None = None
    changed_after_closing: bool = False
    change_reason: str = ""
    free_text: int = 0
    read_twice: int = 0
    unsettled: int = 0
    agreement: int | None = None
    theme_agreements: tuple[ThemeAgreed, ...] = ()
    methods: str = ""
    limits: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    reviewer_dissents: bool = False
    quotes: tuple[QuoteBalance, ...] = ()
    leading_open: tuple[str, ...] = ()
    peers: int = 0
    peers_outside: int = 0
    published_on: date | None = None
    shared_on: date | None = None
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that answers the findings. `pack_opened` means its maker opened the frozen evidence.

    `called_in_open`: called in and neither reconfirmed nor changed yet. `outcomes_owed`: how often its owner was asked
    what is different, is past the day and has not said. `key_notice_on`: the day of its public notice.
    """

    maker: str = ""
    made_on: date | None = None
    option: str = ""
    reasons: str = ""
    alternatives: str = ""
    conflicts: str = ""
    dispensations: str = ""
    called_in_open: bool = False
    outcomes_owed: int = 0
    pack_hash: str = ""
    pack_opened: bool = False
    key_notice_on: date | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made by a decision: who, by when, and what shows that it was kept.

    `reply_owed`: residents contradicted it and wait for a public reply. `residents_asked`: is it true on the ground?
    """

    ref: str = ""
    words: str = ""
    owner: str = ""
    due_on: date | None = None
    state: str = "promised"
    evidence: str = ""
    reason: str = ""
    decider: str = ""
    reply_owed: bool = False
    residents_asked: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was told to whom. `channels_owed` took part; `channels_given` have been told.

    `replies_waiting`: how many who asked for a reply have none yet.
    """

    due_on: date | None = None
    summary: str = ""
    channels_owed: tuple[str, ...] = ()
    channels_given: tuple[str, ...] = ()
    given_on: date | None = None
    no_commitment_reason: str = ""
    not_heard: str = ""
    interim_given_on: date | None = None
    replies_waiting: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The five questions of GP-j; counts are filled in from the record."""

    learned: str = ""
    how_many: int | None = None
    representative: str = ""
    what_changed: str = ""
    better_informed_or_able: str = ""
    follow_up_sent: bool = False
    own_scores: int = 0
    second_scores: int = 0
    lessons_shared: int = 0


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern that somebody raised, without anything about them. `ended`: upheld, not_upheld, withdrawn or "".

    `contradicts`: it says that it was decided already; then whoever decides answers in public (`answered_on`).
    `remedy_done_on`: whoever leads says that it is mended; `remedy_confirmed_on`: somebody independent agrees.
    """

    ref: str = ""
    clause: str = ""
    ended: str = ""
    contradicts: bool = False
    answered_on: date | None = None
    remedy: str = ""
    remedy_due_on: date | None = None
    remedy_done_on: date | None = None
    remedy_confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Moderation:
    """What was sent for everyone to read, and what was left out of the activity. Counts of things, never of people.

    `waiting`: not shown, because nobody has looked; `held`: taken down, undecided. `removed`: exclusions in force, of
    whatever kind; `one_team` of them were agreed by one team alone, `untold` without telling the person or saying why
    that is unsafe; `appeals` wait to be heard. `split`: what the nightly comparison by stance found, while no reviewer
    has looked into it.
    """

    waiting: int = 0
    held: int = 0
    removed: int = 0
    one_team: int = 0
    untold: int = 0
    appeals: int = 0
    split: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one group of the plan was reached. `heard`: ``some``, ``few`` (too few to show), ``none`` or "".

    Snapshots are public for ever, so there is no number of people here but the one that was hoped for.
    """

    group: str = ""
    most_affected: bool = False
    heard: str = ""
    hoped: int | None = None
