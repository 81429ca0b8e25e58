"""What one moderator may do, what needs two teams, and what comes back by itself (UP-c)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import a_contribution, a_strand
from tests.moderation.scene import Scene, a_scene, later

from heard.activities.models import Contribution, Layer, Passage
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.moderation import actions
from heard.moderation.jobs import let_fall, tell_author
from heard.moderation.models import Item, Judgement, Report, Terms
from heard.moderation.queries import Queue, items_for, shown, told_to, withheld, withheld_among
from heard.people.actions import (
    appeal_exclusion,
    approve_exclusion,
    decide_appeal,
    keep_address,
    refuse_exclusion,
    tell_excluded,
)
from heard.people.models import Exclusion
from heard.people.queries import appeal_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def fresh(item: Item) -> Item:
    return Item.objects.select_related("contribution", "activity").get(pk=item.pk)


def is_shown(item: Item) -> bool:
    return shown(Contribution.objects.filter(pk=item.contribution_id), "").exists()


def test_what_waited_is_shown_once_somebody_has_looked(scene: Scene) -> None:
    Terms.objects.create(activity=scene.activity, before=True, because="Children.", by=scene.ann, at=clock.now())
    item = scene.sent()
    assert not is_shown(item)
    actions.show(item=item, by=scene.ann, at=clock.now())
    assert is_shown(item)
    assert (fresh(item).to_look_at, fresh(item).decided_by) == (False, scene.ann)


def test_a_hold_leaves_a_line_with_its_reason_and_the_day_of_its_return(scene: Scene) -> None:
    monday = datetime(2026, 11, 23, 10, tzinfo=clock.LONDON)
    with clock.stopped(monday):
        item = scene.held(scene.sent())
    assert fresh(item).falls_on == date(2026, 11, 30)
    assert withheld(item.contribution) == (
        "This is taken down for now: “It incites hatred, or threatens somebody”. It comes back on 30 November 2026 "
        "unless two people from two teams agree to remove it."
    )
    assert not is_shown(item)
    assert item.contribution.state == Contribution.State.RECEIVED  # it still counts


def test_the_public_line_says_what_is_true_at_each_moment(scene: Scene) -> None:
    with clock.stopped(datetime(2026, 11, 23, 10, tzinfo=clock.LONDON)):
        item = scene.held(scene.sent())
        scene.proposed(item)
        said = fresh(item).contribution
        down = "This is taken down for now: “It incites hatred, or threatens somebody”. "
        proposed = (
            f"{down}One person has proposed to remove it; it comes back on 30 November 2026 unless somebody from "
            "another team agrees."
        )
        assert (withheld(said), withheld_among([said])) == (proposed, {said.pk: proposed})
        exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
        agreed = (
            "This is taken down: “It incites hatred, or threatens somebody”. Two people from two teams have agreed "
            "to remove it. Its author is told first, with how to appeal; until then it still counts."
        )
        assert (withheld(said), withheld_among([said])) == (agreed, {said.pk: agreed})
        tell_excluded(exclusion=exclusion, by=scene.dev, how="By letter", at=clock.now())
        removed = "This was removed: “It incites hatred, or threatens somebody”. Two people from two teams agreed"
        assert withheld(said) == f"{removed}, and its author can appeal."
        appeal_exclusion(exclusion=Exclusion.objects.get(), words="It was a quotation.", by=None, at=clock.now())
        assert withheld(said) == (f"{removed}. Its author has appealed: somebody who had no part in it looks again.")


@pytest.mark.parametrize("reason", ["critical", "", "rude", "other"])
def test_being_critical_is_no_reason(scene: Scene, reason: str) -> None:
    item = scene.sent("The council has lied to us again.", stance="against")
    for act in (actions.hold, actions.propose_removal):
        with pytest.raises(Refused, match="no reason to take anything down"):
            act(item=item, reason=reason, by=scene.ann, at=clock.now())
    assert is_shown(item)


def test_the_database_lets_nothing_stand_hidden_without_reason_or_exclusion(scene: Scene) -> None:
    item = scene.sent()
    for fields in ({"state": "held"}, {"state": "declined"}, {"state": "declined", "reason": "x", "reason_words": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(**fields)


def test_an_undecided_hold_falls_on_its_day_and_not_before(scene: Scene) -> None:
    item = scene.held(scene.sent())
    day = fresh(item).falls_on
    assert day is not None
    with clock.stopped(day - timedelta(days=1)):
        assert let_fall() == 0
    with clock.stopped(day):
        assert let_fall() == 1
        assert let_fall() == 0
    assert is_shown(item)
    assert list(Judgement.objects.filter(item=item).values_list("what", flat=True)) == ["held", "fell"]


def test_what_came_back_is_not_taken_down_again_by_one_person(scene: Scene) -> None:
    item = scene.held(scene.sent())
    actions.let_fall(at=later(days=20))
    with pytest.raises(Conflict, match="came back"):
        scene.held(item)
    scene.proposed(item)
    assert is_shown(item)  # it stays there until two teams agree
    exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
    tell_author(exclusion.public_id)
    assert fresh(item).state == "declined"


def test_a_removal_is_an_exclusion_by_two_teams_and_the_author_is_told(scene: Scene) -> None:
    item = scene.proposed(scene.sent(), note="Names the family at number 9.", reason="personal")
    exclusion = scene.exclusion(item)
    assert (exclusion.kind, exclusion.reason, exclusion.state) == ("contribution", "personal", "proposed")
    assert (fresh(item).state, is_shown(item)) == ("held", False)
    with pytest.raises(Refused):
        approve_exclusion(exclusion=exclusion, by=scene.bilal, at=clock.now())  # no verb, and of the same team
    approve_exclusion(exclusion=exclusion, by=scene.dev, at=clock.now())
    assert fresh(item).state == "held"  # not in force before the author is told
    tell_author(exclusion.public_id)
    assert (fresh(item).state, fresh(item).contribution.state) == ("declined", "excluded")
    assert withheld(item.contribution) == (
        "This was removed: “It names or describes a private person”. Two people from two teams agreed, and its author "
        "can appeal."
    )
    assert fresh(item).reason_words.startswith("It names or describes a private person\nIt gives somebody's private")


def test_a_removal_that_two_agreed_to_does_not_fall_while_the_author_is_being_told(scene: Scene) -> None:
    item = scene.proposed(scene.sent())
    keep_address(voice=item.contribution.voice, kind="letter", address="1 Example Street", wants_reply=True)
    exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
    tell_author(exclusion.public_id)  # only a postal address: a person writes the letter
    exclusion.refresh_from_db()
    assert exclusion.state == "approved"
    assert actions.let_fall(at=later(days=20)) == 0
    assert fresh(item).state == "held"


@pytest.mark.django_db(transaction=True)
def test_an_author_with_an_address_is_told_by_email_once_with_reason_and_appeal(smtp: list[Any]) -> None:
    scene = a_scene()
    item = scene.proposed(scene.sent())
    keep_address(voice=item.contribution.voice, kind="email", address="author@example.org", wants_reply=True)
    exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
    tell_author(exclusion.public_id)
    tell_author(exclusion.public_id)
    (message,) = smtp
    said = message.get_payload(decode=True).decode()
    assert message["To"] == "author@example.org"
    assert "It incites hatred, or threatens somebody." in said
    assert appeal_path(exclusion) in said
    assert (fresh(item).state, scene.exclusion(item).state) == ("declined", "in_force")


def test_an_author_without_an_address_is_told_on_the_page_of_the_receipt(scene: Scene) -> None:
    item = scene.removed(scene.sent())
    exclusion = scene.exclusion(item)
    assert exclusion.told_how == "On the page of their receipt: no address was left"
    (told,) = told_to([item.contribution])
    assert told.title == "It incites hatred, or threatens somebody"
    assert told.appeal.startswith("/exclusions/")


def test_a_refused_removal_stands_there_again(scene: Scene) -> None:
    item = scene.proposed(scene.sent())
    refuse_exclusion(exclusion=scene.exclusion(item), because="It is sharp, and lawful.", by=scene.dev, at=clock.now())
    assert is_shown(item)
    assert fresh(item).exclusion_ref == ""
    assert Judgement.objects.filter(item=item).last().what == "refused"  # type: ignore[union-attr]


def test_an_undecided_proposal_lapses_and_the_item_comes_back(scene: Scene) -> None:
    item = scene.proposed(scene.sent())
    exclusion = scene.exclusion(item)
    assert actions.let_fall(at=later(days=20)) == 1
    exclusion.refresh_from_db()
    assert (exclusion.state, exclusion.refused_by) == ("refused", None)
    assert is_shown(item)
    assert fresh(item).attention == ["returned"]


def test_an_overturned_removal_is_shown_again_and_counts_again(scene: Scene) -> None:
    item = scene.removed(scene.sent())
    exclusion = scene.exclusion(item)
    appeal_exclusion(exclusion=exclusion, words="I named nobody.", by=None, at=clock.now())
    with pytest.raises(Refused, match="took part"):
        decide_appeal(exclusion=exclusion, outcome="overturned", because="No.", by=scene.dev, at=clock.now())
    decide_appeal(exclusion=exclusion, outcome="overturned", because="Right.", by=scene.rosa, at=clock.now())
    assert is_shown(item)
    assert fresh(item).contribution.state == "received"
    with pytest.raises(Conflict, match="came back"):
        scene.held(item)


def test_an_exclusion_made_elsewhere_is_seen_here(scene: Scene) -> None:
    from heard.activities.actions import propose_leaving_out

    item = scene.sent()
    exclusion = propose_leaving_out(
        contribution=item.contribution, reason="duplicate", note="Twice.", by=scene.ann, at=clock.now()
    )
    approve_exclusion(exclusion=exclusion, by=scene.dev, at=clock.now())
    tell_author(exclusion.public_id)
    assert (fresh(item).state, fresh(item).reason) == ("declined", "twice")


@pytest.mark.parametrize("what", ["show", "hold", "remove"])
def test_a_step_is_taken_back_and_everything_is_as_before(scene: Scene, what: str) -> None:
    item = scene.sent(signals={"trap": True, "seconds": 9})
    before = {**vars(fresh(item)), "_state": None}
    reason = "" if what == "show" else "advert"
    actions.decide(item=item, what=what, reason=reason, by=scene.ann, at=clock.now())
    taken = actions.take_back(by=scene.ann, at=later(minutes=2))
    after = {**vars(fresh(taken)), "_state": None}
    differ = {name for name in before if before[name] != after[name]} - {"_state"}
    assert differ == {"assigned_to_id", "assigned_at"}
    assert not Exclusion.objects.filter(refused_at=None).exists()


def test_only_the_newest_own_step_of_the_last_minutes_is_taken_back(scene: Scene) -> None:
    item = scene.held(scene.sent())
    with pytest.raises(Conflict, match="nothing of yours"):
        actions.take_back(by=scene.bilal, at=clock.now())
    with pytest.raises(Conflict, match="nothing of yours"):
        actions.take_back(by=scene.ann, at=later(minutes=16))
    actions.show(item=item, by=scene.bilal, at=clock.now())
    with pytest.raises(Conflict, match="Somebody has acted"):
        actions.take_back(by=scene.ann, at=later(minutes=1))


def test_private_details_are_covered_and_the_rest_stays(scene: Scene) -> None:
    item = scene.sent("Ring Mr Sample on 024 7600 0000 about the hoist.")
    assert item.attention == ["personal"]
    passage = Passage.objects.get(contribution=item.contribution)
    actions.cover(
        item=item, passage=passage, words="Ring […] about the hoist.", reason="A name and a number",
        by=scene.ann, at=clock.now(),
    )  # fmt: skip
    assert Layer.objects.get().words == "Ring […] about the hoist."
    assert Passage.objects.get(pk=passage.pk).words == "Ring Mr Sample on 024 7600 0000 about the hoist."
    assert is_shown(item)


def test_a_flood_of_reports_takes_nothing_down(scene: Scene) -> None:
    item = scene.sent()
    actions.show(item=item, by=scene.ann, at=clock.now())
    for _number in range(40):
        actions.report(item=item, reason="hate", words="They hate us.", at=clock.now())
    assert is_shown(item)
    assert (fresh(item).reports, fresh(item).attention, fresh(item).to_look_at) == (40, ["reported"], True)
    assert Entry.objects.filter(what="moderation.reported").count() == 1
    actions.show(item=item, by=scene.ann, at=clock.now())
    assert not Report.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize(("words", "reason"), [("\x00", "hate"), ("Fine.", "critical"), ("Fine.", "")])
def test_a_report_that_cannot_be_kept_is_refused(scene: Scene, words: str, reason: str) -> None:
    with pytest.raises(Refused):
        actions.report(item=scene.sent(), reason=reason, words=words, at=clock.now())


def test_a_stranger_does_nothing_here(scene: Scene) -> None:
    item = scene.sent()
    for act in (
        lambda: actions.show(item=item, by=scene.cass, at=clock.now()),
        lambda: scene.held(item, by=scene.cass),
        lambda: scene.proposed(item, by=scene.cass),
        lambda: actions.set_terms(activity=scene.activity, before=True, because="x", by=scene.cass, at=clock.now()),
    ):
        with pytest.raises(Refused, match="Only"):
            act()
    assert list(items_for(scene.cass, Queue(), clock.now())) == []
    assert list(items_for(scene.bilal, Queue(), clock.now())) == [item]


def test_what_its_author_took_back_is_nobodys_to_decide(scene: Scene) -> None:
    item = scene.sent()
    Contribution.objects.filter(pk=item.contribution_id).update(state="withdrawn")
    with pytest.raises(Conflict, match="took it back"):
        scene.held(item)
    assert list(items_for(scene.ann, Queue(), clock.now())) == []


def test_before_and_after_is_changed_only_in_the_open(scene: Scene) -> None:
    olga = scene.dev
    with pytest.raises(Conflict, match="Say why"):
        actions.set_terms(activity=scene.activity, before=True, because="  ", by=olga, at=clock.now())
    actions.set_terms(activity=scene.activity, before=True, because="Children take part.", by=olga, at=clock.now())
    with pytest.raises(Conflict, match="so already"):
        actions.set_terms(activity=scene.activity, before=True, because="Again.", by=olga, at=clock.now())
    entry = Entry.objects.get(what="moderation.terms")
    assert (entry.about, entry.header["before"]) == (f"activity:{scene.activity.public_id}", True)


def test_what_a_colleague_has_in_hand_is_not_given_and_not_decided(scene: Scene) -> None:
    items = [scene.sent(f"Post number {number} about the baths") for number in range(5)]
    at = clock.now()
    queue = items_for(scene.ann, Queue(), at)
    assert actions.take(queue=queue, by=scene.ann, at=at, most=2) == items[:2]
    assert actions.take(queue=queue, by=scene.bilal, at=at, most=2) == items[2:4]
    with pytest.raises(Conflict, match="Ann has this in hand"):
        actions.show(item=items[0], by=scene.bilal, at=at)
    assert actions.take(queue=queue, by=scene.bilal, at=at + timedelta(minutes=31), most=9) == items  # a turn lapses
    assert actions.give_back(by=scene.bilal, at=at) == 5


@pytest.mark.django_db(transaction=True)
def test_two_who_take_at_the_same_moment_get_different_items() -> None:
    scene = a_scene()
    for number in range(30):
        scene.sent(f"Post number {number} about the baths")
    ready, found = Barrier(2), {}

    def take(name: str) -> None:
        by = getattr(scene, name)
        with transaction.atomic():
            ready.wait()
            rows = actions.take(queue=items_for(by, Queue(), clock.now()), by=by, at=clock.now(), most=20)
            found[name] = {row.pk for row in rows}
            ready.wait()
        connection.close()

    threads = [Thread(target=take, args=[name]) for name in ("ann", "bilal")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not found["ann"] & found["bilal"]
    assert len(found["ann"] | found["bilal"]) == 30


def test_erasing_a_person_leaves_nothing_that_finds_their_words(scene: Scene) -> None:
    item = scene.sent(signals={"seconds": 2})
    scene.held(item, note="She is known to us.")
    actions.erase(item.contribution.voice)
    assert (fresh(item).words_digest, fresh(item).signals) == ("", {})
    assert Judgement.objects.get(item=item).note == ""


def test_posts_in_any_script_length_and_shape_come_in_whole(scene: Scene) -> None:
    for words in ("", "x" * 20_000, "میں صبح آ سکتی ہوں", "👩🏽‍🦼 👍", "<script>alert(1)</script>"):
        item = actions.submit(
            contribution=a_contribution(a_strand(scene.activity), words), kind="post", at=clock.now()
        )  # fmt: skip
        assert is_shown(item)
