"""Addresses of following."""

from django.urls import path

from heard.network import views

app_name = "network"
urlpatterns = [
    path("follow/", views.follow, name="follow"),
    path("follow/asked/", views.asked, name="asked"),
    path("follow/<str:public_id>/<str:secret>/", views.following, name="following"),
    path("follow/<str:public_id>/<str:secret>/stop/", views.stop, name="stop"),
]
