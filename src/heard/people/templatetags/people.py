"""Words for what people's pages show: the name of a role, the plain text of a record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy

from heard.people.access import role_pack, verbs_held
from heard.rules.outcome import canonical
from heard.ui.parts import Link

register = template.Library()


# The pages that look after people, and the verbs of which one opens each.
PAGES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("people:staff_people", gettext_lazy("People"), ("invite_staff", "assign_roles")),
    ("people:staff_invitations", gettext_lazy("Invitations"), ("invite_staff", "assign_roles")),
    ("people:staff_partners", gettext_lazy("Partners"), ("invite_staff", "assign_roles")),
    ("people:staff_exclusions", gettext_lazy("Exclusions"), ("propose_exclusion", "approve_exclusion")),
    ("people:staff_data", gettext_lazy("Data requests"), ("handle_data",)),
    ("people:staff_data_log", gettext_lazy("Log a data request"), ("handle_data", "log_data_request")),
    ("people:staff_erasure", gettext_lazy("Erasure"), ("erase_voice",)),
    ("people:staff_audit", gettext_lazy("The record"), ("read_audit",)),
)
FOUNDERS = ("people:staff_people", "people:staff_invitations", "people:staff_partners")


@register.simple_tag(takes_context=True)
def people_pages(context: Context) -> list[Link]:
    """The pages about people that whoever reads this may open; of whoever set Heard up, those for the first steps."""
    user = context["request"].user
    held = verbs_held(user)
    founds = user.is_superuser and not held
    return [
        Link(label, reverse(name)) for name, label, verbs in PAGES if held & set(verbs) or (founds and name in FOUNDERS)
    ]


@register.filter
def role_name(slug: str) -> str:
    """The name of a role in policy/roles.toml; its slug if it stands there no more."""
    terms = role_pack().get(slug)
    return terms.name if terms else slug


@register.filter
def as_text(values: Any) -> str:
    """Plain values on one line, as they are hashed; "" for none."""
    return canonical(values) if values else ""
