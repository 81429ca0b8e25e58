"""The one interface: how a method of taking part joins a strand's life. The Compact knows no particular method."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from heard.activities.models import Contribution, Strand
from heard.ground.asking import Asking, at_hand
from heard.rules.outcome import Outcome
from heard.rules.snapshot import ChannelTerms


@dataclass(frozen=True)
class Question:
    """One question as any channel asks it: its reference, words, kind (``text choice multi scale``) and options."""

    ref: str
    words: str
    kind: str
    help: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    section: str = ""


@dataclass(frozen=True)
class Paper:
    """The printed twin of a strand: the same words and questions, the tagged PDF, and where it is keyed in."""

    title: str
    influence: str
    questions: tuple[Question, ...]
    pdf: bytes
    key_in_url: str


@dataclass(frozen=True)
class StrandFacts:
    """What the gates ask of a strand: what each channel offers, and which capture is still owed.

    `languages` (English names) and `formats` (``standard``, ``easy_read``) are those in which its questions are
    published; empty where the method publishes none. `needs_account` where people must sign up before they can read or
    give a first short answer; `replies_late` says, a sentence each, which public replies of officers are late.
    """

    questions: tuple[Question, ...]
    terms: tuple[ChannelTerms, ...]
    capture_owed: tuple[str, ...] = ()
    method_name: str = ""
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    needs_account: bool = False
    replies_late: tuple[str, ...] = ()


@dataclass(frozen=True)
class Onward:
    """Where something that was given stands now, or what it became part of. `trace_id`: another that carries it on.

    `own_href`: where whoever holds the receipt may do something about it (`own_words` says what), with code and secret.
    """

    words: str
    href: str
    trace_id: str = ""
    own_href: str = ""
    own_words: str = ""


@dataclass(frozen=True)
class GoesWith:
    """What everyone reads beside somebody's words and is not among them: a place, a picture and its description.

    `picture`: the address of the picture that `words` describe, also for whoever looks at it before it is shown.
    """

    label: str
    words: str
    picture: str = ""


@dataclass(frozen=True)
class VoiceBalance:
    """Where people met: how often, how many came, how many of them spoke, wrote or drew (B1-b). All may read it.

    `few`: how many meetings hide how few came, so that it is the least. `heard` of `of`: at the `told` meetings, whose
    numbers may both be shown. `quiet`: at how many meetings fewer than a third spoke; `for_the_quiet`: what is done.
    """

    meetings: int
    came: int
    few: int
    of: int
    heard: int
    told: int
    quiet: int = 0
    for_the_quiet: tuple[str, ...] = ()

    @property
    def is_least(self) -> bool:
        """Whether at least so many came."""
        return self.few > 0


class Method(ABC):
    """A way of taking part. Six verbs; anything else is the method's own."""

    slug: ClassVar[str]
    name: ClassVar[str | Promise]
    about: ClassVar[str | Promise] = ""
    channels: ClassVar[tuple[str, ...]] = ()
    settings_url: ClassVar[str] = ""  # URL name of the officers' settings page; takes the strand's public_id
    answers_url: ClassVar[str] = ""  # URL name of a page that shows one contribution's answers; strand and trace id
    desks: ClassVar[tuple[tuple[str | Promise, str], ...]] = ()  # where answers come in: label, URL name

    @abstractmethod
    def blockers(self, strand: Strand) -> list[str]:
        """What is missing before the strand can open, each as a sentence."""

    @abstractmethod
    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        """What a visitor sees, at any stage."""

    @abstractmethod
    def paper(self, strand: Strand) -> Paper:
        """The printed twin: same words, same questions, and how it is keyed in."""

    @abstractmethod
    def facts(self, strand: Strand) -> StrandFacts:
        """What the gates ask: prompts, dates, what each channel offers, capture still owed."""

    def venues(self, strand: Strand) -> tuple[str, ...]:
        """Where people met face to face: what became of it is put up there. None, unless the method knows."""
        return ()

    def groups_met(self, strand: Strand) -> set[int]:
        """The groups of the plan (their numbers) that somebody was seen to come from. None, unless the method knows."""
        return set()

    def voice_balance(self, strand: Strand) -> VoiceBalance | None:
        """How many came and how many of them were heard, as told by the policy. None where nobody meets."""
        return None

    def outcome_told(self, strand: Strand) -> Any:
        """The strand's stored outcome, as everyone may read it: whole, unless the method once stored more."""
        return strand.outcome

    def counted_beside(self, strand: Strand) -> str:
        """Whom a concluded result counts beside contributions, in words (“412 people voted on the web”), or nothing."""
        return ""

    def onward(self, contributions: Sequence[Contribution]) -> tuple[Onward, ...]:
        """Where these stand on the method's own pages, and what they became part of. Nowhere, unless it knows."""
        return ()

    def goes_with(self, contributions: Sequence[Contribution]) -> Mapping[int, tuple[GoesWith, ...]]:
        """What goes with the words of each of these, by its key: whoever judges the words has to see it too."""
        return {}

    def carried_by(self, contributions: Sequence[Contribution]) -> QuerySet[Contribution]:
        """The contributions whose words carry those of these that have none: votes are heard in statements.

        None, unless the method knows. A query that is not asked yet, to be part of another.
        """
        return Contribution.objects.none()

    def taken_back(self, contribution: Contribution) -> int:
        """Its giver has just taken it back: what the method made of its words goes with them. How many such went.

        Called in the transaction that withdraws it.
        """
        return 0

    def blockers_asked(self, strand: Strand) -> Asking[list[str]]:
        """`blockers`, asked of several strands at once. A method that asks the database much says here how."""
        return at_hand(self.blockers(strand))

    def facts_asked(self, strand: Strand) -> Asking[StrandFacts]:
        """`facts`, asked of several strands at once."""
        return at_hand(self.facts(strand))

    def groups_met_asked(self, strand: Strand) -> Asking[set[int]]:
        """`groups_met`, asked of several strands at once."""
        return at_hand(self.groups_met(strand))

    @abstractmethod
    def conclude(self, strand: Strand) -> Outcome:
        """Run once when capture is complete; the same input gives the same outcome."""

    @abstractmethod
    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        """Open data, nobody identifiable."""


