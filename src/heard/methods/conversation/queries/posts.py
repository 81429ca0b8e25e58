"""One post and all that is shown with it; many posts in as many questions to the database as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from heard.activities.methods import GoesWith, Onward
from heard.activities.models import Channel, Contribution, Layer, Passage, Strand
from heard.activities.queries import activity_by_slug, shown_words, strand_by_id
from heard.activities.queries.days import days_open, is_open_on
from heard.ground.asking import answers_to, keep_at_hand
from heard.methods.conversation.models import (
    Conversation,
    CountedSupport,
    Merge,
    OfficerReply,
    Photo,
    Post,
    StatusChange,
    Support,
)
from heard.moderation.queries import shown, standing, withheld_among

AROUND = ("contribution", "place", "question", "photo", "recording", "part_of", "parent")
HEAVY = ("photo__content", "recording__content", "terms", "part_of__terms", "parent__terms")


@dataclass(frozen=True, slots=True)
class Joined:
    """A post that this one is part of, or that became part of it, with what it is called on a page."""

    merge: Merge
    post: Post
    name: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A post as a page shows it. `hidden` is the sentence in its place; `lane` why it stands where it stands."""

    post: Post
    title: str
    words: str
    language: str = "en"
    hidden: str = ""
    lane: str = ""
    is_mine: bool = False
    is_supported: bool = False
    may_carry: bool = False
    answers: Sequence[OfficerReply] = ()
    part_of: Joined | None = None
    brought: Sequence[Joined] = ()

    @property
    def where(self) -> str:
        """The place in words: “Foleshill, by the canal”, and a pin as degrees north and east."""
        return where_of(self.post)

    @property
    def name(self) -> str:
        """What it is called where one line must do; what was erased has no words, only the reason why."""
        return self.hidden if self.hidden and not self.title and not self.words else name_of(self.title, self.words)


def where_of(post: Post) -> str:
    """The place of a post in words, "" where it has none. Its place is at hand."""
    pin = ""
    if post.pin_north is not None:
        pin = _("about %(north)s north, %(east)s east") % {"north": post.pin_north, "east": post.pin_east}
    return ", ".join(filter(None, [post.place.name if post.place else "", post.place_words, pin]))


def conversation_of(strand: Strand) -> Conversation:
    """The settings of a conversation strand; an empty, unsaved one before anything is written."""
    return Conversation.objects.filter(strand=strand).first() or Conversation(strand=strand)


def conversation_rows(strand: Strand) -> QuerySet[Conversation]:
    """The settings of a conversation strand: no row or one."""
    return Conversation.objects.filter(strand=strand)


def conversation_to_join(slug: str, public_id: str) -> Conversation:
    """The conversation of a strand of an announced activity, with activity and plan; 404 with a sentence."""
    strand = strand_by_id(activity_by_slug(slug), public_id)
    if strand.method != "conversation":
        raise Http404(_("There is no such conversation."))
    conversation = conversation_of(strand)
    conversation.strand = strand
    return conversation


def can_be_given(strand: Strand, day: date, channel: str = Channel.WEB) -> bool:
    """Whether somebody can post, reply or support this way on this day."""
    return is_open_on(strand, channel, day)


def counts_on(strand: Strand, channel: str, day: date) -> bool:
    """Whether what was said this way on this day counts, also where it is written down after closing. Not the web."""
    if channel == Channel.WEB or channel not in strand.channels:
        return False
    opens_on, closes_on = days_open(strand)[channel]
    return opens_on is not None and opens_on <= day and (closes_on is None or day <= closes_on)


def counts_of(post: Post) -> QuerySet[CountedSupport]:
    """The voices for a post that were counted by hand and stand, by day, with who counted."""
    return CountedSupport.objects.filter(post=post, undone_at__isnull=True).select_related("by")


def post_rows(conversation: Conversation) -> QuerySet[Post]:
    """Every post of a conversation, with all that a card needs of its own row."""
    return Post.objects.filter(conversation=conversation).select_related(*AROUND).defer(*HEAVY)


def shown_posts(conversation: Conversation) -> QuerySet[Post]:
    """Those that everyone may read."""
    return shown(post_rows(conversation))


def with_tombstones(rows: QuerySet[Post], kept: Callable[[QuerySet[Post]], QuerySet[Post]] = shown) -> QuerySet[Post]:
    """What `kept` keeps (`shown`, `standing`), and what is gone while replies of others under it can still be read."""
    replies = shown(Post.objects.filter(Q(parent=OuterRef("pk")) | Q(top=OuterRef("pk"))))
    own = kept(Post.objects.filter(pk=OuterRef("pk")))
    return rows.filter(Exists(own) | Q(replies_shown__gt=0) & Exists(replies))


