"""The plan snapshot: everything that a gate may look at, as one frozen value.

The same fields are the keys of a PLAN.toml (`heard check`), the pages of the plan on the web, and the
JSON that every move keeps. `compact.queries` gathers one from the database; `rules.plan_file` reads one
from TOML. Dates are days in Europe/London. An unset text is ``""``, an unset date is ``None``, an unset
list is empty, an unset yes/no is ``None`` where "not answered" differs from "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from heard.rules.snapshot_after import (
    Analysis as Analysis,
)
from heard.rules.snapshot_after import (
    CameIn as CameIn,
)
from heard.rules.snapshot_after import (
    Cited as Cited,
)
from heard.rules.snapshot_after import (
    Commitment as Commitment,
)
from heard.rules.snapshot_after import (
    Concern as Concern,
)
from heard.rules.snapshot_after import (
    Count as Count,
)
from heard.rules.snapshot_after import (
    Decision as Decision,
)
from heard.rules.snapshot_after import (
    Evaluation as Evaluation,
)
from heard.rules.snapshot_after import (
    Feedback as Feedback,
)
from heard.rules.snapshot_after import (
    Finding as Finding,
)
from heard.rules.snapshot_after import (
    Moderation as Moderation,
)
from heard.rules.snapshot_after import (
    QuoteBalance as QuoteBalance,
)
from heard.rules.snapshot_after import (
    Reach as Reach,
)
from heard.rules.snapshot_after import (
    Theme as Theme,
)
from heard.rules.snapshot_after import (
    ThemeAgreed as ThemeAgreed,
)

SCHEMA = 1
LEVELS = ("inform", "consult", "involve", "coproduce", "devolve")
TIERS = ("light", "standard", "high")
CHANNELS = ("web", "paper", "phone", "in_person", "text_message", "letter", "email")
DIGITAL = frozenset({"web", "text_message", "email"})
STAKES = ("affected", "interested", "authority")
SECTORS = ("statutory", "voluntary", "community", "business", "")
ANSWERS = ("adopted", "partly", "not_adopted", "already_so", "outside_power")
RESPONSES = ("reuse", "join", "proceed")
ENQUIRY_REPLIES = ("findings", "join", "nothing", "call")
CONCERN_ENDS = ("upheld", "not_upheld", "withdrawn")
COMMITMENT_STATES = ("promised", "in_progress", "done", "verified", "changed", "dropped")


@dataclass(frozen=True, slots=True)
class Group:
    """People whom the activity is about. `reached_by` names strands (by title) that reach them."""

    name: str = ""
    most_affected: bool = False
    seldom_heard: bool = False
    offline_likely: bool = False
    barrier: str = ""
    remedy: str = ""
    reached_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelTerms:
    """What one channel of a strand offers: the same dates, questions and prompts as every other.

    `lacks` says, a sentence each, what a language, a format or a printed batch of it leaves out.
    """

    channel: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    questions: int | None = None
    shows_influence: bool | None = None
    where: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    """One way of taking part, held by one method.

    `channels` are the ways in; `terms` say where one differs (absent: the activity's dates, every
    question). `method_chosen_on` is the day the method was picked, compared with the purpose's. `published_languages`
    (by their English names) and `published_formats` (``standard``, ``easy_read``) are those in which its questions can
    be answered; both are empty where a method publishes no questions to answer in writing. `needs_account`: people must
    sign up before they can read or give a first short answer. `replies_late`: a sentence for each reply that an officer
    owes in public and that is late.
    """

    title: str = ""
    method: str = ""
    channels: tuple[str, ...] = ()
    why: str = ""
    generic: bool = True
    method_chosen_on: date | None = None
    terms: tuple[ChannelTerms, ...] = ()
    blockers: tuple[str, ...] = ()
    capture_owed: tuple[str, ...] = ()
    published_languages: tuple[str, ...] = ()
    published_formats: tuple[str, ...] = ()
    needs_account: bool = False
    replies_late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A body or person with a stake. Authority must accept the role themselves: `accepted_on`."""

    name: str = ""
    stake: str = ""
    sector: str = ""
    role: str = ""
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """The decision owner's signed brief: nothing is decided; what is open; what would change their mind.

    `changed_since` names the words of the plan that were changed after signing: they void the signature.
    """

    nothing_decided: bool | None = None
    signed_by: str = ""
    signed_role: str = ""
    signed_on: date | None = None
    would_change_my_mind: str = ""
    what_is_fixed: str = ""
    changed_since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoluntaryPart:
    """What a voluntary or community body gives, what it is paid (pence; None: not said), and its own word on it."""

    body: str = ""
    role: str = ""
    uses_network: bool = False
    hours: int | None = None
    amount_pence: int | None = None
    why_nothing: str = ""
    benefit: str = ""
    acknowledged_on: date | None = None
    agreed_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class OptionTerms:
    """What one option costs and what it brings."""

    option: str = ""
    costs: str = ""
    benefits: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence that the plan rests on. `published` None: not said."""

    title: str = ""
    found_at: str = ""
    dated_on: date | None = None
    published: bool | None = None
    currency_note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody who is not staff said that they can change, after reading, and whether that is right."""

    said: str = ""
    matches: bool | None = None
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """A time before an election that this falls into, and what the monitoring officer ruled (``go_on``, ``wait``)."""

    name: str = ""
    begins_on: date | None = None
    polling_on: date | None = None
    verified: bool = False
    ruling: str = ""
    ruled_by: str = ""
    ruled_on: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """Access and equality. Either an equality analysis (reference) or a reasoned screening-out."""

    equality_analysis: str = ""
    equality_screening_reason: str = ""
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    languages_spoken: tuple[str, ...] = ()
    includes_learning_disabled: bool = False
    venue_check: str = ""
    support_offered: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """The privacy record that people are shown before they answer."""

    lawful_basis: str = ""
    controller: str = ""
    retention: str = ""
    impact_assessment: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A published reason by a named senior lead that lets one overridable check through."""

    check: str = ""
    reason: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AlikeWork:
    """Something that a comparison found to be like this plan. `title` is "" until it is announced.

    `score` is in per cent; `opens_on` its opening day; `response` one of `RESPONSES`.
    """

    title: str = ""
    partner: str = ""
    is_own: bool = False
    score: int = 0
    because: tuple[str, ...] = ()
    opens_on: date | None = None
    response: str = ""
    response_because: str = ""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Another partner was asked what it has. `reply` is one of `ENQUIRY_REPLIES`, or "" while none came."""

    partner: str = ""
    asked_on: date | None = None
    replied_on: date | None = None
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What the plan was compared with, when, and whether it still says what was compared."""

    checked_on: date | None = None
    is_current: bool = False
    matches: tuple[AlikeWork, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One activity as a gate sees it. See the module's words for what "unset" means."""

    schema: int = SCHEMA
    title: str = ""
    lead_partner: str = ""
    lead_is_signatory: bool = True
    lead_feedback_overdue: int = 0
    tier: str = "standard"
    purpose: str = ""
    purpose_written_on: date | None = None
    outcome: str = ""
    outcome_known_by: str = ""
    outcome_number: int | None = None
    outcome_unit: str = ""
    audience: str = ""
    general_public: bool = True
    level: str = ""
    level_at_opening: str = ""
    promise: str = ""
    topics: tuple[str, ...] = ()
    open_matters: tuple[str, ...] = ()
    closed_matters: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    something_else_welcome: bool | None = None
    rejected_alternatives: str = ""
    formal_consultation: bool | None = None
    key_decision: bool = False
    key_decision_noticed_on: date | None = None
    withdraws_existing_benefit: bool = False
    vulnerable_groups: bool = False
    at_stake_pence: int | None = None
    influence_statement: str = ""
    other_inputs: str = ""
    service: str = ""
    decision_maker: str = ""
    decision_goes_to: str = ""
    decides_on: date | None = None
    decision_made_on: date | None = None
    noticed_on: date | None = None
    notice_reason: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    closes_on_at_opening: date | None = None
    duration_rationale: str = ""
    holiday_extension: str = ""
    statutory_duty: str = ""
    statutory_minimum_days: int | None = None
    consultation_lead: str = ""
    communications_lead: str = ""
    comms_approved_on: date | None = None
    lead_modules: tuple[str, ...] = ()
    voluntary_involved: bool | None = None
    publicity_channels: tuple[str, ...] = ()
    feedback_channels: tuple[str, ...] = ()
    feedback_due_on: date | None = None
    no_seldom_heard_because: str = ""
    information_pack: str = ""
    late_response_policy: str = ""
    approved_by: tuple[str, ...] = ()
    approved_by_author: tuple[str, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    strands: tuple[Strand, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    declaration: Declaration = field(default_factory=Declaration)
    voluntary_parts: tuple[VoluntaryPart, ...] = ()
    option_terms: tuple[OptionTerms, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    readings: tuple[Reading, ...] = ()
    elections: tuple[Election, ...] = ()
    access: Access = field(default_factory=Access)
    privacy: Privacy = field(default_factory=Privacy)
    came_in: tuple[CameIn, ...] = ()
    counts: tuple[Count, ...] = ()
    themes: tuple[Theme, ...] = ()
    findings: tuple[Finding, ...] = ()
    analysis: Analysis = field(default_factory=Analysis)
    decision: Decision = field(default_factory=Decision)
    commitments: tuple[Commitment, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    evaluation: Evaluation = field(default_factory=Evaluation)
    reach: tuple[Reach, ...] = ()
    moderation: Moderation = field(default_factory=Moderation)
    concerns: tuple[Concern, ...] = ()
    duplicates: Duplicates = field(default_factory=Duplicates)
    overrides: tuple[Override, ...] = ()
    today: date | None = None
