"""An activity's report, half-written from the record: fourteen sections of plain blocks, the same on page and in print.

Everything in it is public already somewhere else: findings as published, counts of people as last released. Blocks are
those of `ui.pdf`: lead, text, list, facts, table, quote, notice, small. Source of the order: handbook §6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.methods import StrandFacts, VoiceBalance, method_of
from heard.activities.models import Activity, Channel, Plan, Strand
from heard.activities.queries import came_in_by_channel
from heard.compact import queries as compact
from heard.decisions import queries as decisions
from heard.decisions.queries.letters import told as said_and_decided
from heard.evaluation import queries as evaluation
from heard.evaluation.models import Evaluation, Reading
from heard.evaluation.queries.missing import non_digital_percent
from heard.findings.queries.outcomes import outcomes_of
from heard.findings.queries.public import published_counts, published_findings, said_reasons
from heard.findings.queries.sharing import sharings_of
from heard.ground.asking import ask, side_by_side
from heard.reports.queries.annex import annex_blocks
from heard.reports.queries.blocks import Block, day, facts, heading, listed, small, table, text, timeline
from heard.reports.queries.concerns import concern_blocks
from heard.reports.queries.people import people_blocks
from heard.reports.queries.ways import balance_blocks, ways_blocks
from heard.rules.record import NOTICE_DAYS, USUAL_DAYS
from heard.ui.words import LEVEL_PROMISES, LEVELS

CHANNELS = dict(Channel.choices)


class Facts:
    """What the sections are written from, each asked once."""

    def __init__(self, activity: Activity) -> None:
        self.activity, self.plan = activity, activity.plan

    @cached_property
    def ran(self) -> dict[str, Any]:
        return compact.ran_as(self.activity)

    @cached_property
    def groups(self) -> list[Any]:
        return list(self.activity.groups.prefetch_related("strands"))

    @cached_property
    def strands(self) -> list[Any]:
        return list(self.activity.strands.all())

    @cached_property
    def asked(self) -> list[tuple[Strand, StrandFacts]]:
        """Each strand with what it asks, and on which channels."""
        found = ask(side_by_side(*[method_of(one).facts_asked(one) for one in self.strands]))
        return list(zip(self.strands, found, strict=True))

    @cached_property
    def balances(self) -> list[tuple[Strand, VoiceBalance]]:
        each = [(one, method_of(one).voice_balance(one)) for one in self.strands]
        return [(strand, balance) for strand, balance in each if balance is not None]

    @cached_property
    def statements(self) -> list[Any]:
        return published_findings(self.activity)

    @cached_property
    def counts(self) -> list[Any]:
        return published_counts(self.activity)

    @cached_property
    def told(self) -> list[dict[str, str]]:
        return said_and_decided(self.activity)

    @cached_property
    def reading(self) -> Reading | None:
        return evaluation.newest_reading(self.activity)

    @cached_property
    def evaluated(self) -> Evaluation:
        found = evaluation.evaluation_of(self.activity)
        return found if found.published_at else Evaluation(activity=self.activity)


def _summary(f: Facts) -> list[Block]:
    a, p = f.activity, f.plan
    level = a.level_at_opening or a.level
    changed = sum(1 for row in f.told if row["answer"])
    blocks = [{"kind": "lead", "words": p.purpose}] if p.purpose else []
    blocks.append(
        facts(
            (_("Asked by"), a.lead.name),
            (_("Level of influence"), LEVELS.get(level, "–")),
            (_("What was promised"), LEVEL_PROMISES.get(level, "")),
            (_("Corrected, because a concern was upheld"), _corrected(a)),
            (_("Open"), f"{day(a.opens_on)} – {day(a.closes_on)}"),
            (_("Findings published"), len(f.statements) or ""),
            (_("Findings answered"), changed or ""),
            (_("Contributions received"), sum(one.received for one in f.counts) or ""),
        )
    )
    return [*blocks, *text(f.evaluated.what_changed)]


def _corrected(a: Activity) -> str:
    """What was really on offer and since when everyone can read that; "" where nobody found otherwise."""
    if not a.relabelled or a.relabelled == a.level:
        return ""
    return _("%(level)s, on %(day)s") % {"level": LEVELS[a.relabelled], "day": day(a.relabelled_on)}


def _purpose(f: Facts) -> list[Block]:
    p = f.plan
    return [
        facts(
            (_("Who it was for"), p.audience),
            (_("Who decides"), p.decision_maker),
            (_("Where the paper goes"), p.decision_goes_to),
            (_("To be decided on"), day(p.decides_on)),
            (_("What else weighed"), p.other_inputs),
        ),
        *([*heading(_("What could still change")), *listed(p.open_matters)] if p.open_matters else []),
        *([*heading(_("What could not")), *listed(p.closed_matters)] if p.closed_matters else []),
        *text(p.influence_statement),
    ]


def _judged(row: Any) -> str:
    """What a reviewer of another body said of the reason for a shorter period: the newest counts."""
    said = _("yes") if row.adequate else _("no")
    return _("Is the reason for the shorter time good enough? A reviewer of %(body)s says %(said)s: %(why)s") % {
        "body": row.body_name, "said": said, "why": row.why,
    }  # fmt: skip


def _timeline(f: Facts) -> list[Block]:
    a = f.activity
    moved = [
        _("The closing day moved from %(was)s to %(became)s: %(reason)s")
        % {"was": day(row.was), "became": day(row.became), "reason": row.reason}
        for row in f.ran["date_changes"]
    ]
    judged = [_judged(row) for row in f.ran["rationale"][:1]]
    late = _("Feedback was given late.") if a.feedback_was_late else ""
    early = _("The decision was recorded before the closing day.") if a.pre_decided else ""
    told = [_interim(one) for one in reversed(decisions.around(a).interims)]
    return [
        timeline(f.ran["steps"]),
        facts(*_periods(a, f.plan)),
        *listed([w for w in (*moved, *judged, *told, late, early) if w]),
    ]


def _periods(a: Activity, p: Plan) -> list[tuple[Any, Any]]:
    """Whole days of notice and to answer in, and the published reason where one was short."""
    if not (a.opens_on and a.closes_on):
        return []
    notice = max((a.opens_on - a.noticed_on).days, 0) if a.noticed_on else None
    length, days = (a.closes_on - a.opens_on).days, _("%(n)s days")
    short = notice is not None and notice < NOTICE_DAYS
    why = (a.short_period_because or p.duration_rationale) if length < USUAL_DAYS else ""
    return [
        (_("Notice before it opened"), "" if notice is None else days % {"n": notice}),
        (_("Why the notice was short"), p.notice_reason if short else ""),
        (_("How long people had"), days % {"n": length}),
        (_("Why it was shorter than 12 weeks"), why),
    ]


def _interim(one: Any) -> str:
    """What people were told while the decision was delayed, and how late they heard again."""
    said = _("On %(day)s people were told that the decision takes longer: %(because)s") % {
        "day": day(one.given_on), "because": one.because,
    }  # fmt: skip
    late = _("They heard again %(n)s days later than they were told.") % {"n": one.late} if one.late else ""
    return f"{said} {late}".strip()


def _methods(f: Facts) -> list[Block]:
    helped = facts(*evaluation.people_helped(f.evaluated))
    return [*ways_blocks(f.plan, f.groups, f.asked), helped, *balance_blocks(f.balances)]


def _numbers(f: Facts) -> list[Block]:
    rows = [
        [one.strand, CHANNELS.get(one.channel, one.channel), one.received, one.analysed, one.excluded, one.withdrawn]
        for one in f.counts
    ]
    if rows:
        heads = [_("Way"), _("Channel"), _("Received"), _("Analysed"), _("Left out"), _("Withdrawn")]
        reasons = [said_reasons(one.reasons) for one in f.counts if one.reasons]
        people = f.evaluated.how_many
        return [
            *table(_("Everything that came in is accounted for"), heads, rows),
            *listed(reasons),
            facts(
                *evaluation.people_told(f.evaluated),
                (_("People who took part, as estimated"), people or ""),
                (_("How"), f.evaluated.how_many_because),
                (_("Came without the internet"), _without_internet(f)),
            ),
            *small(_("Contributions are not people: one person may give several, a note of a session holds many.")),
            *_counted(f),
        ]
    came = [[CHANNELS.get(row["channel"], row["channel"]), row["n"]] for row in came_in_by_channel(f.activity)]
    return table(_("What has come in so far"), [_("Channel"), _("Contributions")], came)


def _counted(f: Facts) -> list[Block]:
    """How each way was counted, by its rule and in its own words: votes on statements are no contributions."""
    return [
        block
        for each in outcomes_of(f.strands)
        if each.because
        for block in (*heading(_("How “%(way)s” was counted") % {"way": each.strand.title}), *listed(each.because))
    ]


def _without_internet(f: Facts) -> str:
    """The share of contributions that came by paper, phone or in person; "" while there are too few to say."""
    came: dict[str, int] = {}
    for one in f.counts:
        came[one.channel] = came.get(one.channel, 0) + one.received
    percent = non_digital_percent(came)
    return "" if percent is None else _("%(n)s of every 100 contributions") % {"n": percent}


def _people(f: Facts) -> list[Block]:
    return people_blocks(f.activity, f.reading, f.evaluated.representative)


def _findings(f: Facts) -> list[Block]:
    blocks: list[Block] = []
    for number, one in enumerate(f.statements, 1):
        blocks += [*heading(f"{number}. {one.finding.statement}"), *text(_base_said(one))]
        blocks += text(one.finding.range_of_views)
        if one.sides:
            blocks += listed(one.sides)
        blocks += [{"kind": "quote", "words": quote.words, "lang": quote.language} for quote in one.quotes[:4]]
    return blocks


def _base_said(one: Any) -> str:
    """How many said so, where words were read and put to themes; else what it rests on, in the writer's words."""
    if one.themes:
        said = _("%(n)s of those whose words were read said so.") % {"n": one.base.words}
    else:
        rests = _("Rests on contributions: %(n)s.") % {"n": one.base.words}
        said = " ".join([rests, *(f"{each}." for each in one.beside), capfirst(one.finding.source)])
    return str(capfirst(said.strip()))


