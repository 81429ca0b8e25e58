"""What may be asked about a survey: its questions, its answers, its imports."""

from heard.methods.survey.queries.answers import answers_of, counts_of, response_parts, written_of
from heard.methods.survey.queries.asking import (
    LONGEST,
    Asked,
    Choice,
    Given,
    Questionnaire,
    days_open,
    is_open_on,
    minutes_for,
    questionnaire,
    strand_for_staff,
    strand_to_answer,
    survey_of,
)
from heard.methods.survey.queries.bank import BankQuestion, monitoring_bank
from heard.methods.survey.queries.imports import (
    import_by_id,
    imports_of,
    is_known_file,
    owed,
    refused_of,
    refused_reasons,
)
from heard.methods.survey.queries.results import open_rows, outcome_of

__all__ = [
    "LONGEST",
    "Asked",
    "BankQuestion",
    "Choice",
    "Given",
    "Questionnaire",
    "answers_of",
    "counts_of",
    "days_open",
    "import_by_id",
    "imports_of",
    "is_known_file",
    "is_open_on",
    "minutes_for",
    "monitoring_bank",
    "open_rows",
    "outcome_of",
    "owed",
    "questionnaire",
    "refused_of",
    "refused_reasons",
    "response_parts",
    "strand_for_staff",
    "strand_to_answer",
    "survey_of",
    "written_of",
]
