"""Wards, neighbourhoods and the city, each with the time it is valid for; census profiles with their sources."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """An area by name. A code is kept only where it is verified; no geometry is invented."""

    class Kind(models.TextChoices):
        CITY = "city", _("City")
        WARD = "ward", _("Ward")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
        PARISH = "parish", _("Parish")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    code = models.CharField(
        max_length=12, blank=True, help_text=_("Government Statistical Service code, verified only")
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    version = models.CharField(max_length=40, help_text=_("The set of boundaries, for example “wards 2004–2026”"))
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "version"], name="one_place_per_name_and_version"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_place_per_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="place_valid_to_after_from",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """A published table about a place at one date, with its source and how far it is verified."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="profiles")
    dimension = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    unit = models.CharField(
        max_length=20,
        choices=[("people", _("people")), ("households", _("households")), ("percent", _("percent"))],
    )
    base = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField()
    as_of = models.DateField()
    verified = models.BooleanField(default=False)
    limits = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "dimension", "as_of"], name="one_profile_per_dimension_and_date")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.title}"


class ProfileFigure(models.Model):
    """One category of a profile. `count` in the profile's unit, or `percent`."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="figures")
    ordinal = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=120)
    count = models.PositiveIntegerField(null=True, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["profile", "ordinal"], name="one_figure_per_ordinal")]

    def __str__(self) -> str:
        return self.category


class Venue(models.Model):
    """A building where people can be met or pick up paper: a library, a hall. Access facts are checked, not guessed."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="venues")
    kind = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=250, blank=True)
    access_facts = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    access_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
