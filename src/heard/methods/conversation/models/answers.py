"""What officers say in public: questions put to a named officer, replies in their own name, what becomes of ideas."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.ground.fields import PublicId
from heard.methods.conversation.models.posts import Post
from heard.people.models import Account


class Question(models.Model):
    """A post asks the named officer something, who has five working days; `late_told_at` when they were told."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="question")
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=120)
    officer_role = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answered_at__isnull=True), name="conversation_question_due")
        ]

    def __str__(self) -> str:
        return f"question to {self.officer_name}"


class OfficerReply(models.Model):
    """What an officer answered, in public and in their own name. It counts as nobody's contribution."""

    public_id = PublicId()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="officer_replies")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words[:60]


class StatusChange(models.Model):
    """What became of an idea, and why, on a day. Told to its author and to those who support it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="changes")
    status = models.CharField(max_length=12, choices=Post.Status)
    because = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Post.Status.NOT_ADOPTED) | ~Q(because=""), name="not_adopted_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.get_status_display()
