"""The optional questions about people, the same wherever they are asked: policy/monitoring.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One optional question about the person: its slug, words and answers (slug, words)."""

    slug: str
    words: str
    answers: tuple[tuple[str, str], ...]
    help: str = ""

    @property
    def is_short(self) -> bool:
        """Whether its answers are short enough to stand side by side on a small phone."""
        return max(len(words) for _slug, words in self.answers) <= 18

    @property
    def is_long(self) -> bool:
        """Whether it has too many answers to show at once: they are chosen from a list."""
        return len(self.answers) > 12

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Its answers as a form takes them; a list begins with none chosen."""
        return (("", "—"), *self.answers) if self.is_long else self.answers

    @property
    def name(self) -> str:
        """The name of its field in every form."""
        return f"about_{self.slug}"


@cache
def monitoring_bank() -> tuple[BankQuestion, ...]:
    """The questions of policy/monitoring.toml, in order; none if the city keeps no such file."""
    path = settings.POLICY / "monitoring.toml"
    if not path.exists():
        return ()
    read = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        BankQuestion(
            slug=one["slug"],
            words=one["words"],
            help=one.get("help", ""),
            answers=tuple((answer["slug"], answer["words"]) for answer in one["answers"]),
        )
        for one in read["questions"]
    )
