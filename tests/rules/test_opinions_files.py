"""Votes and statements as files: read as they are, or refused with the line and the column, all faults at once."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.faults import Malformed
from heard.rules.opinions.comments import Comment, read_comments
from heard.rules.opinions.votes import Votes, votes_from
from heard.rules.opinions.votesfile import read_votes

HEAD = "timestamp,datetime,comment-id,voter-id,vote\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "votes.csv"


def read(file: Path, content: str | bytes) -> Votes:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_votes(file)


def faults(file: Path, content: str | bytes) -> list[str]:
    with pytest.raises(Malformed) as refused:
        read(file, content)
    return [str(fault) for fault in refused.value.faults]


def test_polis_own_format_is_read(file: Path) -> None:
    votes = read(file, HEAD + "17,Tue Jun 30 15:49:52 WIB 2015,0,7,1\n18,,3,7,-1\n19,,0,9,0\n")
    assert (votes.participants, votes.statements) == (("7", "9"), ("0", "3"))
    assert (votes.who.tolist(), votes.what.tolist(), votes.vote.tolist()) == ([0, 0, 1], [0, 1, 0], [1, -1, 0])
    assert votes.began is not None
    assert votes.began.tolist() == [17, 19]


ONE = "1,2,3,1\n"
SAME = {
    "as it is": "timestamp,comment-id,voter-id,vote\n" + ONE,
    "with a byte order mark": "\ufefftimestamp,comment-id,voter-id,vote\n" + ONE,
    "with Windows lines": "timestamp,comment-id,voter-id,vote\r\n1,2,3,1\r\n",
    "without a last line end": "timestamp,comment-id,voter-id,vote\n1,2,3,1",
    "with blank lines": "timestamp,comment-id,voter-id,vote\n1,2,3,1\n\n\n",
    "in another order": "vote,voter-id,note,comment-id,timestamp\n1,3,é,2,1\n",
    "with quotes": 'timestamp,comment-id,voter-id,vote,said\n1,"2",3,"1","a, ""b""\nc"\n',
    "with spaces": "timestamp, comment-id ,voter-id,vote\n1 , 2,3 , 1\n",
    "with a header in quotes": '"timestamp","comment-id","voter-id","vote"\n1,2,3,1\n',
}


@pytest.mark.parametrize("how", SAME)
def test_the_same_votes_are_read(how: str, file: Path) -> None:
    plain = votes_from([(1, "3", "2", 1)])
    assert read(file, SAME[how]).digest == plain.digest


def test_ids_may_be_any_words_and_07_is_not_7(file: Path) -> None:
    votes = read(file, HEAD + "1,,a b,07,1\n1,,ü,7,1\n1,,1234567890123456789,7,0\n")
    assert votes.participants == ("07", "7")
    assert set(votes.statements) == {"a b", "ü", "1234567890123456789"}


def test_moments_may_be_decimals_or_before_1970(file: Path) -> None:
    votes = read(file, HEAD + "1.5,,1,1,1\n1.25,,1,1,-1\n-3,,1,2,0\n")
    assert (votes.participants, votes.vote.tolist()) == (("2", "1"), [0, 1])


BAD = [
    (b"", "the file is empty."),
    (b"\n \n", "the file is empty."),
    (b"\xef\xbb\xbf", "the file is empty."),
    (HEAD.encode(), "there are no votes in it."),
    (HEAD.encode() + b"1,,1,1,1\n2,\xe9,1,1,1\n", "line 3: is not UTF-8"),
    ((HEAD + "1,,1,1,1\n").encode("utf-16"), "line 1: holds a NUL byte: the file is UTF-16."),
    (HEAD.encode() + b"1,,1,1,1\n2,a\0,1,1,1\n", "line 3: holds a NUL byte."),
    (b"timestamp;comment-id;voter-id;vote\n1;1;1;1\n", "line 1: the columns are not separated by commas."),
    (b"timestamp,comment,voter-id,vote\n1,1,1,1\n", "line 1, column “comment-id”: there is no such column. Columns:"),
    (b"timestamp,comment-id,voter-id,vote,vote\n1,1,1,1,1\n", "line 1, column “vote”: stands twice in the header."),
    (HEAD.encode() + b"1,,1,1\n", "line 2: has 4 fields where the header has 5."),
    (HEAD.encode() + b"1,,1,1,1,1\n", "line 2: has 6 fields where the header has 5."),
    (HEAD.encode() + b"1,,1,1,2\n", "line 2, column “vote”: “2” is not 1 (agree), 0 (pass) or -1 (disagree)."),
    (HEAD.encode() + b"1,,1,1,agree\n", "line 2, column “vote”: “agree” is not 1"),
    (HEAD.encode() + b"1,,1,1,\n", "line 2, column “vote”: is empty, where 1 (agree)"),
    (HEAD.encode() + b"yesterday,,1,1,1\n", "line 2, column “timestamp”: “yesterday” is not a number"),
    (HEAD.encode() + b"nan,,1,1,1\n", "line 2, column “timestamp”: “nan” is not a number"),
    (HEAD.encode() + b"1e999,,1,1,1\n", "line 2, column “timestamp”: “1e999” is not a number"),
    (HEAD.encode() + b"1,,,1,1\n", "line 2, column “comment-id”: is empty."),
    (HEAD.encode() + b"1,,1, ,1\n", "line 2, column “voter-id”: is empty."),
    (HEAD.encode() + b"1,,1," + b"x" * 201 + b",1\n", "line 2, column “voter-id”: is longer than 200 letters."),
    (HEAD.encode() + b'1,"a\n', "line 2: the quotes or commas cannot be read"),
    (HEAD.encode() + b'1,"a\nb",1,1,1\n2,,1,1,9\n', "line 4, column “vote”: “9” is not 1"),
]


@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_bad_file_is_refused_with_its_line_and_column(content: bytes, words: str, file: Path) -> None:
    assert faults(file, content)[0].startswith(words)


def test_all_faults_are_told_at_once_up_to_fifty(file: Path) -> None:
    assert len(faults(file, HEAD + "x,,1,1,7\n1,,,1,1\n1,1\n")) == 4
    with pytest.raises(Malformed) as refused:
        read(file, HEAD + "1,,1,1,7\n" * 200)
    assert (len(refused.value.faults), refused.value.more) == (50, 150)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**16 - 1), st.integers(0, 10**12), st.integers(0, 400), st.sampled_from([1, 0, -1])
        ),
        min_size=1, max_size=60,
    )
)  # fmt: skip
@settings(max_examples=60)
def test_the_quick_reading_is_the_careful_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, ...]]
) -> None:
    file = tmp_path_factory.mktemp("votes") / "votes.csv"
    lines = [f"{moment},x,{thing},{who},{vote}\n" for moment, who, thing, vote in rows]
    quick = read(file, HEAD + "".join(lines))
    careful = read(file, HEAD + "".join(lines).replace(",x,", ',"x",'))
    plain = votes_from((moment, str(who), str(thing), vote) for moment, who, thing, vote in rows)
    assert quick.digest == careful.digest == plain.digest


def test_a_vote_whose_line_spans_two_blocks_is_read_once(file: Path) -> None:
    many = 60_000
    lines = [f"{1_600_000_000_000 + i},Tue Jun 30 15:49:52,{i % 50},{i // 50},{i % 3 - 1}\n" for i in range(many)]
    votes = read(file, HEAD + "".join(lines))
    assert (len(votes), len(votes.participants), len(votes.statements)) == (many, 1200, 50)
    order = np.argsort(votes.what + 50 * votes.who, kind="stable")
    assert (votes.vote[order] == np.arange(many) % 3 - 1).all()


def test_reading_takes_little_memory(file: Path) -> None:
    file.write_text(
        HEAD + "".join(f"{i},Tue Jun 30 15:49:52 WIB 2015,{i % 100},{i // 100},1\n" for i in range(300_000))
    )
    tracemalloc.start()
    read_votes(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300_000 * 90


# ---- Statements ------------------------------------------------------------------------------------------------------


def test_statements_have_words_and_some_place_nobody() -> None:
    content = "comment-id,moderated,is-meta,comment-body\n1,1,false,More buses\n2,-1,false,x\n3,0,true,I own a car\n"
    assert read_comments(content.encode()) == {
        "1": Comment("More buses"), "2": Comment("x", left_out=True), "3": Comment("I own a car", meta=True),
    }  # fmt: skip
    assert read_comments(b"comment-id,comment-body\n1,a\n") == {"1": Comment("a")}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("comment-id,moderated,comment-body\n1,2,a\n", "line 2, column “moderated”: “2” is not -1 (declined)"),
        (
            "comment-id,is-meta,comment-body\n1,maybe,a\n",
            "line 2, column “is-meta”: “maybe” is neither true nor false.",
        ),
        ("comment-id,comment-body\n1,a\n1,b\n", "line 3, column “comment-id”: “1” has a line already."),
        ("comment-id,comment-body\n,a\n", "line 2, column “comment-id”: is empty."),
        ("comment-id\n1\n", "line 1, column “comment-body”: there is no such column."),
    ],
)
def test_bad_statements_are_refused(content: str, words: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_comments(content.encode())
    assert str(refused.value.faults[0]).startswith(words)
