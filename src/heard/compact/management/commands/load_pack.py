"""`heard load_pack FILE --by EMAIL --because "…"`: put a changed pack in force, with its author and reason."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heard.compact.actions import load_pack
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.models import Account


class Command(BaseCommand):
    help = "Put a changed pack of the Compact in force. The change is public with its author and reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the changed pack (TOML)")
        parser.add_argument("--by", required=True, help="e-mail address of the administrator or senior lead")
        parser.add_argument("--because", required=True, help="why the rules change, in a sentence")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["by"].strip().lower()).first()
        if account is None:
            raise CommandError(f"Nobody has the address {options['by']}.")
        try:
            text = options["file"].read_text("utf-8")
            row = load_pack(text=text, because=options["because"], by=account, at=clock.now())
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault}") from fault
        except Refused as refused:
            raise CommandError(f"{refused.verdict.why} {refused.verdict.way_forward}") from refused
        self.stdout.write(f"In force: version {row.digest[:12]}. The page of the Compact shows what changed.")
