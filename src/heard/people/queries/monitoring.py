"""Monitoring answers, only ever as suppressed tables."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from django.conf import settings

from heard.rules.disclosure import DisclosurePolicy, read_disclosure


@cache
def disclosure_policy() -> DisclosurePolicy:
    """The thresholds of policy/disclosure.toml."""
    return read_disclosure((settings.POLICY / "disclosure.toml").read_bytes())


def blind_of(key: str, contribution_ref: str) -> str:
    """HMAC-SHA256(activity's key, contribution's trace id), hex: the only mark on a monitoring answer."""
    return hmac.new(key.encode(), contribution_ref.encode(), hashlib.sha256).hexdigest()
