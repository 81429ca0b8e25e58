"""The frozen result as the page shows it: the plain sentence first, then picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.conversation.models import Post
from heard.methods.conversation.queries import cards, posts_named
from heard.places.models import Place
from heard.places.queries import public_places, tiles_for
from heard.ui.charts import Bar, BarChart, TileBar, TileChart
from heard.ui.tiles import NOT_BOUNDARIES
from heard.ui.words import CHANNELS_SHORT


def wards(places: Sequence[tuple[Place, int]], today: date) -> TileChart | None:
    """The city's wards where they lie, each with its posts; None where a ward is not in the diagram of the city."""
    names = list(public_places("ward", today).values_list("name", flat=True))
    tiles, posts = tiles_for(names), {place.name: n for place, n in places}
    if not tiles:
        return None
    return TileChart(
        title=_("Where posts are about"),
        tiles=[TileBar(Bar(name, posts.get(name, 0)), tile.row, tile.column) for name, tile in tiles.items()],
        unit=_("Posts"),
        description=str(NOT_BOUNDARIES),
    )


def results(strand: Strand) -> dict[str, Any] | None:
    """What the conversation came to; None until it is counted. Words come from the posts themselves, as shown now."""
    found = (strand.outcome or {}).get("found")
    if not found or strand.concluded_at is None:
        return None
    named = {row["post"]: row["supports"] for row in found["most_supported"]}
    waiting = found["unanswered"][:20]
    posts = cards(posts_named(strand, list(dict.fromkeys([*named, *waiting]))))
    return {
        "found": found,
        "most_supported": [(card, named[card.post.public_id]) for card in posts if card.post.public_id in named],
        "unanswered": [card for card in posts if card.post.public_id in waiting],
        "channels": BarChart(
            title=_("How people spoke"),
            bars=[Bar(CHANNELS_SHORT.get(slug, slug), n, channel=slug) for slug, n in found["channels"].items()],
            unit=_("Posts and replies"),
        ),
        "places": BarChart(
            title=_("Where it is about"), bars=[Bar(name, n) for name, n in found["places"].items()], unit=_("Posts")
        )
        if found["places"]
        else None,
        "statuses": [(Post.Status(slug).label, n) for slug, n in found["statuses"].items()],
    }
