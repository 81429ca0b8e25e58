"""The pages of allauth wear our clothes and speak to somebody who was invited."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from heard.people.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.addresses")]


def test_the_sign_in_page_asks_for_an_address_and_promises_a_code() -> None:
    html = Client().get(reverse("account_login")).content.decode()
    assert "To take part you never need an account." in html
    assert f'action="{reverse("account_request_login_code")}"' in html
    assert "sign up" not in html.lower()
    assert html.count("<main ") == 1


def test_somebody_invited_signs_in_with_the_code_that_was_sent() -> None:
    person = Account.objects.create_user(email="ann@example.org", name="Ann Example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    sent = client.post(reverse("account_request_login_code"), {"email": "ann@example.org"}, follow=True)
    assert 'class="skip"' in sent.content.decode()
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", mail.outbox[0].body, re.MULTILINE)
    assert code is not None
    assert mail.outbox[0].subject == "Your code to sign in to Heard"
    assert "without the code nobody gets in" in mail.outbox[0].body
    client.post(reverse("account_confirm_login_code"), {"code": code.group(1)})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_logout", "mfa_index"])
def test_every_page_of_the_account_has_one_frame_and_no_inline_code(name: str) -> None:
    person = Account.objects.create_user(email="ann@example.org", name="Ann Example")
    client = Client()
    if name != "account_request_login_code":
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse(name), follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert [html.count(tag) for tag in ("<main ", "<h1", '<html lang="en-gb"')] == [1, 1, 1]
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", html) == []
