"""An empty database is migrated in a quarter of the time that Django takes by itself.

For each model that a migration adds, Django draws up anew every model related to it, near and far: here that is most of
two hundred, two hundred times over. A model that nobody knew before changes none of these, so for an empty database it
is drawn up alone. A test compares what comes out. Upgrades of a city's database go Django's way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations.state import ProjectState


@contextmanager
def swiftly() -> Iterator[None]:
    """Around `migrate`: quick where no migration was ever applied, and nothing at all where one was."""
    if "django_migrations" in connection.introspection.table_names():
        yield
        return
    with new_models_alone():
        yield


@contextmanager
def new_models_alone() -> Iterator[None]:
    """While it lasts, a model that a migration adds is drawn up without those that are there already."""
    everything = ProjectState.reload_model

    def reload_model(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in state.__dict__ and model_name not in state.apps.all_models[app_label]:
            state.apps.render_multiple([state.models[app_label, model_name]])
        else:
            everything(state, app_label, model_name, delay)

    ProjectState.reload_model = reload_model  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = everything  # type: ignore[method-assign]
