"""Names the room to Django."""

from django.apps import AppConfig


class CompactConfig(AppConfig):
    name = "heard.compact"
    label = "compact"
    default_auto_field = "django.db.models.BigAutoField"
