"""What may be asked about activities, plans and contributions."""

from heard.activities.queries.activities import (
    activity_by_slug,
    activity_for_staff,
    extensions_of,
    newest_declaration,
    plan_of,
    public_activities,
    strand_by_id,
    strands_of,
)
from heard.activities.queries.plan import FIELDS, PAGES, field_url, page_of_field

__all__ = [
    "FIELDS",
    "PAGES",
    "activity_by_slug",
    "activity_for_staff",
    "extensions_of",
    "field_url",
    "newest_declaration",
    "page_of_field",
    "plan_of",
    "public_activities",
    "strand_by_id",
    "strands_of",
]
