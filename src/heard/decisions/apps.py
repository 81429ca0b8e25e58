"""Names the room to Django."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "heard.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
