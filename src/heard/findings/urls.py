"""Addresses of what was heard: residents' pages and officers' desks."""

from __future__ import annotations

from django.urls import path

from heard.findings import views

app_name = "findings"
urlpatterns = [
    path("activities/<slug:slug>/heard/", views.heard, name="heard"),
    path("findings/<slug:public_id>/", views.finding, name="finding"),
]
