"""Who may change what is known about the city."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.rules.verdict import YES, Verdict, no


def may_load(by: Any) -> Verdict:
    """Places are loaded from the city's own file by the system (demo, operator), never from a page."""
    if by == "system":
        return YES
    return no(_("Places are changed in policy/city.toml, by whoever runs Heard."), _("Ask them to load it again."))
