"""Addresses of the survey method."""

from __future__ import annotations

from django.urls import path

from heard.methods.survey import staff, views

app_name = "survey"
PUBLIC = "activities/<slug:slug>/take-part/<slug:strand_id>/"
STAFF = "staff/strands/<slug:strand_id>/"
urlpatterns = [
    path(f"{PUBLIC}questions/<int:number>/", views.answer, name="answer"),
    path(f"{PUBLIC}questions/", views.answer_all, name="answer_all"),
    path(f"{PUBLIC}check/", views.check, name="check"),
    path(f"{PUBLIC}send/", views.send, name="send"),
    path(f"{PUBLIC}sent/", views.sent, name="sent"),
    path(f"{PUBLIC}forget/", views.forget, name="forget"),
    path(f"{PUBLIC}save/", views.save, name="save"),
    path(f"{PUBLIC}saved/", views.saved, name="saved"),
    path(f"{PUBLIC}come-back/", views.come_back, name="come_back"),
    path(f"{PUBLIC}delete-saved/", views.delete_saved, name="delete_saved"),
    path(f"{PUBLIC}data.csv", views.data, name="data"),
    path(f"{STAFF}languages/", staff.versions, name="versions"),
    path(f"{STAFF}languages/<slug:version_id>/", staff.version, name="version"),
    path(f"{STAFF}languages/<slug:version_id>/preview/", staff.version_preview, name="version_preview"),
    path(f"{STAFF}languages/<slug:version_id>/check/", staff.version_check, name="version_check"),
    path(f"{STAFF}languages/<slug:version_id>/publish/", staff.version_publish, name="version_publish"),
    path(f"{STAFF}languages/<slug:version_id>/withdraw/", staff.version_withdraw, name="version_withdraw"),
    path(f"{STAFF}questions/", staff.questions, name="questions"),
    path(f"{STAFF}questions/new/<slug:kind>/", staff.question_new, name="question_new"),
    path(f"{STAFF}questions/preview/", staff.preview, name="preview"),
    path(f"{STAFF}questions/<slug:ref>/", staff.question, name="question"),
    path(f"{STAFF}questions/<slug:ref>/conditions/", staff.conditions, name="conditions"),
    path(f"{STAFF}questions/<slug:ref>/move/", staff.question_move, name="question_move"),
    path(f"{STAFF}questions/<slug:ref>/remove/", staff.question_remove, name="question_remove"),
    path(f"{STAFF}sections/new/", staff.section_new, name="section_new"),
    path(f"{STAFF}sections/<int:number>/", staff.section, name="section"),
    path(f"{STAFF}sections/<int:number>/move/", staff.section_move, name="section_move"),
    path(f"{STAFF}sections/<int:number>/remove/", staff.section_remove, name="section_remove"),
    path(f"{STAFF}key-in/", staff.key_in, name="key_in"),
    path(f"{STAFF}key-in/<slug:trace_id>/", staff.keyed, name="keyed"),
    path(f"{STAFF}imports/", staff.imports, name="imports"),
    path(f"{STAFF}imports/<slug:import_id>/", staff.one_import, name="import"),
    path(f"{STAFF}imports/<slug:import_id>/match/", staff.match, name="match"),
    path(f"{STAFF}imports/<slug:import_id>/run/", staff.run, name="run"),
    path(f"{STAFF}imports/<slug:import_id>/undo/", staff.undo, name="undo"),
    path(f"{STAFF}imports/<slug:import_id>/refused.csv", staff.refused_csv, name="refused"),
]
