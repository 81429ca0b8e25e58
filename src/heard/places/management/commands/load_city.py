"""`heard load_city`: after a change of policy/city.toml."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from heard.places.actions import load_city


class Command(BaseCommand):
    help = "Bring places, their figures and venues to what policy/city.toml says. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_city()
        self.stdout.write(
            f"{done.places} places, {done.profiles} tables, {done.venues} venues; {done.changed} were new or changed."
        )
