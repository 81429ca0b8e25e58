"""Roles and what each may do, read from policy/roles.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VERBS = frozenset(
    {
        "plan_activity", "edit_plan", "invite_stakeholder", "join_activities", "propose_move", "approve_notice",
        "move_activity",
        "override_check", "key_answers", "import_answers", "enter_session", "code_passages", "write_findings",
        "freeze_pack", "record_decision", "answer_findings", "track_commitments", "send_feedback", "print_letters",
        "evaluate", "invite_staff", "assign_roles", "propose_exclusion", "approve_exclusion", "manage_partners",
        "read_audit", "see_addresses", "manage_monitoring", "erase_voice", "sign_declaration", "share_findings",
        "review_findings", "review_rationale", "rule_on_election", "moderate", "review_moderation",
        "log_concern", "answer_concern", "review_concern",
        "handle_data", "log_data_request",
    }
)  # fmt: skip
_KEYS: Mapping[str, type | tuple[type, ...]] = {"name": str, "who": str, "scope": (str, list), "may": list}
_SCOPES = ("partner", "activity")


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """One role: its slug, its name, who holds it, its scope (``partner`` or ``activity``) and its verbs."""

    slug: str
    name: str
    who: str
    scope: tuple[str, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class RolePack:
    """Every role, in the order of the file."""

    roles: tuple[RoleTerms, ...]

    def roles_that_may(self, verb: str) -> tuple[str, ...]:
        """Slugs of the roles that may do `verb`. Raises ValueError for a verb that no role could have."""
        if verb not in VERBS:
            raise ValueError(f"There is no verb “{verb}” in the roles.")
        return tuple(role.slug for role in self.roles if verb in role.may)

    def names_of(self, slugs: tuple[str, ...]) -> str:
        """Their names as words: “an officer, an engagement lead or a senior lead”."""
        names = [role.name.lower() for role in self.roles if role.slug in slugs]
        worded = [f"{'an' if name[0] in 'aeio' else 'a'} {name}" for name in names]
        return worded[0] if len(worded) == 1 else " or ".join([", ".join(worded[:-1]), worded[-1]]) if worded else ""

    def get(self, slug: str) -> RoleTerms | None:
        """The role of that slug, if there is one."""
        return next((role for role in self.roles if role.slug == slug), None)


def read_roles(text: str) -> RolePack:
    """Read policy/roles.toml: ``[roles.officer] name who scope may``. Raises ValueError naming every fault."""
    data = tomllib.loads(text)
    faults = [f"roles: unknown key “{key}”" for key in data if key != "roles"]
    found = data.get("roles")
    if not isinstance(found, Mapping) or not all(isinstance(terms, Mapping) for terms in found.values()):
        raise ValueError("roles: each role is a table, written [roles.officer]")
    faults += [fault for slug, terms in found.items() for fault in _faults(f"roles.{slug}", terms)]
    if faults:
        raise ValueError("\n".join(faults))
    return RolePack(tuple(_role(slug, terms) for slug, terms in found.items()))


def _role(slug: str, terms: Mapping[str, Any]) -> RoleTerms:
    return RoleTerms(slug, terms["name"], terms["who"], tuple(_scopes(terms)), frozenset(terms["may"]))


def _scopes(terms: Mapping[str, Any]) -> list[str]:
    return terms["scope"] if isinstance(terms["scope"], list) else [terms["scope"]]


def _faults(where: str, terms: Mapping[str, Any]) -> Iterator[str]:
    odd = [
        *(f"{where}: unknown key “{key}”" for key in terms if key not in _KEYS),
        *(f"{where}: “{key}” is missing" for key in _KEYS if key not in terms),
        *(
            f"{where}: “{key}” has the wrong type"
            for key, kind in _KEYS.items()
            if key in terms and not isinstance(terms[key], kind)
        ),
    ]
    yield from odd
    if odd:
        return
    if not _scopes(terms) or not set(_scopes(terms)) <= set(_SCOPES):
        yield f"{where}: scope must be partner or activity"
    yield from (f"{where}: there is no verb “{verb}”" for verb in terms["may"] if verb not in VERBS)
