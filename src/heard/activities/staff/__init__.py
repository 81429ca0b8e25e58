"""What officers are shown: the list, the plan as a document on short pages, what came in."""

from heard.activities.staff.changes import extend, history
from heard.activities.staff.colleagues import colleague_question
from heard.activities.staff.correcting import correct, corrections
from heard.activities.staff.document import plan
from heard.activities.staff.layers import layer
from heard.activities.staff.lists import activity_list, new
from heard.activities.staff.pages import plan_page
from heard.activities.staff.register import contribution, contributions
from heard.activities.staff.stakeholders import stakeholder, stakeholders
from heard.activities.staff.telling import longer_calls, longer_csv, longer_letters, longer_pdf, longer_posted
from heard.activities.staff.voluntary import voluntary_part
from heard.activities.staff.ways import strand_edit, strand_new, strand_remove

__all__ = [
    "activity_list",
    "colleague_question",
    "contribution",
    "contributions",
    "correct",
    "corrections",
    "extend",
    "history",
    "layer",
    "longer_calls",
    "longer_csv",
    "longer_letters",
    "longer_pdf",
    "longer_posted",
    "new",
    "plan",
    "plan_page",
    "stakeholder",
    "stakeholders",
    "strand_edit",
    "strand_new",
    "strand_remove",
    "voluntary_part",
]
