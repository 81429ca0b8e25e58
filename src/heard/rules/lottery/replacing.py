"""Who stays and who has left, when members leave a panel that was drawn: the others keep their seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heard.rules.lottery.pool import Pool


class Unfit(Exception):
    """The draw and those who leave do not fit together; the words say why."""


def replacing(
    document: Mapping[str, Any], pool: Pool, leaving: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of those who stay, and of all who ever left. Raises `Unfit`."""
    from heard.rules.lottery.checking import digest_of

    try:
        if document["digest"] != digest_of(document):
            raise Unfit("the digest is not that of this draw: something was changed after it.")
        if document["pool_hash"] != pool.pool_hash or document["targets_hash"] != pool.targets_hash:
            raise Unfit("pool or targets are not those of this draw: their hashes differ.")
        selected, before = list(document["selected"]), list(document["terms"]["left"])
    except (KeyError, TypeError) as error:
        raise Unfit(f"this is not a draw ({error}).") from error
    if not all(isinstance(each, str) for each in (*selected, *before)):
        raise Unfit("this is not a draw (its people have no ids).")
    names = list(dict.fromkeys(leaving))
    if not names:
        raise Unfit("who leaves? Give --leaving ID….")
    strangers = [name for name in names if name not in selected]
    if strangers:
        raise Unfit(f"{', '.join(strangers)} {'is' if len(strangers) == 1 else 'are'} not on the panel.")
    return tuple(name for name in selected if name not in names), (*before, *names)
