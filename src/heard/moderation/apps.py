"""Names the room to Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "heard.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"
