"""The addresses of the front door."""

from django.urls import path

from heard.front import staff, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("whats-on/", views.whats_on, name="whats_on"),
    path("coming-up/", views.coming_up, name="coming_up"),
    path("what-happened-next/", views.what_happened, name="what_happened"),
    path("search/", views.search, name="search"),
    path("activities/<slug:slug>/thread/", views.thread, name="thread"),
    path("thread/<slug:trace_id>/", views.trace, name="trace"),
    path("receipt/<str:code>/", views.receipt_thread, name="receipt_thread"),
    path("receipt/<str:code>/take-back/", views.take_back, name="take_back"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("places/", views.places, name="places"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("checks/", views.checks, name="checks"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("staff/", staff.owed, name="owed"),
]
