"""The words in which moves and checks are told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

DO = {
    "plan": _("Put it on the partners’ calendar"),
    "notice": _("Give notice"),
    "open": _("Open it"),
    "close": _("Close it"),
    "find": _("Publish what we heard"),
    "decide": _("Publish the decision"),
    "tell": _("Publish “you said, we did”"),
    "evaluate": _("Publish the evaluation"),
    "archive": _("Archive it"),
    "reopen": _("Open it again"),
    "withdraw": _("Withdraw it"),
}
DONE = {
    "plan": _("Planned"),
    "notice": _("Notice given"),
    "open": _("Opened"),
    "close": _("Closed"),
    "find": _("What we heard was published"),
    "decide": _("The decision was published"),
    "tell": _("“You said, we did” was published"),
    "evaluate": _("The evaluation was published"),
    "archive": _("Archived"),
    "reopen": _("Opened again"),
    "withdraw": _("Withdrawn"),
}
ATTEMPTS = {
    "plan": _("Planning was refused"),
    "notice": _("Notice was refused"),
    "open": _("Opening was refused"),
    "close": _("Closing was refused"),
    "find": _("Publishing what we heard was refused"),
    "decide": _("Publishing the decision was refused"),
    "tell": _("Publishing “you said, we did” was refused"),
    "evaluate": _("Publishing the evaluation was refused"),
    "archive": _("Archiving was refused"),
    "reopen": _("Opening again was refused"),
    "withdraw": _("Withdrawing was refused"),
}
SEVERITIES = {
    "block": _("Refuses. Nobody can override it."),
    "override": _("Refuses, unless a named senior lead publishes a reason."),
    "warn": _("Warns. Going on takes a published reason."),
    "advise": _("Advises. Shown and kept."),
}
BEFORE = {
    "planned": _("planning"),
    "noticed": _("early notice"),
    "open": _("opening"),
    "closed": _("closing"),
    "found": _("publishing what was heard"),
    "decided": _("publishing the decision"),
    "told": _("telling people"),
    "evaluated": _("publishing the evaluation"),
    "archived": _("archiving"),
    "reopened": _("opening again"),
    "dates_changed": _("changing a date"),
    "level_changed": _("changing the level after opening"),
    "commitment_done": _("marking a promise as kept"),
    "decision_recorded": _("recording a decision"),
}
PARTS = {
    "A": _("What the Compact is for"),
    "P": _("Principles"),
    "GP": _("Good practice"),
    "UP": _("Unacceptable practice"),
    "B": _("The city-wide strategy of 2015"),
}
ENTRIES: dict[str, Any] = {
    "activity.marked": _("What its pages show was changed"),
    "activity.moved": _("It went to the next stage"),
    "activity.held_back": _("A move was refused"),
    "activity.approved": _("Somebody approved the notice"),
    "activity.override": _("A check was overridden"),
    "activity.override_withdrawn": _("An override was withdrawn"),
    "activity.extended": _("People were given longer"),
    "activity.relabelled": _("The level was changed"),
    "activity.planned": _("The plan was begun"),
    "activity.changed": _("The plan was changed"),
    "strand.concluded": _("A way of taking part was concluded"),
    "plan.changed": _("The plan was changed"),
    "duplicates.compared": _("It was compared with what partners asked before"),
    "duplicates.answered": _("A match was answered: reused, joined, or asked again"),
    "enquiry.asked": _("A partner is asked what it has"),
    "enquiry.sent": _("The e-mail to a partner left"),
    "enquiry.not_sent": _("A partner could not be written to, and is rung up"),
    "enquiry.reminded": _("A partner was reminded"),
    "enquiry.answered": _("A partner answered"),
    "joint.offered": _("A partner offered to lead it together"),
    "joint.asked": _("A partner was asked to lead it together"),
    "joint.accepted": _("A partner leads it together"),
    "joint.declined": _("A partner declined to lead it together"),
    "joint.left": _("A partner stopped leading it together"),
    "activity.interpreted_together": _("Partners read the findings together"),
    "concern.raised": _("Somebody raised a concern"),
    "concern.acknowledged": _("A concern was acknowledged"),
    "concern.assigned": _("Somebody from another body looks into a concern"),
    "concern.answered": _("Whoever decides answered a concern in public"),
    "concern.decided": _("A concern was decided"),
    "concern.relabelled": _("A concern corrected the level of influence"),
    "concern.remedy_done": _("What a concern found wrong is said to be mended"),
    "concern.disputed": _("Somebody says that what their concern found wrong is not mended"),
    "concern.not_mended": _("Another body looked: what a concern found wrong is not mended"),
    "concern.confirmed": _("Another body confirmed that what a concern found wrong is mended"),
    "concern.escalated": _("A concern was taken to the Compact group"),
    "concern.group": _("The Compact group answered a concern"),
    "concern.withdrawn": _("A concern was taken back"),
    "concern.late": _("A step of a concern is late"),
    "concern.evidence_opened": _("The evidence for a concern was opened"),
    "concern.words_shown": _("The words of a concern were shown"),
    "concern.words_hidden": _("The words of a concern were taken off"),
    "concern.told": _("Somebody was told about their concern"),
    "concern.not_told": _("Somebody could not be told about their concern"),
    "news.told": _("Those who took part were told of a step"),
    "news.stopped": _("Somebody wants no more news of the steps"),
}


def part_of(clause_id: str) -> str:
    """The part of the code that a clause stands in: A, P, GP, UP or B."""
    head = clause_id.split("-")[0]
    return "B" if head.startswith("B") else head