def _decision(f: Facts) -> list[Block]:
    decision = decisions.decision_of(f.activity)
    if decision is None or decision.published_at is None:
        return []
    rows = [[row["said"], row["answer"], row["because"], row["next"]] for row in f.told]
    return [
        facts(
            (_("Decided by"), decision.maker),
            (_("On"), day(decision.made_on)),
            (_("What was decided"), decision.option),
            (_("Why"), decision.reasons),
            (_("What else was considered"), decision.alternatives),
            (_("Conflicts of interest"), decision.conflicts),
        ),
        *table(
            _("Every finding and its answer"), [_("We heard"), _("Answer"), _("Because"), _("What happens next")], rows
        ),
    ]


def _promises(f: Facts) -> list[Block]:
    decision = decisions.decision_of(f.activity)
    if decision is None or decision.published_at is None:
        return []
    rows = [
        [one.words, one.owner, day(one.due_on), one.get_state_display(), one.evidence or one.reason]
        for one in decisions.promises_of(f.activity)
    ]
    heads = [_("Promise"), _("Who"), _("By"), _("Where it stands"), _("What shows it")]
    return table(_("Promises"), heads, rows) or text(decision.no_commitment_reason)


def _follow_up(f: Facts) -> list[Block]:
    found = evaluation.followed(evaluation.follow_up_of(f.activity))
    if found is None:
        return text(f.evaluated.better_informed_or_able)
    rows = [
        [one.words, *("–" if n is None else n for n in (one.agree, one.neither, one.disagree, one.base))]
        for one in found.statements
    ]
    heads = [_("Statement"), _("Agree"), _("Neither"), _("Disagree"), _("Answered")]
    answered = _("%(answered)s answered of %(asked)s who were asked.") % {
        "answered": found.answered,
        "asked": found.asked,
    }
    return [
        *table(_("What people said afterwards"), heads, rows),
        *small(answered),
        *text(f.evaluated.better_informed_or_able),
    ]


