"""Names the method to Django."""

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "heard.methods.survey"
    label = "survey"
    default_auto_field = "django.db.models.BigAutoField"
