"""Names the method to Django."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "heard.methods.opinions"
    label = "opinions"
    default_auto_field = "django.db.models.BigAutoField"
