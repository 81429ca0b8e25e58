"""The page that `heard draw --html` writes: who was drawn, why, and the pictures with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heard.rules.lottery import Pool
from heard.rules.lottery.profile import Group, profile
from heard.ui.draw_charts import Seats, Spread, chances_chart, profile_chart
from heard.ui.one_page import page as one_page
from heard.ui.one_page import say


def page(pool: Pool, document: Mapping[str, Any]) -> str:
    """One self-contained page about a draw. It names people by their ids only."""
    terms, chances = document["terms"], document["chances"]
    groups = profile(pool, document)
    alike = (terms["size"] - len(terms["staying"])) / len(chances)
    return one_page(
        f"The draw of a panel of {terms['size']}",
        "\n".join(
            [
                f"<p>Number <strong>{document['number']:03d}</strong> was drawn.</p>",
                "<h2>On the panel</h2>",
                f"<p>{say(', '.join(document['selected']))}</p>",
                "<h2>Why these people</h2>",
                "<ol>" + "".join(f"<li>{say(each)}</li>" for each in document["because"]) + "</ol>",
                "<h2>In pictures</h2>",
                profile_chart("The panel against its targets", [_seats(each, pool, terms["size"]) for each in groups]),
                chances_chart("Chances by group", _spreads(groups), document["floor"], alike),
                "<h2>To check it</h2>",
                "<p>Anybody with the pool, the targets and the draw in JSON can run <code>heard draw --verify</code>: "
                "it adds up every panel and every chance, and checks the proof in exact fractions.</p>",
                f"<p>Pool <code>{say(document['pool_hash'])}</code><br>"
                f"Targets <code>{say(document['targets_hash'])}</code><br>"
                f"Digest <code>{say(document['digest'])}</code></p>",
            ]
        ),
    )


def _seats(group: Group, pool: Pool, size: int) -> Seats:
    alike = size * group.pool / len(pool.people)
    return Seats(f"{group.feature}: {group.value}", group.least, group.most, group.panel, alike)


def _spreads(groups: tuple[Group, ...]) -> list[Spread]:
    return [
        Spread(f"{each.feature}: {each.value}", each.pool, each.lowest, each.mean, each.highest)
        for each in groups
        if each.lowest is not None and each.mean is not None and each.highest is not None
    ]
