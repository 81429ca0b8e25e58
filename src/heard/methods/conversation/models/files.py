"""Photographs (shown, with a description) and spoken messages (heard by staff only, read by everyone)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.ground.fields import PublicId
from heard.methods.conversation.models.posts import Post
from heard.people.models import Account


class Photo(models.Model):
    """A picture that belongs to a post, as `rules.pictures` wrote it anew. Without a description nobody can see it."""

    public_id = PublicId()
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="photo")
    kind = models.CharField(max_length=4, choices=[("jpeg", "JPEG"), ("png", "PNG")])
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    description = models.CharField(max_length=300)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(description=""), name="a_photo_is_described")]

    def __str__(self) -> str:
        return self.description


class Recording(models.Model):
    """A spoken message, encrypted: a voice says who somebody is, so only staff hear it, to write it down."""

    public_id = PublicId()
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="recording")
    kind = models.CharField(max_length=24)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recording of {self.post_id}"
