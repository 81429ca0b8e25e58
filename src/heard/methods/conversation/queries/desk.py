"""What officers find on their desk: questions that wait, spoken messages to write down, posts nobody answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Contribution, Strand
from heard.methods.conversation.models import (
    Conversation,
    CountedSupport,
    OfficerReply,
    Post,
    Question,
    Recording,
    Telling,
)
from heard.methods.conversation.queries.posts import AROUND, HEAVY

SHELVES = {
    "questions": gettext_lazy("Questions waiting"),
    "unanswered": gettext_lazy("Nobody has replied"),
    "spoken": gettext_lazy("To write down"),
    "all": gettext_lazy("Everything"),
}
ORDER = {
    "questions": ("question__due_on", "pk"),
    "unanswered": ("at", "id"),
    "spoken": ("at", "id"),
    "all": ("-at", "-id"),
}


def conversation_for_staff(strand_id: str) -> Conversation:
    """A conversation by its strand's public name, with activity, plan and lead; 404 with a sentence."""
    strand = (
        Strand.objects.select_related("activity__lead", "activity__plan")
        .prefetch_related("terms")
        .filter(public_id=strand_id, method="conversation")
        .first()
    )
    if strand is None:
        raise Http404(_("There is no such conversation."))
    kept = Conversation.objects.select_related("officer", "summary_by").filter(strand=strand).first()
    conversation = kept or Conversation(strand=strand)
    conversation.strand = strand
    return conversation


def _received() -> QuerySet[Post]:
    rows = Post.objects.filter(contribution__state=Contribution.State.RECEIVED, contribution__erased_at__isnull=True)
    return rows.select_related(*AROUND).defer(*HEAVY)


def desk_rows(conversation: Conversation, shelf: str) -> QuerySet[Post]:
    """The posts on one of `SHELVES`."""
    rows = _received().filter(conversation=conversation)
    if shelf == "questions":
        return rows.filter(question__isnull=False, question__answered_at__isnull=True)
    if shelf == "unanswered":
        return rows.filter(depth=0, part_of__isnull=True).exclude(
            Exists(OfficerReply.objects.filter(post=OuterRef("pk")))
        )
    if shelf == "spoken":
        return rows.filter(recording__isnull=False, recording__written_at__isnull=True)
    return rows


def waiting_counts(conversation: Conversation) -> dict[str, int]:
    """How many lie on each shelf that should be empty, and how many people wait to be told. One query."""
    owed = Telling.objects.filter(post__conversation=conversation.pk, state=Telling.State.OWED)
    counted = {
        "questions": _number(desk_rows(conversation, "questions"), "conversation"),
        "spoken": _number(desk_rows(conversation, "spoken"), "conversation"),
        "tell": _number(owed, "post__conversation"),
    }
    found = Conversation.objects.filter(pk=conversation.pk).values(**counted).first()
    return {name: number or 0 for name, number in (found or dict.fromkeys(counted, 0)).items()}


def _number(rows: QuerySet[Any], of: str) -> Subquery:
    return Subquery(rows.order_by().values(of).annotate(n=Count("pk")).values("n"))


def post_for_staff(public_id: str) -> Post:
    """A post in whatever state, with its conversation and activity; 404 with a sentence."""
    rows = Post.objects.select_related(*AROUND, "conversation__strand__activity__lead", "conversation__officer")
    post = rows.defer(*HEAVY).filter(public_id=public_id).first()
    if post is None:
        raise Http404(_("There is no such post."))
    return post


def recording_for_staff(public_id: str) -> Recording:
    """A spoken message that is still kept; 404 with a sentence."""
    rows = Recording.objects.select_related("post__conversation__strand__activity", "post__contribution")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("This recording is not kept any more. What was said stands in writing."))
    return found


def counts_for_staff(post: Post) -> QuerySet[CountedSupport]:
    """Every count of voices for a post, the newest first, those undone too."""
    return post.counted_from.select_related("by", "undone_by").order_by("-at", "-id")


def count_for_staff(post: Post, public_id: str) -> CountedSupport:
    """One count of a post; 404 with a sentence."""
    found = counts_for_staff(post).filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such count."))
    return found


def questions_open() -> QuerySet[Question]:
    """Questions to officers that nobody has answered and that still stand, of all conversations."""
    return Question.objects.filter(
        answered_at__isnull=True,
        post__contribution__state=Contribution.State.RECEIVED,
        post__contribution__erased_at__isnull=True,
    )


def late_rows(strand: Strand, today: date) -> QuerySet[Question]:
    """The late questions of one strand, and nothing around them."""
    return questions_open().filter(due_on__lt=today, post__conversation=strand.pk).order_by("due_on", "pk")


def late_questions(conversation: Conversation | None, today: date) -> QuerySet[Question]:
    """Questions whose five working days have passed, the oldest first; of one conversation or (None) of all."""
    rows = questions_open().filter(due_on__lt=today).order_by("due_on", "pk")
    return rows.filter(post__conversation=conversation) if conversation else rows