def post_by_id(conversation: Conversation, public_id: str, own: UUID | None = None) -> Post:
    """A post that has a place on a public page, even if only a sentence stands there now; 404 with a sentence.

    The voice `own` also finds what it said while that waits for a moderator.
    """
    rows = post_rows(conversation).filter(public_id=public_id)
    post = with_tombstones(rows, standing).first() or (rows.filter(contribution__voice=own).first() if own else None)
    if post is None:
        raise Http404(_("There is no such post here. It may have been taken back by the person who wrote it."))
    return post


def whole_of(words: str, title: str) -> str:
    """What was said as one passage: above the words the title of an idea is part of it."""
    return f"{title.strip()}\n\n{words.strip()}" if title.strip() else words.strip()


def said_before(conversation: Conversation, voice: UUID, words: str, title: str) -> Post | None:
    """The post in which this voice has said these very words, if it stands; a reply is none."""
    rows = Post.objects.filter(
        conversation=conversation,
        depth=0,
        part_of=None,
        contribution__voice=voice,
        contribution__state=Contribution.State.RECEIVED,
        contribution__erased_at=None,
        contribution__passages__words=whole_of(words, title),
    )
    return rows.first() if words.strip() else None


def is_there(post: Post) -> bool:
    """Whether a post was neither taken back nor erased nor left out, so that it can still be replied to."""
    return post.contribution.state == Contribution.State.RECEIVED and post.contribution.erased_at is None


def merge_of(post: Post) -> Merge | None:
    """Of which other post this one is part, if it is."""
    live = post.merges.filter(ended_at__isnull=True)
    return live.select_related("source__contribution", "source__conversation__strand__activity", "target").first()


def changes_of(post: Post) -> QuerySet[StatusChange]:
    """What became of an idea, from the first word on it to the newest."""
    return post.changes.select_related("by").order_by("at", "id")


def photo_by_id(conversation: Conversation, public_id: str, *, may_look: bool = False) -> Photo:
    """The photograph of a post that everyone may read; 404 with a sentence.

    `may_look`: for whoever judges what is shown, also before it is and while it is not; never what was taken back.
    """
    posts = conversation.posts.all()
    kept = posts.filter(contribution__erased_at=None).exclude(contribution__state=Contribution.State.WITHDRAWN)
    photo = Photo.objects.filter(public_id=public_id, post__in=kept if may_look else shown(posts)).first()
    if photo is None:
        raise Http404(_("There is no such picture here."))
    return photo


def words_of(post: Post, passages: Sequence[Passage]) -> tuple[str, str]:
    """Title ("" if it has none) and words as everyone reads them, both from the shown passage, so that what was covered
    is covered in both. A part is its own stretch of the words, unless something in the whole was covered."""
    if not passages:
        return "", ""
    words = shown_words(passages[0])
    if post.part_of_id is not None:
        return "", words[post.starts : post.ends].strip() if words == passages[0].words else words
    if not post.title:
        return "", words
    title, _line, rest = words.partition("\n")
    return title.strip(), rest.strip()


def name_of(title: str, words: str) -> str:
    """A title, or the first words; what was said aloud has none until it is written down."""
    return title or Truncator(" ".join(words.split())).chars(70) or _("Said aloud, not written down yet")


def cards(posts: Iterable[Post], voice: UUID | None = None, lanes: dict[str, str] | None = None) -> list[Card]:
    """Posts with words, officers' replies, lineage and what this voice did. Three questions, however many posts."""
    rows = list(posts)
    merges = _merges(rows)
    around = [*rows, *(each for merge in merges for each in (merge.source, merge.target))]
    passages, answers, mine = _beside(rows, around, voice)
    hidden = withheld_among({post.contribution_id for post in around})

    def joined(merge: Merge, other: Post) -> Joined:
        title, words = words_of(other, passages[other.contribution_id])
        is_hidden = bool(_hidden(other, hidden))
        return Joined(merge, other, _("(not shown)") if is_hidden else name_of(title, words), is_hidden)

    def card(post: Post) -> Card:
        title, words = words_of(post, passages[post.contribution_id])
        into = next((joined(merge, merge.target) for merge in merges if merge.source_id == post.pk), None)
        return Card(
            post=post,
            title=title,
            words=words,
            language=next((each.language for each in passages[post.contribution_id]), "en") or "en",
            hidden=_hidden(post, hidden),
            lane=(lanes or {}).get(post.public_id, ""),
            is_mine=voice is not None and post.contribution.voice_id == voice,
            is_supported=post.pk in mine,
            may_carry=bool(into and post.pk in mine and into.post.pk not in mine),
            answers=answers[post.pk],
            part_of=into,
            brought=[joined(merge, merge.source) for merge in merges if merge.target_id == post.pk],
        )

    return [card(post) for post in rows]


