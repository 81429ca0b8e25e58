"""Addresses of the gates, of how an activity was run, and of the code itself."""

from __future__ import annotations

from django.urls import path

from heard.compact import staff, views

app_name = "compact"
GATES = "staff/activities/<slug:slug>/gates/"
HOW_RUN = "activities/<slug:slug>/how-this-was-run/"

urlpatterns = [
    path(HOW_RUN, views.how_run, name="how_run"),
    path(f"{HOW_RUN}<int:move_id>.json", views.stored_gate, name="stored_gate"),
    path("compact/", views.pack, name="pack"),
    path("compact/versions/<slug:digest>.toml", views.pack_text, name="pack_text"),
    path("compact/<str:clause_id>/", views.clause, name="clause"),
    path(GATES, staff.gates, name="gates"),
    path(f"{GATES}move/", staff.move, name="move"),
    path(f"{GATES}approve/", staff.approve, name="approve"),
    path(f"{GATES}level/", staff.change_level, name="change_level"),
    path(f"{GATES}override/<str:check_id>/", staff.override, name="override"),
    path(f"{GATES}overrides/<int:override_id>/withdraw/", staff.withdraw_override, name="withdraw_override"),
    path("staff/compact/<slug:digest>/sign/", staff.sign_pack, name="sign_pack"),
]
