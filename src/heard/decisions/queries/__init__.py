"""What may be asked about decisions, answers, commitments and feedback."""

from heard.activities.queries import voices_to_tell
from heard.decisions.queries.facts import (
    answers_for,
    commitment_facts,
    decision_facts,
    feedback_facts,
    finding_facts,
    overdue_count,
)
from heard.decisions.queries.records import (
    commitment_by_id,
    commitments_public,
    deciding_desk,
    decision_of,
    feedback_of,
    newest_pack,
    owed_channels,
    pack_body,
    pack_by_hash,
    shown_bases,
    was_opened,
)
from heard.decisions.queries.telling import deliveries_in_numbers, letter_batches, phone_list

__all__ = [
    "answers_for",
    "commitment_by_id",
    "commitment_facts",
    "commitments_public",
    "deciding_desk",
    "decision_facts",
    "decision_of",
    "deliveries_in_numbers",
    "feedback_facts",
    "feedback_of",
    "finding_facts",
    "letter_batches",
    "newest_pack",
    "overdue_count",
    "owed_channels",
    "pack_body",
    "pack_by_hash",
    "phone_list",
    "shown_bases",
    "voices_to_tell",
    "was_opened",
]