def _hidden(post: Post, hidden: dict[int, str]) -> str:
    if post.contribution.erased_at is not None:
        return _("The person who wrote this had it erased.")
    if post.contribution.state == Contribution.State.WITHDRAWN:
        return _("Taken back by the person who wrote it.")
    return hidden.get(post.contribution_id, "")


def _beside(
    rows: Sequence[Post], around: Sequence[Post], voice: UUID | None
) -> tuple[dict[int, list[Passage]], dict[int, list[OfficerReply]], set[int]]:
    """Passages with their layers by contribution, officers' replies by post, and the posts that this voice supports."""
    contributions = {post.contribution_id for post in around}
    said, layers, replies, supported = answers_to(
        [
            Passage.objects.filter(contribution__in=contributions).order_by("contribution_id", "ordinal"),
            Layer.objects.filter(passage__contribution__in=contributions).order_by("at", "id"),
            OfficerReply.objects.filter(post__in=[post.pk for post in rows]).order_by("at", "id"),
            Support.objects.filter(voice=voice, post__in=[post.pk for post in around]).values_list(
                "post_id", flat=True
            ),
        ]
    )
    passages, answers = defaultdict(list), defaultdict(list)
    for passage in said:
        keep_at_hand(passage, "layers", [layer for layer in layers if layer.passage_id == passage.pk])
        passages[passage.contribution_id].append(passage)
    for reply in replies:
        answers[reply.post_id].append(reply)
    return passages, answers, set(supported) if voice else set()


def _merges(rows: Sequence[Post]) -> list[Merge]:
    """Of what each post is part, and which ones became part of it."""
    live = Merge.objects.filter(ended_at__isnull=True).select_related("source__contribution", "target__contribution")
    return list((live.filter(source__in=rows) | live.filter(target__in=rows)).order_by("at", "id"))


def parts_of(post: Post) -> QuerySet[Post]:
    """The parts that a post was taken apart into, in the order of its words."""
    return shown(post.parts.select_related(*AROUND).defer(*HEAVY)).order_by("starts", "id")


def stand_where(contributions: Sequence[Contribution]) -> tuple[Onward, ...]:
    """Where these posts stand, their parts included; what each became part of; and where one agrees to that, or not."""
    rows = Post.objects.filter(contribution__in=contributions).select_related(*AROUND, "conversation__strand__activity")
    found: dict[str, Onward] = {}
    for card in cards(shown(rows.defer(*HEAVY)).order_by("at", "id")[:200]):
        for each in _onward(card):
            found.setdefault(each.href, each)
    return tuple(found.values())


def goes_with(contributions: Sequence[Contribution]) -> dict[int, tuple[GoesWith, ...]]:
    """The place and the picture of each of these posts, by its contribution's key. One query."""
    near = ("place", "photo", "conversation__strand__activity")
    rows = Post.objects.filter(contribution__in=contributions, part_of=None).select_related(*near)
    return {post.contribution_id: tuple(_along(post)) for post in rows.defer("photo__content", "terms")}


def _along(post: Post) -> Iterator[GoesWith]:
    if where := where_of(post):
        yield GoesWith(_("Place"), where)
    if photo := getattr(post, "photo", None):
        strand = post.conversation.strand
        address = reverse("conversation:picture", args=[strand.activity.slug, strand.public_id, photo.public_id])
        yield GoesWith(_("Picture"), photo.description, address)


def _onward(card: Card) -> Iterator[Onward]:
    yield Onward(f"“{card.name}”", _address(card.post, card.post))
    if card.part_of and not card.part_of.is_hidden:
        into, trace_id = card.part_of, card.part_of.post.contribution.trace_id
        yield Onward(_("Part of “%(name)s”") % {"name": into.name}, _address(card.post, into.post), trace_id)
        if card.post.conversation.strand.concluded_at is None:
            yield Onward(_("Say yes or no to that, with your slip"), _address(card.post, card.post, "together"))


def _address(known: Post, post: Post, page: str = "post") -> str:
    strand = known.conversation.strand
    return reverse(f"conversation:{page}", args=[strand.activity.slug, strand.public_id, post.public_id])
