"""A thread that has come all the way: what people said, themes, findings, a decision, answers and promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.decisions.conftest import Room

from heard.activities.models import Contribution, Passage
from heard.decisions import actions
from heard.decisions.models import Answer, Commitment, Decision
from heard.findings.models import Coding, Evidence, Finding, FindingContribution, Theme
from heard.ground import clock

SAID = ("Open until nine, I work late.", "Later, please.", "After eight would do.", "My shift ends at seven.",
        "Evenings!", "A swim after work.", "Later on Fridays.")  # fmt: skip


@dataclass
class Scene:
    """The room of the decision with one whole thread in it."""

    room: Room
    said: list[Contribution]
    theme: Theme
    finding: Finding
    decision: Decision | None = None
    answer: Answer | None = None
    promise: Commitment | None = None

    @property
    def slug(self) -> str:
        return self.room.activity.slug


def heard_scene(room: Room) -> Scene:
    """Seven people said it; their words are coded, behind a published finding, and one is quoted."""
    said = [room.said(words, "paper" if number > 4 else "web") for number, words in enumerate(SAID)]
    theme = Theme.objects.create(
        activity=room.activity, name="Evening opening", made_by=room.ann, carried_by=len(said), out_of=len(said)
    )
    finding = room.findings[0]
    finding.statement, finding.base = "People who work want a late swim.", len(said)
    finding.save()
    finding.themes.add(theme)
    passages = list(Passage.objects.filter(contribution__in=said))
    Coding.objects.bulk_create(Coding(passage=passage, theme=theme, by=room.ann) for passage in passages)
    FindingContribution.objects.bulk_create(FindingContribution(finding=finding, contribution=one) for one in said)
    Contribution.objects.filter(pk=said[0].pk).update(may_quote=True)
    Evidence.objects.create(finding=finding, passage=passages[0], quoted=True, by=room.ann, at=clock.now())
    return Scene(room, said, theme, finding)


def recorded(room: Room, **changes: Any) -> Decision:
    """A decision on evidence that its owner has opened."""
    pack = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    actions.open_pack(pack=pack, by=room.odile, at=clock.now())
    terms = {"maker": "Cabinet Member for Examples", "made_on": clock.today(), "option": "Two late evenings.",
             "reasons": "People asked.", "alternatives": "Closing earlier."} | changes  # fmt: skip
    return actions.record_decision(activity=room.activity, by=room.odile, at=clock.now(), **terms)


def decided_scene(room: Room) -> Scene:
    """The same, decided and published, with a promise that answers the finding."""
    scene = heard_scene(room)
    scene.decision = recorded(room)
    for finding in room.findings:
        answer = actions.answer_finding(
            finding=finding, kind="partly", reason="Two evenings, not five.", by=room.odile, at=clock.now()
        )
        scene.answer = scene.answer or answer
    assert scene.answer
    scene.promise = promised(scene, "Open until nine on Tuesdays")
    actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    room.activity.stage = "decided"
    room.activity.save()
    return scene


def promised(scene: Scene, words: str, days: int = 60) -> Commitment:
    assert scene.decision
    assert scene.answer
    return actions.make_commitment(
        decision=scene.decision, words=words, owner="Head of Leisure", due_on=clock.today() + timedelta(days=days),
        answers=[scene.answer], by=scene.room.ann, at=clock.now(),
    )  # fmt: skip


def more_answered(scene: Scene, number: int) -> None:
    """Another published finding with its answer and promise, written straight into the tables."""
    finding = Finding.objects.create(
        activity=scene.room.activity, ordinal=number, statement=f"People also want thing {number}.", base=12,
        written_by=scene.room.ann, published_at=clock.now(),
    )  # fmt: skip
    FindingContribution.objects.bulk_create(
        FindingContribution(finding=finding, contribution=one) for one in scene.said[:6]
    )
    finding.themes.add(scene.theme)
    answer = Answer.objects.create(
        decision=scene.decision, finding=finding, kind="adopted", by=scene.room.odile, at=clock.now()
    )
    made = Commitment.objects.create(
        decision=scene.decision, words=f"Do thing {number}", owner="Somebody", due_on=clock.today()
    )
    made.answers.add(answer)
