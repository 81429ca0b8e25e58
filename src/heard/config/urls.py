"""Every address in Heard. A room's own addresses stand in its `urls.py`."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")),
    path("accounts/", include("allauth.urls")),  # after `people`, which closes the addresses that Heard does not offer
]
handler500 = "heard.ui.ended.fault"
