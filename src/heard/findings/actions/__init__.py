"""What may happen to codings, themes and findings, to what standard, and with whom they are shared: every write."""

from heard.findings.actions.analysis import lock_analysis, plan_analysis
from heard.findings.actions.codings import RefusedCoding, code_many, code_passage, take_turn, undo_reading
from heard.findings.actions.erasing import erase
from heard.findings.actions.looking_again import look_again
from heard.findings.actions.publishing import publish
from heard.findings.actions.quality import Leading, keep_question, review_neutrality, sign_quality, write_quality
from heard.findings.actions.reuse import answer_reuse, ask_reuse, cite_evidence, cite_reuse, drop_evidence
from heard.findings.actions.second import draw_sample, read_second, settle
from heard.findings.actions.sharing import (
    lift_restriction,
    note_told,
    restrict_finding,
    review_restriction,
    share_findings,
    supersede_finding,
)
from heard.findings.actions.statements import (
    attach_evidence,
    detach_evidence,
    drop_finding,
    edit_finding,
    reorder_findings,
    write_finding,
)
from heard.findings.actions.themes import (
    drop_theme,
    edit_theme,
    make_theme,
    merge_themes,
    set_theme_aside,
    start_from_plan,
    take_theme_up,
)

__all__ = [
    "Leading",
    "RefusedCoding",
    "answer_reuse",
    "ask_reuse",
    "attach_evidence",
    "cite_evidence",
    "cite_reuse",
    "code_many",
    "code_passage",
    "detach_evidence",
    "draw_sample",
    "drop_evidence",
    "drop_finding",
    "drop_theme",
    "edit_finding",
    "edit_theme",
    "erase",
    "keep_question",
    "lift_restriction",
    "lock_analysis",
    "look_again",
    "make_theme",
    "merge_themes",
    "note_told",
    "plan_analysis",
    "publish",
    "read_second",
    "reorder_findings",
    "restrict_finding",
    "review_neutrality",
    "review_restriction",
    "set_theme_aside",
    "settle",
    "share_findings",
    "sign_quality",
    "start_from_plan",
    "supersede_finding",
    "take_theme_up",
    "take_turn",
    "undo_reading",
    "write_finding",
    "write_quality",
]
