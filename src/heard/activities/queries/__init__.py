"""What may be asked about activities, plans and contributions."""

from heard.activities.queries.activities import (
    activities_for_staff,
    activity_by_slug,
    activity_for_staff,
    extensions_of,
    newest_declaration,
    plan_of,
    public_activities,
    strand_by_id,
    strands_of,
)
from heard.activities.queries.contributions import (
    channel_counts,
    contribution_by_trace,
    contributions_of,
    counts_of,
    find_by_receipt,
    refs_of,
    secret_opens,
    shown_words,
    voice_named,
    with_words,
)
from heard.activities.queries.history import Change, changes_of, told_changes
from heard.activities.queries.plan import FIELDS, PAGES, field_url, page_of_field

__all__ = [
    "FIELDS",
    "PAGES",
    "Change",
    "activities_for_staff",
    "activity_by_slug",
    "activity_for_staff",
    "changes_of",
    "channel_counts",
    "contribution_by_trace",
    "contributions_of",
    "counts_of",
    "extensions_of",
    "field_url",
    "find_by_receipt",
    "newest_declaration",
    "page_of_field",
    "plan_of",
    "public_activities",
    "refs_of",
    "secret_opens",
    "shown_words",
    "strand_by_id",
    "strands_of",
    "told_changes",
    "voice_named",
    "with_words",
]
