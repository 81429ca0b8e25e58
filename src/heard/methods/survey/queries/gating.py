"""What the gates ask of a survey, together with everything else that they ask: one turn, and figures of paper owed."""

from __future__ import annotations

from dataclasses import dataclass

from heard.activities.models import Strand
from heard.ground.asking import Asking, side_by_side
from heard.methods.survey.queries.asked import Questionnaire
from heard.methods.survey.queries.imports import owed_asked
from heard.methods.survey.queries.paper import paper_owed_asked
from heard.methods.survey.queries.parity import Lacking, lacking, versions_asked


@dataclass(frozen=True, slots=True)
class Gated:
    """A survey as its gates see it. `offered`: (language, format) of what is published, English standard first."""

    asked: Questionnaire
    lacking: dict[str, tuple[Lacking, ...]]
    offered: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]


def gated_asked(strand: Strand) -> Asking[Gated]:
    """Everything that the gates ask of a survey."""
    versions, imports, paper = yield from side_by_side(
        versions_asked(strand), owed_asked(strand), paper_owed_asked(strand)
    )
    return Gated(
        versions.asked,
        lacking(strand, versions),
        tuple((offer.language, offer.format) for offer in versions.offers),
        (*imports, *paper),
    )
