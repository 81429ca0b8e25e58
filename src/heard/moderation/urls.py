"""Addresses of moderation: what we remove and why, reporting something, and the moderators' desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "moderation"
urlpatterns: list[URLPattern] = []
