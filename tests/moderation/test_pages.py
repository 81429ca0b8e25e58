"""The pages of moderation: the desk, the second person, fairness, the policy, reports, the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import an_account
from tests.moderation.scene import Scene, a_scene
from tests.sending import sent_twice

from heard.activities.actions import receive_contribution
from heard.activities.actions.contributions import Said
from heard.ground import clock
from heard.moderation import actions
from heard.moderation.forms import Guarded
from heard.moderation.jobs import compare_removals, tell_author
from heard.moderation.models import Alert, Item, Report, Terms
from heard.people.actions import approve_exclusion
from heard.people.models import Account, Exclusion
from heard.people.queries import appeal_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def decide(client: Client, item: Item, **said: str) -> Any:
    return client.post(reverse("moderation:decide", args=[item.contribution.trace_id]), said)


def test_scenario_13_a_critical_post_is_not_removed_without_reason_second_team_word_and_appeal(
    scene: Scene, signed_in: Callable[[Account], Client]
) -> None:
    """Given a moderator removes a critical post, when saving, then it needs a listed reason and a second approver from
    another team; its author is told and may appeal; the register's count rises."""
    item = scene.sent("You decided this long ago. Shame on you.", stance="against")
    ann, dev, rosa = (signed_in(who) for who in (scene.ann, scene.dev, scene.rosa))
    refused = decide(ann, item, what="remove", reason="critical")
    assert refused.status_code == 422
    assert decide(ann, item, what="remove").status_code == 422
    assert "Being critical, rude about us or mistaken is none." in page(decide(ann, item, what="remove"))
    item.refresh_from_db()
    assert item.state == "shown"

    assert decide(ann, item, what="remove", reason="hate", note="Threatens the officer by name.").status_code == 302
    exclusion = scene.exclusion(item)
    second = reverse("moderation:judge", args=[exclusion.public_id])
    alone = ann.post(second, {"do": "agree"})
    assert (alone.status_code, scene.exclusion(item).state) == (422, "proposed")
    assert "Threatens the officer by name." in page(dev.get(reverse("moderation:second")))
    assert dev.post(second, {"do": "agree"}).status_code == 302
    tell_author(exclusion.public_id)
    told = Exclusion.objects.get(pk=exclusion.pk)
    assert (told.state, told.told_at is not None) == ("in_force", True)
    how_run = page(Client().get(reverse("compact:how_run", args=[scene.activity.slug])))
    assert "1 person, body or contribution was left out" in how_run
    assert "0 shown, 0 waiting, 0 taken down for now, 1 removed." in how_run

    assert Client().post(appeal_path(told), {"words": "I threatened nobody."}).status_code == 302
    assert "I threatened nobody." in page(rosa.get(reverse("moderation:second")))
    overturned = {"step": "decide", "decide-outcome": "overturned", "decide-because": "It is anger, not a threat."}
    assert rosa.post(reverse("people:staff_exclusion", args=[told.public_id]), overturned).status_code == 302
    item.refresh_from_db()
    assert item.state == "shown"


def test_the_desk_is_for_moderators_and_strangers_see_nothing_of_it(
    scene: Scene, signed_in: Callable[[Account], Client]
) -> None:
    item = scene.sent("The hoist is broken.")
    assert "The hoist is broken." in page(signed_in(scene.bilal).get(reverse("moderation:queue")))
    stranger = signed_in(scene.cass)
    assert "The hoist is broken." not in page(stranger.get(reverse("moderation:queue")))
    address = f"{reverse('moderation:queue')}?item={item.contribution.trace_id}"
    assert "The hoist is broken." not in page(stranger.get(address))
    refused = decide(stranger, item, what="show")
    assert refused.status_code == 404
    assert "The hoist is broken." not in page(refused)
    assert signed_in(an_account("Nobody")).get(reverse("moderation:queue")).status_code == 403
    assert Client().get(reverse("moderation:queue")).status_code == 302
    assert signed_in(scene.rosa).get(reverse("moderation:queue"))["Location"] == reverse("moderation:second")


