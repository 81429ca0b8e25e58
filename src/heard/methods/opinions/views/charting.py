"""The map of a result, with its words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heard.ui.opinion_charts import Camp, ChartWords, Dot, map_chart


def chart_words() -> ChartWords:
    """Every word of the map."""
    return ChartWords(
        alike=_(
            "People who voted alike stand near one another. A mark stands for several people, and is larger where more "
            "of them stand. The two directions are those in which votes differ most; they have no names."
        ),
        ring=_("The ring is your own place."),
        you=_("You"),
        group=_("Group"),
        mark=_("Mark"),
        people=_("People"),
        so_many=_("{} people"),
        share=_("Share"),
        not_drawn=_("not drawn"),
        too_few=_("too few to say"),
        shapes=(_("circle"), _("square"), _("triangle"), _("diamond"), _("cross")),
    )


def figure_of(found: Mapping[str, Any], dots: Sequence[Dot], you: Dot | None = None) -> str:
    """The map with its table; "" while there is no group large enough to draw."""
    if not dots:
        return ""
    title = _("Where people stand: those who voted alike stand near each other")
    return SafeString(map_chart(title, _camps(found), dots, you=you, words=chart_words()))


def _camps(found: Mapping[str, Any]) -> list[Camp]:
    return [Camp(each["letter"], each["people"]) for each in found["groups"]]
