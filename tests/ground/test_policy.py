"""The city's policy files are read again when they change, and only then."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from heard.ground.policy import from_policy

read: list[bytes] = []


def keep(raw: bytes) -> str:
    read.append(raw)
    if raw == b"broken":
        raise ValueError("broken")
    return raw.decode()


def write(path: Path, words: str, tick: int) -> None:
    path.write_text(words)
    os.utime(path, ns=(tick, tick))


def test_a_policy_is_read_again_when_its_file_changes_and_only_then(tmp_path: Path, settings: Any) -> None:
    settings.POLICY = tmp_path
    read.clear()
    write(tmp_path / "example.toml", "one", 10**18)
    assert [from_policy("example.toml", keep) for _n in range(3)] == ["one"] * 3
    write(tmp_path / "example.toml", "two", 10**18 + 1)
    assert [from_policy("example.toml", keep) for _n in range(2)] == ["two"] * 2
    assert read == [b"one", b"two"]


def test_a_broken_policy_says_so_each_time_until_it_is_mended(tmp_path: Path, settings: Any) -> None:
    settings.POLICY = tmp_path
    write(tmp_path / "example.toml", "broken", 10**18)
    for _n in range(2):
        with pytest.raises(ValueError, match="broken"):
            from_policy("example.toml", keep)
    write(tmp_path / "example.toml", "sound", 10**18 + 1)
    assert from_policy("example.toml", keep) == "sound"


def test_a_policy_that_is_not_there_is_named(tmp_path: Path, settings: Any) -> None:
    settings.POLICY = tmp_path
    with pytest.raises(FileNotFoundError, match=r"example\.toml"):
        from_policy("example.toml", keep)
