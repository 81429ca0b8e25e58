"""Names the room to Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "heard.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
