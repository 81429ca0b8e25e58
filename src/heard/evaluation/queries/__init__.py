"""What may be asked about evaluations."""

from heard.evaluation.queries.record import counts_from_the_record, evaluation_facts, evaluation_of, lessons_of
from heard.evaluation.queries.taking_part import body_of, may_release, newest_reading, people_of

__all__ = [
    "body_of",
    "counts_from_the_record",
    "evaluation_facts",
    "evaluation_of",
    "lessons_of",
    "may_release",
    "newest_reading",
    "people_of",
]
