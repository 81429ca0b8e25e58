"""The addresses of the front door."""

from django.urls import path

from heard.front import staff, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("whats-on/", views.whats_on, name="whats_on"),
    path("coming-up/", views.coming_up, name="coming_up"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/heard.ics", views.calendar_ics, name="calendar_ics"),
    path("calendar/heard.atom", views.calendar_atom, name="calendar_atom"),
    path("calendar/sheet.pdf", views.calendar_sheet, name="calendar_sheet"),
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
    path("staff/calendar/", staff.calendar, name="staff_calendar"),
    path("staff/calendar/by-post/", staff.by_post, name="by_post"),
    path("staff/calendar/by-post/<slug:partner>/", staff.by_post, name="by_post_of"),
    path("staff/calendar/by-post/<slug:partner>/print/", staff.print_sheets, name="print_sheets"),
    path("staff/calendar/by-post/<slug:partner>/<slug:batch_id>/", staff.sheets_pdf, name="sheets_pdf"),
    path("staff/calendar/by-post/<slug:partner>/<slug:batch_id>/posted/", staff.sheets_posted, name="sheets_posted"),
    path("staff/calendar/by-post/<slug:partner>/stop/<slug:public_id>/", staff.stop_entered, name="stop_entered"),
    path("staff/activities/<slug:slug>/calendar/", staff.clashes, name="clashes"),
]
