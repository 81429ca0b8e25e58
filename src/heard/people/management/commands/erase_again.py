"""`heard erase_again`: after restoring a backup, before serving."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from heard.ground import clock
from heard.people.actions import apply_ledger


class Command(BaseCommand):
    help = "Erase again everyone in the ledger whom a restored backup brought back. Run it before serving."

    def handle(self, *args: Any, **options: Any) -> None:
        again = apply_ledger(at=clock.now())
        self.stdout.write(f"{again} people erased again.")
