"""Addresses of the gates, of how an activity was run, and of the code itself."""

from __future__ import annotations

from django.urls import path

from heard.compact import staff, views

app_name = "compact"
GATES = "staff/activities/<slug:slug>/gates/"
ALIKE = "staff/activities/<slug:slug>/asked-before/"
TOGETHER = "staff/activities/<slug:slug>/together/"
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
    path(ALIKE, staff.duplicates, name="duplicates"),
    path(f"{ALIKE}compare/", staff.compare, name="compare"),
    path(f"{ALIKE}<int:match_id>/answer/", staff.answer, name="answer_match"),
    path(f"{ALIKE}asked/<slug:enquiry_id>/reply/", staff.log_reply, name="log_reply"),
    path("staff/activities/<slug:slug>/shorter-period/", staff.rationale, name="rationale"),
    path(TOGETHER, staff.together, name="together"),
    path(f"{TOGETHER}ask/", staff.joint, name="joint"),
    path(f"{TOGETHER}meeting/", staff.interpretation, name="interpretation"),
    path(f"{TOGETHER}<slug:joint_id>/accept/", staff.accept, name="joint_accept"),
    path(f"{TOGETHER}<slug:joint_id>/decline/", staff.decline, name="joint_decline"),
    path(f"{TOGETHER}<slug:joint_id>/leave/", staff.leave, name="joint_leave"),
    path("staff/alike/", staff.alike, name="alike"),
    path("enquiries/<slug:public_id>/<slug:secret>/", views.enquiry, name="enquiry"),
    path(f"{GATES}overrides/<int:override_id>/withdraw/", staff.withdraw_override, name="withdraw_override"),
    path("staff/compact/<slug:digest>/sign/", staff.sign_pack, name="sign_pack"),
]
