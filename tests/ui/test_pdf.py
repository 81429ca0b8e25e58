"""Print is tagged, takes every word as it was written, and never runs what people write."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from heard.ui.pdf import Unprintable, render

HOSTILE = '#panic() $x^2$ "quoted" \\ @ref <label> `code` // no /* no */ [x]{y} ~ -- *bold* _thin_ = heading'


def paper(*blocks: dict[str, Any], **fields: Any) -> PdfReader:
    data = {"title": "What should change at the baths?", "lang": "en", "region": "GB", "blocks": blocks, **fields}
    return PdfReader(io.BytesIO(render("paper.typ", data)))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def tags(reader: PdfReader) -> set[str]:
    """The kinds of element in the structure tree."""
    found: set[str] = set()
    queue: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while queue:
        item = queue.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            queue += item
        elif hasattr(item, "get"):
            found.add(str(item.get("/S", "")))
            queue += [item["/K"]] if "/K" in item else []
    return found


def test_a_paper_is_tagged_and_says_its_language_and_title() -> None:
    reader = paper({"kind": "text", "words": "Hello."})
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == "What should change at the baths?"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_headings_lists_tables_and_pictures_are_what_they_look_like() -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    reader = paper(
        {"kind": "heading", "words": "What can still change?"},
        {"kind": "list", "items": ["Hours", "Prices"]},
        {"kind": "table", "caption": "Answers", "heads": ["Ward", "n"], "rows": [["Foleshill", 41]]},
        {"kind": "question", "number": 1, "words": "When?", "answer": "choice", "options": ["Early", "Late"]},
        {"kind": "picture", "svg": square, "alt": "A square"},
    )
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= tags(reader)


def test_hostile_words_are_printed_as_they_were_written() -> None:
    kinds = ["text", "lead", "small", "quote", "notice", "heading", "code"]
    reader = paper(
        *({"kind": kind, "words": HOSTILE} for kind in kinds),
        {"kind": "question", "words": HOSTILE, "help": HOSTILE, "answer": "multi", "options": [HOSTILE]},
        {"kind": "facts", "items": [[HOSTILE, HOSTILE]]},
        {"kind": "table", "heads": [HOSTILE], "rows": [[HOSTILE]]},
        title=HOSTILE,
        eyebrow=HOSTILE,
    )
    flat = "".join(words(reader).split())
    assert flat.count("".join(HOSTILE.split())) >= 13
    assert reader.metadata is not None
    assert reader.metadata.title == HOSTILE


@pytest.mark.parametrize(
    "said",
    ["Żółta droga w Łodzi", "Привет", "Γειά", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "নমস্কার", "નમસ્તે", "வணக்கம்", "ሰላም", "🎉 👩🏽‍🦽", "سلام دنیا"],
)
def test_the_languages_of_the_city_and_its_emoji_can_be_printed(said: str) -> None:
    assert "▯" not in words(paper({"kind": "quote", "words": said}))


def test_letters_without_a_font_are_shown_as_boxes_and_stop_nothing() -> None:
    said = words(paper({"kind": "text", "words": "Ann wrote 中文字 here."}))
    assert "Ann wrote ▯▯▯ here." in said


def test_a_nul_is_refused_with_a_reason() -> None:
    with pytest.raises(Unprintable, match="NUL"):
        paper({"kind": "text", "words": "a\0b"})


def test_other_control_characters_have_no_shape_and_lines_stay() -> None:
    assert "one\ntwothree" in words(paper({"kind": "text", "words": "one\ntwo\x07three\x1b"}))


def test_a_lone_surrogate_stops_nothing() -> None:
    assert "ab" in words(paper({"kind": "text", "words": "a\ud800b"}))


def test_an_unknown_block_is_refused_by_name() -> None:
    with pytest.raises(Unprintable, match="There is no block of the kind banner"):
        paper({"kind": "banner", "words": "x"})


def test_a_template_that_no_room_has_is_named() -> None:
    with pytest.raises(LookupError, match=r"nowhere\.typ"):
        render("nowhere.typ", {})


def test_a_quotation_keeps_its_own_language() -> None:
    raw = render(
        "paper.typ", {"title": "T", "lang": "en", "blocks": [{"kind": "quote", "words": "Dzień dobry", "lang": "pl"}]}
    )
    reader = PdfReader(io.BytesIO(raw))
    langs = {str(obj.get_object().get("/Lang")) for obj in _objects(reader) if hasattr(obj.get_object(), "get")}
    assert {"en", "pl"} <= langs


def _objects(reader: PdfReader) -> list[Any]:
    found: list[Any] = []
    queue: list[Any] = [reader.trailer["/Root"], reader.trailer["/Root"]["/StructTreeRoot"]]
    while queue:
        item = queue.pop()
        plain = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(plain, list):
            queue += plain
        elif hasattr(plain, "get"):
            found.append(plain)
            queue += [plain["/K"]] if "/K" in plain else []
    return found


def test_a_batch_of_letters_is_one_file_with_each_on_its_own_page() -> None:
    one = {"to": ["Ann Example", "1 Example Street", "Coventry"], "date": "21 July 2026", "title": "What changed",
           "blocks": [{"kind": "text", "words": "You said it."}], "close": "Yours,\nGrace Okafor"}  # fmt: skip
    letters = [{**one, "to": [name]} for name in ("Ann Example", "Bilal Example", "Cass Example")]
    reader = PdfReader(io.BytesIO(render("letters.typ", {"title": "Letters", "lang": "en", "letters": letters})))
    assert [page.extract_text().split("\n")[0] for page in reader.pages] == [
        "Ann Example",
        "Bilal Example",
        "Cass Example",
    ]
    both_sides = render("letters.typ", {"title": "Letters", "lang": "en", "duplex": True, "letters": letters})
    assert len(PdfReader(io.BytesIO(both_sides)).pages) == 5


def test_the_address_lies_in_the_window_of_the_envelope() -> None:
    letter = {"to": ["Ann Example"], "date": "1 May 2026", "title": "T", "blocks": []}
    reader = PdfReader(io.BytesIO(render("letters.typ", {"title": "L", "lang": "en", "letters": [letter]})))
    places: list[tuple[float, float]] = []

    def note(text: str, _cm: Any, tm: list[float], _font: Any, _size: Any) -> None:
        if "Ann" in text:
            places.append((tm[4] + _cm[4], tm[5] + _cm[5]))

    page = reader.pages[0]
    page.extract_text(visitor_text=note)
    millimetres = 25.4 / 72
    left, down = places[0][0] * millimetres, (float(page.mediabox.height) - places[0][1]) * millimetres
    assert 18 <= left <= 26
    assert 44 <= down <= 60
