"""The house rules that an import checker cannot see (docs/map.md, "House style")."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

SOURCE = Path(__file__).resolve().parents[2] / "src" / "heard"
FLOORS = [
    ["rules"],
    ["ground"],
    ["ui"],
    ["audit", "notices", "search"],
    ["places"],
    ["people"],
    ["network"],
    ["activities"],
    ["findings", "moderation"],
    ["decisions"],
    ["evaluation"],
    ["survey", "gathering", "conversation", "opinions"],
    ["compact"],
    ["reports"],
    ["front"],
    ["config"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ROOMS_WITH_A_SHAPE = [room for room in FLOOR if room not in {"rules", "ground", "ui", "config"}]
NAMES = {
    "models", "access", "queries", "actions", "forms", "views", "staff", "jobs", "api", "method", "methods", "urls",
    "apps", "admin", "sample", "migrations", "templates", "templatetags", "static", "typst", "management", "__init__",
}  # fmt: skip
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "adelete"}


def folder_of(room: str) -> Path:
    return SOURCE / "methods" / room if (SOURCE / "methods" / room).is_dir() else SOURCE / room


def python_files(room: str) -> Iterator[Path]:
    return (path for path in folder_of(room).rglob("*.py") if "migrations" not in path.parts)


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("heard.")]


def relations() -> list[tuple[type[Model], ForeignKey | ManyToManyField]]:
    return [
        (model, field)
        for model in our_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
    ]


def test_every_model_relation_points_down_or_stays_in_its_room() -> None:
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in relations()
        if field.related_model._meta.app_label in FLOOR
        and field.related_model._meta.app_label != model._meta.app_label
        and FLOOR[field.related_model._meta.app_label] >= FLOOR[model._meta.app_label]
    ]
    assert up == []


def test_relations_across_rooms_leave_no_name_behind() -> None:
    named = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if field.related_model._meta.app_label != model._meta.app_label
        and field.related_model.__module__.startswith("heard.")
        and not field.remote_field.hidden
    ]
    assert named == []


@pytest.mark.parametrize("room", ROOMS_WITH_A_SHAPE)
def test_only_listed_file_names_stand_in_a_room(room: str) -> None:
    strangers = {
        path.name for path in folder_of(room).iterdir() if path.stem not in NAMES and path.name != "__pycache__"
    }
    assert strangers == set()


@pytest.mark.parametrize("room", [room for room in FLOOR if folder_of(room).is_dir()])
def test_no_file_is_longer_than_400_lines(room: str) -> None:
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in python_files(room)
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


@pytest.mark.parametrize("room", [room for room in FLOOR if folder_of(room).is_dir()])
def test_templates_include_and_extend_only_what_stands_below(room: str) -> None:
    up = []
    for path in (folder_of(room) / "templates").rglob("*.html"):
        for used in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"'/]+)/", path.read_text("utf-8")):
            if used in FLOOR and FLOOR[used] > FLOOR[room]:
                up.append(f"{path.name} uses {used}")
    assert up == []


@pytest.mark.parametrize("room", ROOMS_WITH_A_SHAPE)
def test_only_actions_write(room: str) -> None:
    writes = []
    for path in python_files(room):
        parts = path.relative_to(folder_of(room)).parts
        if parts[0].removesuffix(".py") in {"actions", "models", "sample"}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        form_names = {"form", "formset", "self", "super"}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name, owner = node.func.attr, ast.unparse(node.func.value)
            on_rows = "objects" in owner or (name in {"save", "delete"} and owner.split(".")[0] not in form_names)
            if (name in WRITES and on_rows) or (name in {"create", "update"} and ".objects" in owner):
                writes.append(f"{path.name}:{node.lineno} {ast.unparse(node)[:60]}")
    assert writes == []


@pytest.mark.parametrize("room", ROOMS_WITH_A_SHAPE)
def test_actions_defer_jobs_by_name(room: str) -> None:
    imported = []
    for path in python_files(room):
        if path.relative_to(folder_of(room)).parts[0].removesuffix(".py") != "actions":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".jobs"):
                imported.append(f"{path.name}:{node.lineno}")
    assert imported == []


@pytest.mark.parametrize("room", [room for room in FLOOR if folder_of(room).is_dir()])
def test_nobody_reads_a_clock_of_their_own(room: str) -> None:
    own = []
    for path in python_files(room):
        if path.name == "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "timezone.now", "datetime.now", "date.today", "datetime.utcnow", "datetime.today", "timezone.localdate",
            }:  # fmt: skip
                own.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert own == []


def test_there_are_at_most_five_signals() -> None:
    found = [path for path in SOURCE.rglob("*.py") if re.search(r"@receiver\(|\.connect\(", path.read_text("utf-8"))]
    assert len(found) <= 5


def test_no_committed_page_says_where_this_machine_keeps_things() -> None:
    """No registry host, no path of a workshop: the code must mean the same everywhere."""
    root = SOURCE.parents[1]
    told = []
    for path in [*root.glob("requirements/*"), *SOURCE.rglob("*.py"), *root.glob("docs/**/*.md"), root / "README.md"]:
        text = path.read_text("utf-8")
        told += [f"{path.name}: {match}" for match in re.findall(r"(?:/work/|/root/|--index-url|pypi-)\S*", text)]
    assert told == []
