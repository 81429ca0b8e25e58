"""The chain over the record: whole when nothing was touched, broken exactly where something was."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.seal import GENESIS, Sealed, hash_payload, is_payload_of, link, verify

headers = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(), st.none()), max_size=3)
hexes = st.binary(min_size=32, max_size=32).map(bytes.hex)


def chain(contents: list[tuple[dict, str]], start: str = GENESIS, first: int = 1) -> list[Sealed]:
    entries, previous = [], start
    for place, (header, payload_hash) in enumerate(contents, first):
        previous = link(previous, header, payload_hash)
        entries.append(Sealed(place, header, payload_hash, previous))
    return entries


chains = st.lists(st.tuples(headers, hexes), min_size=1, max_size=8).map(chain)


def test_a_link_can_be_recomputed_by_hand() -> None:
    text = "\n".join(("heard-seal/1", "0" * 64, '{"about":"activity:a","what":"activity.opened"}', "a" * 64))
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert link(GENESIS, {"what": "activity.opened", "about": "activity:a"}, "a" * 64) == expected


def test_an_empty_chain_holds() -> None:
    found = verify([])
    assert found
    assert (found.count, found.last) == (0, GENESIS)


def test_a_hash_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="payload hash"):
        link(GENESIS, {}, "abc")


def test_a_payload_proves_itself_and_no_other() -> None:
    kept = hash_payload(b"salt", {"said": "a longer bus"})
    assert is_payload_of(kept, b"salt", {"said": "a longer bus"})
    assert not is_payload_of(kept, b"salt", {"said": "a shorter bus"})
    assert not is_payload_of(kept, b"pepper", {"said": "a longer bus"})


@given(chains)
def test_an_untouched_chain_holds_to_its_head(entries: list[Sealed]) -> None:
    found = verify(entries, head=entries[-1].hash)
    assert found
    assert (found.count, found.last, found.broken) == (len(entries), entries[-1].hash, None)


@given(chains, st.data())
def test_a_head_written_down_earlier_is_still_met(entries: list[Sealed], data: st.DataObject) -> None:
    assert verify(entries, head=data.draw(st.sampled_from(entries)).hash)
    assert verify(entries, head=GENESIS)


@given(chains, st.data())
def test_a_changed_header_names_the_first_broken_entry(entries: list[Sealed], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    touched = [*entries]
    touched[place] = replace(entries[place], header={**entries[place].header, "added": True})
    found = verify(touched)
    assert not found
    assert (found.broken, found.count) == (place + 1, place)
    assert found.why == f"Entry {place + 1} was changed, or does not follow the one before."


@given(chains, hexes, st.data())
def test_a_changed_payload_hash_names_the_first_broken_entry(
    entries: list[Sealed], other: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    touched = [*entries]
    touched[place] = replace(entries[place], payload_hash=other)
    assert verify(touched).broken == (place + 1 if other != entries[place].payload_hash else None)


@given(chains, st.data())
def test_a_missing_entry_is_named_unless_it_is_the_tail(entries: list[Sealed], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    cut = entries[:place] + entries[place + 1 :]
    found = verify(cut, head=entries[-1].hash)
    assert not found
    if place < len(entries) - 1:
        assert found.broken == place + 1
        assert found.why == f"Entry {place + 1} is missing: {place + 2} stands in its place."
    else:
        assert found.broken is None
        assert found.why == "The head that was published is not in this chain: it was cut or rewritten."


@given(st.lists(st.tuples(headers, hexes), min_size=2, max_size=6))
def test_a_chain_rewritten_from_the_middle_misses_the_published_head(contents: list[tuple[dict, str]]) -> None:
    honest = chain(contents)
    rewritten = chain([({"rewritten": True}, contents[0][1]), *contents[1:]])
    assert verify(rewritten)
    assert not verify(rewritten, head=honest[-1].hash)


@given(chains, st.integers(1, 7))
def test_a_chain_can_be_walked_from_a_known_middle(entries: list[Sealed], split: int) -> None:
    split = min(split, len(entries))
    known = entries[split - 1].hash
    assert verify(entries[split:], start=known, first=split + 1)
