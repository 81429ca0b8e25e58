"""`heard demo`: from nothing to the sample city, on this machine only."""

from __future__ import annotations

import os
import sys

from heard.config.ready import gather_static, is_behind
from heard.config.serve import DEMO_REFUSED, HEARD, claim, is_taken
from heard.config.supervisor import ensure_running


def run(*, port: int) -> int:  # noqa: RET503  exec does not return
    """Make what is missing, print the sign-ins, then become `heard serve`. Data of an earlier demo are kept."""
    if os.environ.get("DATABASE_URL"):
        print(f"heard: {DEMO_REFUSED}", file=sys.stderr)
        return 1
    handle = claim(port)
    if handle is None:
        print(f"The demo is already running. Open http://localhost:{port} (`make stop` ends it).")
        return 0
    if is_taken("127.0.0.1", port):
        print(f"heard: something else listens on port {port}. Try `make demo PORT={port + 1}`.", file=sys.stderr)
        return 1
    os.environ |= {"HEARD_DEMO": "1", "HEARD_URL": f"http://localhost:{port}"}
    _prepare()
    os.close(handle)
    os.execv(sys.executable, [*HEARD, "serve", "--ready", "--port", str(port)])  # noqa: S606


def _prepare() -> None:
    ensure_running()
    import django

    django.setup()
    from django.core.management import call_command

    from heard.config import sample
    from heard.config.migrating import swiftly

    if is_behind():
        print("Bringing the database up to date…", flush=True)
        with swiftly():
            call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    gather_static()
    print("Making the sample city, unless it stands…", flush=True)
    sample.load()
    print(sample.sign_ins(), flush=True)
