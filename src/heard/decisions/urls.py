"""The addresses of decisions, promises and feedback."""

from django.urls import path

from heard.decisions import staff, views

app_name = "decisions"
ONE = "staff/activities/<slug:slug>/"
PROMISE = f"{ONE}decision/promises/<slug:commitment_id>/"
urlpatterns = [
    path("activities/<slug:slug>/decided/", views.decided, name="decided"),
    path("activities/<slug:slug>/decided/versions/", views.versions, name="versions"),
    path("activities/<slug:slug>/decided/versions/<int:number>/", views.version, name="version"),
    path("f/<slug:public_id>/", views.short, name="short"),
    path("late-feedback/", views.late, name="late"),
    path("late-feedback/interim/", views.late_interim, name="late_interim"),
    path("late-feedback/<int:year>/", views.late_year, name="late_year"),
    path("commitments/", views.tracker, name="tracker"),
    path("commitments/<slug:public_id>/", views.commitment, name="commitment"),
    path("commitments/<slug:public_id>/say/", views.say, name="say"),
    path("promises/asked/", views.asked_form, name="asked_form"),
    path("news/<str:code>/stop/", views.no_more_news, name="no_more_news"),
    path("promises/asked/<str:code>/", views.asked, name="asked"),
    path("promises/asked/<str:code>/stop/", views.stop, name="stop"),
    path("promises/said/<str:code>/", views.said, name="said"),
    path(f"{ONE}decision/", staff.decision, name="staff_decision"),
    path(f"{ONE}decision/freeze/", staff.freeze, name="freeze"),
    path(f"{ONE}decision/evidence/<slug:hash>/", staff.pack, name="pack"),
    path(f"{ONE}decision/answers/<slug:finding_id>/", staff.answer, name="answer"),
    path(f"{ONE}decision/promises/new/", staff.promise, name="promise"),
    path(PROMISE, staff.settle, name="settle"),
    path(f"{PROMISE}ground/", staff.ground, name="ground"),
    path(f"{PROMISE}ground/letters/", staff.print_asks, name="print_asks"),
    path(f"{PROMISE}ground/said/", staff.taken_down, name="taken_down"),
    path(f"{PROMISE}ground/reply/", staff.reply, name="reply"),
    path(f"{PROMISE}ground/read/<slug:answer_id>/", staff.read, name="read"),
    path(f"{ONE}decision/note/", staff.note, name="note"),
    path(f"{ONE}decision/key/", staff.key_notice, name="key_notice"),
    path(f"{ONE}decision/afterwards/", staff.step, name="step"),
    path(f"{ONE}decision/different/<int:months>/", staff.outcome, name="outcome"),
    path(f"{ONE}feedback/", staff.feedback, name="staff_feedback"),
    path(f"{ONE}feedback/interim/", staff.interim, name="interim"),
    path(f"{ONE}feedback/start/", staff.start, name="start"),
    path(f"{ONE}feedback/tell/", staff.tell, name="tell"),
    path(f"{ONE}feedback/languages/", staff.translations, name="translations"),
    path(f"{ONE}feedback/letters/", staff.letters, name="letters"),
    path(f"{ONE}feedback/letters/<slug:batch_id>.pdf", staff.batch_pdf, name="batch_pdf"),
    path(f"{ONE}feedback/letters/<slug:batch_id>/posted/", staff.posted, name="posted"),
    path(f"{ONE}feedback/texts/", staff.texts, name="texts"),
    path(f"{ONE}feedback/texts/<slug:batch_id>.csv", staff.texts_csv, name="texts_csv"),
    path(f"{ONE}feedback/texts/<slug:batch_id>/handed-over/", staff.handed_over, name="handed_over"),
    path(f"{ONE}feedback/calls/", staff.calls, name="calls"),
    path(f"{ONE}feedback/posters/", staff.posters, name="posters"),
    path(f"{ONE}feedback/posters/<slug:poster_id>-<slug:paper>.pdf", staff.poster_pdf, name="poster_pdf"),
    path(f"{ONE}feedback/posters/<slug:poster_id>/up/", staff.poster_up, name="poster_up"),
    path(f"{ONE}feedback/card.pdf", staff.card_pdf, name="card_pdf"),
]
