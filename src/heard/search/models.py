"""The words of everything public, normalised in Python, searched with PostgreSQL's own text search."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """One thing that can be found. `ref` names it for its own room (``activity:abc``)."""

    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    extract = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    place = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    activity_ref = models.CharField(max_length=12, blank=True, db_index=True)
    words = SearchVectorField(null=True)
    stems = SearchVectorField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["words"]),
            GinIndex(fields=["stems"]),
            models.Index(fields=["-at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title
