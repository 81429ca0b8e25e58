"""The quick way into an empty database ends where Django's own way ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from heard.config.migrating import new_models_alone, swiftly

DJANGOS = ProjectState.reload_model


def related(apps: Any) -> dict[str, tuple[Any, ...]]:
    """Each model with its fields, where they lead, and what leads to it."""
    return {
        model._meta.label: (
            [(each.name, each.column, each.related_model and each.related_model._meta.label)
             for each in model._meta.get_fields() if each.concrete],
            sorted((each.related_model._meta.label, each.field.name) for each in model._meta.related_objects),
            [model._meta.label for model in model.__mro__ if hasattr(model, "_meta")],
        )
        for model in apps.get_models(include_auto_created=True)
    }  # fmt: skip


def test_models_drawn_up_alone_are_those_drawn_up_together() -> None:
    graph = MigrationLoader(None).graph
    state = ProjectState()
    assert state.apps.all_models == {}  # drawn up from here on, one at a time
    with new_models_alone():
        for node in graph._generate_plan(graph.leaf_nodes(), True):
            graph.nodes[node].mutate_state(state, preserve=False)
    alone = related(state.apps)
    assert len(alone) > 200
    assert alone == related(ProjectState(state.models).apps)


@pytest.mark.django_db
def test_a_database_that_was_migrated_before_goes_djangos_way() -> None:
    with swiftly():
        assert ProjectState.reload_model is DJANGOS
    with new_models_alone():
        assert ProjectState.reload_model is not DJANGOS
    assert ProjectState.reload_model is DJANGOS
