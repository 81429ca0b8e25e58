"""Addresses of the survey method."""

from __future__ import annotations

from django.urls import path

from heard.methods.survey import staff, views
from heard.methods.survey.staff import keying, paper, parity, responses
from heard.methods.survey.views import every_way

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
    *staff.PAGES.paths(f"{STAFF}languages/"),
    path(f"{STAFF}languages/<slug:version_id>/preview/", staff.version_preview, name="version_preview"),
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
    path(f"{STAFF}undo-last/", keying.undo_last, name="undo_last"),
    path(f"{STAFF}paper/", paper.batches, name="paper"),
    path(f"{STAFF}paper/<slug:batch_id>/", paper.batch, name="paper_batch"),
    path(f"{STAFF}paper/<slug:batch_id>/forms.pdf", paper.batch_print, name="paper_print"),
    path(f"{STAFF}paper/<slug:batch_id>/forms/", paper.batch_forms, name="paper_forms"),
    path(f"{STAFF}paper/<slug:batch_id>/forms/<int:number>/take-back/", paper.unspoil, name="paper_unspoil"),
    path(f"{STAFF}paper/<slug:batch_id>/second/", paper.second, name="paper_second"),
    path(f"{STAFF}paper/<slug:batch_id>/settle/<int:number>/", paper.settle, name="paper_settle"),
    path(f"{STAFF}responses/<slug:trace_id>/", responses.response, name="response"),
    path(f"{STAFF}responses/<slug:trace_id>/scans/", responses.scans, name="scans"),
    path(f"{STAFF}scans/<slug:scan_id>/", responses.scan, name="scan"),
    path(f"{STAFF}telephone/", parity.telephone, name="telephone"),
    path("staff/activities/<slug:slug>/every-way/", parity.every_way_staff, name="parity"),
    path("activities/<slug:slug>/every-way/", every_way.every_way, name="every_way"),
    path(f"{STAFF}imports/", staff.imports, name="imports"),
    path(f"{STAFF}imports/<slug:import_id>/", staff.one_import, name="import"),
    path(f"{STAFF}imports/<slug:import_id>/match/", staff.match, name="match"),
    path(f"{STAFF}imports/<slug:import_id>/run/", staff.run, name="run"),
    path(f"{STAFF}imports/<slug:import_id>/undo/", staff.undo, name="undo"),
    path(f"{STAFF}imports/<slug:import_id>/refused.csv", staff.refused_csv, name="refused"),
]
