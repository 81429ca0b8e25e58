"""Names the room to Django."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "heard.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"
