"""The city’s words for levels, tiers, channels and stages, and the field shapes that plans share."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COPRODUCE = "coproduce", _("Co-produce")
    DEVOLVE = "devolve", _("Devolve")


class Tier(models.TextChoices):
    LIGHT = "light", _("Light: listening, no decision linked")
    STANDARD = "standard", _("Standard")
    HIGH = "high", _("High: key decision, or something people have is withdrawn")


class Channel(models.TextChoices):
    WEB = "web", _("On the web")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")
    TEXT_MESSAGE = "text_message", _("By text message")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")


class Stage(models.TextChoices):
    IDEA = "idea", _("An idea")
    PLANNED = "planned", _("Being planned")
    NOTICED = "noticed", _("Coming up")
    OPEN = "open", _("Open now")
    CLOSED = "closed", _("Closed: being read")
    FOUND = "found", _("What we heard is published")
    DECIDED = "decided", _("Decided")
    TOLD = "told", _("You have been told")
    EVALUATED = "evaluated", _("Evaluated")
    ARCHIVED = "archived", _("Finished")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def words(label: Any, help_text: Any = "", **kwargs: Any) -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text, **kwargs)


def channels(label: Any, **kwargs: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=12, choices=Channel),
        default=list,
        blank=True,
        verbose_name=label,
        **kwargs,
    )


def lines(label: Any, help_text: Any = "") -> ArrayField:
    return ArrayField(models.TextField(), default=list, blank=True, verbose_name=label, help_text=help_text)
