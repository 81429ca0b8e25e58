"""Addresses of what was heard: residents' pages, the coding desk and the findings desk."""

from __future__ import annotations

from django.urls import path

from heard.findings import staff, views

app_name = "findings"
CODING = "staff/activities/<slug:slug>/coding/"
THEME = f"{CODING}themes/<slug:theme_id>/"
FINDINGS = "staff/activities/<slug:slug>/findings/"
FINDING = f"{FINDINGS}<slug:finding_id>/"
STANDARD = "staff/activities/<slug:slug>/standard/"
SHARING = "staff/activities/<slug:slug>/sharing/"
urlpatterns = [
    path("activities/<slug:slug>/heard/", views.heard, name="heard"),
    path("activities/<slug:slug>/heard/<slug:what>.<slug:kind>", views.data, name="data"),
    path("activities/<slug:slug>/heard/how/", views.how_read, name="how_read"),
    path("findings/<slug:public_id>/", views.finding, name="finding"),
    path(CODING, staff.coding, name="coding"),
    path(f"{CODING}<int:passage_id>/", staff.read, name="read"),
    path(f"{CODING}undo/", staff.undo, name="undo"),
    path(f"{CODING}import/", staff.import_codings, name="import_codings"),
    path(f"{CODING}themes/", staff.themes, name="themes"),
    path(f"{CODING}themes/planned/", staff.planned_themes, name="planned_themes"),
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
    path(STANDARD, staff.overview, name="standard"),
    path(f"{STANDARD}plan/", staff.analysis, name="analysis"),
    path(f"{STANDARD}plan/lock/", staff.analysis_lock, name="analysis_lock"),
    path(f"{STANDARD}second/", staff.second, name="second"),
    path(f"{STANDARD}second/draw/", staff.draw, name="draw"),
    path(f"{STANDARD}second/<int:sampled_id>/", staff.read_second, name="read_second"),
    path(f"{STANDARD}differences/", staff.differences, name="differences"),
    path(f"{STANDARD}differences/<int:sampled_id>/", staff.settle, name="settle"),
    path(f"{STANDARD}quality/", staff.quality, name="quality"),
    path(f"{STANDARD}quality/sign/", staff.quality_sign, name="quality_sign"),
    path(f"{STANDARD}neutral/", staff.neutral, name="neutrality"),
    path(f"{STANDARD}neutral/<int:question_id>/", staff.question_kept, name="question_kept"),
    path(SHARING, staff.sharing, name="sharing"),
    path(f"{SHARING}hold-back/", staff.restrict, name="restrict"),
    path(f"{SHARING}hold-back/<int:restriction_id>/", staff.restriction, name="restriction"),
    path(f"{SHARING}asked/<slug:reuse_id>/", staff.reuse_answer, name="reuse_answer"),
    path(f"{SHARING}from-elsewhere/", staff.elsewhere, name="elsewhere"),
    path(f"{SHARING}from-elsewhere/<int:evidence_id>/", staff.elsewhere_drop, name="elsewhere_drop"),
    path("staff/found/", staff.found, name="shared"),
    path("staff/found/<slug:finding_id>/", staff.found_one, name="shared_one"),
    path("staff/found/asked/<slug:reuse_id>/", staff.reuse_cite, name="reuse_cite"),
]
