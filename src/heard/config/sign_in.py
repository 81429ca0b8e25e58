"""How staff sign in: a code by e-mail, by invitation only. Residents need no account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from heard.ground.slowing import address_of


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by accepting an invitation, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)


def display(account: Any) -> str:
    """How allauth's own pages name someone."""
    return str(account)
