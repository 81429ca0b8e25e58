"""The ribbon picture says what the record says, no more and no less."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.decisions.conftest import Room
from tests.decisions.scene import Scene, heard_scene
from tests.factories import a_group, a_strand, an_activity

from heard.activities.actions import withdraw_contribution
from heard.activities.models import Contribution
from heard.findings.models import FindingContribution, ThemeGroup
from heard.front.queries import ribbon_of
from heard.ground import clock
from heard.ui.ribbon import Node, RibbonPicture

pytestmark = pytest.mark.django_db


def picture_of(room: Room) -> RibbonPicture:
    picture = ribbon_of(room.activity)
    assert picture
    return picture


def plates(picture: RibbonPicture, column: int) -> dict[str, int | None]:
    return {str(node.label): node.count for node in picture.columns[column].nodes}


def node(picture: RibbonPicture, number: str) -> Node:
    return picture.nodes()[number]


def test_nothing_is_drawn_before_anybody_has_taken_part() -> None:
    activity = an_activity(stage="open")
    a_strand(activity)
    assert ribbon_of(activity) is None


def test_before_findings_it_shows_how_people_came_and_to_which_conversation(room: Room) -> None:
    for finding in room.findings:
        finding.delete()
    talk = a_strand(room.activity, "gathering", "Tea and talk", channels=("in_person",))
    for channel in ("web", "web", "paper"):
        room.said("Later", channel)
    Contribution.objects.create(strand=talk, voice=room.said("x", "paper").voice, channel="in_person",
                                received_at=clock.now())  # fmt: skip
    picture = picture_of(room)
    assert [str(column.title) for column in picture.columns] == ["How people took part", "Which conversation"]
    assert Counter(plates(picture, 0).values()) == Counter([2, 2, 1])
    assert plates(picture, 1) == {room.strand.title: 4, "Tea and talk": 1}
    assert sum(link.weight for link in picture.links) == 5


def test_the_weights_are_the_counts_of_the_record(scene: Scene) -> None:
    scene.room.said("Nothing to do with it")
    picture = picture_of(scene.room)
    record = Counter(
        Contribution.objects.filter(strand__activity=scene.room.activity).values_list("channel", flat=True)
    )
    assert {link.channel: link.weight for link in picture.links if link.source.startswith("c:")} == record
    into = {link.channel: link.weight for link in picture.links if link.target == f"f:{scene.finding.pk}"}
    behind = FindingContribution.objects.filter(finding=scene.finding)
    assert into == Counter(behind.values_list("contribution__channel", flat=True))
    assert node(picture, "f:none").count == 1
    assert node(picture, "a:partly").count == scene.finding.base + 12, "both findings are answered with it"
    promise = next(link for link in picture.links if link.target.startswith("p:"))
    assert (promise.weight, promise.said) == (scene.finding.base, "7")


def test_what_was_withdrawn_is_in_no_ribbon_and_what_was_left_out_has_its_own(scene: Scene) -> None:
    withdraw_contribution(contribution=scene.said[0], how="by phone", by=scene.room.ann, at=clock.now())
    spam = scene.room.said("Buy now")
    Contribution.objects.filter(pk=spam.pk).update(state="excluded", excluded_because="not_about")
    picture = picture_of(scene.room)
    assert sum(link.weight for link in picture.links if link.source.startswith("c:")) == 7
    assert sum(link.weight for link in picture.links if link.target == f"f:{scene.finding.pk}") == 6
    assert node(picture, "f:left-out").count == 1
    assert "f:none" not in picture.nodes()
    assert "1 was taken back and is left out." in str(picture.description)


def test_a_finding_that_few_raised_has_no_number_and_no_channels(room: Room) -> None:
    """I-9, scenario 11: seven wheelchair users must not be counted from the picture or its table."""
    scene = heard_scene(room)
    ThemeGroup.objects.create(theme=scene.theme, group=a_group(room.activity, "Wheelchair users"))
    picture = picture_of(room)
    into = [link for link in picture.links if link.target == f"f:{scene.finding.pk}"]
    assert [(link.channel, link.said) for link in into] == [("", "fewer than 10")]
    assert node(picture, f"f:{scene.finding.pk}").count is None
    rows = [row for row in picture.table().rows if "late swim" in str(row[1].text)]
    assert [row[3].text for row in rows] == ["fewer than 10"]
