"""The front door stands above every room, so its tests stand on a thread that has come all the way."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.decisions.conftest import Room, room
from tests.decisions.scene import Scene, decided_scene

__all__ = ["room"]


@pytest.fixture
def scene(room: Room) -> Scene:
    return decided_scene(room)


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()
