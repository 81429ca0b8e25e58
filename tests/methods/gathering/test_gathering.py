"""Sessions off-line count like everything else (B1-b, B3-c, handbook scenarios 8 and 42)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import a_group, a_partner, a_strand, an_account, an_activity
from tests.sending import sent_twice

from heard.activities.models import Contribution, Receipt, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.gathering import actions, queries, sample
from heard.methods.gathering.method import Gathering
from heard.methods.gathering.models import Said, Session
from heard.people.models import Account
from heard.places.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def strand() -> Strand:
    partner = a_partner("Example Council")
    activity = an_activity("How shall the baths be run?", stage="open", lead=partner)
    activity.owner = an_account("Ann Example", "officer", partner=partner)
    activity.save()
    return a_strand(activity, "gathering", "Tea and talk", channels=("in_person",))


def session_of(strand: Strand, days_ago: int = 1) -> Session:
    return sample.arrange(
        strand, strand.activity.owner, clock.now(), number=1, starts_at=clock.now() - timedelta(days=days_ago)
    )


def note(session: Session, by: Account, said: int = 14, attended: int = 14, **more: Any) -> Session:
    terms = {"summary": "Lively.", "attendance": {}, "promises": [], "confidence": "noted", "spoke": said, **more}
    quotes = [actions.Quote(f"Remark {number}", may_quote=number % 2 == 0) for number in range(said)]
    return actions.enter_note(session=session, attended=attended, quotes=quotes, by=by, at=clock.now(), **terms)


def test_a_kitchen_table_talk_of_14_entered_next_day_is_counted_with_provenance_and_consent(strand: Strand) -> None:
    """Scenario 8."""
    bilal = an_account("Bilal Example", "facilitator", activity=strand.activity)
    session = session_of(strand)
    note(session, bilal)
    kept = Contribution.objects.filter(strand=strand)
    assert kept.count() == 14
    assert {one.channel for one in kept} == {"in_person"}
    assert {one.provenance for one in kept} == {f"session:{session.public_id}"}
    assert {one.entered_by for one in kept} == {bilal}
    assert {clock.day_of(one.received_at) for one in kept} == {clock.today() - timedelta(days=1)}
    assert kept.filter(may_quote=True).count() == 7
    assert queries.totals(strand) == {
        "sessions": 1, "attended": 14, "few": 0, "told": 1, "of": 14, "spoke": 14, "said": 14, "promises": 0,
    }  # fmt: skip
    assert [one.public_id for one in queries.register()] == [session.public_id]


def test_a_session_has_one_receipt_that_stays_the_same_when_its_cards_are_printed_again(strand: Strand) -> None:
    session = note(session_of(strand), strand.activity.owner)
    code, _secret = actions.card_codes(session)
    assert code == actions.card_codes(queries.session_for_staff(session.public_id))[0]
    assert Receipt.objects.filter(strand=strand).count() == 1


def test_a_note_is_entered_once(strand: Strand) -> None:
    session = session_of(strand)
    note(session, strand.activity.owner, said=2, attended=5)
    with pytest.raises(Refused, match="written up already"):
        note(session, strand.activity.owner, said=2, attended=5)
    assert Contribution.objects.count() == 2


def test_a_session_without_a_note_is_capture_owed_until_it_is_entered_or_called_off(strand: Strand) -> None:
    first, second = session_of(strand, 3), session_of(strand, 2)
    assert len(Gathering().facts(strand).capture_owed) == 2
    note(first, strand.activity.owner, said=1, attended=1)
    actions.cancel_session(session=second, because="The heating failed.", by=strand.activity.owner, at=clock.now())
    assert Gathering().facts(strand).capture_owed == ()


def test_when_4_of_30_spoke_a_follow_up_is_asked_for_and_kept(strand: Strand) -> None:
    """Scenario 42."""
    session = note(session_of(strand), strand.activity.owner, said=4, attended=30)
    assert queries.balance_of(session).is_quiet
    assert not queries.Balance(30, 10).is_quiet
    actions.plan_for_quiet_voices(
        session=session, follow_up="Cards to write on next time, and a call back.", by=strand.activity.owner,
        at=clock.now(),
    )  # fmt: skip
    session.refresh_from_db()
    assert session.quiet_voices_follow_up.startswith("Cards")
    assert Entry.objects.filter(what="session.quiet_voices").count() == 1


def test_a_note_cannot_be_added_after_the_counts_are_published(strand: Strand) -> None:
    session = session_of(strand)
    strand.activity.stage = "found"
    strand.activity.save()
    with pytest.raises(Refused, match="has been counted"):
        note(queries.session_for_staff(session.public_id), strand.activity.owner)


def test_what_is_asked_cannot_change_once_the_activity_is_open(strand: Strand) -> None:
    with pytest.raises(Refused, match="every room is asked the same"):
        actions.set_prompts(strand=strand, prompts=["?"], introduction="", by=strand.activity.owner, at=clock.now())


def test_only_those_with_the_role_write_up_a_session(strand: Strand) -> None:
    session = session_of(strand)
    cass = an_account("Cass Example", "officer", partner=a_partner())
    with pytest.raises(Refused, match="may do this here"):
        note(session, cass)
    assert Contribution.objects.count() == 0


def test_one_bad_remark_takes_nothing_of_the_note_with_it_halfway(strand: Strand) -> None:
    session = session_of(strand)
    with pytest.raises(Refused, match="NUL"):
        actions.enter_note(
            session=session, attended=2, spoke=2, confidence="noted", summary="", attendance={}, promises=[],
            quotes=[actions.Quote("Fine"), actions.Quote("With a NUL \x00")], by=strand.activity.owner, at=clock.now(),
        )  # fmt: skip
    session.refresh_from_db()
    assert (Contribution.objects.count(), session.note_entered_at) == (0, None)


def test_the_outcome_is_the_same_each_time_it_is_worked_out(strand: Strand) -> None:
    note(session_of(strand), strand.activity.owner, said=3, attended=8)
    assert Gathering().conclude(strand).digest == Gathering().conclude(strand).digest
    assert Gathering().conclude(strand).found["attended"] == 8


def test_open_data_names_nobody_and_no_group(strand: Strand) -> None:
    group = a_group(strand.activity, "Wheelchair users", most_affected=True)
    note(session_of(strand), strand.activity.owner, said=1, attended=6, attendance={group: 2})
    rows = list(Gathering().rows(strand))
    assert rows[0]["attended"] == 6
    assert "Wheelchair" not in str(rows)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_a_fixed_number_of_queries(
    strand: Strand, number: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for day in range(number):
        note(session_of(strand, day + 1), strand.activity.owner, said=2, attended=4)
    slug, ref = strand.activity.slug, strand.public_id
    with django_assert_max_num_queries(14):
        assert client.get(reverse("activities:strand", args=[slug, ref])).status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get(reverse("gathering:register"), {"when": "held"}).status_code == 200
    client.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    with django_assert_max_num_queries(14):
        assert client.get(reverse("gathering:sessions", args=[ref])).status_code == 200


def test_an_officer_arranges_and_writes_up_a_session_on_the_pages(strand: Strand, client: Client) -> None:
    client.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    day = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    arranged = client.post(
        reverse("gathering:arrange", args=[strand.public_id]),
        {"title": "Library drop-in", "kind": "drop_in", "host": "Example Library", "starts_at": day,
         "venue_words": "Children's corner", "is_public": "on", "access_facts": "Step-free"},
    )  # fmt: skip
    assert arranged.status_code == 302
    session = Session.objects.get()
    management = {f"{prefix}-{name}": value for prefix in ("said", "promised")
                  for name, value in {"TOTAL_FORMS": 2, "INITIAL_FORMS": 0}.items()}  # fmt: skip
    wrong = {
        **management,
        "held_at": day,
        "attended": 3,
        "spoke": 5,
        "confidence": "noted",
        "said-0-words": "Longer hours",
    }
    page = client.post(reverse("gathering:note", args=[session.public_id]), wrong)
    assert "More people spoke than came" in page.content.decode()
    assert "Longer hours" in page.content.decode(), "what was typed is kept"
    right = {**wrong, "spoke": 2, "promised-0-words": "Ask about Sundays", "promised-0-by_whom": "The manager"}
    assert client.post(reverse("gathering:note", args=[session.public_id]), right).status_code == 302
    assert Contribution.objects.get().passages.get().words == "Longer hours"
    shown = client.get(reverse("gathering:session", args=[session.public_id])).content.decode()
    assert "Longer hours" in shown
    assert "Ask about Sundays" in shown
    public = client.get(
        reverse("gathering:session_page", args=[strand.activity.slug, strand.public_id, session.public_id])
    )
    assert "Ask about Sundays" in public.content.decode()
    assert "Longer hours" not in public.content.decode(), "words are read by analysts first"


def test_a_page_opened_before_a_session_was_written_up_neither_calls_it_off_nor_moves_it(strand: Strand) -> None:
    session, by = session_of(strand), strand.activity.owner
    note(Session.objects.get(pk=session.pk), by)
    with pytest.raises(Conflict, match="been written up"):
        actions.cancel_session(session=session, because="The heating failed.", by=by, at=clock.now())
    with pytest.raises(Conflict, match="written up"):
        actions.change_session(session=session, title="Another", by=by, at=clock.now())
    session.refresh_from_db()
    assert session.cancelled_because == ""


def test_what_was_left_out_is_added_once_however_often_it_is_sent(strand: Strand, client: Client) -> None:
    session = note(session_of(strand), strand.activity.owner, said=2)
    client.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("gathering:session", args=[session.public_id])
    before = Said.objects.count()
    said = {"words": "The lift is too small."}
    first, again = sent_twice(client, page, said, reverse("gathering:add", args=[session.public_id]))
    assert (first.status_code, again.status_code) == (302, 302)
    assert Said.objects.count() == before + 1
    sent_twice(client, page, said, reverse("gathering:add", args=[session.public_id]))
    assert Said.objects.count() == before + 2, "a second person who said the same is a second one"


def test_a_session_sent_twice_is_on_the_register_once(strand: Strand, client: Client) -> None:
    client.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    day = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    said = {"title": "Library drop-in", "kind": "drop_in", "host": "Example Library", "starts_at": day,
            "venue_words": "Children's corner", "is_public": "on", "access_facts": "Step-free"}  # fmt: skip
    first, again = sent_twice(client, reverse("gathering:arrange", args=[strand.public_id]), said)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Session.objects.count() == 1


def test_two_venues_of_one_name_are_two_sessions_even_from_one_page(strand: Strand) -> None:
    starts = clock.now() + timedelta(days=3)
    for slug in ("hall-east", "hall-west", "hall-west"):
        venue, _made = Venue.objects.get_or_create(slug=slug, defaults={"name": "Church Hall"})
        actions.arrange_session(
            strand=strand, venue=venue, title="Drop-in", kind="drop_in", host="Example Library", starts_at=starts,
            entry_key="one-page", by=strand.activity.owner, at=clock.now(),
        )  # fmt: skip
    assert set(Session.objects.values_list("venue__slug", flat=True)) == {"hall-east", "hall-west"}
    assert Session.objects.count() == 2
