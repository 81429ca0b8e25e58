"""Answers kept for later: opened only with the return code, of which no more than a fingerprint is stored."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from heard.activities.models import Strand
from heard.methods.survey.models import SavedDraft
from heard.rules.receipt import hashed, read


def fingerprint(strand: Strand, code: str) -> str:
    """What is stored instead of the return code of one strand."""
    return hashed(f"draft:{strand.public_id}:{code}", settings.HEARD_RECEIPT_KEY)


def box(strand: Strand, code: str) -> Fernet:
    """The lock whose key is made from the code: without the code nobody opens it, staff included."""
    secret = hashlib.blake2b(
        f"{strand.public_id}:{code}".encode(),
        key=settings.HEARD_RECEIPT_KEY.encode()[:64],
        digest_size=32,
        person=b"heard-draft",
    )
    return Fernet(base64.urlsafe_b64encode(secret.digest()))


def saved_draft(strand: Strand, code: str, at: datetime) -> tuple[SavedDraft, dict[str, Any]] | None:
    """What was saved under a return code, as ``{"answers", "version"}``; None if there is nothing or it has expired."""
    spelled = read(code)
    if spelled is None:
        return None
    row = SavedDraft.objects.filter(
        survey_id=strand.pk, code_hash=fingerprint(strand, spelled), expires_at__gt=at
    ).first()
    if row is None:
        return None
    try:
        return row, json.loads(box(strand, spelled).decrypt(bytes(row.sealed)))
    except InvalidToken:
        return None
