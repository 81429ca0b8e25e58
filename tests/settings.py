"""Heard's settings, as the tests want them: nothing to collect, nothing to send, nothing shared with the demo."""

from __future__ import annotations

import os

os.environ["HEARD_TESTING"] = "1"

from heard.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
