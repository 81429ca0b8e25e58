"""To what standard an activity's words are read: one row of facts for the gates, and what the pages show of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from heard.activities.models import Activity, Stage
from heard.findings.models import AnalysisPlan, FrameVersion, LeadingQuestion, QualityStatement, Theme
from heard.findings.queries.behind import OF_ACTIVITY
from heard.findings.queries.neutrality import questions_of, reviews_of, still_leading
from heard.findings.queries.second import Pair, agreement_of, pairs_question, read_pairs, theme_rows
from heard.ground import clock
from heard.ground.asking import Asking, Question, Statement, answers_to, ask
from heard.rules import snapshot as s

SIDES = ("for", "against", "mixed")
BEFORE = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED)

# Everything the gates ask that one look can tell. Days are counted in Coventry.
FACTS = """
SELECT json_build_object(
  'locked_at', (SELECT min(locked_at) FROM findings_analysisplan WHERE activity_id = %s AND locked_at IS NOT NULL),
  'changed', (SELECT json_build_array(locked_at, reason) FROM findings_analysisplan
               WHERE activity_id = %s AND version > 1 AND locked_at IS NOT NULL ORDER BY version DESC LIMIT 1),
  'peers', (SELECT json_build_array(count(*), count(*) FILTER (WHERE partner_id <> %s))
              FROM findings_neutralityreview WHERE activity_id = %s),
  'quality', (SELECT json_build_array(q.methods, q.limits, a.name, q.reviewed_at, q.dissent <> '')
                FROM findings_qualitystatement q LEFT JOIN people_account a ON a.id = q.reviewed_by_id
               WHERE q.activity_id = %s),
  'published_at', (SELECT min(published_at) FROM findings_finding WHERE activity_id = %s),
  'shared_at', (SELECT min(at) FROM findings_sharing WHERE activity_id = %s),
  'cited', (SELECT json_agg(json_build_array(e.source, e.collected_on,
                                             e.published_where <> '' AND (f.id IS NULL OR f.published_at IS NOT NULL),
                                             e.currency_note) ORDER BY e.id)
              FROM findings_evidencecited e LEFT JOIN findings_finding f ON f.id = e.finding_id
             WHERE e.activity_id = %s AND e.dropped_at IS NULL))
"""
WORDS = """
SELECT count(*), count(d.id) FILTER (WHERE d.at IS NOT NULL)
  FROM activities_passage p
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  JOIN activities_strand s ON s.id = c.strand_id AND s.activity_id = %s
  LEFT JOIN findings_sampled d ON d.passage_id = p.id
 WHERE p.words <> ''
"""
# How people stood under each finding's themes and over all, and how many quoted passages show it.
BALANCE = """
SELECT f.public_id, k.stance, count(DISTINCT p.contribution_id), count(DISTINCT e.passage_id)
  FROM findings_finding f
  JOIN findings_finding_themes ft ON ft.finding_id = f.id
  JOIN findings_coding k ON k.theme_id = ft.theme_id AND k.stance IN ('for', 'against', 'mixed')
  JOIN activities_passage p ON p.id = k.passage_id
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  LEFT JOIN findings_evidence e ON e.finding_id = f.id AND e.passage_id = k.passage_id AND e.quoted AND c.may_quote
 WHERE f.activity_id = %s
 GROUP BY GROUPING SETS ((f.public_id, k.stance), (k.stance))
"""


# Whoever said one thing here and another there is mixed, so that sides never add up to more than the base.
SIDED = """
SELECT finding_id, stance, count(*)
  FROM (SELECT ft.finding_id,
               CASE WHEN count(DISTINCT k.stance) > 1 THEN 'mixed' ELSE min(k.stance) END AS stance
          FROM findings_finding f
          JOIN findings_finding_themes ft ON ft.finding_id = f.id
          JOIN findings_coding k ON k.theme_id = ft.theme_id AND k.stance IN ('for', 'against', 'mixed')
          JOIN activities_passage p ON p.id = k.passage_id
          JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
         WHERE f.activity_id = %s
         GROUP BY ft.finding_id, p.contribution_id) each_one
 GROUP BY 1, 2
