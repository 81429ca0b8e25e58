"""The words that every room may use."""

from __future__ import annotations

import pytest

from heard.ui.words import sentence


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("8am to 6pm", "8am to 6pm."),
        (" In every library ", "In every library."),
        ("Ring us.", "Ring us."),
        ("Why wait?", "Why wait?"),
        ("Write to:", "Write to:"),
        ("", ""),
    ],
)
def test_words_that_others_follow_end_like_a_sentence(words: str, ended: str) -> None:
    assert sentence(words) == ended
