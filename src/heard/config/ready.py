"""What `heard serve` asks before it serves: is the database up to date, are the static files gathered, is anybody
back who was erased?"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

BEHIND = 3


def run() -> int:
    """Gather static files if need be; exit code 0 where every migration is applied, else 3."""
    import django

    django.setup()
    gather_static()
    if is_behind():
        return BEHIND
    erase_again()
    return 0


def is_behind() -> bool:
    """Whether a migration waits to be applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def erase_again() -> None:
    """Whom a restored backup brought back is erased once more, before anybody is served."""
    from heard.ground import clock
    from heard.people.actions import apply_ledger

    if again := apply_ledger(at=clock.now()):
        print(f"{again} people were erased again: the backup is older than their erasure.", flush=True)


def gather_static() -> bool:
    """Gather static files where any was added, removed or changed since the last time; say whether it did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    facts = [f"{path} {os.stat(path).st_mtime_ns} {os.stat(path).st_size}" for path in sorted(found)]
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    print("Gathering style sheets, scripts and pictures…", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)
    return True
