"""Names the method to Django."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "heard.methods.gathering"
    label = "gathering"
    default_auto_field = "django.db.models.BigAutoField"
