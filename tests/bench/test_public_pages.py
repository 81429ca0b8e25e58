"""A public page against a bare Django page, through the same WSGI application in the same run."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from tests.bench.measuring import interleaved, told
from tests.methods.survey.surveys import a_survey

BAR = 0.5


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.bench.bare_urls")
def test_a_kept_public_page_reaches_half_of_a_bare_pages_rate(settings: Any) -> None:
    strand = a_survey()
    page = reverse("activities:take_part", args=[strand.activity.slug])
    way_in = reverse("activities:strand", args=[strand.activity.slug, strand.public_id])
    settings.KEEP_PAGES_SECONDS = 3600
    caches["pages"].clear()
    application = get_wsgi_application()
    medians = interleaved(
        {
            "bare page": _getting(application, "/bench/bare/", fresh=True),
            "activity page, kept": _getting(application, page),
            "survey's first page, kept": _getting(application, way_in),
            "activity page, made anew": _getting(application, page, fresh=True),
        },
        rounds=7,
        times=60,
    )
    ratios = told("A public page", medians, "bare page")
    caches["pages"].clear()
    assert ratios["activity page, kept"] >= BAR
    assert ratios["survey's first page, kept"] >= BAR


def _getting(application: Any, path: str, *, fresh: bool = False) -> Callable[[int], None]:
    """Ask for a path. `fresh` visitors bring a cookie, so that nothing kept is shown to them."""

    def get(_number: int) -> None:
        found: list[str] = []
        answer = application(_environ(path, fresh), lambda status, _headers: found.append(status))
        body = b"".join(answer)
        answer.close()
        assert found == ["200 OK"]
        assert body

    return get


def _environ(path: str, fresh: bool) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    return environ | ({"HTTP_COOKIE": "seen=1"} if fresh else {})
