"""Addresses of the record that anyone may read."""

from __future__ import annotations

from django.urls import path

from heard.audit import views

app_name = "audit"
urlpatterns = [
    path("checks/heads/", views.heads, name="heads"),
    path("checks/heads.txt", views.heads_text, name="heads_text"),
    path("checks/chain.jsonl", views.chain, name="chain"),
]
