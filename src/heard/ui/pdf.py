"""Print: plain values in, a tagged PDF (PDF/UA-1) out, in the look of Heard.

A template is a Typst file of this room ("paper.typ", "letters.typ") or of another ("survey/paper.typ": looked up as
`typst/survey/paper.typ` in every installed app, and free to `#import "heard.typ": *`). People's words are passed as
data and never read as Typst. Fonts: Atkinson Hyperlegible, then Noto for the scripts that Coventry reads.

``paper.typ`` takes ``{"title", "blocks": [...], "eyebrow"?, "lang"?, "region"?, "footer"?, "size"?}``; ``letters.typ``
takes ``{"title", "letters": [{"to": [lines], "from"?: [lines], "date", "greeting"?, "title", "blocks", "close"?}]}``.
A block is ``{"kind": …, "words": …}``; docs/guides/components.md lists the kinds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.apps import apps

HERE = Path(__file__).parent / "typst"
MISSING = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
BLANK = "▯"
TRIES = 40


class Unprintable(ValueError):
    """The data cannot be set in type; the message says which part and why."""


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF. ValueError (`Unprintable`) on a NUL, on data that is not plain or a template's complaint.

    A letter of a script that no font here can draw is printed as ▯, so that one of them never stops a batch.
    """
    plain = json.dumps(data, ensure_ascii=False, default=str)
    if "\\u0000" in plain:
        raise Unprintable("The text holds a NUL character, which no printer can set.")
    plain = _without_controls(plain)
    for _try in range(TRIES):
        try:
            return _compiled(template, plain)
        except typst.TypstError as error:
            missing = MISSING.search(str(error))
            if not missing:
                raise Unprintable(str(error)) from error
            plain = _blanked(plain, _unquoted(missing.group(1)))
    raise Unprintable("Too many different scripts in one document have no font.")


def _compiled(template: str, plain: str) -> bytes:
    made: bytes = typst.compile(
        {**_library(), "main.typ": _source(template)},
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": plain},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made


@cache
def _library() -> dict[str, bytes]:
    return {"heard.typ": (HERE / "heard.typ").read_bytes()}


@cache
def _source(template: str) -> bytes:
    for folder in [HERE, *(Path(app.path) / "typst" for app in apps.get_app_configs())]:
        if (folder / template).is_file():
            return (folder / template).read_bytes()
    raise LookupError(f"No room has the print template {template}.")


def _without_controls(plain: str) -> str:
    """JSON without control characters other than tab and newline; they have no shape."""
    return re.sub(r"\\u00(?:0[1-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])|[\x7f-\x9f]", "", plain)


def _unquoted(said: str) -> str:
    """The letters that Typst names: its `\\u{1f389}` and escapes undone."""
    body = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found.group(1), 16)), said[1:-1])
    return body.replace('\\"', '"').replace("\\\\", "\\")


def _blanked(plain: str, missing: str) -> str:
    """Every letter of the missing one's script, replaced."""
    scripts = {_script(letter) for letter in missing}
    blank = "".join(BLANK if _script(letter) in scripts else letter for letter in plain)
    return blank if blank != plain else plain.replace(missing, BLANK)


def _script(letter: str) -> str:
    """ "ETHIOPIC", "CJK"…; the letter itself where a name would sweep too wide."""
    words = unicodedata.name(letter, letter).split(" ")
    return words[0] if len(words) > 1 and "LETTER" in words or words[0] in {"CJK", "HANGUL", "ETHIOPIC"} else letter
