"""Reading twice: a drawn sample is read by somebody who does not see the first reading; differences are talked over."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.codings import PASSAGE
from heard.findings.actions.frames import newest_frame
from heard.findings.actions.holding import hold, hold_themes
from heard.findings.models import (
    AnalysisPlan,
    Coding,
    DoubleSample,
    Reading,
    Sampled,
    SecondCoding,
    Settlement,
    Theme,
)
from heard.findings.queries.second import first_themes
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.people.models import Account

LEAST, PERCENT = 30, 10

POOL = """
  FROM activities_passage p
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  JOIN activities_strand s ON s.id = c.strand_id AND s.activity_id = %(activity)s
 WHERE p.words <> ''
"""
DRAW = f"""
INSERT INTO findings_sampled (sample_id, passage_id)
SELECT %(sample)s, p.id {POOL}
 ORDER BY sha256(convert_to(%(seed)s || ':' || c.trace_id || ':' || p.ordinal, 'UTF8')) LIMIT %(size)s
    ON CONFLICT (passage_id) DO NOTHING
"""


def draw_sample(*, activity: Activity, by: Account, at: datetime, seed: str = "") -> DoubleSample:
    """Draw the passages to read twice: a tenth, or what the plan of analysis says, and at least 30 (all, if fewer).

    Those with the least SHA-256 of “seed:contribution:passage”: anyone with the seed draws the same. Drawn again, when
    more has come in, it keeps its seed and grows; nothing leaves it.
    """
    ask(access.may_code(by, activity))
    with transaction.atomic():
        hold(activity)
        number = _pool(activity)
        if not number:
            raise Conflict(_("There are no words to read yet."), _("Draw once answers have come in."))
        size = min(number, max(LEAST, -(-number * _percent(activity) // 100)))
        sample, _new = DoubleSample.objects.update_or_create(
            activity=activity,
            defaults={"size": size, "out_of": number, "drawn_by": by, "drawn_at": at},
            create_defaults={
                "seed": seed or secrets.token_hex(16), "size": size, "out_of": number, "drawn_by": by, "drawn_at": at
            },
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(DRAW, {"sample": sample.pk, "seed": sample.seed, "size": size, "activity": activity.pk})
        record(
            what="sample.drawn",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"seed": sample.seed, "size": size, "out_of": number},
        )
    return sample


def read_second(*, sampled: Sampled, themes: Mapping[Theme, str], by: Account, at: datetime) -> Sampled:
    """Put a sampled passage to themes without having seen the first reading.

    Refused to whoever read it first, and once it has been read a second time or settled. Nothing is counted from it:
    it is compared.
    """
    activity = sampled.sample.activity
    ask(access.may_read_second(by, activity))
    if any(theme.activity_id != activity.pk for theme in themes):
        raise Refused(_("A passage can only be put to themes of its own activity."))
    if Reading.objects.filter(passage=sampled.passage_id, by=by).exists() or _coded(sampled, by):
        raise Refused(_("You read this one first, so somebody else reads it now."))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(PASSAGE, sampled.passage_id)
        hold_themes(themes)
        held = Sampled.objects.select_for_update(no_key=True).get(pk=sampled.pk)
        if held.at and (held.by_id != by.pk or Settlement.objects.filter(sampled=held).exists()):
            raise Conflict(_("It has been read a second time already."), _("Take the next one."))
        held.codings.all().delete()
        SecondCoding.objects.bulk_create(
            SecondCoding(sampled=held, theme=theme, stance=stance) for theme, stance in themes.items()
        )
        held.by, held.at = by, at
        held.save(update_fields=["by", "at"])
        record(
            what="passage.read_second",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"frame": newest_frame(activity)},
        )
    return held


def settle(*, sampled: Sampled, agreed: Sequence[Theme], words: str, by: Account, at: datetime) -> Settlement:
    """Keep what two readers agreed on after talking about a passage that they had read differently.

    `words`: what was said. The passage is put to the agreed themes; what each had before stays, and the agreement is
    measured on that.
    """
    activity = sampled.sample.activity
    ask(access.may_code(by, activity))
    if len(words.split()) < 3:
        raise Refused(_("Write down in a sentence what was said, so that others can follow."))
    if any(theme.activity_id != activity.pk for theme in agreed):
        raise Refused(_("A passage can only be put to themes of its own activity."))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(PASSAGE, sampled.passage_id)
        hold_themes(agreed)
        held = Sampled.objects.select_for_update(no_key=True).get(pk=sampled.pk)
        if held.at is None:
            raise Conflict(_("It has not been read a second time yet."))
        if Settlement.objects.filter(sampled=held).exists():
            raise Conflict(_("This has been settled already."))
        made = Settlement.objects.create(
            sampled=held,
            first=sorted(first_themes(held)),
            second=sorted(held.codings.values_list("theme", flat=True)),
            agreed=sorted(theme.pk for theme in agreed),
            words=words.strip(),
            by=by,
            at=at,
        )
        _apply(made, by, at)
        record(
            what="passage.settled",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"first": len(made.first), "second": len(made.second), "agreed": len(made.agreed)},
        )
    return made


def _apply(made: Settlement, by: Account, at: datetime) -> None:
    """The passage carries the agreed themes, each with the stance that was noted for it first, if one was."""
    sampled = made.sampled
    stances = dict(sampled.codings.values_list("theme", "stance"))
    stances |= dict(Coding.objects.filter(passage=sampled.passage_id).values_list("theme", "stance"))
    Coding.objects.filter(passage=sampled.passage_id).delete()
    frame = newest_frame(sampled.sample.activity)
    Coding.objects.bulk_create(
        Coding(passage_id=sampled.passage_id, theme_id=pk, stance=stances.get(pk, ""), frame=frame, by=by, at=at)
        for pk in made.agreed
    )
    Reading.objects.get_or_create(passage_id=sampled.passage_id, defaults={"by": by, "at": at})


def _coded(sampled: Sampled, by: Account) -> bool:
    return Coding.objects.filter(passage=sampled.passage_id, by=by).exists()


def _pool(activity: Activity) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {POOL}", {"activity": activity.pk})
        return int(cursor.fetchone()[0])


def _percent(activity: Activity) -> int:
    planned = AnalysisPlan.objects.filter(activity=activity, locked_at__isnull=False).last()
    return max(PERCENT, planned.second_percent) if planned else PERCENT
