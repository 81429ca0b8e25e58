"""Who is to be told that their statement was put in other words, and in which words they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Contribution, Strand
from heard.activities.queries.telling import letter_to
from heard.ground import clock
from heard.methods.opinions.models import RewordNotice, Statement
from heard.methods.opinions.queries.statements import shown_among, with_words
from heard.notices.actions import Letter
from heard.people.models import VoiceAddress
from heard.people.queries import address_of
from heard.ui.letters import letters_file

AROUND = ("statement__opinions__strand__activity__lead", "statement__contribution")
BY_HAND = ("letter", "phone")


def reword_key(notice: RewordNotice) -> str:
    """The name under which an e-mail about it leaves, once."""
    return f"opinions:reworded:{notice.public_id}"


def brought_back_key(statement: Statement) -> str:
    """The name under which the e-mail to the moderator leaves, once."""
    return f"opinions:brought-back:{statement.public_id}"


def reword_notice(number: int) -> RewordNotice | None:
    """A notice that is still owed, with what a message about it says; None where it is settled or gone."""
    return RewordNotice.objects.select_related(*AROUND).filter(pk=number, state="owed").first()


def reword_notices(strand: Strand) -> QuerySet[RewordNotice]:
    """Every notice of a strand that somebody is to write or ring about, or that could not be sent."""
    rows = RewordNotice.objects.filter(statement__opinions=strand.pk).select_related(*AROUND)
    return rows.filter(state="owed", kind__in=BY_HAND) | rows.filter(state="failed")


def told_reworded(notice: RewordNotice) -> list[str]:
    """The news, the same in an e-mail, a letter and a call: old words, new words, why, and how to object."""
    old = with_words(Statement.objects.filter(pk=notice.statement_id)).get()
    new = clearer(old, made_of([old.opinions_id]))
    strand = notice.statement.opinions.strand
    activity = strand.activity
    concern = settings.SITE_URL + reverse("moderation:raise", args=[activity.slug])
    own = settings.SITE_URL + reverse("opinions:own_words", args=[activity.slug, strand.public_id])
    ring = _(" Or ring %(number)s.") % {"number": activity.lead.phone} if activity.lead.phone else ""
    return [
        _("You gave a statement for others to vote on, in “%(title)s”. A moderator has put it in other words.")
        % {"title": activity.title},
        _("You wrote: “%(words)s”") % {"words": old.said},
        _("It says now: “%(words)s”") % {"words": new.said if new else _("(taken away since)")},
        _("Why: %(because)s") % {"because": old.put_away_because},
        _("Your words stay on the page beside the new ones, with the votes that were given to them."),
        _(
            "If the new words are not what you meant, object: say so here, and somebody from another organisation, who "
            "had no part in it, looks at it and answers within 20 working days. %(url)s"
        ) % {"url": concern} + ring,
        _("Or have your own words back, with the code and the letters on your receipt: %(url)s") % {"url": own},
    ]  # fmt: skip


def brought_back(number: int) -> Any:
    """A statement whose author has their own words back, with what a message about it says; None where it changed."""
    around = ("opinions__strand__activity", "put_away_by")
    rows = Statement.objects.filter(pk=number, put_away_at__isnull=True).exclude(put_away_because="")
    return with_words(rows.select_related(*around)).first()


def brought_back_email(statement: Any) -> Letter:
    """The e-mail to the moderator who had put it in other words."""
    activity = statement.opinions.strand.activity
    said = {"title": activity.title, "words": statement.said, "because": statement.put_away_because}
    desk = settings.SITE_URL + reverse("opinions:staff_statement", args=[statement.public_id])
    parts = [
        _("The author of a statement that you put in other words, in “%(title)s”, asked for their own back.") % said,
        _("It says again: “%(words)s”") % said,
        _("You had written: %(because)s") % said,
        _("Your words are put away with the votes that were given to them. If a listed reason speaks against the first "
          "words, cover or take them down at the moderators’ desk; they cannot be reworded again."),
        desk,
    ]  # fmt: skip
    return Letter(_("An author has their own words back"), "\n\n".join(parts))


def told_by(notice: RewordNotice, kept: VoiceAddress | None) -> list[str]:
    """The news as it is written or said to one author: whole, or short where they asked for a text message."""
    if kept is None or not kept.takes_texts:
        return told_reworded(notice)
    said = {"who": notice.statement.opinions.strand.activity.lead.name, "url": _both_stand_at(notice)}
    short = _("%(who)s: a moderator put your statement in other words. Read both, and how to object: %(url)s")
    return [short % said]


def reword_email(notice: RewordNotice, name: str) -> Letter:
    """The e-mail to the author."""
    strand = notice.statement.opinions.strand
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    where = _("Both stand here: %(url)s") % {"url": _both_stand_at(notice)}
    parts = [greeting, *told_reworded(notice), where, strand.activity.lead.name]
    return Letter(_("Your statement was put in other words"), "\n\n".join(parts))


def _both_stand_at(notice: RewordNotice) -> str:
    strand = notice.statement.opinions.strand
    page = reverse("opinions:picture", args=[strand.activity.slug, strand.public_id])
    return f"{settings.SITE_URL}{page}#put-away"


def addresses_of(notices: Sequence[RewordNotice]) -> list[tuple[RewordNotice, VoiceAddress | None]]:
    """Each with the address or number that is kept. Only the page behind `print_letters` may ask."""
    return [(one, address_of(one.statement.contribution.voice_id, one.kind)) for one in notices]  # type: ignore[union-attr]


def reword_letters(strand: Strand) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: one letter for each author who waits for one and whose address is kept."""
    activity, title = strand.activity, _("Your statement was put in other words")
    letters = []
    for notice, kept in addresses_of(list(reword_notices(strand).filter(state="owed", kind="letter")[:50])):
        if kept is not None:
            blocks = [{"kind": "text", "words": words} for words in told_reworded(notice)]
            letters.append(letter_to(kept, activity, title=title, blocks=blocks, at=clock.now()))
    return letters_file(title, letters)


def reworded_from(contributions: Sequence[Contribution]) -> list[tuple[Any, Any]]:
    """Statements among these as everyone may read them, each with what it says now (None: never reworded)."""
    rows = Statement.objects.filter(contribution__in=[one.pk for one in contributions]).select_related(
        "opinions__strand__activity"
    )
    found = list(with_words(shown_among(rows)))
    into = made_of([one.opinions_id for one in found])
    return [(old, clearer(old, into)) for old in found]


def made_of(strands: Iterable[int]) -> dict[int, Any]:
    """What each statement of these strands was put into (the newest), by its number in the database. One query."""
    rows = Statement.objects.filter(opinions__in=set(strands), came_from__isnull=False).order_by("number")
    return {one.came_from_id: one for one in with_words(rows)}


def clearer(old: Statement, into: Mapping[int, Any]) -> Any:
    """What a statement says now: the last of the words that were made of it; None while its own words stand."""
    newest, one = None, old
    while one.put_away_at and (later := into.get(one.pk)) and later.number > one.number:
        newest = one = later
    return newest
