"""A closed activity with three people at its desk, and short ways to read, write and publish. People are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.models import Activity, Contribution, Passage, Strand
from heard.findings import actions
from heard.findings.actions.codings import CodedMany, CodingRow
from heard.findings.models import Evidence, Finding, Theme
from heard.ground import clock
from heard.people.models import Account


@dataclass
class Desk:
    """Ann owns it, Bilal may help, Cass is a stranger."""

    activity: Activity
    strand: Strand
    ann: Account
    bilal: Account
    cass: Account

    def theme(self, name: str, **more: Any) -> Theme:
        return actions.make_theme(activity=self.activity, name=name, by=self.ann, at=clock.now(), **more)

    def activity_themes(self) -> list[Theme]:
        return list(Theme.objects.filter(activity=self.activity))

    def read(self, contribution: Contribution, themes: dict[Theme, str], **more: Any) -> None:
        """Put the first passage of a contribution to themes."""
        passage = Passage.objects.get(contribution=contribution, ordinal=more.pop("ordinal", 1))
        more.setdefault("by", self.ann)
        more.setdefault("at", clock.now())
        actions.code_passage(passage=passage, themes=themes, **more)

    def code_many(self, *rows: CodingRow, **more: Any) -> CodedMany:
        return actions.code_many(
            activity=self.activity, rows=rows, by=self.ann, at=clock.now(), provenance="test", **more
        )

    def finding(self, statement: str, *themes: Theme, **more: Any) -> Finding:
        return actions.write_finding(
            activity=self.activity, statement=statement, themes=themes, by=self.ann, at=clock.now(), **more
        )

    def cite(self, finding: Finding, contribution: Contribution, *, quoted: bool = False) -> Evidence:
        passage = Passage.objects.get(contribution=contribution, ordinal=1)
        return actions.attach_evidence(
            finding=finding, passage=passage, quoted=quoted, checked=quoted, by=self.ann, at=clock.now()
        )

    def publish(self) -> int:
        """Publish as the move to “found” does, once strands have concluded."""
        for strand in self.activity.strands.all():
            strand.concluded_at = clock.now()
            strand.save()
        return actions.publish(activity=self.activity, by=self.ann, at=clock.now())


def a_desk(stage: str = "closed", **fields: Any) -> Desk:
    partner = a_partner()
    activity = an_activity(stage=stage, lead=partner, **fields)
    return Desk(
        activity=activity,
        strand=a_strand(activity, title="Survey"),
        ann=an_account("Ann Example", "analyst", partner=partner),
        bilal=an_account("Bilal Example", "resident_co_owner", activity=activity),
        cass=an_account("Cass Example", "analyst", partner=a_partner()),
    )
