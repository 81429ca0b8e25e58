"""A prompt, the posts and replies it brought, who supports them, and which became part of which."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution, Strand
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice
from heard.places.models import Place

DEEPEST = 2  # replies to replies, and no further


class Conversation(models.Model):
    """The settings of a conversation strand: what is asked, who replies, and what was made of it at the end."""

    class Kind(models.TextChoices):
        TALK = "talk", _("A conversation: people answer one question and each other")
        BOARD = "board", _("A board of ideas: each has a title, and you say what becomes of it")

    strand = models.OneToOneField(Strand, on_delete=models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.TALK)
    prompt = models.TextField(blank=True)
    about = models.TextField(blank=True)
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer_name = models.CharField(max_length=120, blank=True)
    officer_role = models.CharField(max_length=160, blank=True)
    asks_place = models.BooleanField(default=True)
    takes_photos = models.BooleanField(default=True)
    takes_spoken = models.BooleanField(default=True)
    asks_about = models.BooleanField(default=True)
    summary = models.TextField(blank=True)
    summary_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    summary_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(summary="") | Q(summary_at__isnull=False, summary_by__isnull=False),
                name="a_summary_is_signed",
            )
        ]

    def __str__(self) -> str:
        return f"conversation of {self.strand_id}"

    @property
    def is_board(self) -> bool:
        return self.kind == self.Kind.BOARD


class Post(models.Model):
    """What somebody said in answer to the prompt, or to somebody else. Its words are its contribution's first passage.

    `top` is the post that a reply hangs under, at whatever depth. A part of a post that was about several things is a
    post of its own over the same contribution: `starts` and `ends` say which letters of the words it is. The counts
    are those of live supports (`counted`: how many of them were counted by hand) and of shown replies; `terms` are the
    stems by which posts like it are found.
    """

    class Tone(models.TextChoices):
        ADDS = "adds", _("I want to add something")
        DIFFERS = "differs", _("I see it differently")
        ASKS = "asks", _("I have a question")

    class Status(models.TextChoices):
        HEARD = "heard", _("Heard")
        LOOKING = "looking", _("Being looked at")
        ADOPTED = "adopted", _("Adopted")
        NOT_ADOPTED = "not_adopted", _("Not adopted")

    public_id = PublicId()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="posts")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    top = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="thread")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    depth = models.PositiveSmallIntegerField(default=0)
    tone = models.CharField(max_length=8, blank=True, choices=Tone)
    title = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_words = models.CharField(max_length=160, blank=True)
    pin_north = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    pin_east = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    starts = models.PositiveIntegerField(null=True, blank=True)
    ends = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True, choices=Status)
    supports = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    replies_shown = models.PositiveIntegerField(default=0)
    differs = models.PositiveIntegerField(default=0)
    terms = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"], condition=Q(part_of__isnull=True), name="one_whole_post_per_contribution"
            ),
            models.CheckConstraint(condition=Q(depth__lte=DEEPEST), name="replies_two_levels_deep"),
            models.CheckConstraint(
                condition=Q(supports__gte=F("counted")), name="what_is_counted_by_hand_is_among_all"
            ),
            models.CheckConstraint(
                condition=Q(depth=0, parent__isnull=True, top__isnull=True)
                | Q(depth__gt=0, parent__isnull=False, top__isnull=False),
                name="a_reply_has_a_parent_and_a_top",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, starts__isnull=True, ends__isnull=True)
                | Q(part_of__isnull=False, starts__isnull=False, ends__gt=F("starts")),
                name="a_part_is_a_stretch_of_words",
            ),
            models.CheckConstraint(
                condition=Q(pin_north__isnull=True, pin_east__isnull=True)
                | Q(pin_north__isnull=False, pin_east__isnull=False),
                name="a_pin_has_two_numbers",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "depth", "-at", "-id"]),
            models.Index(fields=["conversation", "depth", "-supports", "-id"]),
            models.Index(fields=["parent", "at", "id"]),
            GinIndex(fields=["terms"], name="conversation_post_terms"),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id


class Support(models.Model):
    """One voice adds itself to a post, once. `carried_from` is the post from which it came along, with its say-so."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="supported")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    carried_from = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "voice"], name="one_support_per_voice")]
        indexes = [models.Index(fields=["voice"])]

    def __str__(self) -> str:
        return f"support of {self.post_id}"


class Merge(models.Model):
    """A post became part of another. The post stays where it is; its author can have it stand on its own again."""

    source = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="merges")
    target = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="merged_in")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_author = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at__isnull=True), name="a_post_is_part_of_one_other"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_post_is_part_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