def _scores(f: Facts) -> list[Block]:
    rows = [
        [one.label, *(f"{s.score}: {s.evidence} ({s.body})" if s else "–" for s in (one.lead, one.partner))]
        for one in evaluation.scores_of(f.activity)
        if one.lead or one.partner
    ]
    heads = [_("Standard"), _("The lead, of itself"), _("Another partner")]
    return table(_("Scores from 1 to 6, with what shows them; never averaged"), heads, rows)


def _cost(f: Facts) -> list[Block]:
    cost = evaluation.cost_for(f.activity)
    if not cost.pence:
        return []
    rows = evaluation.cost_table(cost)
    return [
        *table(_("What it cost"), [_("What"), _("How much")], rows),
        facts(
            (_("Altogether"), evaluation.pounds(cost.pence)),
            (_("For each participant"), evaluation.pounds(cost.pence_each)),
            (_("How participants were counted"), cost.how_counted),
        ),
    ]


def _overrides(f: Facts) -> list[Block]:
    rows = [
        [row.check_id, row.reason, f"{row.by_name}, {row.role_name}", day(row.at.date())] for row in f.ran["overrides"]
    ]
    left = f.ran["exclusions"]
    return [
        *concern_blocks(f.ran["concerns"]),
        *(
            table(_("Rules that were set aside"), [_("Rule"), _("Why"), _("Who"), _("When")], rows)
            or text(_("No rule of the Compact was set aside."))
        ),
        facts(
            (_("Left out, with reason and two approvers"), left["left_out"]),
            (_("Overturned on appeal"), left["overturned"]),
        ),
    ]


