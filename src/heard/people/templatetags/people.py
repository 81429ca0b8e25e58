"""Words for what people's pages show: the name of a role, the plain text of a record."""

from __future__ import annotations

from typing import Any

from django import template

from heard.people.access import role_pack
from heard.rules.outcome import canonical

register = template.Library()


@register.filter
def role_name(slug: str) -> str:
    """The name of a role in policy/roles.toml; its slug if it stands there no more."""
    terms = role_pack().get(slug)
    return terms.name if terms else slug


@register.filter
def as_text(values: Any) -> str:
    """Plain values on one line, as they are hashed; "" for none."""
    return canonical(values) if values else ""
