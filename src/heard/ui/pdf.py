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
from collections.abc import Callable, Mapping
from functools import cache, partial
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
    plain = json.loads(json.dumps(data, ensure_ascii=False, default=str))
    plain = _each(plain, _without_controls)
    for _try in range(TRIES):
        try:
            return _compiled(template, json.dumps(plain, ensure_ascii=False))
        except typst.TypstError as error:
            missing = MISSING.search(str(error))
            if not missing:
                raise Unprintable(str(error)) from error
            plain = _each(plain, partial(_blanked, missing=_unquoted(missing.group(1))))
    raise Unprintable("Too many different scripts in one document have no font.")


def _compiled(template: str, plain: str) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs forget that files may be a dict
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


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed; names of entries stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    return {name: _each(part, change) for name, part in value.items()} if isinstance(value, dict) else value


def _without_controls(text: str) -> str:
    """The text without control characters other than tab and newline (they have no shape); a NUL is refused."""
    if "\0" in text:
        raise Unprintable("The text holds a NUL character, which no printer can set.")
    return "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs"} or letter in "\t\n")


def _unquoted(said: str) -> str:
    """The letters that Typst names: its `\\u{1f389}` and escapes undone."""
    body = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found.group(1), 16)), said[1:-1])
    return body.replace('\\"', '"').replace("\\\\", "\\")


def _blanked(text: str, *, missing: str) -> str:
    """Every letter of the missing one's script replaced; of several that belong together, only those as they stand."""
    if len(missing) > 1:
        return text.replace(missing, BLANK)
    return "".join(BLANK if _script(letter) == _script(missing) else letter for letter in text)


def _script(letter: str) -> str:
    """Its script ("ETHIOPIC", "CJK"); the letter itself where that would sweep away letters that have a font."""
    words = unicodedata.name(letter, letter).split(" ")
    sweeps = words[0] in {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"} or "LETTER" in words
    return words[0] if sweeps and words[0] not in {"LATIN", "GREEK", "CYRILLIC", "ARABIC"} else letter
