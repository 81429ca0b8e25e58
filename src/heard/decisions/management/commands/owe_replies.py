"""`heard owe_replies`: replies that were asked for before each was kept as an obligation of its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from heard.decisions.actions import owe_replies_to_date
from heard.ground import clock


class Command(BaseCommand):
    help = "Keep, for everyone who asked for a reply, that it is or was owed. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = owe_replies_to_date(at=clock.now())
        self.stdout.write(f"{made} replies are kept as owed, or as given.")
