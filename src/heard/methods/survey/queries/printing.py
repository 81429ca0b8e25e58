"""In which languages and formats the same questions can be printed."""

from __future__ import annotations

from heard.activities.models import Strand
from heard.activities.queries.versions import language_of
from heard.methods.survey.models import PaperFormat
from heard.methods.survey.queries.versions import offers_of


def printed_versions(strand: Strand) -> list[tuple[str, str, str]]:
    """(language, format, label) of every print on offer. Large print needs no words of its own; Easy Read has them."""
    found = []
    for offer in offers_of(strand):
        formats = [PaperFormat.EASY_READ] if offer.is_easy_read else [PaperFormat.STANDARD, PaperFormat.LARGE_PRINT]
        name = language_of(offer.language).name
        found += [(offer.language, format.value, f"{name}: {format.label}") for format in formats]
    return found
