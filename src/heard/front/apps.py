"""Names the room to Django."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "heard.front"
    label = "front"
    default_auto_field = "django.db.models.BigAutoField"
