"""Addresses of statements to vote on."""

from __future__ import annotations

from django.urls import path

from heard.methods.opinions import staff, views

app_name = "opinions"
PUBLIC = "activities/<slug:slug>/take-part/<slug:strand_id>/"
STAFF = "staff/strands/<slug:strand_id>/"
urlpatterns = [
    path(f"{PUBLIC}statements/", views.statements, name="statements"),
    path(f"{PUBLIC}statements/<slug:statement>/", views.card, name="card"),
    path(f"{PUBLIC}vote/", views.vote, name="vote"),
    path(f"{PUBLIC}undo/", views.undo, name="undo"),
    path(f"{PUBLIC}add/", views.add, name="add"),
    path(f"{PUBLIC}yours/", views.yours, name="yours"),
    path(f"{PUBLIC}your-receipt/", views.receipt, name="receipt"),
    path(f"{PUBLIC}own-words/", views.own_words, name="own_words"),
    path(f"{PUBLIC}put-away/", views.forget, name="forget"),
    path(f"{PUBLIC}picture/", views.picture, name="picture"),
    path(f"{PUBLIC}how-it-works/", views.how, name="how"),
    path(f"{PUBLIC}room/", views.room, name="room"),
    path(f"{PUBLIC}cards.pdf", views.cards, name="cards"),
    path(f"{PUBLIC}comments.csv", views.data, name="data"),
    path(f"{PUBLIC}statements.pdf", views.sheet, name="sheet"),
    *staff.PAGES.paths(f"{STAFF}statements/languages/"),
    path(f"{STAFF}statements/", staff.statements, name="staff_statements"),
    path(f"{STAFF}statements/enter/", staff.enter, name="enter"),
    path("staff/statements/<slug:statement>/", staff.statement, name="staff_statement"),
    path("staff/statements/<slug:statement>/reword/", staff.reword, name="reword"),
    path("staff/statements/<slug:statement>/remove/", staff.remove, name="remove"),
    path(f"{STAFF}authors/", staff.authors, name="authors"),
    path(f"{STAFF}authors/letters.pdf", staff.author_letters, name="author_letters"),
    path(f"{STAFF}rooms/", staff.rooms, name="rooms"),
    path(f"{STAFF}rooms/new/", staff.room_new, name="room_new"),
    path("staff/rooms/<slug:room_id>/", staff.room, name="staff_room"),
    path("staff/rooms/<slug:room_id>/cards.pdf", staff.room_cards, name="room_cards"),
    path(f"{STAFF}odd-votes/", staff.watch, name="watch"),
    path("staff/odd-votes/<slug:suspicion_id>/", staff.suspicion, name="suspicion"),
]
