"""An evaluation stands on findings and their decision."""

from tests.decisions.conftest import Room, room

__all__ = ["Room", "room"]
