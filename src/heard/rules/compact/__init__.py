"""The Compact as checks: each clause of the code as a pure function over a plan snapshot.

pack = parse_pack(text_of_policy_compact_toml)
checks = judge(snapshot, pack, "open")        # or a lifecycle.Move
verdict = allowed(checks)
"""

from heard.rules.compact import (  # noqa: F401  (each import fills the registry)
    checks_after,
    checks_alike,
    checks_analysis,
    checks_concerns,
    checks_fair,
    checks_leaving_out,
    checks_parity,
    checks_plan,
    checks_promises,
    checks_reach,
    checks_resource,
    checks_route,
    checks_standards,
    checks_talk,
    checks_time,
    checks_versions,
)
from heard.rules.compact.judge import RESULTS, Check, allowed, judge, judge_checks, reasons_owed
from heard.rules.compact.pack import (
    ACTS,
    SEVERITIES,
    CheckTerms,
    Clause,
    Pack,
    PackError,
    pack_from,
    parse_pack,
)
from heard.rules.compact.registry import REGISTRY, WORD_LIMIT, Found

__all__ = [
    "ACTS", "REGISTRY", "RESULTS", "SEVERITIES", "WORD_LIMIT", "Check", "CheckTerms", "Clause", "Found", "Pack",
    "PackError", "allowed", "judge", "judge_checks", "pack_from", "parse_pack", "reasons_owed",
]  # fmt: skip
