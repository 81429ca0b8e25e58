"""What was found wrong counts as mended once another body confirms it; who raised it may say that it is not so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.factories import an_account
from tests.moderation.concern_people import Around, around, raised

from heard.activities.actions import mark
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern, ConcernReminder
from heard.moderation.queries import concerns as queries
from heard.people.actions import erase

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 2, 1)


def said_mended(here: Around, **more: Any) -> tuple[Concern, str]:
    """An upheld concern that the lead says is mended, and its code."""
    made = raised(here, **more)
    one = actions.assign_reviewer(concern=made.concern, reviewer=here.rita, by=here.rita, at=clock.now())
    one = actions.decide_concern(
        concern=one, outcome="upheld", finding="It was two weeks short.", clause="GP-n", remedy="Open it again.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
    return actions.finish_remedy(concern=one, evidence="It is open.", by=here.ann, at=clock.now()), made.code


def confirmed(one: Concern, by: Any) -> Concern:
    return actions.confirm_remedy(concern=one, words="I went there and it is open.", by=by, at=clock.now())


def test_saying_that_it_is_mended_asks_another_body_to_look_by_a_day() -> None:
    here = around()
    with clock.stopped(MONDAY):
        one, _code = said_mended(here)
    assert (one.state, one.confirm_by) == ("remedy_said", date(2027, 2, 15))
    asked = ConcernReminder.objects.get(what="confirm_wanted")
    assert (asked.due_on, asked.people) == (date(2027, 2, 15), 1), "whoever looked into it is asked"
    with clock.stopped(date(2027, 2, 16)):
        assert queries.public_concerns(show="late", today=clock.today()).get() == one
        actions.watch_concerns(at=clock.now())
        assert confirmed(one, here.rita).was_late == ["confirm"], "that nobody looked in time stays for ever"
        assert queries.public_concerns(show="late", today=clock.today()).count() == 0


def test_if_the_reviewer_has_left_every_reviewer_elsewhere_is_asked_and_may_confirm() -> None:
    here = around()
    made = raised(here).concern
    actions.assign_reviewer(concern=made, reviewer=here.rita, by=here.rita, at=clock.now())
    actions.decide_concern(
        concern=made, outcome="upheld", finding="Yes.", clause="GP-n", remedy="Open it again.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
    here.rita.is_active = False
    here.rita.save()
    one = actions.finish_remedy(concern=made, evidence="Seen.", by=here.ann, at=clock.now())
    assert ConcernReminder.objects.get(what="confirm_wanted").people == 1
    assert queries.concerns_to_review(here.gus).get() == one
    assert confirmed(one, here.gus).confirmed_partner == here.third


@pytest.mark.parametrize("who", ["ann", "bilal", "dora", "cass"])
def test_nobody_of_the_lead_and_no_stranger_confirms_or_refuses_a_remedy(who: str) -> None:
    here = around()
    one, _code = said_mended(here)
    account = getattr(here, who)
    with pytest.raises(Refused):
        confirmed(one, account)
    with pytest.raises(Refused):
        actions.refuse_remedy(concern=one, words="No.", due_on=clock.today(), by=account, at=clock.now())
    one.refresh_from_db()
    assert (one.confirmed_on, one.state) == (None, "remedy_said")


def test_a_reviewer_who_also_works_for_the_lead_or_wrote_it_down_does_not_confirm_it() -> None:
    here = around()
    both = an_account("Bo", "independent_reviewer", partner=here.other)
    one, _code = said_mended(here)
    Concern.objects.filter(pk=one.pk).update(logged_by=both)
    one.refresh_from_db()
    with pytest.raises(Refused, match="somebody else looks into it"):
        confirmed(one, both)
    an_account_at_lead = an_account("Lee", "independent_reviewer", "officer", partner=here.lead)
    with pytest.raises(Refused):
        confirmed(one, an_account_at_lead)


def test_the_database_itself_forbids_that_the_lead_confirms() -> None:
    here = around()
    one, _code = said_mended(here)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=one.pk).update(
            confirmed_on=clock.today(), confirmed_by=here.ann, confirmed_partner=here.lead, confirmed_words="Fine."
        )


def test_what_is_not_mended_is_owed_again_by_a_new_day_and_the_reason_is_public() -> None:
    here = around()
    one, _code = said_mended(here)
    for due in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=61)):
        with pytest.raises(Conflict, match="within 60 days"):
            actions.refuse_remedy(concern=one, words="The door is shut.", due_on=due, by=here.rita, at=clock.now())
    one = actions.refuse_remedy(
        concern=one, words="The door is shut.", due_on=clock.today() + timedelta(days=7), by=here.rita, at=clock.now()
    )
    assert (one.state, one.remedy_done_on, one.confirm_by) == ("remedy_owed", None, None)
    page = Client().get(f"/concerns/{one.public_id}/").content.decode()
    assert "The door is shut." in page
    assert "not mended" in page
    with pytest.raises(Conflict, match="Nobody says that it is mended"):
        confirmed(one, here.rita)
    one = actions.finish_remedy(concern=one, evidence="The door is open.", by=here.bilal, at=clock.now())
    assert confirmed(one, here.rita).state == "closed"
    with pytest.raises(Conflict, match="confirmed already"):
        confirmed(one, here.gus)


def test_the_person_says_with_their_code_that_it_is_not_mended_and_a_confirmation_no_longer_counts() -> None:
    here = around()
    one, code = said_mended(here)
    one = confirmed(one, here.rita)
    assert one.state == "closed"
    page, client = f"/concerns/receipt/{code}/", Client()
    assert "Is it not mended?" in client.get(page).content.decode()
    assert client.post(page, {"step": "dispute", "words": " "}).status_code == 422
    assert client.post(page, {"step": "dispute", "words": "x\x00y"}).status_code == 422
    assert client.post(page, {"step": "dispute", "words": "It was shut on Sunday."}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.confirmed_on, one.disputed_on) == ("remedy_said", None, clock.today())
    public = Client().get(f"/concerns/{one.public_id}/").content.decode()
    assert "Sunday" not in public + client.get(page).content.decode(), "their words are for whoever looks"
    assert "Whoever raised it says that it is not mended" in public
    assert client.post(page, {"step": "dispute", "words": "Again."}).status_code == 409, "once for each time"
    assert "Sunday" not in str(list(Entry.objects.values_list("header", "payload__body")))
    assert confirmed(one, here.rita).state == "closed", "whoever looks has the last word, by name and in public"
    assert [step.kind for step in queries.steps_of_concern(one)][-4:] == [
        "remedy_done", "confirmed", "disputed", "confirmed",
    ]  # fmt: skip


def test_who_rang_is_written_down_by_staff_and_a_stranger_writes_down_nothing() -> None:
    here = around()
    one, _code = said_mended(here, channel="phone", by=None)
    for stranger in (here.cass, here.rita):
        with pytest.raises(Refused):
            actions.dispute_remedy(concern=one, words="No.", by=stranger, at=clock.now())
    assert actions.dispute_remedy(concern=one, words="It is shut.", by=here.bilal, at=clock.now()).dispute


def test_after_ninety_days_or_once_archived_it_is_too_late_and_the_way_on_is_named() -> None:
    here = around("evaluated")
    with clock.stopped(MONDAY):
        one, _code = said_mended(here)
    with clock.stopped(MONDAY + timedelta(days=91)), pytest.raises(Conflict, match="time to say so is over"):
        actions.dispute_remedy(concern=one, words="No.", by=None, at=clock.now())
    with clock.stopped(MONDAY + timedelta(days=90)):
        confirmed(one, here.rita)
        mark(activity=here.activity, by=None, at=clock.now(), stage="archived")
        with pytest.raises(Conflict, match="closed for good"):
            actions.dispute_remedy(concern=one, words="No.", by=None, at=clock.now())


def test_the_compact_groups_answer_forgets_what_was_mended_under_the_first_one() -> None:
    here = around()
    one, _code = said_mended(here)
    one = actions.escalate_concern(concern=confirmed(one, here.rita), by=None, at=clock.now())
    one = actions.answer_escalation(
        concern=one, outcome="upheld", finding="Four weeks short.", clause="GP-n", remedy="Four weeks more.",
        remedy_due_on=clock.today(), by=here.gus, at=clock.now(),
    )  # fmt: skip
    assert (one.state, one.confirmed_on, one.confirmed_words) == ("remedy_owed", None, "")


def test_erasing_the_person_takes_why_they_say_that_it_is_not_mended() -> None:
    here = around()
    one, _code = said_mended(here)
    actions.dispute_remedy(concern=one, words="It was shut on Sunday.", by=None, at=clock.now())
    officer = an_account("Dot", "data_protection_officer", partner=here.lead)
    erase(voice=one.voice, by=officer, at=clock.now(), because="They asked.")
    one.refresh_from_db()
    assert (one.dispute, one.disputed_on) == (None, clock.today())
