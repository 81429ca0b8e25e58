"""Roles and what each may do, read from policy/roles.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

_KEYS = {"name", "who", "scope", "may"}
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
        """Slugs of the roles that may do `verb`."""
        return tuple(role.slug for role in self.roles if verb in role.may)

    def names_of(self, slugs: tuple[str, ...]) -> str:
        """Their names as words: “an officer, an engagement lead or a senior lead”."""
        names = [role.name.lower() for role in self.roles if role.slug in slugs]
        worded = [f"{'an' if name[0] in 'aeio' else 'a'} {name}" for name in names]
        return worded[0] if len(worded) == 1 else " or ".join([", ".join(worded[:-1]), worded[-1]]) if worded else ""

    def get(self, slug: str) -> RoleTerms | None:
        return next((role for role in self.roles if role.slug == slug), None)


def read_roles(text: str) -> RolePack:
    """Read policy/roles.toml: ``[roles.officer] name who scope may``. Raises ValueError naming what is wrong."""
    roles = []
    for slug, terms in tomllib.loads(text)["roles"].items():
        if unknown := set(terms) - _KEYS:
            raise ValueError(f"roles.{slug}: unknown key {sorted(unknown)[0]}")
        scope = terms["scope"] if isinstance(terms["scope"], list) else [terms["scope"]]
        if not set(scope) <= set(_SCOPES):
            raise ValueError(f"roles.{slug}: scope must be partner or activity")
        roles.append(RoleTerms(slug, terms["name"], terms["who"], tuple(scope), frozenset(terms["may"])))
    return RolePack(tuple(roles))
