"""The addresses of evaluations."""

from django.urls import path

from heard.evaluation import staff, views

app_name = "evaluation"
urlpatterns = [
    path("activities/<slug:slug>/evaluation/", views.evaluation, name="evaluation"),
    path("staff/activities/<slug:slug>/evaluation/", staff.evaluation, name="staff_evaluation"),
    path("staff/activities/<slug:slug>/evaluation/lessons/", staff.lesson, name="lesson"),
]