def printed(strand: Strand, questions: tuple[Question, ...], pdf: bytes, key_in: str) -> Paper:
    """The printed twin of a strand. `key_in`: the URL name of the desk where it is keyed in; takes the public_id."""
    return Paper(
        title=strand.title,
        influence=strand.activity.plan.influence_statement,
        questions=questions,
        pdf=pdf,
        key_in_url=reverse(key_in, args=[strand.public_id]),
    )


def terms_offered(
    strand: Strand,
    questions: int,
    missing: Mapping[str, int] = MappingProxyType({}),
    lacks: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[ChannelTerms, ...]:
    """What each channel of a strand offers: its own days and place, and as many questions as all have.

    `missing`: how many of the questions a channel lacks; `lacks`: the same in words, a sentence each.
    """
    own = {terms.channel: terms for terms in strand.terms.all()}
    says_influence = bool(strand.activity.plan.influence_statement)
    return tuple(
        ChannelTerms(
            channel=channel,
            opens_on=own[channel].opens_on if channel in own else None,
            closes_on=own[channel].closes_on if channel in own else None,
            questions=questions - missing.get(channel, 0),
            shows_influence=says_influence,
            where=own[channel].where if channel in own else "",
            lacks=lacks.get(channel, ()),
        )
        for channel in strand.channels
    )


_registered: dict[str, Method] = {}


def register_all() -> None:
    """Load settings.METHODS. Refuses a class that is not a `Method` and a slug that is used twice."""
    found: dict[str, Method] = {}
    for path in settings.METHODS:
        kind = import_string(path)
        if not (isinstance(kind, type) and issubclass(kind, Method)):
            raise TypeError(f"{path} is not a Method")
        if kind.slug in found:
            raise ValueError(f"{path} repeats the slug “{kind.slug}”")
        found[kind.slug] = kind()
    _registered.clear()
    _registered.update(found)


def all_methods() -> tuple[Method, ...]:
    """Every registered method, in the order of settings."""
    if not _registered:
        register_all()
    return tuple(_registered.values())


def method_of(strand: Strand) -> Method:
    """The method that holds a strand."""
    if not _registered:
        register_all()
    return _registered[strand.method]
