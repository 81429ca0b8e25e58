"""What may be asked about a survey: its questions, its answers, its imports."""

from heard.methods.survey.queries.answers import answers_of, counts_of, response_parts, written_of
from heard.methods.survey.queries.asked import (
    ENGLISH,
    LONGEST,
    Asked,
    Choice,
    Given,
    Questionnaire,
    in_words_of,
)
from heard.methods.survey.queries.asking import (
    minutes_for,
    questionnaire,
    questionnaire_asked,
    questions_in,
    strand_for_staff,
    strand_to_answer,
    survey_of,
)
from heard.methods.survey.queries.gating import gated_asked
from heard.methods.survey.queries.imports import (
    import_by_id,
    imports_of,
    is_known_file,
    owed,
    refused_of,
    refused_reasons,
    remarks_on,
)
from heard.methods.survey.queries.messages import message
from heard.methods.survey.queries.paper import paper_owed
from heard.methods.survey.queries.results import open_rows, outcome_of
from heard.methods.survey.queries.versions import Offer, offer_of, offered_to, offers_of
from heard.methods.survey.queries.wording import Phrase, phrases_of

__all__ = [
    "ENGLISH",
    "LONGEST",
    "Asked",
    "Choice",
    "Given",
    "Offer",
    "Phrase",
    "Questionnaire",
    "answers_of",
    "counts_of",
    "gated_asked",
    "import_by_id",
    "imports_of",
    "in_words_of",
    "is_known_file",
    "message",
    "minutes_for",
    "offer_of",
    "offered_to",
    "offers_of",
    "open_rows",
    "outcome_of",
    "owed",
    "paper_owed",
    "phrases_of",
    "questionnaire",
    "questionnaire_asked",
    "questions_in",
    "refused_of",
    "refused_reasons",
    "remarks_on",
    "response_parts",
    "strand_for_staff",
    "strand_to_answer",
    "survey_of",
    "written_of",
]
