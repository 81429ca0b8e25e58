"""The `heard` command. Each verb imports what it needs, so that `heard check` needs neither Django nor database."""

from __future__ import annotations

import argparse
import os
import string
import sys
from collections.abc import Callable, Iterable, Sequence

SETTINGS = "heard.config.settings"
HELP = """\
heard: hold a consultation to the Compact, and show what difference it made

usage: heard COMMAND [OPTIONS]

To see it
  demo                    the sample city on http://localhost:8000, made on first use
  check PLAN.toml         check a plan against the Compact from a file, without a database
  check --template        print a complete example of such a file

To count and draw
  count FILE.pb           count a participatory budget exactly, and say why
  draw POOL.csv TARGETS.csv --size N   draw a citizens' panel by a lottery that can be proved fair
  opinions VOTES.csv      draw an opinion map: who votes alike, what all groups agree on

To run it
  serve                   web pages and jobs, started again when they fall over
  migrate                 bring the database up to date
  createsuperuser         make the first administrator
  stop                    stop what serves from this folder, and its private database

To answer for it
  verify [--head HASH]    walk the sealed audit chain; name the first broken entry

Every Django command works too: `heard help` lists them, `heard COMMAND --help` explains one.

Settings that matter most, from the environment
  DATABASE_URL   postgres://user:password@host:5432/name (PostgreSQL 15 or later);
                 without it Heard runs a private PostgreSQL of its own
  HEARD_HOME     where private data, uploads and secrets are kept (default: var/ in the repository)
"""
WITHOUT_DATABASE = {
    "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "startapp", "version",
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. An anticipated failure is one sentence on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given or ["--help"])
    except KeyboardInterrupt:
        return 130


def _run(given: Sequence[str]) -> int:
    verb, rest = given[0], given[1:]
    if verb in {"-h", "--help"}:
        print(HELP, end="")
        return 0
    if verb == "check" and not _is_for_django(rest):
        from heard.config.check import main as check

        return check(rest)
    if verb == "count":
        from heard.config.count import main as count

        return count(rest)
    if verb == "draw":
        from heard.config.draw import main as draw

        return draw(rest)
    if verb == "opinions":
        from heard.config.opinions import main as opinions

        return opinions(rest)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        return VERBS.get(verb, _django)(given)
    except Exception as error:
        from heard.config.unavailable import why

        if not (said := why(error)):
            raise
        print(f"heard: {said}", file=sys.stderr)
        return 1


def _is_for_django(rest: Sequence[str]) -> bool:
    """`heard check --deploy` and its like are Django's own checks of its settings."""
    return any(word in {"--deploy", "--tag", "-t", "--list-tags", "--fail-level"} for word in rest)


def _serve(given: Sequence[str]) -> int:
    from heard.config import serve

    options = _options("serve", "Serve web pages and run jobs until stopped.")
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    options.add_argument("--workers", type=_number(1, 64), default=2, help="web processes (default: %(default)s)")
    options.add_argument("--threads", type=_number(1, 64), default=4, help="threads in each (default: %(default)s)")
    options.add_argument("--ready", action="store_true", help="do not look whether a migration waits")
    asked = options.parse_args(given[1:])
    return serve.run(host=asked.host, port=asked.port, workers=asked.workers, threads=asked.threads, ready=asked.ready)


def _demo(given: Sequence[str]) -> int:
    from heard.config import demo

    asked = _options("demo", "Make the sample city on first use, and serve it on this machine only.")
    return demo.run(port=asked.parse_args(given[1:]).port)


def _stop(given: Sequence[str]) -> int:
    from heard.config import serve

    argparse.ArgumentParser(
        prog="heard stop", description="Stop what serves from HEARD_HOME, and its private database."
    ).parse_args(given[1:])
    return serve.stop_all()


def _migrate(given: Sequence[str]) -> int:
    if {"--help", "-h"} & set(given):
        return _django(given)
    import django
    from django.core.management import call_command

    from heard.config.supervisor import ensure_running

    django.setup()
    ensure_running()
    from heard.config.migrating import swiftly

    with swiftly():
        code = _django(given)
    if code == 0 and not {"--check", "--plan"} & set(given):
        call_command("createcachetable", verbosity=0)
    return code


def _verify(given: Sequence[str]) -> int:
    from heard.config.supervisor import ensure_running

    options = argparse.ArgumentParser(
        prog="heard verify",
        description="Walk the sealed audit chain, name the first broken entry, count the unsealed tail.",
    )
    options.add_argument("--head", type=_head, metavar="HASH", help="a published head that the chain must contain")
    asked = options.parse_args(given[1:])
    ensure_running()
    import django

    django.setup()
    from heard.audit.queries import verify_chain

    found = verify_chain(head=asked.head)
    print(found)
    return 0 if found.ok else 1


def _head(text: str) -> str:
    """A whole head: a mistyped or shortened one is no proof that the chain was cut."""
    head = text.strip().lower()
    if len(head) == 64 and not set(head) - set(string.hexdigits):
        return head
    from heard.rules.one_line import one_line

    raise argparse.ArgumentTypeError(f"“{one_line(text[:80])}” is no head: one has 64 figures and letters from a to f")


def _django(given: Sequence[str]) -> int:
    import django
    from django.core.management import execute_from_command_line, get_commands

    from heard.config.supervisor import ensure_running

    django.setup()
    known = {*get_commands(), "help", "version", "--version"}
    if given[0] not in known:
        return _unknown(given[0], known)
    if given[0] not in WITHOUT_DATABASE and not {"--help", "-h", "--version"} & set(given):
        ensure_running()

    try:
        execute_from_command_line(["heard", *given])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _unknown(verb: str, known: Iterable[str]) -> int:
    from difflib import get_close_matches

    near = get_close_matches(verb, sorted({*known, *VERBS, "count", "draw", "opinions"}), 1)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    print(f"heard: there is no command “{verb}”.{meant} `heard --help` names them.", file=sys.stderr)
    return 1


def _ready(given: Sequence[str]) -> int:
    from heard.config import ready
    from heard.config.supervisor import ensure_running

    ensure_running()
    return ready.run()


def _options(verb: str, says: str) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog=f"heard {verb}", description=says)
    options.add_argument("--port", type=_number(1, 65535), default=8000, help="port (default: %(default)s)")
    return options


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"give a number from {least} to {most}")
        return int(text)

    return number


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "serve": _serve,
    "demo": _demo,
    "stop": _stop,
    "migrate": _migrate,
    "verify": _verify,
    "ready": _ready,
}