def test_after_a_decision_the_next_one_is_in_hand(scene: Scene, signed_in: Callable[[Account], Client]) -> None:
    first, second = (scene.sent(f"Post {number} about the baths", at=clock.now() - timedelta(minutes=9 - number))
                     for number in range(2))  # fmt: skip
    ann = signed_in(scene.ann)
    desk = page(ann.get(reverse("moderation:queue")))
    assert f'name="next" value="{second.contribution.trace_id}"' in desk
    answer = decide(ann, first, what="show", next=second.contribution.trace_id)
    assert answer["Location"].endswith(f"?item={second.contribution.trace_id}")
    undone = ann.post(reverse("moderation:undo"))
    assert undone["Location"].endswith(f"?item={first.contribution.trace_id}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"plain", "trap", "late", "reported"}),
        ("?why=trap", {"trap"}),
        ("?why=reported", {"reported"}),
        ("?age=late", {"late"}),
        ("?age=new", {"plain", "trap", "reported"}),
        ("?view=held", {"held"}),
        ("?view=second", {"proposed"}),
        ("?kind=statement", set()),
        ("?kind=nonsense&view=nonsense", {"plain", "trap", "late", "reported"}),
        ("?mine=on", set()),
        ("?activity=none", {"plain", "trap", "late", "reported"}),
    ],
)
def test_the_queue_is_narrowed(
    scene: Scene, signed_in: Callable[[Account], Client], query: str, found: set[str]
) -> None:
    scene.sent("This is plain")
    scene.sent("This is trap", signals={"trap": True})
    scene.sent("This is late", at=clock.now() - timedelta(days=9))
    actions.report(item=scene.sent("This is reported"), reason="hate", words="", at=clock.now())
    scene.held(scene.sent("This is held"))
    scene.proposed(scene.sent("This is proposed"))
    said = page(signed_in(scene.ann).get(f"{reverse('moderation:queue')}{query}"))
    listed = {word for word in ("plain", "trap", "late", "reported", "held", "proposed") if f"This is {word}" in said}
    assert listed == found


def test_taking_and_giving_back(scene: Scene, signed_in: Callable[[Account], Client]) -> None:
    for number in range(3):
        scene.sent(f"Post {number} about the baths")
    ann = signed_in(scene.ann)
    assert ann.post(reverse("moderation:take"))["Location"].endswith("?mine=on")
    assert "Ann" in page(signed_in(scene.bilal).get(reverse("moderation:queue")))
    assert Item.objects.filter(assigned_to=scene.ann).count() == 3
    blocked = decide(signed_in(scene.bilal), Item.objects.first(), what="show")  # type: ignore[arg-type]
    assert (blocked.status_code, "Ann has this in hand." in page(blocked)) == (422, True)
    ann.post(reverse("moderation:give_back"))
    assert Item.objects.filter(assigned_to=scene.ann).count() == 0


def test_private_details_are_covered_from_the_desk(scene: Scene, signed_in: Callable[[Account], Client]) -> None:
    item = scene.sent("Ring Mr Sample on 024 7600 0000.")
    passage = item.contribution.passages.get()
    cover = reverse("moderation:cover", args=[item.contribution.trace_id])
    said = {"passage": passage.pk, "cover-words": "Ring […].", "cover-reason": "A name and a number"}
    assert signed_in(scene.cass).post(cover, said).status_code == 404
    ann = signed_in(scene.ann)
    assert ann.post(cover, {**said, "cover-reason": ""}).status_code == 422
    assert ann.post(cover, said).status_code == 302
    assert "Ring […]." in page(Client().get(reverse("moderation:report", args=[item.contribution.trace_id])))


@pytest.mark.parametrize("number", [1, 3])
def test_every_page_asks_few_questions_whatever_there_is(
    scene: Scene, signed_in: Callable[[Account], Client], number: int
) -> None:
    for one in range(number):
        scene.sent(f"Post {one} about the baths")
        item = scene.sent(f"Reported {one} about the baths")
        actions.report(item=item, reason="hate", words="Look.", at=clock.now())
        scene.proposed(scene.sent(f"Proposed {one} about the baths"))
        scene.removed(scene.sent(f"Removed {one} about the baths"))
    scene.alerted()
    actions.set_terms(activity=scene.activity, before=True, because="Children.", by=scene.dev, at=clock.now())
    item = Item.objects.filter(state="shown").latest("pk")
    pages = {
        reverse("moderation:queue"): (scene.ann, 14),
        f"{reverse('moderation:queue')}?view=removed": (scene.ann, 14),
        reverse("moderation:second"): (scene.dev, 14),
        reverse("moderation:fairness"): (scene.rosa, 14),
        reverse("moderation:alert", args=[Alert.objects.get().public_id]): (scene.rosa, 14),
        reverse("moderation:terms", args=[scene.activity.slug]): (scene.dev, 14),
        reverse("moderation:policy"): (None, 4),
        reverse("moderation:report", args=[item.contribution.trace_id]): (None, 5),
    }
    asked = {}
    for address, (who, most) in pages.items():
        client = signed_in(who) if who else Client()
        client.get(address)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(address).status_code == 200
        asked[address] = len(questions)
        assert len(questions) <= most, (address, [each["sql"][:140] for each in questions])


