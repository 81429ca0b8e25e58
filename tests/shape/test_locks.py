"""A row is held so that others may still point at it, unless it may go: else two wait for one another (ADR 0011)."""

from __future__ import annotations

import ast
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "src" / "heard"
# Who keeps even new rows that point at theirs waiting: a move makes answers wait, and what is about to be deleted.
WHOLE = {
    ("compact/actions/moves.py", "_hold"),
    ("findings/actions/publishing.py", "publish"),
    ("activities/actions/ways.py", "remove_strand"),
    ("activities/actions/correcting.py", "take_out_entry"),
    ("findings/actions/themes.py", "_hold_themes"),
}


def whole_locks() -> set[tuple[str, str]]:
    found = set()
    for path in HOUSE.rglob("*.py"):
        room = path.relative_to(HOUSE).as_posix()
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and _holds_whole(function):
                found.add((room, function.name))
    return found


def _holds_whole(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "select_for_update"
        and "no_key" not in {word.arg for word in call.keywords}
        for call in ast.walk(function)
    )


def test_only_moves_and_what_is_deleted_make_wait_whoever_points_at_a_row() -> None:
    others = {(room, name) for room, name in whole_locks() if not room.startswith("methods/opinions/")}
    assert others == WHOLE
