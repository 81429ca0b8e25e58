"""What every test stands on: the private PostgreSQL, one test database per worker, the browser, a real SMTP server."""

from __future__ import annotations

import os
import tempfile
import time
import warnings

os.environ.setdefault("HEARD_TESTING", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

# A busy machine is no failure, and the same commit always tries the same examples. HEARD_EXPLORE=1 tries new ones.
property_settings.register_profile(
    "heard",
    deadline=None,
    derandomize=os.environ.get("HEARD_EXPLORE") != "1",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
property_settings.load_profile("heard")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_configure(config: pytest.Config) -> None:
    from heard.config import supervisor

    supervisor.ensure_running()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's chromium; nothing is downloaded."""
    return {
        "executable_path": "/usr/bin/chromium",
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Any]:
    """Opens an address in a browser of a kind, signed in as an account or not; no console may complain."""
    from tests.browser import browsers

    with browsers(browser, live_server.url) as opened:
        yield opened.visit


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copied from one that is migrated already."""
    from tests import template

    template.use()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    from django.db import connection
    from django.test import TransactionTestCase

    from tests import emptying

    TransactionTestCase._fixture_teardown = emptying.empty
    yield
    with django_db_blocker.unblock():
        _until_alone(connection)


def _until_alone(connection: Any) -> None:
    """Wait until nobody else is at the test database, which is dropped next: a few seconds at most.

    A thread of the live server keeps its session for as long as the browser keeps its line open to it, and notices a
    little later that the browser has gone. Whoever stays longer is named, and put out.
    """
    beside = (
        "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT pid, state, left(query, 300) {beside}")
            others = cursor.fetchall()
            if not others or time.monotonic() > end:
                break
            time.sleep(0.05)
        if others:
            warnings.warn(f"Still at the test database: {others}", stacklevel=1)
            cursor.execute(f"SELECT pg_terminate_backend(pid) {beside}")


@pytest.fixture(autouse=True)
def _plain_mail(settings: Any, tmp_path: Path) -> None:
    """Mail stays in memory unless a test asks for the real SMTP server; files stay in the test's own folder."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LEDGER = tmp_path / "ledger"


@pytest.fixture
def smtp(settings: Any) -> Iterator[list[Any]]:
    """A real SMTP server on loopback; yields the list of messages it received (email.message.EmailMessage)."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message

    received: list[Any] = []

    class Keep(Message):
        def handle_message(self, message: Any) -> None:
            received.append(message)

    class AnyPort(Controller):
        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = AnyPort(Keep(), hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = False
    yield received
    controller.stop()


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the checkout; the test is skipped with a clear line where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("shared/data is not beside this checkout: the real data for this test is absent")
    return SHARED


def pytest_unconfigure(config: pytest.Config) -> None:
    tempfile.tempdir = None
