"""Addresses of moderation: what we remove and why, reporting something, the moderators' desk; and of concerns."""

from __future__ import annotations

from django.urls import path

from heard.moderation import staff, views
from heard.moderation.staff import concerns as concern_desk
from heard.moderation.views import concerns as concern_pages

app_name = "moderation"
CONCERN = "staff/concerns/<slug:public_id>/"
DESK = "staff/moderation/"
urlpatterns = [
    path("moderation/", views.policy, name="policy"),
    path("report/<slug:trace_id>/", views.report, name="report"),
    path(DESK, staff.queue, name="queue"),
    path(f"{DESK}take/", staff.take, name="take"),
    path(f"{DESK}give-back/", staff.give_back, name="give_back"),
    path(f"{DESK}hand-over/", staff.hand_over, name="hand_over"),
    path(f"{DESK}hand-over/undo/", staff.take_back_handed, name="take_back_handed"),
    path(f"{DESK}undo/", staff.undo, name="undo"),
    path(f"{DESK}second/", staff.second, name="second"),
    path(f"{DESK}second/<slug:exclusion_id>/", staff.judge, name="judge"),
    path(f"{DESK}fairness/", staff.fairness, name="fairness"),
    path(f"{DESK}fairness/<slug:public_id>/", staff.alert, name="alert"),
    path(f"{DESK}item/<slug:trace_id>/", staff.decide, name="decide"),
    path(f"{DESK}item/<slug:trace_id>/cover/", staff.cover, name="cover"),
    path("staff/activities/<slug:slug>/moderation/", staff.terms, name="terms"),
    path("activities/<slug:slug>/concern/", concern_pages.raise_concern, name="raise"),
    path("concerns/", concern_pages.concerns, name="concerns"),
    path("concerns/receipt/", concern_pages.concern_code, name="concern_code"),
    path("concerns/receipt/<str:code>/", concern_pages.concern_receipt, name="concern_receipt"),
    path("concerns/<slug:public_id>/", concern_pages.concern, name="concern"),
    path("staff/concerns/", concern_desk.staff_concerns, name="staff_concerns"),
    path(CONCERN, concern_desk.staff_concern, name="staff_concern"),
    path(f"{CONCERN}told/<int:step_id>/", concern_desk.concern_told, name="concern_told"),
    path(f"{CONCERN}files/<slug:file_id>/", concern_desk.concern_evidence, name="concern_evidence"),
    path("staff/activities/<slug:slug>/concerns/", concern_desk.concerns_of, name="concerns_of"),
    path("staff/activities/<slug:slug>/concerns/new/", concern_desk.log_concern, name="log_concern"),
]