def test_terms_are_changed_by_those_who_write_the_plan(scene: Scene, signed_in: Callable[[Account], Client]) -> None:
    address = reverse("moderation:terms", args=[scene.activity.slug])
    assert signed_in(scene.ann).post(address, {"before": "before", "because": "So."}).status_code == 422
    assert "Only" in page(signed_in(scene.ann).get(address))
    dev = signed_in(scene.dev)
    assert dev.post(address, {"before": "before", "because": ""}).status_code == 422
    assert dev.post(address, {"before": "before", "because": "Children take part."}).status_code == 302
    assert Terms.objects.get().before
    said = page(Client().get(reverse("compact:how_run", args=[scene.activity.slug])))
    assert "Moderators look before anything is shown." in said
    assert "Children take part." in said


def test_a_reviewer_publishes_what_they_found(scene: Scene, signed_in: Callable[[Account], Client]) -> None:
    for number in range(10):
        item = scene.sent(f"Critical {number} about the baths", stance="against")
        scene.sent(f"Friendly {number} about the baths", stance="for")
        scene.held(item)
    assert compare_removals() == 1
    alert = Alert.objects.get()
    address = reverse("moderation:alert", args=[alert.public_id])
    field = "words"
    assert "Critical 3 about the baths" in page(signed_in(scene.rosa).get(address))
    assert "Critical 3 about the baths" not in page(signed_in(scene.cass).get(address))
    assert signed_in(scene.ann).post(address, {field: "Fine."}).status_code == 422
    assert signed_in(scene.cass).post(address, {field: "Fine."}).status_code == 404
    rosa = signed_in(scene.rosa)
    assert rosa.post(address, {field: ""}).status_code == 422
    assert rosa.post(address, {field: "All ten should come back."}).status_code == 302
    assert "All ten should come back." in page(Client().get(reverse("compact:how_run", args=[scene.activity.slug])))


def test_the_policy_page_says_every_reason_and_that_critics_are_none() -> None:
    said = page(Client().get(reverse("moderation:policy")))
    assert "It incites hatred, or threatens somebody" in said
    assert "Being critical, angry, rude about a public body or mistaken is not one of them." in said


def test_anyone_reports_without_an_account_and_it_stays(scene: Scene) -> None:
    cache.clear()
    item = scene.sent("They should all go home.")
    address = reverse("moderation:report", args=[item.contribution.trace_id])
    client = Client()
    assert client.post(address, {"reason": ""}).status_code == 422
    for words in ("\x00", "x" * 20_000):
        assert client.post(address, {"reason": "hate", "words": words}).status_code == 422
    answer = client.post(address, {"reason": "hate", "words": "That is hatred."}, follow=True)
    assert "A moderator will look at it; until then it stays there." in page(answer)
    item.refresh_from_db()
    assert (item.state, item.reports) == ("shown", 1)
    for _number in range(19):
        client.post(address, {"reason": "hate"})
    assert client.post(address, {"reason": "hate"}).status_code == 429
    scene.held(item)
    assert client.get(address).status_code == 404
    cache.clear()


def test_a_receipt_says_what_became_of_it_and_leads_to_the_appeal(scene: Scene) -> None:
    received = receive_contribution(
        strand=scene.strand, channel="web", passages=[Said("Shame on you.")], by=None, at=clock.now()
    )
    item = actions.submit(contribution=received.contribution, kind="post", at=clock.now())
    address = reverse("front:receipt_thread", args=[received.code])
    assert "taken down" not in page(Client().get(address))
    scene.proposed(item)
    assert "What you sent is taken down for now" in page(Client().get(address))
    proposed = page(Client().get(address))
    assert "One person has proposed to remove it." in proposed
    assert "unless somebody from another team agrees" in proposed
    exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
    agreed = page(Client().get(address))
    assert "Two people from two teams have agreed to remove it." in agreed
    assert "It comes back on" not in agreed
    tell_author(exclusion.public_id)
    said = page(Client().get(address))
    assert "What you sent was removed" in said
    assert "Appeal: somebody who had no part in it will look again" in said


def test_one_address_may_send_as_much_as_a_library_and_is_asked_to_wait_only_far_beyond(rf: Any) -> None:
    cache.clear()
    request = rf.post("/")
    sent = []
    for _number in range(301):
        form = Guarded({}, request=request, what="posts")
        sent.append(form.is_valid())
    assert sent == [True] * 300 + [False]
    other = Guarded({}, request=rf.post("/", REMOTE_ADDR="192.0.2.9"), what="posts")
    assert other.is_valid()
    assert other.signals()["sent"] == 1
    cache.clear()


def test_a_report_sent_twice_is_one_report(scene: Scene) -> None:
    cache.clear()
    item = scene.sent()
    actions.show(item=item, by=scene.ann, at=clock.now())
    address = reverse("moderation:report", args=[item.contribution.trace_id])
    first, again = sent_twice(Client(), address, {"reason": "hate", "words": "Look at this."})
    assert (first.status_code, again.status_code) == (302, 302)
    item.refresh_from_db()
    assert (Report.objects.count(), item.reports) == (1, 1)
