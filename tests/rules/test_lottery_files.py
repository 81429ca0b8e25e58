"""Pools and targets as files: read as they are, or refused with the line and the column."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.lottery import Malformed, Pool, read_pool, read_targets

TARGETS = b"feature,value,min,max\ngender,f,1,2\ngender,m,1,2\n"


def pool(text: str | bytes, **how: object) -> Pool:
    content = text if isinstance(text, bytes) else text.encode()
    return read_pool(content, read_targets(TARGETS), **how)  # type: ignore[arg-type]


def faults(content: str | bytes, *, targets: bool = False, **how: object) -> list[str]:
    given = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(Malformed) as refused:
        read_targets(given) if targets else pool(given, **how)
    return [str(fault) for fault in refused.value.faults]


def test_both_forms_of_targets_say_the_same() -> None:
    assert read_targets(TARGETS) == read_targets(b"category,feature,min,max\ngender,f,1,2\ngender,m,1,2")


def test_flexible_bounds_are_kept() -> None:
    (target,) = read_targets(b"feature,value,min,max,min_flex,max_flex\ngender,f,3,5,1,9\n")
    assert (target.least_flex, target.most_flex) == (1, 9)


def test_an_id_column_is_used_else_the_row_number() -> None:
    assert [each.id for each in pool("id,gender\n7,f\n4,m\n").people] == ["4", "7"]
    assert [each.id for each in pool("nationbuilder_id,gender\np2,f\np1,m\n").people] == ["p1", "p2"]
    assert [each.id for each in pool("gender\nf\nm\n").people] == ["1", "2"]
    assert [each.id for each in pool("id,card,gender\n7,c,f\n4,b,m\n", id_column="card").people] == ["b", "c"]


def test_a_byte_order_mark_quotes_line_breaks_and_windows_lines_are_read() -> None:
    read = pool(b'\xef\xbb\xbfid,gender,note\r\n1,f,"two\r\nlines, and a ""word"""\r\n2,m,\r\n')
    assert [each.values for each in read.people] == [("f",), ("m",)]


def test_addresses_are_alike_whatever_their_capitals_and_spaces() -> None:
    read = pool("gender,street,zip\nf,High  St,CV1\nm,high st ,cv1\nf,,\nm,,\n", same_address=["street", "zip"])
    assert read.people[0].address == read.people[1].address is not None
    assert read.people[2].address is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty."),
        (b"  \n\n", "the file is empty."),
        (b"id,gender\n", "there is nobody in it."),
        (b"\xef\xbb\xbf", "the file is empty."),
        (b"id,gender\n1,f\n2,\xe9\n", "line 3: is not UTF-8"),
        ("id,gender\n1,f\n".encode("utf-16"), "line 1: holds a NUL byte"),
        (b"id,gender\n1,f\x00\n", "line 2: holds a NUL byte"),
        (b"id;gender\n1;f\n", "line 1: the columns are not separated by commas."),
        (b"id,sex\n1,f\n", "line 1, column “gender”: there is no such column. Columns: id, sex."),
        (b"id,gender\n1,f\n1,m\n", "line 3, column “id”: “1” is the id on line 2 too."),
        (b"id,gender\n1,f\n,m\n", "line 3, column “id”: is empty: everybody needs an id."),
        (b"id,gender\n1,\n", "line 2, column “gender”: is empty: the draw needs a value for everybody."),
        (b"id,gender\n1,x\n", "line 2, column “gender”: “x” is not among the values of the targets (f, m)."),
        (b"id,gender\n1,f,extra\n", "line 2: has 3 fields where the header has 2."),
        (b'id,gender\n1,"f\n', "line 2: the quotes or commas cannot be read"),
        (b'id,note,gender\n1,"a\nb",f\n2,c,\n', "line 4, column “gender”: is empty"),
        (b"id,gender,gender\n1,f,m\n", "line 1, column “gender”: stands twice in the header."),
    ],
)
def test_a_bad_pool_is_refused_with_its_line_and_column(content: bytes, words: str) -> None:
    assert faults(content)[0].startswith(words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty."),
        (b"feature,value,min,max\n", "there are no targets."),
        (b"a,b\n1,2\n", "line 1: the columns should be feature,value,min,max or category,feature,min,max."),
        (b"feature,value,min,max\ng,f,3,2\n", "line 2, column “min”: at least 3 and at most 2 contradict each other."),
        (b"feature,value,min,max\ng,f,-1,2\n", "line 2, column “min”: “-1” is not a whole number from 0."),
        (b"feature,value,min,max\ng,f,1,\n", "line 2, column “max”: is empty."),
        (b"feature,value,min,max\ng,f,1.5,2\n", "line 2, column “min”: “1.5” is not a whole number from 0."),
        (b"feature,value,min,max\ng,,1,2\n", "line 2, column “value”: is empty."),
        (b"feature,value,min,max\ng,f,1,2\ng,f,1,2\n", "line 3, column “value”: “f” of “g” has a line already."),
        (b"feature,value,min,max,min_flex\ng,f,1,2,0\n", "line 1: min_flex and max_flex come together or not at all."),
        (b"feature,value,min,max,min_flex,max_flex\ng,f,1,2,2,2\n", "line 2, column “min_flex”: 2 is more than"),
        (b"feature,value,min,max,min_flex,max_flex\ng,f,1,2,0,1\n", "line 2, column “max_flex”: 1 is less than"),
    ],
)
def test_bad_targets_are_refused_with_their_line_and_column(content: bytes, words: str) -> None:
    assert faults(content, targets=True)[0].startswith(words)


def test_all_faults_are_told_at_once_and_the_rest_counted() -> None:
    assert faults("id,gender\n1,x\n1,f\n3,\n") == [
        "line 2, column “gender”: “x” is not among the values of the targets (f, m).",
        "line 3, column “id”: “1” is the id on line 2 too.",
        "line 4, column “gender”: is empty: the draw needs a value for everybody.",
    ]
    with pytest.raises(Malformed) as refused:
        pool("id,gender\n" + "".join(f"{i},x\n" for i in range(1000)))
    assert (len(refused.value.faults), refused.value.more) == (50, 950)


def test_a_hundred_thousand_rows_are_read() -> None:
    content = "id,gender\n" + "".join(f"{i},{'fm'[i % 2]}\n" for i in range(100_000))
    assert len(pool(content).people) == 100_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_makes_a_traceback(content: bytes) -> None:
    for read in (read_targets, pool):
        with suppress(Malformed):
            read(content)