def _lessons(f: Facts) -> list[Block]:
    lessons = [one.words for one in evaluation.lessons_of(f.activity) if one.shared_at or f.evaluated.published_at]
    shared = sorted({to.partner.name for one in sharings_of(f.activity) for to in one.recipients.all()})
    return [
        *text(f.evaluated.learned),
        *listed(lessons),
        facts((_("Findings shared with"), ", ".join(shared))),
    ]


def _annex(f: Facts) -> list[Block]:
    published = [name for name, rows in (("findings", f.statements), ("counts", f.counts)) if rows]
    return annex_blocks(f.activity, f.asked, published, [one.finding.public_id for one in f.statements])


WRITERS: tuple[tuple[str, Any, Callable[[Facts], list[Block]]], ...] = (
    ("summary", gettext_lazy("In short"), _summary),
    ("purpose", gettext_lazy("What it was for, and what could change"), _purpose),
    ("timeline", gettext_lazy("What happened when"), _timeline),
    ("methods", gettext_lazy("How people could take part"), _methods),
    ("numbers", gettext_lazy("What came in, and what was counted"), _numbers),
    ("people", gettext_lazy("Who took part, and who was missing"), _people),
    ("findings", gettext_lazy("What we heard"), _findings),
    ("decision", gettext_lazy("What was decided, finding by finding"), _decision),
    ("promises", gettext_lazy("What was promised, and where it stands"), _promises),
    ("follow-up", gettext_lazy("What people said afterwards"), _follow_up),
    ("scores", gettext_lazy("How well it was done"), _scores),
    ("cost", gettext_lazy("What it cost"), _cost),
    ("overrides", gettext_lazy("Concerns, rules set aside, and who was left out"), _overrides),
    ("lessons", gettext_lazy("What we learned, and whom we told"), _lessons),
    ("annex", gettext_lazy("Annex: how it was done"), _annex),
)
