"""Addresses of people: invitations, exclusions, and the staff pages that look after partners and roles."""

from __future__ import annotations

from django.urls import path

from heard.people import staff, views

app_name = "people"
urlpatterns = [
    path("invitation/<str:public_id>/<str:secret>/", views.invitation, name="invitation"),
    path("exclusions/", views.exclusions, name="exclusions"),
    path("exclusions/<str:public_id>/<str:secret>/", views.appeal, name="appeal"),
    path("your-data/", views.your_data, name="your_data"),
    path("your-data/<str:code>/", views.data_request, name="data_request"),
    path("staff/data/", staff.data_requests, name="staff_data"),
    path("staff/data/log/", staff.log_data_request, name="staff_data_log"),
    path("staff/data/<str:public_id>/", staff.data_request, name="staff_data_request"),
    path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("accounts/signup/", views.closed_way),
    path("accounts/email/", views.closed_way),
    path("accounts/password/<path:rest>", views.closed_way),
    path("accounts/confirm-email/", views.closed_way),
    path("accounts/confirm-email/<path:rest>", views.closed_way),
    path("staff/people/", staff.people, name="staff_people"),
    path("staff/people/invite/", staff.invite, name="staff_invite"),
    path("staff/people/invitations/", staff.invitations, name="staff_invitations"),
    path("staff/people/invitations/<str:public_id>/", staff.withdraw, name="staff_withdraw"),
    path("staff/people/<int:number>/", staff.account, name="staff_account"),
    path("staff/people/<int:number>/close/", staff.close, name="staff_close"),
    path("staff/people/roles/<int:number>/end/", staff.end_role, name="staff_end_role"),
    path("staff/partners/", staff.partners, name="staff_partners"),
    path("staff/partners/new/", staff.new_partner, name="staff_new_partner"),
    path("staff/partners/<slug:slug>/", staff.edit_partner, name="staff_partner"),
    path("staff/exclusions/", staff.exclusions, name="staff_exclusions"),
    path("staff/exclusions/new/", staff.propose, name="staff_propose"),
    path("staff/exclusions/<str:public_id>/", staff.exclusion, name="staff_exclusion"),
    path("staff/erasure/", staff.erasure, name="staff_erasure"),
    path("staff/audit/", staff.audit, name="staff_audit"),
]
