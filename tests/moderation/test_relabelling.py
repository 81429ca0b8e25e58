"""An upheld concern corrects the level of influence: everywhere, with the old one struck through, never silently."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.moderation.concern_people import Around, around, looked_into

from heard.activities.models import Activity
from heard.audit.models import Entry
from heard.compact.queries import ran_as
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern
from heard.network.models import Announcement
from heard.reports.queries.concerns import concern_blocks
from heard.ui.words import LEVEL_PROMISES

pytestmark = pytest.mark.django_db


def settled(here: Around, real_level: str = "inform", outcome: str = "upheld", question: str = "pretended") -> Concern:
    return actions.decide_concern(
        concern=looked_into(here, question), outcome=outcome, finding="Nothing could be changed.", clause="P-8",
        remedy="Say so at the head of each page.", remedy_due_on=clock.today(), real_level=real_level, by=here.rita,
        at=clock.now(),
    )  # fmt: skip


def test_every_page_shows_the_old_level_struck_through_the_new_one_and_the_day() -> None:
    here = around(level="involve")
    one = settled(here)
    here.activity.refresh_from_db()
    shown = (here.activity.level, here.activity.relabelled, here.activity.relabelled_on, here.activity.relabelled_for)
    assert shown == ("involve", "inform", clock.today(), one.public_id), "what is owed stays as it was told"
    for address in ("", "influence/", "how-this-was-run/"):
        page = Client().get(f"/activities/{here.activity.slug}/{address}").content.decode()
        assert '<s class="was">' in page, address
        assert f"/concerns/{one.public_id}/" in page, address
        assert "Corrected on" in page, address
    assert Announcement.objects.get(what="concern").summary.endswith("corrected to “Inform”."), "followers are told"
    start = Client().get(f"/activities/{here.activity.slug}/").content.decode()
    assert f"<s>{LEVEL_PROMISES['involve']}</s>" in start, "a promise that does not hold stands nowhere unmarked"
    influence = Client().get(f"/activities/{here.activity.slug}/influence/").content.decode()
    assert f"<s>{LEVEL_PROMISES['involve']}</s>" in influence
    assert str(LEVEL_PROMISES["inform"]) in influence
    assert '<s class="was">' in Client().get("/whats-on/").content.decode()
    assert "The level of influence was corrected" in Client().get(f"/concerns/{one.public_id}/").content.decode()
    assert Entry.objects.get(what="concern.relabelled").header["level"] == "inform"


def test_a_level_is_only_corrected_downwards_and_only_where_the_concern_is_upheld() -> None:
    here = around(level="consult")
    with pytest.raises(Conflict, match="corrected downwards"):
        settled(here, "involve")
    assert settled(here, "inform", "not_upheld").real_level == ""
    here.activity.refresh_from_db()
    assert here.activity.relabelled == ""


def test_an_upheld_concern_that_says_nothing_of_the_level_leaves_it() -> None:
    here = around(level="consult")
    settled(here, "")
    here.activity.refresh_from_db()
    assert here.activity.relabelled == ""
    assert '<s class="was">' not in Client().get(f"/activities/{here.activity.slug}/").content.decode()


def test_the_compact_group_takes_a_correction_back_in_the_open() -> None:
    here = around(level="involve")
    one = actions.escalate_concern(concern=settled(here), by=None, at=clock.now())
    actions.answer_escalation(concern=one, outcome="not_upheld", finding="It could.", by=here.gus, at=clock.now())
    here.activity.refresh_from_db()
    assert (here.activity.relabelled, here.activity.relabelled_on) == ("", None)
    said = [step.words for step in one.steps.filter(kind="relabelled").order_by("pk")]
    assert said == [
        "People were told “Involve”. What was really on offer: “Inform”.",
        "The level stands again as people were told: “Involve”.",
    ]


def test_of_two_the_newest_counts_and_when_it_falls_the_other_stands() -> None:
    here = around(level="coproduce")
    settled(here, "involve")
    two = settled(here, "inform")
    here.activity.refresh_from_db()
    assert here.activity.relabelled == "inform"
    two = actions.escalate_concern(concern=two, by=None, at=clock.now())
    actions.answer_escalation(concern=two, outcome="not_upheld", finding="No.", by=here.gus, at=clock.now())
    here.activity.refresh_from_db()
    assert here.activity.relabelled == "involve"


def test_the_database_keeps_no_corrected_level_without_its_day_and_concern() -> None:
    here = around()
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=here.activity.pk).update(relabelled="inform")


def test_the_reviewer_chooses_the_level_on_the_page_and_is_refused_it_where_nothing_is_upheld() -> None:
    here = around(level="consult")
    one = looked_into(here, "decided")
    client, page = Client(), f"/staff/concerns/{one.public_id}/"
    client.force_login(here.rita, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "was it labelled wrongly" in client.get(page).content.decode()
    sent: dict[str, Any] = {"step": "decide", "decide-outcome": "not_upheld", "decide-finding": "No.",
                            "decide-real_level": "inform"}  # fmt: skip
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {"decide-real_level": "involve"}).status_code == 422
    more = {"decide-clause": "UP-d", "decide-remedy": "Say so.", "decide-remedy_due_on": str(clock.today())}
    assert client.post(page, sent | more | {"decide-outcome": "upheld"}).status_code == 302
    here.activity.refresh_from_db()
    assert (here.activity.relabelled, here.activity.pre_decided) == ("inform", True)


def test_how_it_was_run_and_the_report_list_every_concern_those_still_owed_first() -> None:
    here = around(level="consult")
    old = settled(here, "")
    actions.finish_remedy(concern=old, evidence="It says so.", by=here.ann, at=clock.now())
    actions.confirm_remedy(concern=old, words="It does.", by=here.rita, at=clock.now())
    settled(here, "inform", question="decided")
    looked_into(here)
    page = Client().get(f"/activities/{here.activity.slug}/how-this-was-run/").content.decode()
    for words in (
        "What did people say was not right?",
        "Upheld: to be mended",
        "confirmed by another body",
        old.public_id,
    ):
        assert words in page
    assert "Holy Week" not in page
    here.activity.refresh_from_db()
    concerns = ran_as(here.activity)["concerns"]
    assert [one.state for one in concerns] == ["looked_into", "remedy_owed", "closed"]
    (block,) = concern_blocks(concerns)
    assert [row[2] for row in block["rows"]] == [
        "Being looked into by another body", "Upheld: to be mended", "Closed",
    ]  # fmt: skip
    assert "Mended, as another body confirmed" in block["rows"][2][4]
    assert concern_blocks([])[0]["words"] == "Nobody raised a concern about it."
