"""The addresses of decisions, promises and feedback."""

from django.urls import path

from heard.decisions import staff, views

app_name = "decisions"
ONE = "staff/activities/<slug:slug>/"
urlpatterns = [
    path("activities/<slug:slug>/decided/", views.decided, name="decided"),
    path("commitments/", views.tracker, name="tracker"),
    path("commitments/<slug:public_id>/", views.commitment, name="commitment"),
    path(f"{ONE}decision/", staff.decision, name="staff_decision"),
    path(f"{ONE}decision/freeze/", staff.freeze, name="freeze"),
    path(f"{ONE}decision/evidence/<slug:hash>/", staff.pack, name="pack"),
    path(f"{ONE}decision/answers/<slug:finding_id>/", staff.answer, name="answer"),
    path(f"{ONE}decision/promises/new/", staff.promise, name="promise"),
    path(f"{ONE}decision/promises/<slug:commitment_id>/", staff.settle, name="settle"),
    path(f"{ONE}decision/note/", staff.note, name="note"),
    path(f"{ONE}feedback/", staff.feedback, name="staff_feedback"),
    path(f"{ONE}feedback/start/", staff.start, name="start"),
    path(f"{ONE}feedback/tell/", staff.tell, name="tell"),
    path(f"{ONE}feedback/letters/", staff.letters, name="letters"),
    path(f"{ONE}feedback/letters/<slug:batch_id>.pdf", staff.batch_pdf, name="batch_pdf"),
    path(f"{ONE}feedback/letters/<slug:batch_id>/posted/", staff.posted, name="posted"),
    path(f"{ONE}feedback/calls/", staff.calls, name="calls"),
]