"""


def bases_and_sides(activity: Activity) -> tuple[dict[int, int], dict[int, dict[str, int]]]:
    """The live base of each finding and who stands where, by the finding's key: one query.

    Each contribution stands on one side or on none: “mixed” where several stances were noted.
    """
    bases: dict[int, int] = {}
    sides: dict[int, dict[str, int]] = {}
    both = f"SELECT finding_id, '', count(*) FROM ({OF_ACTIVITY}) links GROUP BY 1 UNION ALL {SIDED}"  # noqa: S608 (no outside text)
    with connection.cursor() as cursor:
        cursor.execute(both, [activity.pk] * 4)
        for finding, stance, number in cursor.fetchall():
            if stance:
                sides.setdefault(finding, {})[stance] = number
            else:
                bases[finding] = number
    return bases, sides


def stood_of(base: int, sides: Mapping[str, int]) -> list[int]:
    """For, against, mixed, and with no stance noted: they add up to the base."""
    noted = [sides.get(side, 0) for side in SIDES]
    return [*noted, max(0, base - sum(noted))]


def analysis_facts(activity: Activity, asked: frozenset[str] | None = None) -> s.Analysis:
    """What the gates ask of this room's standard. `asked`: the names that a check looks at (None: all of them)."""
    return ask(analysis_facts_asked(activity, asked))


def analysis_facts_asked(activity: Activity, asked: frozenset[str] | None = None) -> Asking[s.Analysis]:
    """What the gates ask of this room's standard. `asked`: the names that a check looks at (None: all of them).

    One turn; before opening, where a peer finds a question leading, what each way of taking part asks besides.
    """
    looked = asked if asked is not None else frozenset({"leading_open", "read_twice", "agreement", "quotes"})
    closed = activity.stage not in BEFORE
    questions: dict[str, Question] = {"facts": _facts_question(activity)}
    if not closed and "leading_open" in looked:
        questions["leading"] = LeadingQuestion.objects.filter(review__activity=activity).values_list("pk")[:1]
    if closed and "read_twice" in looked:
        questions["words"] = Statement(WORDS, [activity.pk], columns=2)
    if closed and ("agreement" in looked or "theme_agreements" in looked):
        questions |= {"pairs": pairs_question(activity), "themes": theme_rows(activity)}
    if closed and "quotes" in looked:
        questions["quotes"] = Statement(BALANCE, [activity.pk], columns=4)
    rows = dict(zip(questions, (yield list(questions.values())), strict=True))
    words: dict[str, Any] = {}
    if rows.get("leading"):
        words["leading_open"] = leading_of(activity)
    if "words" in rows:
        words["free_text"], words["read_twice"] = rows["words"][0]
    if "pairs" in rows:
        words |= _agreement(read_pairs(rows["pairs"]), dict(rows["themes"]))
    if "quotes" in rows:
        words["quotes"] = _balances(rows["quotes"])
    return s.Analysis(**_facts(activity, rows["facts"][0][0]), **words)


def _facts_question(activity: Activity) -> Statement:
    return Statement(FACTS, [*[activity.pk] * 2, activity.lead_id, *[activity.pk] * 5], columns=1)


def _facts(activity: Activity, row: Mapping[str, Any]) -> dict[str, Any]:
    changed_at, reason = row["changed"] or (None, "")
    methods, limits, name, reviewed_at, dissents = row["quality"] or ("", "", "", None, False)
    changed_on = clock.day_written(changed_at)
    late = changed_on and activity.closes_on and changed_on > activity.closes_on
    return {
        "locked_on": clock.day_written(row["locked_at"]),
        "changed_after_closing": bool(late),
        "change_reason": reason if late else "",
        "peers": row["peers"][0],
        "peers_outside": row["peers"][1],
        "methods": methods,
        "limits": limits,
        "reviewed_by": name or "",
        "reviewed_on": clock.day_written(reviewed_at),
        "reviewer_dissents": dissents,
        "published_on": clock.day_written(row["published_at"]),
        "shared_on": clock.day_written(row["shared_at"]),
        "cited": tuple(s.Cited(source, _iso(on), public, note) for source, on, public, note in row["cited"] or ()),
    }


def _iso(day: str | None) -> Any:
    return date.fromisoformat(day) if day else None


def leading_of(activity: Activity) -> tuple[str, ...]:
    """The words of questions that a peer finds leading, asked still and without a reason."""
    reviews = reviews_of(activity)
    if not any(review.leading.all() for review in reviews):
        return ()
    return tuple(each.words for each in still_leading(reviews, questions_of(activity)))


