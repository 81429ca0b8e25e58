"""The plan snapshot: everything that a gate may look at, as one frozen value.

The same fields are the keys of a PLAN.toml (`heard check`), the pages of the plan on the web, and the
JSON that every move keeps. `compact.queries` gathers one from the database; `rules.plan_file` reads one
from TOML. Dates are days in Europe/London. An unset text is ``""``, an unset date is ``None``, an unset
list is empty, an unset yes/no is ``None`` where "not answered" differs from "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

SCHEMA = 1
LEVELS = ("inform", "consult", "involve", "coproduce", "devolve")
TIERS = ("light", "standard", "high")
CHANNELS = ("web", "paper", "phone", "in_person", "text_message", "letter", "email")
DIGITAL = frozenset({"web", "text_message", "email"})
STAKES = ("affected", "interested", "authority")
SECTORS = ("statutory", "voluntary", "community", "business", "")
ANSWERS = ("adopted", "partly", "not_adopted", "already_so", "outside_power")
COMMITMENT_STATES = ("promised", "in_progress", "done", "changed", "dropped")


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
    """What one channel of a strand offers: the same dates, questions and prompts as every other."""

    channel: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    questions: int | None = None
    shows_influence: bool | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One way of taking part, held by one method.

    `channels` are the ways in; `terms` say where one differs (absent: the activity's dates, every
    question). `method_chosen_on` is the day the method was picked, compared with the purpose's.
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
    """The decision owner's signed brief: nothing is decided; what is open; what would change their mind."""

    nothing_decided: bool | None = None
    signed_by: str = ""
    signed_role: str = ""
    signed_on: date | None = None
    would_change_my_mind: str = ""
    what_is_fixed: str = ""


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


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that answers the findings. `pack_opened` means its maker opened the frozen evidence."""

    maker: str = ""
    made_on: date | None = None
    option: str = ""
    reasons: str = ""
    alternatives: str = ""
    conflicts: str = ""
    pack_hash: str = ""
    pack_opened: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made by a decision: who, by when, and what shows that it was kept."""

    ref: str = ""
    words: str = ""
    owner: str = ""
    due_on: date | None = None
    state: str = "promised"
    evidence: str = ""
    reason: str = ""
    decider: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was told to whom. `channels_owed` took part; `channels_given` have been told."""

    due_on: date | None = None
    summary: str = ""
    channels_owed: tuple[str, ...] = ()
    channels_given: tuple[str, ...] = ()
    given_on: date | None = None
    no_commitment_reason: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The five questions of GP-j; counts are filled in from the record."""

    learned: str = ""
    how_many: int | None = None
    representative: str = ""
    what_changed: str = ""
    better_informed_or_able: str = ""
    follow_up_sent: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """A published reason by a named senior lead that lets one overridable check through."""

    check: str = ""
    reason: str = ""
    by: str = ""
    on: date | None = None


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
    influence_statement: str = ""
    other_inputs: str = ""
    decision_maker: str = ""
    decides_on: date | None = None
    decision_made_on: date | None = None
    noticed_on: date | None = None
    notice_reason: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    closes_on_at_opening: date | None = None
    duration_rationale: str = ""
    holiday_extension: str = ""
    statutory_minimum_days: int | None = None
    publicity_channels: tuple[str, ...] = ()
    feedback_channels: tuple[str, ...] = ()
    feedback_due_on: date | None = None
    no_seldom_heard_because: str = ""
    information_pack: str = ""
    late_response_policy: str = ""
    approved_by: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    strands: tuple[Strand, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    declaration: Declaration = field(default_factory=Declaration)
    access: Access = field(default_factory=Access)
    privacy: Privacy = field(default_factory=Privacy)
    counts: tuple[Count, ...] = ()
    themes: tuple[Theme, ...] = ()
    findings: tuple[Finding, ...] = ()
    decision: Decision = field(default_factory=Decision)
    commitments: tuple[Commitment, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    evaluation: Evaluation = field(default_factory=Evaluation)
    overrides: tuple[Override, ...] = ()
    today: date | None = None
