"""Addresses of what was heard: residents' pages, the coding desk and the findings desk."""

from __future__ import annotations

from django.urls import path

from heard.findings import staff, views

app_name = "findings"
CODING = "staff/activities/<slug:slug>/coding/"
THEME = f"{CODING}themes/<slug:theme_id>/"
FINDINGS = "staff/activities/<slug:slug>/findings/"
FINDING = f"{FINDINGS}<slug:finding_id>/"
urlpatterns = [
    path("activities/<slug:slug>/heard/", views.heard, name="heard"),
    path("activities/<slug:slug>/heard/<slug:what>.<slug:kind>", views.data, name="data"),
    path("findings/<slug:public_id>/", views.finding, name="finding"),
    path(CODING, staff.coding, name="coding"),
    path(f"{CODING}<int:passage_id>/", staff.read, name="read"),
    path(f"{CODING}undo/", staff.undo, name="undo"),
    path(f"{CODING}import/", staff.import_codings, name="import_codings"),
    path(f"{CODING}themes/", staff.themes, name="themes"),
    path(f"{CODING}themes/new/", staff.new_theme, name="new_theme"),
    path(THEME, staff.theme, name="theme"),
    path(f"{THEME}merge/", staff.theme_merge, name="theme_merge"),
    path(f"{THEME}drop/", staff.theme_drop, name="theme_drop"),
    path(f"{THEME}aside/", staff.theme_aside, name="theme_aside"),
    path(f"{THEME}up/", staff.theme_up, name="theme_up"),
    path(FINDINGS, staff.findings, name="staff_findings"),
    path(f"{FINDINGS}new/", staff.new_finding, name="new_finding"),
    path(f"{FINDINGS}order/", staff.order, name="order"),
    path(f"{FINDINGS}preview/", staff.preview, name="preview"),
    path(FINDING, staff.one_finding, name="edit_finding"),
    path(f"{FINDING}remove/", staff.remove_finding, name="remove_finding"),
    path(f"{FINDING}evidence/", staff.evidence, name="evidence"),
    path(f"{FINDING}evidence/<int:evidence_id>/", staff.evidence_drop, name="evidence_drop"),
]
