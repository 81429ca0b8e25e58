"""What others wrote is what we pinned, and every address inside our files leads somewhere."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import heard.ui

ROOM = Path(heard.ui.__file__).parent
PINNED = tomllib.loads((ROOM / "static/vendor/vendor.toml").read_text())["package"]
FILES = {path: sha for package in PINNED for path, sha in package["sha256"].items()}


@pytest.mark.parametrize("path", FILES)
def test_a_vendored_file_is_the_one_pinned(path: str) -> None:
    assert hashlib.sha256((ROOM / path).read_bytes()).hexdigest() == FILES[path]


def test_no_vendored_file_stands_there_unpinned() -> None:
    standing = [*(ROOM / "static/vendor").rglob("*.*"), *(ROOM / "typst/fonts").glob("*.*")]
    ours = {".toml", ".txt"}
    assert {str(path.relative_to(ROOM)) for path in standing if path.suffix not in ours} == set(FILES)


def test_every_package_names_its_version_and_licence() -> None:
    assert [package["name"] for package in PINNED if not (package["version"] and package["licence"])] == []


def test_nothing_that_only_govuk_may_use_is_left() -> None:
    style = (ROOM / "static/vendor/govuk-frontend/govuk-frontend.css").read_text().lower()
    assert re.findall(r"url\(|gds transport|crest|crown|@font-face|sourcemapping", style) == []


def test_the_fonts_licences_lie_beside_them() -> None:
    places = ["typst/fonts/LICENSE-Atkinson.txt", "typst/fonts/LICENSE-Noto.txt"]
    places.append("static/vendor/atkinson-hyperlegible/LICENSE.txt")
    assert all("SIL OPEN FONT LICENSE" in (ROOM / place).read_text() for place in places)


def test_every_address_in_the_styles_survives_the_manifest(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [path for path in tmp_path.glob("ui/*.css") if re.search(r"\.[0-9a-f]{12}\.css$", path.name)]
    assert {path.name.split(".")[0] for path in hashed} == {"tokens", "heard", "components", "charts"}
    for path in hashed:
        for address in re.findall(r'url\("([^"]+)"\)', path.read_text()):
            assert (path.parent / address).resolve().is_file(), address


def test_no_template_of_the_room_holds_inline_style_or_script() -> None:
    loud = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    found = {
        str(path.relative_to(ROOM)): loud.findall(path.read_text()) for path in (ROOM / "templates").rglob("*.html")
    }
    assert {name: hits for name, hits in found.items() if hits} == {}
