"""The living page."""

from __future__ import annotations

from django.urls import path

from heard.ui import views

app_name = "ui"
urlpatterns = [path("ui", views.living, name="living")]
