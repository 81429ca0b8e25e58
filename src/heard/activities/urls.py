"""Addresses of the activities room."""

from __future__ import annotations

from django.urls import path

from heard.activities import staff, views

app_name = "activities"
ONE = "staff/activities/<slug:slug>/"
urlpatterns = [
    path("receipt/", views.receipt, name="receipt"),
    path("invitations/<slug:stakeholder_id>/<slug:secret>/", views.invitation, name="invitation"),
    path("acknowledge/<slug:part_id>/<slug:secret>/", views.acknowledge, name="acknowledge"),
    path("activities/<slug:slug>/", views.take_part, name="take_part"),
    path("activities/<slug:slug>/influence/", views.influence, name="influence"),
    path("activities/<slug:slug>/influence/signed-<int:number>.json", views.signed_brief, name="signed_brief"),
    path("activities/<slug:slug>/take-part/<slug:strand_id>/", views.strand, name="strand"),
    path("activities/<slug:slug>/take-part/<slug:strand_id>/paper.pdf", views.paper, name="paper"),
    path("staff/activities/", staff.activity_list, name="staff_list"),
    path("staff/activities/new/", staff.new, name="new"),
    path(ONE, staff.plan, name="plan"),
    path(f"{ONE}plan/<slug:page>/", staff.plan_page, name="plan_page"),
    path(f"{ONE}stakeholders/", staff.stakeholders, name="stakeholders"),
    path(f"{ONE}stakeholders/<slug:stakeholder_id>/", staff.stakeholder, name="stakeholder"),
    path(f"{ONE}voluntary/<slug:part_id>/", staff.voluntary_part, name="voluntary_part"),
    path(f"{ONE}colleagues/<slug:question_id>/", staff.colleague_question, name="colleague_question"),
    path(f"{ONE}ways/new/", staff.strand_new, name="strand_new"),
    path(f"{ONE}ways/<slug:strand_id>/", staff.strand_edit, name="strand_edit"),
    path(f"{ONE}ways/<slug:strand_id>/remove/", staff.strand_remove, name="strand_remove"),
    path(f"{ONE}longer/", staff.extend, name="extend"),
    path(f"{ONE}longer/letters/", staff.longer_letters, name="longer_letters"),
    path(f"{ONE}longer/letters/<slug:batch_id>.pdf", staff.longer_pdf, name="longer_pdf"),
    path(f"{ONE}longer/letters/<slug:batch_id>.csv", staff.longer_csv, name="longer_csv"),
    path(f"{ONE}longer/letters/<slug:batch_id>/posted/", staff.longer_posted, name="longer_posted"),
    path(f"{ONE}longer/calls/", staff.longer_calls, name="longer_calls"),
    path(f"{ONE}history/", staff.history, name="history"),
    path(f"{ONE}contributions/", staff.contributions, name="contributions"),
    path("staff/contributions/<slug:trace_id>/", staff.contribution, name="contribution"),
    path("staff/contributions/<slug:trace_id>/words/<int:ordinal>/", staff.layer, name="layer"),
    path("staff/contributions/<slug:trace_id>/correct/", staff.correct, name="correct"),
    path(f"{ONE}corrections/", staff.corrections, name="corrections"),
]
