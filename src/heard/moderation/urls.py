"""Addresses of moderation: what we remove and why, reporting something, and the moderators' desk."""

from __future__ import annotations

from django.urls import path

from heard.moderation import staff, views

app_name = "moderation"
DESK = "staff/moderation/"
urlpatterns = [
    path("moderation/", views.policy, name="policy"),
    path("report/<slug:trace_id>/", views.report, name="report"),
    path(DESK, staff.queue, name="queue"),
    path(f"{DESK}take/", staff.take, name="take"),
    path(f"{DESK}give-back/", staff.give_back, name="give_back"),
    path(f"{DESK}undo/", staff.undo, name="undo"),
    path(f"{DESK}second/", staff.second, name="second"),
    path(f"{DESK}second/<slug:exclusion_id>/", staff.judge, name="judge"),
    path(f"{DESK}fairness/", staff.fairness, name="fairness"),
    path(f"{DESK}fairness/<slug:public_id>/", staff.review, name="review"),
    path(f"{DESK}item/<slug:trace_id>/", staff.decide, name="decide"),
    path(f"{DESK}item/<slug:trace_id>/cover/", staff.cover, name="cover"),
    path("staff/activities/<slug:slug>/moderation/", staff.terms, name="terms"),
]
