"""Names the method to Django."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "heard.methods.conversation"
    label = "conversation"
    default_auto_field = "django.db.models.BigAutoField"