def read_twice(activity: Activity) -> tuple[int, int]:
    """How many passages hold words, and how many of them a second person has read."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [activity.pk])
        words, twice = cursor.fetchone()
    return int(words), int(twice)


def _agreement(pairs: list[Pair], themes: dict[int, str]) -> dict[str, Any]:
    if not pairs:
        return {}
    found = agreement_of(pairs, themes)
    return {
        "agreement": None if found.alpha is None else hundredths(found.alpha),
        "theme_agreements": tuple(
            s.ThemeAgreed(each.theme, hundredths(each.alpha)) for each in found.themes if each.alpha is not None
        ),
        "unsettled": sum(pair.differs and not pair.settled for pair in pairs),
    }


def hundredths(alpha: float) -> int:
    """α in hundredths, rounded down, so that 0.599 is not 0.60; 0 for less than chance."""
    return max(0, int(alpha * 100 + 1e-9))


def quote_balances(activity: Activity) -> tuple[s.QuoteBalance, ...]:
    """How people stood (whole per cent) and how the quotes show it: the report (finding ""), then each finding."""
    return _balances(answers_to([Statement(BALANCE, [activity.pk], columns=4)])[0])


def _balances(rows: list[list[Any]]) -> tuple[s.QuoteBalance, ...]:
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for ref, stance, people, quotes in rows:
        found.setdefault(ref or "", {})[stance] = (people, quotes)
    return tuple(_balance(ref, found[ref]) for ref in sorted(found))


def _balance(ref: str, held: Mapping[str, tuple[int, int]]) -> s.QuoteBalance:
    total = sum(people for people, _quotes in held.values())
    numbers: dict[str, int] = {}
    for side in SIDES:
        people, quotes = held.get(side, (0, 0))
        numbers[f"{side}_percent"] = (200 * people + total) // (2 * total) if total else 0
        numbers[f"quotes_{side}"] = quotes
    return s.QuoteBalance(ref, **numbers)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One locked version of the plan of analysis, with what changed against the one before: (title, was, is)."""

    plan: AnalysisPlan
    changes: tuple[tuple[str, str, str], ...] = field(default=())


def plan_versions(activity: Activity, *, locked: bool = True) -> list[PlanVersion]:
    """The versions of the plan of analysis in order, each with its differences; drafts too unless `locked`."""
    rows = AnalysisPlan.objects.filter(activity=activity).select_related("locked_by", "written_by").order_by("version")
    if locked:
        rows = rows.filter(locked_at__isnull=False)
    found: list[PlanVersion] = []
    for plan in rows:
        before = found[-1].plan if found else None
        found.append(PlanVersion(plan, _changes(before, plan) if before else ()))
    return found


def _changes(before: AnalysisPlan, plan: AnalysisPlan) -> tuple[tuple[str, str, str], ...]:
    names = ("how_read", "who", "frame", "second_percent", "campaigns", "late", "weighting", "not_done")
    return tuple(
        (titled(name), _said(getattr(before, name)), _said(getattr(plan, name)))
        for name in names
        if getattr(before, name) != getattr(plan, name)
    )


def titled(name: str) -> str:
    """The question that a field of the plan of analysis answers, in words."""
    return next(str(each.verbose_name) for each in AnalysisPlan._meta.concrete_fields if each.name == name)


def _said(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class PlannedThemes:
    """What the locked plan of analysis, in this version, starts from and nobody has put on the list yet."""

    version: int
    names: tuple[str, ...]


def themes_planned(activity: Activity) -> PlannedThemes | None:
    """The themes to offer when reading begins; None where there are none, or they were taken over. Two queries."""
    plan = AnalysisPlan.objects.filter(activity=activity, locked_at__isnull=False).order_by("-version").first()
    if plan is None or not plan.frame:
        return None
    there = list(Theme.objects.filter(activity=activity).values_list("name", "from_plan"))
    known = {name.casefold() for name, _version in there}
    names = tuple(name for name in dict.fromkeys(plan.frame) if name.casefold() not in known)
    taken_over = any(version == plan.version for _name, version in there)
    return PlannedThemes(plan.version, names) if names and not taken_over else None


def frames_of(activity: Activity) -> list[FrameVersion]:
    """Every version of the code frame, the first first."""
    return list(FrameVersion.objects.filter(activity=activity).select_related("by").order_by("number"))


def quality_of(activity: Activity) -> QualityStatement | None:
    """The statement of quality, if one has been written."""
    rows = QualityStatement.objects.filter(activity=activity)
    return rows.select_related("written_by", "reviewed_by", "reviewed_for", "activity").first()
