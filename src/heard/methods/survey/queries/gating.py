"""What the gates ask of a survey, together with everything else that they ask: one turn, and figures of paper owed."""

from __future__ import annotations

from dataclasses import dataclass

from heard.activities.models import Strand
from heard.ground.asking import Asking, only, side_by_side
from heard.methods.survey.queries.asked import Questionnaire
from heard.methods.survey.queries.asking import questionnaire_asked
from heard.methods.survey.queries.imports import owed_asked
from heard.methods.survey.queries.paper import paper_owed_asked, printed_refs
from heard.methods.survey.queries.parity import Lacking, lacking_from, live_batch_rows
from heard.methods.survey.queries.versions import offers_from, published_versions
from heard.methods.survey.queries.wording import worded


@dataclass(frozen=True, slots=True)
class Gated:
    """A survey as its gates see it. `offered`: (language, format) of what is published, English standard first."""

    asked: Questionnaire
    lacking: dict[str, tuple[Lacking, ...]]
    offered: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]


def gated_asked(strand: Strand) -> Asking[Gated]:
    """Everything that the gates ask of a survey."""
    asked, versions, batches, imports, paper = yield from side_by_side(
        questionnaire_asked(strand),
        only(published_versions(strand)),
        only(live_batch_rows(strand)),
        owed_asked(strand),
        paper_owed_asked(strand),
    )
    offers = offers_from((each.language, each.format, each.published_translator) for each in versions)
    kept = {(each.language, each.format): each for each in versions}
    said = {
        offer: printed_refs(worded(asked, kept[key], published=True))
        for offer in offers
        if (key := (offer.language, offer.format)) in kept
    }
    return Gated(
        asked,
        lacking_from(strand, asked, batches, said),
        tuple((offer.language, offer.format) for offer in offers),
        (*imports, *paper),
    )
