"""What a command says and writes: whatever becomes of the reader or the disk, one line, never a traceback."""

from __future__ import annotations

import io
import os
import sys

from heard.rules.one_line import one_line


class CannotWrite(Exception):
    """The result cannot be handed over; the words say why."""


def make_ready() -> None:
    """Let a terminal without “—” get “?”."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Print. Where nobody reads to the end (`heard check … | head`) all is well; CannotWrite on a full disk."""
    if sys.stdout is None:  # it was closed: `>&-`
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _say_no_more()
    except OSError as error:
        _say_no_more()
        raise CannotWrite(f"The result cannot be written: {error.strerror}.") from None


def complain(verb: str, *faults: str) -> None:
    """Say on standard error what stands in the way. Their lines are kept; nothing in them moves the cursor."""
    for fault in faults:
        for row in f"heard {verb}: {fault}".split("\n"):
            print(one_line(row), file=sys.stderr)


def write(name: str, text: str) -> None:
    """Write a file in UTF-8, or print for the name “-”. CannotWrite names what cannot be written."""
    if name == "-":
        say(text)
        return
    try:
        with open(name, "w", encoding="utf-8", errors="replace") as out:
            out.write(text)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CannotWrite(f"“{name}” cannot be written: {why}.") from None


def _say_no_more() -> None:
    """What waits in the buffer would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
