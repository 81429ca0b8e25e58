"""Who may build a survey, key in answers and import them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import NOT_YET_OPEN, may_do
from heard.activities.models import Stage, Strand
from heard.rules.verdict import Verdict, no


def may_build(account: Any, strand: Strand) -> Verdict:
    """Questions may change until the activity opens; after that everyone must be asked the same."""
    if strand.activity.stage not in NOT_YET_OPEN:
        return no(
            _("The questions were fixed when this opened, so that everyone is asked the same on every channel."),
            _("If a question is wrong, say so on the page and ask about it in a new activity."),
            "UP-e",
        )
    return may_do(account, "edit_plan", strand.activity)


def may_see(account: Any, strand: Strand) -> Verdict:
    """May this account look at the officers' pages of this survey?"""
    edits = may_do(account, "edit_plan", strand.activity)
    return edits or may_key_in(account, strand)


def may_key_in(account: Any, strand: Strand) -> Verdict:
    """May this account key in what came on paper, by phone, by letter or in person?"""
    return may_do(account, "key_answers", strand.activity)


def may_import(account: Any, strand: Strand) -> Verdict:
    """Files are taken in while the activity is open, and afterwards until its result is worked out."""
    if strand.activity.stage in NOT_YET_OPEN:
        return no(_("This is not open yet, so there is nothing to import."), _("Come back when it has opened."))
    if strand.activity.stage not in (Stage.OPEN, Stage.CLOSED) or strand.concluded_at is not None:
        return no(
            _("The answers have been counted, so nothing more can be imported."),
            _("If something was left out, ask an engagement lead to reopen the activity."),
        )
    return may_do(account, "import_answers", strand.activity)


def may_read_imports(account: Any, strand: Strand) -> Verdict:
    """May this account see what was imported and why rows were refused? Refused rows hold people's words."""
    return may_do(account, "import_answers", strand.activity)


def may_give_out(account: Any, strand: Strand) -> Verdict:
    """Paper forms are given out once the activity is open, as the web form is: nobody gets a head start."""
    if strand.activity.stage not in (Stage.OPEN, Stage.CLOSED):
        return no(
            _("Paper forms are given out when this opens, not before, so that every way begins on the same day."),
            _("Print them now; enter here where they went once it is open."),
            "UP-e",
        )
    return may_key_in(account, strand)


def may_open_scans(account: Any, strand: Strand) -> Verdict:
    """Pictures of pages show handwriting and perhaps names: only those who key in or code may open them."""
    keys = may_key_in(account, strand)
    return keys or may_do(account, "code_passages", strand.activity)


def may_translate(account: Any, strand: Strand) -> Verdict:
    """Versions in other languages and in Easy Read may be written and published until it closes."""
    if strand.activity.stage not in (*NOT_YET_OPEN, Stage.OPEN):
        return no(
            _("This has closed, so its questions are offered in no further language."),
            _("Translate the findings and the feedback instead."),
        )
    return may_do(account, "edit_plan", strand.activity)
