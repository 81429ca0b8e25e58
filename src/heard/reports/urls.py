"""Addresses of reports and records."""

from django.urls import path, re_path

from heard.reports import staff, views

app_name = "reports"
urlpatterns = [
    path("activities/<slug:slug>/report/", views.report, name="report"),
    path("activities/<slug:slug>/report.pdf", views.report_pdf, name="report_pdf"),
    path("partners/<slug:slug>/record/", views.record, name="record"),
    path("partners/<slug:slug>/record/<int:year>/", views.record, name="record_of"),
    path("partners/<slug:slug>/record/<int:year>/record.pdf", views.record_pdf, name="record_pdf"),
    re_path(
        r"^partners/(?P<slug>[-\w]+)/record/(?P<year>\d{4})/record\.(?P<kind>json|csv)$",
        views.record_data,
        name="record_data",
    ),
    path("staff/partners/<slug:slug>/record/<int:year>/", staff.make_record, name="make_record"),
    path("staff/activities/<slug:slug>/report/", staff.report, name="staff_report"),
    path("staff/activities/<slug:slug>/report/write/", staff.write, name="write"),
    path("staff/activities/<slug:slug>/report/<slug:section>/", staff.words, name="words"),
]
