"""Themes are made, named, merged, and answered for when they are not taken further."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Group
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.frames import FRAME, keep_frame
from heard.findings.actions.holding import hold
from heard.findings.models import Coding, Finding, SecondCoding, Settlement, Theme, ThemeGroup
from heard.findings.queries.standard import themes_planned
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.people.models import Account

KEYS = "123456789abcdefghijklmopqrstvwxyz"  # n makes a new theme, u undoes


def make_theme(
    *, activity: Activity, name: str, by: Account, at: datetime, description: str = "", groups: Sequence[Group] = (),
    reason: str = "",
) -> Theme:  # fmt: skip
    """Add a theme to the code frame, with the next free key. `groups`: those of the plan who raised it.

    Each change to the themes is a version of the code frame, kept with its `reason`.
    """
    ask(access.may_code(by, activity))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(FRAME, activity.pk)
        theme = _made(activity, name, by, at, description=description)
        _raised_by(theme, groups)
        _record("theme.made", theme, by, at, groups=len(groups))
        keep_frame(activity=activity, reason=reason or _("A new theme was met in reading."), by=by, at=at)
    return theme


def start_from_plan(*, activity: Activity, by: Account, at: datetime) -> list[Theme]:
    """Make the themes that the locked plan of analysis starts from, each marked so, in one version of the code frame.

    They hold nothing until somebody reads a passage to them, so none is shown as heard. Nothing is made twice; a name
    that is on the list already stays as it is. Refused: no locked plan names any, or they were made before.
    """
    ask(access.may_code(by, activity))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(FRAME, activity.pk)
        planned = themes_planned(activity)
        if planned is None:
            raise Conflict(_("The plan names no theme that is not on the list already."))
        made = [_made(activity, name, by, at, from_plan=planned.version) for name in planned.names]
        for theme in made:
            _record("theme.made", theme, by, at, from_plan=planned.version)
        reason = _("The themes that the plan of analysis (version %(n)d) starts from.") % {"n": planned.version}
        keep_frame(activity=activity, reason=reason, by=by, at=at)
    return made


def _made(activity: Activity, name: str, by: Account, at: datetime, **more: Any) -> Theme:
    """A theme at the end of the list, with the next free key."""
    used = set(Theme.objects.filter(activity=activity).values_list("key", flat=True))
    last = Theme.objects.filter(activity=activity).aggregate(last=Max("ordinal"))["last"]
    key = next((key for key in KEYS if key not in used), "")
    named = {"name": _name(name), "key": key, "ordinal": (last or 0) + 1}
    return _named_once(Theme(activity=activity, made_by=by, made_at=at, **named, **more))


def edit_theme(
    *, theme: Theme, name: str, by: Account, at: datetime, description: str = "", groups: Sequence[Group] = (),
    reason: str = "",
) -> Theme:  # fmt: skip
    """Rename or describe a theme, and say which groups raised it (the whole list). Codings stay with it."""
    ask(access.may_code(by, theme.activity))
    with transaction.atomic():
        hold(theme.activity)
        _hold_themes(theme)
        was = (theme.name, theme.description)
        theme.name, theme.description = _name(name), description
        _named_once(theme)
        _raised_by(theme, groups)
        _record("theme.edited", theme, by, at, was=was[0], groups=len(groups))
        if was != (theme.name, theme.description):
            reason = reason or _("“%(was)s” is named or described anew.") % {"was": was[0]}
            keep_frame(activity=theme.activity, reason=reason, by=by, at=at)
    return theme


def merge_themes(*, theme: Theme, into: Theme, by: Account, at: datetime, reason: str = "") -> Theme:
    """Put everything that one theme holds under another, and remove it.

    Codings, the groups that raised it and the findings that hold it go over; nobody's reading is lost.
    """
    ask(access.may_code(by, theme.activity))
    if theme.pk == into.pk or theme.activity_id != into.activity_id:
        raise Refused(_("Choose another theme of the same activity to merge it with."))
    with transaction.atomic():
        hold(theme.activity)
        _hold_themes(theme, into)
        there = Coding.objects.filter(theme=into)
        twice = Exists(there.filter(passage=OuterRef("passage"), by=OuterRef("by")))
        Coding.objects.filter(twice, theme=theme).delete()
        moved = Coding.objects.filter(theme=theme).update(theme=into)
        _raised_by(into, [link.group for link in [*theme.raised_by.all(), *into.raised_by.all()]])
        for finding in Finding.objects.filter(themes=theme):
            finding.themes.add(into)
        _merge_second(theme, into)
        was = theme.name
        theme.delete()
        _record("theme.merged", into, by, at, was=was, codings=moved)
        reason = reason or _("“%(was)s” went into “%(into)s”.") % {"was": was, "into": into.name}
        keep_frame(activity=into.activity, reason=reason, by=by, at=at)
    return into


def _hold_themes(*themes: Theme) -> None:
    """The whole rows, in one order: whoever puts a passage to one of them just now is done first. Conflict if gone."""
    one_at_a_time(FRAME, themes[0].activity_id)
    numbers = {theme.pk for theme in themes}
    held = Theme.objects.filter(pk__in=numbers).order_by("pk").select_for_update().values_list("pk", flat=True)
    if set(held) != numbers:
        raise Conflict(_("This theme was merged with another or removed meanwhile."), _("Look at the list again."))


def _merge_second(theme: Theme, into: Theme) -> None:
    """The second reading follows a merger too, so that readers are compared by the same themes."""
    there = SecondCoding.objects.filter(theme=into, sampled=OuterRef("sampled"))
    SecondCoding.objects.filter(Exists(there), theme=theme).delete()
    SecondCoding.objects.filter(theme=theme).update(theme=into)
    for settled in Settlement.objects.filter(sampled__sample__activity=theme.activity):
        for side in ("first", "second", "agreed"):
            keys = {into.pk if key == theme.pk else key for key in getattr(settled, side)}
            setattr(settled, side, sorted(keys))
        settled.save(update_fields=["first", "second", "agreed"])


def drop_theme(*, theme: Theme, by: Account, at: datetime, reason: str = "") -> None:
    """Remove a theme that nothing has been put to. One that holds codings is merged instead, so that none is lost."""
    ask(access.may_code(by, theme.activity))
    with transaction.atomic():
        hold(theme.activity)
        _hold_themes(theme)
        if theme.codings.exists():
            raise Conflict(
                _("Passages have been put to “%(name)s”, so it cannot simply be removed.") % {"name": theme.name},
                _("Merge it with another theme, or list it as not taken further, with the reason."),
            )
        _record("theme.dropped", theme, by, at)
        reason = reason or _("“%(name)s” was not met.") % {"name": theme.name}
        theme.delete()
        keep_frame(activity=theme.activity, reason=reason, by=by, at=at)


def set_theme_aside(*, theme: Theme, because: str, by: Account, at: datetime) -> Theme:
    """List a theme as “not taken further because…”. The reason is published beside it (UP-f)."""
    ask(access.may_write(by, theme.activity))
    if len(because.split()) < 3:
        raise Refused(_("Say why it was not taken further, in a sentence. The reason is published."))
    with transaction.atomic():
        hold(theme.activity)
        _hold_themes(theme)
        theme.not_taken_because, theme.not_taken_by, theme.not_taken_at = because.strip(), by, at
        theme.save(update_fields=["not_taken_because", "not_taken_by", "not_taken_at"])
        _record("theme.set_aside", theme, by, at)
    return theme


def take_theme_up(*, theme: Theme, by: Account, at: datetime) -> Theme:
    """Take a theme off the list of those not taken further: a finding is to answer for it."""
    ask(access.may_write(by, theme.activity))
    if not theme.not_taken_because:
        raise Conflict(_("This theme is not listed as set aside."))
    with transaction.atomic():
        hold(theme.activity)
        _hold_themes(theme)
        theme.not_taken_because, theme.not_taken_by, theme.not_taken_at = "", None, None
        theme.save(update_fields=["not_taken_because", "not_taken_by", "not_taken_at"])
        _record("theme.taken_up", theme, by, at)
    return theme


def _name(name: str) -> str:
    if not name.strip():
        raise Refused(_("Give the theme a name."))
    return " ".join(name.split())[:160]


def _named_once(theme: Theme) -> Theme:
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError:
        raise Conflict(
            _("There is already a theme called “%(name)s”.") % {"name": theme.name}, _("Choose another name.")
        )
    return theme


def _raised_by(theme: Theme, groups: Iterable[Group]) -> None:
    wanted = {group.pk: group for group in groups}
    if any(group.activity_id != theme.activity_id for group in wanted.values()):
        raise Refused(_("A theme can only be raised by groups that the plan names."))
    ThemeGroup.objects.filter(theme=theme).exclude(group__in=list(wanted)).delete()
    ThemeGroup.objects.bulk_create(
        [ThemeGroup(theme=theme, group=group) for group in wanted.values()], ignore_conflicts=True
    )


def _record(what: str, theme: Theme, by: Account, at: datetime, was: str = "", **public: object) -> None:
    """On the record, a draft theme has no name: what people raise is not told before it has been read whole."""
    activity = theme.activity
    record(
        what=what,
        about=f"activity:{activity.public_id}",
        by=by,
        at=at,
        public={"theme": theme.public_id, **public},
        private={"name": theme.name, "was": was},
    )
