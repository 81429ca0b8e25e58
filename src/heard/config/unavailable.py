"""Which failures of a command lie in the place where it runs, and how each is said in one line."""

from __future__ import annotations

import os
import sys

from heard.config.programs import DatabaseUnavailable

# SQLSTATE classes of a server that does not let us in, has no room, or goes down; a lost connection has none at all.
NOT_OURS = ("08", "28", "3D", "53", "57")
LONGEST = 400


def why(error: Exception) -> str:
    """One sentence where a folder, a disk or the database is at fault; "" where the program is."""
    if isinstance(error, DatabaseUnavailable):
        return str(error)
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"“{error.filename}” cannot be used: {error.strerror}. HEARD_HOME names the folder of what Heard keeps."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}."
    if type(error).__name__ == "ImproperlyConfigured":
        return str(error)
    django_db = sys.modules.get("django.db.utils")
    if django_db is not None and isinstance(error, django_db.OperationalError):
        state = getattr(error.__cause__, "sqlstate", None)
        if state is None or state[:2] in NOT_OURS:
            said = " ".join(str(error).split())
            named = " that DATABASE_URL names" if os.environ.get("DATABASE_URL") else ""
            return f"the database{named} cannot be used: {said[:LONGEST]}"
    return ""
