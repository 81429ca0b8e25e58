"""Groups, ways to take part, and which way reaches whom."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.activities.conftest import Town
from tests.activities.test_plan_pages import (
    at,
)
from tests.factories import (
    a_group,
    a_strand,
    signed_in,
)

from heard.activities.models import Strand

pytestmark = pytest.mark.django_db


def test_groups_are_added_changed_and_taken_out(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    a_group(activity, "Older swimmers")
    old = activity.groups.get()
    data = {
        "groups-TOTAL_FORMS": "3",
        "groups-INITIAL_FORMS": "1",
        "groups-0-id": old.pk,
        "groups-0-name": "Swimmers over 70",
        "groups-0-seldom_heard": "on",
        "groups-1-name": "Wheelchair users",
        "groups-1-most_affected": "on",
        "groups-1-barrier": "Steps",
        "groups-1-remedy": "A ramp",
        "groups-2-name": "",
        "no_seldom_heard_because": "",
        "then": "stay",
    }
    assert client.post(at(activity, "people"), data).status_code == 302
    names = list(activity.groups.values_list("name", "seldom_heard", "most_affected", "barrier"))
    assert names == [("Swimmers over 70", True, False, ""), ("Wheelchair users", False, True, "Steps")]
    assert activity.groups.first() == old
    swap = data | {"groups-0-name": "Wheelchair users", "groups-1-name": "wheelchair users"}
    answer = client.post(at(activity, "people"), swap)
    assert answer.status_code == 422
    assert "Two groups have the same name" in answer.text
    keys = list(activity.groups.values_list("pk", flat=True))
    gone = {
        "groups-TOTAL_FORMS": "2",
        "groups-INITIAL_FORMS": "2",
        "groups-0-id": keys[0],
        "groups-0-name": "Swimmers over 70",
        "groups-0-DELETE": "on",
        "groups-1-id": keys[1],
        "groups-1-name": "Wheelchair users",
    }
    client.post(at(activity, "people"), gone)
    assert list(activity.groups.values_list("name", flat=True)) == ["Wheelchair users"]


def test_the_matrix_shows_whom_nothing_reaches_and_keeps_the_ticks(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    group, strand = a_group(activity, "Older swimmers", most_affected=True), a_strand(activity, "plain", "Tell us")
    assert "Most affected, and nothing reaches them" in client.get(at(activity, "ways")).text
    shown = {"group": [group.pk], "way": [strand.pk], "then": "stay"}
    client.post(at(activity, "ways"), shown | {f"group-{group.pk}": [strand.pk]})
    assert list(strand.groups.all()) == [group]
    assert "Most affected, and nothing reaches them" not in client.get(at(activity, "ways")).text
    other = a_strand(town.activity(), "plain", "Elsewhere")
    client.post(at(activity, "ways"), shown | {f"group-{group.pk}": [other.pk, "x", "99999999999999999999"]})
    assert list(group.strands.all()) == []


def test_what_a_colleague_added_meanwhile_is_not_lost_by_saving_an_older_page(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    old, strand = a_group(activity, "Older swimmers"), a_strand(activity, "plain", "Tell us")
    page = {"groups-TOTAL_FORMS": "1", "groups-INITIAL_FORMS": "1", "groups-0-id": old.pk, "groups-0-name": "Over 70"}
    shown = {"group": [old.pk], "way": [strand.pk], f"group-{old.pk}": [strand.pk]}
    added, way = a_group(activity, "Wheelchair users"), a_strand(activity, "plain", "Come and talk")
    added.strands.add(way)
    old.strands.add(way)
    client.post(at(activity, "people"), page)
    assert list(activity.groups.values_list("name", flat=True)) == ["Over 70", "Wheelchair users"]
    client.post(at(activity, "ways"), shown)
    assert set(old.strands.all()) == {strand, way}
    assert list(added.strands.all()) == [way]


def test_a_way_to_take_part_is_added_changed_and_taken_away(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    new = reverse("activities:strand_new", args=[activity.slug])
    said = {"title": "Tell us", "method": "plain", "channels": ["web", "paper"], "why": "Everyone can", "generic": "on"}
    assert client.get(new).status_code == 200
    assert client.post(new, said | {"where_paper": "At every library"}).status_code == 302
    strand = activity.strands.get()
    assert (strand.title, strand.channels, strand.generic) == ("Tell us", ["web", "paper"], True)
    assert strand.terms.get().where == "At every library"
    assert "already a way to take part called" in client.post(new, said).text
    assert client.post(new, said | {"title": "X", "method": "nothing"}).status_code == 422
    assert (
        "cannot take answers by text_message"
        in client.post(new, said | {"title": "X", "channels": ["text_message"]}).text
    )
    edit = reverse("activities:strand_edit", args=[activity.slug, strand.public_id])
    assert client.get(edit).status_code == 200
    client.post(edit, said | {"title": "Tell us all", "channels": ["web"]})
    strand.refresh_from_db()
    assert (strand.title, strand.channels, strand.terms.count()) == ("Tell us all", ["web"], 0)
    remove = reverse("activities:strand_remove", args=[activity.slug, strand.public_id])
    assert client.get(remove).status_code == 200
    client.post(remove, {"reason": ""})
    assert not activity.strands.exists()


def test_an_announced_way_is_only_dropped_with_a_published_reason(town: Town) -> None:
    activity, client = town.activity(stage="noticed"), signed_in(town.ann)
    strand = a_strand(activity, "plain", "Come to the library")
    remove = reverse("activities:strand_remove", args=[activity.slug, strand.public_id])
    answer = client.post(remove, {"reason": ""})
    assert "say why it is taken away" in answer.text
    client.post(remove, {"reason": "The library was flooded."})
    assert Strand.objects.get(pk=strand.pk).dropped_because == "The library was flooded."
    public = Client().get(reverse("activities:take_part", args=[activity.slug])).text
    assert "The library was flooded." in public


def test_an_open_way_cannot_become_less(town: Town) -> None:
    activity = town.activity(stage="open")
    strand = a_strand(activity, "plain", "Tell us", ("web", "paper"))
    edit = reverse("activities:strand_edit", args=[activity.slug, strand.public_id])
    said = {"title": "Tell us", "method": "plain", "channels": ["web"], "why": "x"}
    answer = signed_in(town.ann).post(edit, said)
    assert answer.status_code == 422
    assert "it cannot become less" in answer.text
