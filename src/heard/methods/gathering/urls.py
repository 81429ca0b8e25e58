"""The addresses of gatherings."""

from django.urls import path

from heard.methods.gathering import staff, views

app_name = "gathering"
urlpatterns = [
    path("conversations/", views.register, name="register"),
    path("activities/<slug:slug>/take-part/<slug:strand_id>/sessions/<slug:session_id>/", views.session_page,
         name="session_page"),
    path("activities/<slug:slug>/take-part/<slug:strand_id>/sheet.pdf", views.sheet, name="sheet"),
    path("staff/strands/<slug:strand_id>/sessions/", staff.sessions, name="sessions"),
    path("staff/strands/<slug:strand_id>/prompts/", staff.prompts, name="prompts"),
    path("staff/strands/<slug:strand_id>/sessions/new/", staff.arrange, name="arrange"),
    path("staff/sessions/<slug:session_id>/", staff.session, name="session"),
    path("staff/sessions/<slug:session_id>/change/", staff.change, name="change"),
    path("staff/sessions/<slug:session_id>/cancel/", staff.cancel, name="cancel"),
    path("staff/sessions/<slug:session_id>/note/", staff.note, name="note"),
    path("staff/sessions/<slug:session_id>/said/", staff.add, name="add"),
    path("staff/sessions/<slug:session_id>/quiet/", staff.quiet, name="quiet"),
    path("staff/sessions/<slug:session_id>/cards.pdf", staff.cards, name="cards"),
]  # fmt: skip
