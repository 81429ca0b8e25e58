"""Staff sign in with a code by e-mail. Nobody signs up, and there are no passwords."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from tests.factories import a_partner, an_account

from heard.ground import clock
from heard.people.models import Account

pytestmark = pytest.mark.django_db


def the_code() -> str:
    return re.search(r"^[A-Z0-9]{4,}(?:-[A-Z0-9]+)?$", mail.outbox[-1].body, re.MULTILINE).group(0)


def test_a_code_by_e_mail_signs_in(client: Any) -> None:
    ann = an_account("Ann", "officer", partner=a_partner())
    assert client.post(reverse("account_login"), {"login": ann.email}).status_code == 302
    assert mail.outbox[-1].to == [ann.email]
    assert mail.outbox[-1].subject == "Your code to sign in to Heard"
    done = client.post(reverse("account_confirm_login_code"), {"code": the_code()})
    assert done["Location"] == "/staff/"
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_a_wrong_code_does_not_sign_in_and_three_of_them_end_it(client: Any) -> None:
    ann = an_account("Ann")
    client.post(reverse("account_login"), {"login": ann.email})
    for _ in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_confirm_login_code"), {"code": the_code()})
    assert "_auth_user_id" not in client.session


def test_a_stranger_is_told_nothing_on_the_page_and_gets_a_letter_without_a_code(client: Any) -> None:
    known = an_account("Ann")
    answers = []
    for address in (known.email, "nobody@example.org"):
        fresh = Client()
        fresh.post(reverse("account_login"), {"login": address})
        page = fresh.get(reverse("account_confirm_login_code")).content.decode()
        answers.append(re.sub(r"csrfmiddlewaretoken\W+value=\W\w+", "", page).replace(address, "…"))
    assert answers[0] == answers[1]
    assert "no account under this address" in mail.outbox[-1].body
    assert not Account.objects.filter(email="nobody@example.org").exists()


def test_a_closed_account_does_not_sign_in(client: Any) -> None:
    ann = an_account("Ann")
    Account.objects.filter(pk=ann.pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": ann.email})
    client.post(reverse("account_confirm_login_code"), {"code": "ABC123"})
    assert "_auth_user_id" not in client.session


def test_an_open_session_ends_when_the_account_is_closed(client: Any) -> None:
    ann = an_account("Ann", "administrator", partner=a_partner())
    client.force_login(ann)
    assert client.get(reverse("people:staff_people")).status_code == 200
    Account.objects.filter(pk=ann.pk).update(is_active=False)
    assert client.get(reverse("people:staff_people")).status_code == 302


@pytest.mark.parametrize(
    "url",
    ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/password/change/",
     "/accounts/password/set/", "/accounts/password/reset/key/1-abc/", "/accounts/confirm-email/",
     "/accounts/confirm-email/abc/"],
)  # fmt: skip
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_heard_does_not_offer_is_a_page_that_says_so(client: Any, url: str, signed_in: bool) -> None:
    if signed_in:
        client.force_login(an_account("Ann"))
    for answer in (client.get(url), client.post(url, {"email": "new@example.org", "password1": "x"})):
        assert answer.status_code == 404
        assert b"Heard has no passwords" in answer.content
    assert not Account.objects.filter(email="new@example.org").exists()


def pages_of_allauth() -> list[str]:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    return sorted(name for name in names if name.startswith(("account_", "mfa_")))


@pytest.mark.parametrize("name", pages_of_allauth())
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_page_of_the_sign_in_library_wears_our_layout(client: Any, name: str, signed_in: bool) -> None:
    if signed_in:
        client.force_login(an_account("Ann"))
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": clock.now().timestamp()}]
        session.save()
    args = {"mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1], "account_reset_password_from_key": ["1", "a"]}
    args["account_confirm_email"] = ["abc"]
    page = client.get(reverse(name, args=args.get(name, [])))
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        text = page.content.decode()
        assert '<main id="main"' in text
        assert text.count("<h1>") == 1
        assert "<title> ·" not in text
        assert "style=" not in text
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", text)
    else:
        assert page.status_code in (302, 403, 404)


def test_an_authenticator_app_can_be_added_and_is_asked_for(client: Any) -> None:
    from allauth.mfa.totp.internal import auth

    ann = an_account("Ann")
    client.force_login(ann)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": clock.now().timestamp()}]
    session.save()
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    number = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    assert client.post(reverse("mfa_activate_totp"), {"code": number}).status_code == 302
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_deactivate_totp"):
        shown = client.get(reverse(name), follow=True)
        assert shown.status_code == 200
        assert b'<main id="main"' in shown.content
    client.logout()
    client.post(reverse("account_login"), {"login": ann.email})
    second = client.post(reverse("account_confirm_login_code"), {"code": the_code()})
    assert second["Location"] == reverse("mfa_authenticate")
    assert b'<main id="main"' in client.get(reverse("mfa_authenticate")).content


DEMO = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


@pytest.fixture
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.DEMO, settings.PRODUCTION = True, False
    person = an_account("Sample Sam", "officer", partner=a_partner())
    Account.objects.filter(pk=person.pk).update(is_sample=True)
    return person


def test_in_the_demo_a_sample_person_is_one_click_away(client: Any, demo: Account) -> None:
    url = reverse("people:demo_sign_in")
    page = client.get(url, **DEMO)
    assert page.status_code == 200
    assert "Sample Sam" in page.content.decode()
    assert "Consultation officer" in page.content.decode()
    done = client.post(url, {"account": demo.email}, **DEMO)
    assert (done.status_code, done["Location"]) == (302, "/staff/")
    assert client.session["_auth_user_id"] == str(demo.pk)


def test_in_the_demo_only_sample_people_can_be_signed_in_as(client: Any, demo: Account) -> None:
    real = an_account("Real Ray")
    boss = Account.objects.create_superuser(email="root@example.org", name="Root", is_sample=True)
    for email in (real.email, boss.email, "", "\x00", "nobody@example.org"):
        assert client.post(reverse("people:demo_sign_in"), {"account": email}, **DEMO).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_from_anywhere_but_this_machine_there_is_no_demo_sign_in(
    client: Any, demo: Account, elsewhere: dict[str, str]
) -> None:
    url = reverse("people:demo_sign_in")
    for answer in (client.get(url, **DEMO | elsewhere), client.post(url, {"account": demo.email}, **DEMO | elsewhere)):
        assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_with_a_real_database_or_outside_the_demo_there_is_no_demo_sign_in(
    client: Any, demo: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("people:demo_sign_in")
    settings.DEMO = False
    assert client.post(url, {"account": demo.email}, **DEMO).status_code == 404
    settings.DEMO = True
    monkeypatch.setenv("DATABASE_URL", "postgres://example")
    assert client.post(url, {"account": demo.email}, **DEMO).status_code == 404
    monkeypatch.delenv("DATABASE_URL")
    settings.PRODUCTION = True
    assert client.post(url, {"account": demo.email}, **DEMO).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_sign_in_refuses_a_forged_form(demo: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("people:demo_sign_in"), {"account": demo.email}, **DEMO).status_code == 403


def test_a_code_runs_out(client: Any) -> None:
    ann = an_account("Ann")
    client.post(reverse("account_login"), {"login": ann.email})
    code = the_code()
    session = client.session
    for key, value in list(session.items()):
        if isinstance(value, dict) and "state" in str(value):
            session[key] = _older(value)
    session.save()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session


def _older(value: Any) -> Any:
    """The same stored login, begun an hour earlier."""
    if isinstance(value, dict):
        return {
            key: part - timedelta(hours=1).total_seconds()
            if key == "at" and isinstance(part, int | float)
            else _older(part)
            for key, part in value.items()
        }
    return value
