"""An open activity with moderators of two teams, and short ways to send and decide. People are invented.

Ann moderates, Bilal may help, Dev agrees or refuses from another team, Rosa reviews, Cass is a stranger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Activity, Strand
from heard.ground import clock
from heard.moderation import actions
from heard.moderation.jobs import tell_author
from heard.moderation.models import Alert, Item
from heard.people.actions import approve_exclusion
from heard.people.models import Account, Exclusion


@dataclass
class Scene:
    activity: Activity
    strand: Strand
    ann: Account
    bilal: Account
    dev: Account
    eve: Account
    rosa: Account
    cass: Account

    def sent(self, words: str = "The baths should open on Sundays.", **more: Any) -> Item:
        """A post that came in; `stance`, `signals`, `kind`, `voice`, `at` as wanted."""
        given = {name: more.pop(name) for name in ("stance", "signals") if name in more}
        at = more.pop("at", None) or clock.now()
        said = a_contribution(self.strand, words, received_at=at, **more)
        return actions.submit(contribution=said, kind="post", at=at, **given)

    def held(self, item: Item, reason: str = "hate", **more: Any) -> Item:
        return actions.hold(
            item=item, reason=reason, by=more.pop("by", self.ann), at=more.pop("at", clock.now()), **more
        )

    def proposed(self, item: Item, reason: str = "hate", **more: Any) -> Item:
        by, at = more.pop("by", self.ann), more.pop("at", clock.now())
        return actions.propose_removal(item=item, reason=reason, by=by, at=at, **more)

    def removed(self, item: Item) -> Item:
        """Proposed, agreed by another team, and told on the page of the receipt."""
        exclusion = self.exclusion(self.proposed(item))
        approve_exclusion(exclusion=exclusion, by=self.dev, at=clock.now())
        tell_author(exclusion.public_id)
        item.refresh_from_db()
        return item

    def alerted(self) -> Alert:
        """A stance split as the nightly comparison finds one."""
        split = {"critical_removed": 5, "critical": 10, "others_removed": 2, "others": 20, "unknown": 3}
        return Alert.objects.create(activity=self.activity, chance=0.026, found_at=clock.now(), **split)

    def exclusion(self, item: Item) -> Exclusion:
        item.refresh_from_db()
        return Exclusion.objects.get(public_id=item.exclusion_ref)


def a_scene(**fields: Any) -> Scene:
    partner = a_partner()
    activity = an_activity(stage="open", lead=partner, **fields)
    return Scene(
        activity=activity,
        strand=a_strand(activity, title="What should change?"),
        ann=an_account("Ann", "moderator", partner=partner, team="Engagement"),
        bilal=an_account("Bilal", "moderator", partner=partner, team="Engagement"),
        dev=an_account("Dev", "engagement_lead", partner=partner, team="Libraries"),
        eve=an_account("Eve", "safeguarding_lead", partner=partner, team="Safeguarding"),
        rosa=an_account("Rosa", "independent_reviewer", partner=partner, team="University"),
        cass=an_account("Cass", "moderator", "engagement_lead", partner=a_partner(), team="Elsewhere"),
    )


def later(**more: Any) -> datetime:
    return clock.now() + timedelta(**more)
