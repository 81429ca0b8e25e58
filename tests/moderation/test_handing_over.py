"""Several moderators at once: items are handed to named colleagues, counted, filtered as mine, and taken back."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from tests.factories import a_partner, an_account, signed_in
from tests.moderation.scene import Scene, a_scene

from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.moderation import actions
from heard.moderation.models import Item
from heard.moderation.queries import Queue, colleagues_of, items_for
from heard.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def filled(scene: Scene, number: int) -> list[Item]:
    return [scene.sent(f"Post number {each} about the baths") for each in range(number)]


def handed(scene: Scene, to: list[Account], most: int = 30, by: Account | None = None) -> dict[Account, int]:
    by = by or scene.ann
    rows = items_for(by, Queue(), clock.now())
    return actions.hand_over(queue=rows, to=to, by=by, at=clock.now(), most=most)


def test_items_go_to_several_colleagues_by_turns_and_each_finds_them_as_mine(scene: Scene) -> None:
    items = filled(scene, 5)
    carl = an_account("Carl", "moderator", partner=scene.activity.lead, team="Parks")
    assert handed(scene, [scene.bilal, carl], most=4) == {scene.bilal: 2, carl: 2}
    mine = items_for(scene.bilal, Queue(mine=True), clock.now())
    assert set(mine.values_list("pk", flat=True)) == {items[0].pk, items[2].pk}
    counts = {one.account.name: (one.in_hand, one.from_viewer) for one in colleagues_of(scene.ann, clock.now())}
    assert counts == {"Bilal": (2, 2), "Carl": (2, 2), "Dev": (0, 0)}
    assert colleagues_of(carl, clock.now())[1].from_viewer == 0
    with pytest.raises(Conflict, match="Bilal has this in hand"):
        actions.show(item=items[0], by=scene.ann, at=clock.now())
    actions.show(item=items[0], by=scene.bilal, at=clock.now())
    items[0].refresh_from_db()
    assert (items[0].assigned_to, items[0].handed_by) == (None, None)


def test_what_was_handed_over_stays_for_a_day_and_then_is_anybodys(scene: Scene) -> None:
    (item,) = filled(scene, 1)
    handed(scene, [scene.bilal])
    queue = items_for(scene.ann, Queue(), clock.now())
    at = clock.now()
    assert actions.take(queue=queue, by=scene.ann, at=at + timedelta(hours=23)) == []
    assert actions.take(queue=queue, by=scene.ann, at=at + timedelta(hours=25)) == [item]
    item.refresh_from_db()
    assert (item.assigned_to, item.handed_by) == (scene.ann, None)


def test_taking_more_does_not_shorten_what_was_handed_over(scene: Scene) -> None:
    filled(scene, 2)
    handed(scene, [scene.bilal], most=1)
    actions.take(queue=items_for(scene.bilal, Queue(), clock.now()), by=scene.bilal, at=clock.now())
    assert Item.objects.filter(assigned_to=scene.bilal, handed_by=scene.ann).count() == 1
    at = clock.now() + timedelta(hours=2)
    left = actions.take(queue=items_for(scene.ann, Queue(), at), by=scene.ann, at=at)
    assert len(left) == 1, "what Bilal took himself lapsed, what Ann gave him did not"


def test_what_was_handed_over_is_taken_back_unless_it_is_decided(scene: Scene) -> None:
    items = filled(scene, 3)
    handed(scene, [scene.bilal])
    actions.show(item=items[0], by=scene.bilal, at=clock.now())
    assert actions.take_back_handed(by=scene.ann, at=clock.now()) == 2
    assert actions.take_back_handed(by=scene.ann, at=clock.now()) == 0
    items[0].refresh_from_db()
    assert (items[0].decided_by, Item.objects.filter(assigned_to__isnull=False).count()) == (scene.bilal, 0)


def test_nobody_is_handed_what_they_may_not_moderate_and_a_stranger_hands_over_nothing(scene: Scene) -> None:
    filled(scene, 2)
    with pytest.raises(Conflict, match="nothing here that could be handed"):
        handed(scene, [scene.cass])
    nobody = an_account("Nia", "facilitator", partner=a_partner())
    with pytest.raises(Refused):
        handed(scene, [scene.bilal], by=nobody)
    with pytest.raises(Refused):
        actions.take_back_handed(by=nobody, at=clock.now())
    with pytest.raises(Conflict, match="nothing here"):
        handed(scene, [scene.bilal], by=scene.cass)
    with pytest.raises(Conflict, match="Choose one or several"):
        handed(scene, [scene.ann])
    assert Item.objects.filter(assigned_to__isnull=False).count() == 0


def test_what_a_third_has_in_hand_is_not_handed_over(scene: Scene) -> None:
    filled(scene, 3)
    eva = an_account("Eva", "moderator", partner=scene.activity.lead, team="Parks")
    actions.take(queue=items_for(eva, Queue(), clock.now()), by=eva, at=clock.now(), most=2)
    assert handed(scene, [scene.bilal]) == {scene.bilal: 1}


def test_the_database_lets_nothing_be_handed_over_to_nobody(scene: Scene) -> None:
    (item,) = filled(scene, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(handed_by=scene.ann)


def test_it_is_done_on_the_desk_and_a_forged_name_is_refused_there(scene: Scene) -> None:
    filled(scene, 3)
    ann, desk = signed_in(scene.ann), reverse("moderation:hand_over")
    assert "Bilal (0 in hand)" in ann.get(reverse("moderation:queue")).content.decode()
    for wrong in ({"hand-most": 2}, {"hand-to": [scene.cass.pk], "hand-most": 2}, {"hand-to": [scene.bilal.pk]}):
        assert ann.post(desk, wrong).status_code == 422
    assert Item.objects.filter(assigned_to__isnull=False).count() == 0
    assert ann.post(desk, {"hand-to": [scene.bilal.pk], "hand-most": 2}).status_code == 302
    page = ann.get(reverse("moderation:queue")).content.decode()
    assert "Bilal (2)" in page
    assert "Take back the 2 I handed over" in page
    assert "Bilal has it" in page
    ann.post(reverse("moderation:take_back_handed"))
    assert Item.objects.filter(assigned_to__isnull=False).count() == 0
    assert signed_in(scene.rosa).post(desk, {"hand-to": [scene.bilal.pk], "hand-most": 2}).status_code == 403


def test_of_two_who_decide_the_same_thing_at_once_the_second_reads_what_the_first_did(scene: Scene) -> None:
    (item,) = filled(scene, 1)
    desk = reverse("moderation:decide", args=[item.contribution.trace_id])
    for account in (scene.ann, scene.bilal):
        assert 'name="seen" value="0"' in signed_in(account).get(reverse("moderation:queue")).content.decode()
    assert signed_in(scene.ann).post(desk, {"what": "show", "seen": 0}).status_code == 302
    second = signed_in(scene.bilal).post(desk, {"what": "hold", "reason": "hate", "seen": 0})
    assert second.status_code == 422
    page = second.content.decode()
    assert "Ann decided this meanwhile: Looked at, and shown." in page
    item.refresh_from_db()
    assert item.state == "shown"
    newest = item.judgements.get().pk
    assert f'name="seen" value="{newest}"' in page, "on the page that answers they have it in front of them"
    again = signed_in(scene.bilal).post(desk, {"what": "hold", "reason": "hate", "seen": newest})
    assert again.status_code == 302
    item.refresh_from_db()
    assert item.state == "held"


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_the_same_moment_are_one_decision() -> None:
    scene = a_scene()
    (item,) = filled(scene, 1)
    ready, found = Barrier(2), {}

    def press(name: str, what: str) -> None:
        ready.wait()
        try:
            actions.decide(item=item, what=what, reason="hate", seen=0, by=getattr(scene, name), at=clock.now())
            found[name] = "done"
        except Conflict:
            found[name] = "told"
        connection.close()

    threads = [Thread(target=press, args=each) for each in (("ann", "show"), ("bilal", "hold"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found.values()) == ["done", "told"]
    assert item.judgements.count() == 1
