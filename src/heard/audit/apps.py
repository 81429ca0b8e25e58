"""Names the room to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "heard.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
