"""A concern: raised without an account, looked into by another body, decided, mended, and never sat out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import an_account
from tests.moderation.concern_people import Around, around, looked_into, raised, upheld

from heard.audit.models import Entry
from heard.compact.actions import move
from heard.compact.actions.moves import HeldBack
from heard.compact.queries import snapshot_of
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.moderation.actions import concerns as actions
from heard.moderation.jobs import remind_of_concern, tell_concern
from heard.moderation.models import Concern, ConcernFile, ConcernReminder
from heard.moderation.queries import concerns as queries
from heard.network.models import Announcement
from heard.people.actions import erase
from heard.people.actions.retention import apply_retention
from heard.people.models import VoiceAddress

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 2, 1)
PDF = b"%PDF-1.7 a signed contract"
JPEG = b"\xff\xd8\xff\xe0 a photograph"


def work(name: str, job: Any) -> None:
    for one in ProcrastinateJob.objects.filter(task_name=f"moderation.{name}").order_by("id"):
        job(**one.args)


def test_it_is_kept_with_its_days_and_nothing_of_the_person_is_on_the_record() -> None:
    here = around()
    with clock.stopped(MONDAY):
        made = raised(here, tell="email", address="dee@example.org", name="Dee Example", link="https://example.org/m")
    one = made.concern
    one.refresh_from_db()
    assert (one.clause, one.words, one.link) == ("GP-n", "It closed in Holy Week.", "https://example.org/m")
    assert (one.acknowledge_by, one.outcome_by) == (date(2027, 2, 8), date(2027, 3, 1))
    assert queries.concern_by_code(made.code.lower().replace("-", " ")) == one
    written = str(list(Entry.objects.values()))
    assert [secret in written for secret in ("Holy Week", "dee@example.org", made.code)] == [False, False, False]
    assert "concern.raised" in written


@pytest.mark.parametrize(
    "more,why",
    [
        ({"words": " "}, "in your own words"),
        ({"words": "x" * 8001}, "8,000 characters"),
        ({"question": "nothing"}, "Choose what"),
        ({"link": "javascript:alert(1)"}, "begins with http"),
        ({"received_on": date(2999, 1, 1)}, "still to come"),
        ({"files": [b"GIF89a"]}, "no picture and no PDF"),
        ({"files": [b"\x00\x00\x00\x18ftypheic"]}, "HEIC"),
        ({"files": [b""]}, "empty"),
        ({"files": [PDF, PDF]}, "twice"),
        ({"files": [PDF, JPEG, PDF + b"2", PDF + b"3"]}, "At most 3 files"),
        ({"files": [PDF + b"0" * 10 * 1024 * 1024]}, "larger than 10 MB"),
        ({"tell": "email", "address": "nowhere"}, "cannot be written to"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason_and_nothing_stays(more: dict[str, Any], why: str) -> None:
    here = around()
    with pytest.raises(Refused, match=why):
        raised(here, more.pop("question", "too_short"), **more)
    assert (Concern.objects.count(), ConcernFile.objects.count()) == (0, 0)


def test_20_000_emoji_are_too_many_and_right_to_left_is_kept_as_it_was_written() -> None:
    here = around()
    with pytest.raises(Conflict):
        raised(here, words="🙂" * 20_000)
    arabic = "أُغلق الاستبيان قبل نهاية الشهر 🙂 <script>alert(1)</script>"
    one = raised(here, words=arabic).concern
    one.refresh_from_db()
    assert one.words == arabic


def test_the_same_sending_twice_is_kept_once() -> None:
    here = around()
    first = raised(here, entry_key="k1")
    again = raised(here, entry_key="k1")
    assert (again.concern, again.code, Concern.objects.count()) == (first.concern, first.code, 1)


def test_other_words_from_the_same_page_are_a_concern_of_their_own() -> None:
    here = around()
    first = raised(here, entry_key="k1", words="It closed in Holy Week.")
    other = raised(here, entry_key="k1", words="It closed in Holy Week, and nobody was told.")
    assert (other.concern == first.concern, other.code == first.code) == (False, False)


def test_evidence_is_kept_encrypted_and_opening_it_is_on_the_record() -> None:
    here = around()
    (file,) = raised(here, files=[PDF]).concern.files.all()
    assert PDF not in bytes(file.content)
    with pytest.raises(Refused):
        actions.open_evidence(file=file, by=here.cass, at=clock.now())
    for reader in (here.ann, here.bilal, here.rita, here.dora):
        assert actions.open_evidence(file=file, by=reader, at=clock.now()) == PDF
    assert Entry.objects.filter(what="concern.evidence_opened").count() == 4


def test_only_staff_with_the_role_write_one_down_for_somebody() -> None:
    here = around()
    assert raised(here, by=here.ann, channel="phone").concern.logged_by == here.ann
    assert raised(here, by=here.bilal, channel="letter").concern.channel == "letter"
    with pytest.raises(Refused):
        raised(here, by=here.cass, channel="phone")


def test_only_the_body_that_leads_acknowledges_it_and_only_once() -> None:
    here = around()
    one = raised(here).concern
    for stranger in (here.cass, here.rita, here.gus):
        with pytest.raises(Refused):
            actions.acknowledge_concern(concern=one, words="We have it.", by=stranger, at=clock.now())
    assert actions.acknowledge_concern(concern=one, words="We have it.", by=here.bilal, at=clock.now()).acknowledged_on
    with pytest.raises(Conflict, match="acknowledged already"):
        actions.acknowledge_concern(concern=one, words="Again.", by=here.ann, at=clock.now())


def test_nobody_of_the_body_that_leads_looks_into_it_whatever_other_role_they_hold() -> None:
    here = around()
    one = raised(here).concern
    both = an_account("Bo", "independent_reviewer", partner=here.other)
    both.roles.create(role="officer", partner=here.lead, given_by=here.ann)
    for somebody in (here.ann, here.bilal, here.cass, both):
        with pytest.raises(Refused):
            actions.assign_reviewer(concern=one, reviewer=somebody, by=here.ann, at=clock.now())
    assert [who.name for who, _body in queries.reviewers_for(here.activity)] == ["Gus", "Rita"]
    held = actions.assign_reviewer(concern=one, reviewer=here.rita, by=here.ann, at=clock.now())
    assert (held.reviewer, held.reviewer_partner) == (here.rita, here.other)


def test_a_body_that_leads_jointly_does_not_look_into_it_either() -> None:
    here = around()
    here.activity.joint_leads.create(
        partner=here.other, offered=False, asked_by=here.ann, asked_at=clock.now(), accepted_by=here.rita,
        accepted_on=clock.today(),
    )  # fmt: skip
    with pytest.raises(Refused, match="another body"):
        looked_into(here)


def test_the_database_itself_forbids_a_reviewer_from_the_body_that_leads() -> None:
    one = looked_into(around())
    with pytest.raises(IntegrityError, match="a_concern_is_reviewed_by_another_body"), transaction.atomic():
        Concern.objects.filter(pk=one.pk).update(reviewer_partner=one.lead)


def test_only_the_reviewer_decides_and_says_clause_remedy_and_day() -> None:
    here = around()
    one = looked_into(here)
    terms: dict[str, Any] = {"outcome": "upheld", "finding": "It was short.", "at": clock.now()}
    whole = terms | {"clause": "GP-n", "remedy": "Open it again.", "remedy_due_on": clock.today()}
    for stranger in (here.ann, here.bilal, here.cass, here.gus):
        with pytest.raises(Refused):
            actions.decide_concern(concern=one, by=stranger, **whole)
    for missing in ("finding", "clause", "remedy"):
        with pytest.raises(Conflict):
            actions.decide_concern(concern=one, by=here.rita, **(whole | {missing: " "}))
    for day in (None, clock.today() - timedelta(days=1), clock.today() + timedelta(days=61)):
        with pytest.raises(Conflict, match="within 60 days"):
            actions.decide_concern(concern=one, by=here.rita, **(whole | {"remedy_due_on": day}))
    held = actions.decide_concern(concern=one, by=here.rita, **whole)
    assert (held.state, held.outcome, held.clause_breached) == ("remedy_owed", "upheld", "GP-n")
    with pytest.raises(Conflict, match="stays as it is"):
        actions.decide_concern(concern=one, by=here.rita, **whole)


def test_followers_of_the_activity_hear_the_outcome_and_that_it_was_mended() -> None:
    here = around()
    one = upheld(here)
    actions.finish_remedy(concern=one, evidence="It is open again.", by=here.bilal, at=clock.now())
    assert Announcement.objects.count() == 1, "that it is said to be mended is no news yet"
    actions.confirm_remedy(concern=one, words="I went there.", by=here.rita, at=clock.now())
    said = list(Announcement.objects.order_by("pk").values_list("what", "key", "path"))
    page = f"/concerns/{one.public_id}/"
    mended = f"{one.public_id}:mended:{clock.today()}"
    assert said == [("concern", f"{one.public_id}:decided", page), ("concern", mended, page)]


def test_a_remedy_is_done_by_the_body_that_leads_with_something_to_see() -> None:
    here = around()
    one = upheld(here)
    with pytest.raises(Conflict, match="where anyone can see"):
        actions.finish_remedy(concern=one, evidence=" ", by=here.ann, at=clock.now())
    with pytest.raises(Refused):
        actions.finish_remedy(concern=one, evidence="Seen.", by=here.rita, at=clock.now())
    assert actions.finish_remedy(concern=one, evidence="Seen.", by=here.ann, at=clock.now()).state == "remedy_said"
    with pytest.raises(Conflict, match="not upheld"):
        actions.finish_remedy(concern=looked_into(here), evidence="Seen.", by=here.ann, at=clock.now())


def test_the_person_is_told_each_step_once_by_e_mail_and_a_killed_worker_tells_nothing_twice(smtp: list[Any]) -> None:
    here = around()
    one = upheld(here, tell="email", address="dee@example.org", name="Dee")
    for _killed in range(2):
        work("tell_concern", tell_concern)
    assert [str(message["Subject"]) for message in smtp] == [
        "Your concern: A reviewer from another body looks into it", "Your concern: Decided",
    ]  # fmt: skip
    text = smtp[1].get_payload(decode=True).decode()
    assert "Dear Dee," in text
    assert "Open it again." in text
    assert f"/concerns/{one.public_id}/" in text
    assert [step.told_on is not None for step in one.steps.exclude(tell="")] == [True, True]


def test_who_wants_a_letter_or_a_call_waits_on_the_desk_and_nobody_else_sees_where() -> None:
    here = around()
    one = looked_into(here, tell="phone", address="024 7600 0000", name="Dee")
    (waits,) = queries.still_to_tell(one)
    assert waits.kept is not None
    assert str(waits.kept.address) == "024 7600 0000"
    for stranger in (here.cass, here.gus, here.dora):
        with pytest.raises(Refused):
            actions.note_told(step=waits.step, sent=True, by=stranger, at=clock.now())
    actions.note_told(step=waits.step, sent=True, by=here.rita, at=clock.now())
    assert queries.still_to_tell(one) == []


@pytest.mark.parametrize(("number", "way"), [("07700 900123", "text"), ("024 7600 0000", "phone")])
def test_who_wants_a_text_message_gets_one_at_a_mobile_number_and_is_rung_at_any_other(number: str, way: str) -> None:
    here = around()
    one = looked_into(here, tell="text", address=number)
    (waits,) = queries.still_to_tell(one)
    assert waits.kept is not None
    assert (waits.step.tell, str(waits.kept.address)) == (way, number)


def test_reminders_leave_once_each_to_those_who_owe_the_step(smtp: list[Any]) -> None:
    here = around()
    with clock.stopped(MONDAY):
        one = raised(here).concern
    assert sorted(ConcernReminder.objects.values_list("what", "people")) == [("raised", 2), ("reviewer_wanted", 2)]
    for day, expected in [(date(2027, 2, 3), 0), (date(2027, 2, 4), 1), (date(2027, 2, 5), 0), (date(2027, 2, 9), 1)]:
        with clock.stopped(day):
            assert actions.watch_concerns(at=clock.now()) == expected
    whats = set(ConcernReminder.objects.values_list("what", flat=True))
    assert whats == {"raised", "reviewer_wanted", "acknowledge", "acknowledge_late"}
    one.refresh_from_db()
    assert one.was_late == ["acknowledge"]
    work("remind_of_concern", remind_of_concern)
    work("remind_of_concern", remind_of_concern)
    assert len(smtp) == 2 + 2 + 2 + 2
    assert "Holy Week" not in "".join(message.get_payload(decode=True).decode() for message in smtp)


def test_lateness_stays_after_it_is_done() -> None:
    here = around()
    with clock.stopped(MONDAY):
        one = raised(here).concern
    with clock.stopped(MONDAY + timedelta(days=60)):
        assert queries.public_concerns(show="late", today=clock.today()).get() == one
        held = upheld_late(here, one)
        assert held.was_late == ["acknowledge", "outcome"]
        assert queries.public_concerns(show="late", today=clock.today()).count() == 0


def upheld_late(here: Around, one: Concern) -> Concern:
    actions.acknowledge_concern(concern=one, words="At last.", by=here.ann, at=clock.now())
    one = actions.assign_reviewer(concern=one, reviewer=here.rita, by=here.rita, at=clock.now())
    return actions.decide_concern(
        concern=one, outcome="upheld", finding="Yes.", clause="GP-n", remedy="Say sorry.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip


def test_it_can_be_taken_to_the_compact_group_once_and_a_third_body_answers() -> None:
    here = around()
    one = looked_into(here)
    with pytest.raises(Conflict, match="once there is an outcome"):
        actions.escalate_concern(concern=one, by=None, at=clock.now())
    one = actions.decide_concern(
        concern=one, outcome="not_upheld", finding="It was long.", by=here.rita, at=clock.now()
    )
    one = actions.escalate_concern(concern=one, by=None, at=clock.now())
    assert one.state == "escalated"
    with pytest.raises(Conflict, match="already"):
        actions.escalate_concern(concern=one, by=None, at=clock.now())
    terms = {"outcome": "upheld", "finding": "It was short after all.", "clause": "GP-n", "remedy": "Open it again.",
             "remedy_due_on": clock.today(), "at": clock.now()}  # fmt: skip
    for stranger in (here.ann, here.rita, here.cass):
        with pytest.raises(Refused):
            actions.answer_escalation(concern=one, by=stranger, **terms)
    one = actions.answer_escalation(concern=one, by=here.gus, **terms)
    assert (one.state, one.group_partner) == ("remedy_owed", here.third)
    assert [step.words for step in one.steps.filter(kind__in=["decided", "group"])] == [
        "It was long.", "It was short after all.",
    ]  # fmt: skip


def test_after_ninety_days_only_the_ombudsman_is_left() -> None:
    here = around()
    with clock.stopped(MONDAY):
        one = upheld(here)
    with clock.stopped(MONDAY + timedelta(days=91)), pytest.raises(Conflict) as refused:
        actions.escalate_concern(concern=one, by=None, at=clock.now())
    assert "Ombudsman" in refused.value.verdict.way_forward


def test_words_are_shown_only_with_consent_and_as_somebody_read_them() -> None:
    here = around()
    quiet, open_ = raised(here).concern, raised(here, may_show=True).concern
    with pytest.raises(Refused, match="did not agree"):
        actions.show_words(concern=quiet, words="It closed.", by=here.ann, at=clock.now())
    with pytest.raises(Refused):
        actions.show_words(concern=open_, words="It closed.", by=here.cass, at=clock.now())
    assert actions.show_words(concern=open_, words="It closed.", by=here.bilal, at=clock.now()).shown_by == here.bilal
    with pytest.raises(IntegrityError, match="words_are_shown_with_consent"), transaction.atomic():
        Concern.objects.filter(pk=quiet.pk).update(shown_words="It closed.", shown_by=here.ann)


def test_scenario_22_words_that_tell_who_it_was_are_flagged_covered_by_a_person_and_kept_as_they_were() -> None:
    here = around()
    words = "As the only Sikh foster carer in Radford I was left out."
    one = raised(here, "left_out", words=words, may_show=True).concern
    with pytest.raises(Conflict, match="could tell who it was"):
        actions.show_words(concern=one, words=words, by=here.ann, at=clock.now())
    one = actions.show_words(concern=one, words="As […] I was left out.", by=here.ann, at=clock.now())
    assert (one.shown_words, one.words) == ("As […] I was left out.", words)
    assert actions.show_words(
        concern=one, words="The only way in.", looked=True, by=here.ann, at=clock.now()
    ).shown_words


def test_taking_it_back_leaves_a_line_and_takes_words_and_evidence_away() -> None:
    here = around()
    one = actions.withdraw_concern(concern=raised(here, files=[PDF]).concern, at=clock.now())
    assert (one.outcome, one.words, one.files.count(), one.state) == ("withdrawn", None, 0, "closed")
    with pytest.raises(Conflict, match="decided already"):
        actions.withdraw_concern(concern=upheld(here), at=clock.now())


def test_erasure_by_the_code_of_a_concern_takes_words_evidence_and_address_and_leaves_the_finding() -> None:
    here = around()
    officer = an_account("Dot", "data_protection_officer", partner=here.lead)
    made = raised(here, files=[PDF], tell="email", address="dee@example.org")
    voice = queries.voice_by_reference(made.code)
    assert voice == made.concern.voice
    erase(voice=voice, by=officer, at=clock.now(), because="They asked.")
    one = Concern.objects.get()
    assert (one.words, one.files.count(), VoiceAddress.objects.count()) == (None, 0, 0)
    assert queries.voice_by_reference(made.code) is None


def test_words_and_evidence_go_two_years_after_the_outcome() -> None:
    here = around()
    one = upheld(here, files=[PDF])
    still = raised(here, files=[JPEG]).concern
    apply_retention(at=clock.now() + timedelta(days=725))
    assert Concern.objects.get(pk=one.pk).words
    apply_retention(at=clock.now() + timedelta(days=740))
    gone, kept = Concern.objects.get(pk=one.pk), Concern.objects.get(pk=still.pk)
    assert (gone.words, gone.files.count(), gone.finding) == (None, 0, "It was two weeks short.")
    assert (kept.words, kept.files.count()) == ("It closed in Holy Week.", 1)


def test_scenario_2_a_declaration_contradicted_by_a_signed_contract(client: Any) -> None:
    """Handbook §7, 2: upheld, it cannot archive until it is labelled and mended, and the outcome is public."""
    here = around("evaluated")
    made = raised(here, "decided", words="The contract was signed in March.", files=[PDF])
    one = made.concern
    assert (one.clause, one.contradicts) == ("UP-d", True)
    assert refused_by(here) >= {"A-1.3", "UP-d.8"}, "not while it is open, nor while nobody has answered"
    for stranger in (here.bilal, here.cass, here.rita):
        with pytest.raises(Refused):
            actions.answer_evidence(concern=one, words="No.", by=stranger, at=clock.now())
    actions.answer_evidence(concern=one, words="The contract could be ended.", by=here.dora, at=clock.now())
    actions.assign_reviewer(concern=one, reviewer=here.rita, by=here.rita, at=clock.now())
    actions.decide_concern(
        concern=one, outcome="upheld", finding="The contract bound the council before anybody was asked.",
        clause="UP-d", remedy="Say so on the page and in the report; ask again about the hours alone.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
    here.activity.refresh_from_db()
    assert here.activity.pre_decided, "labelled for ever: decision recorded before close"
    found = refused_by(here)
    assert "A-1.2" in found
    assert not {"A-1.3", "UP-d.8"} & found
    page = client.get(f"/concerns/{one.public_id}/").content.decode()
    for words in ("The contract bound the council", "The contract could be ended.", "Upheld", "UP-d"):
        assert words in page
    assert "signed in March" not in page
    actions.finish_remedy(concern=one, evidence="The page and the report say so.", by=here.ann, at=clock.now())
    assert "A-1.2" in refused_by(here), "not while only those who lead say that it is mended"
    actions.confirm_remedy(concern=one, words="The page and the report do say so.", by=here.rita, at=clock.now())
    assert not {"A-1.2", "A-1.3", "UP-d.8"} & refused_by(here)


def refused_by(here: Around) -> set[str]:
    """The checks that refuse to archive it now."""
    try:
        move(activity=here.activity, to="archived", by=here.ann, at=clock.now())
    except HeldBack as held:
        return set(held.row.checks.filter(result="refused").values_list("check_id", flat=True))
    return set()


def test_the_snapshot_holds_nothing_about_the_person() -> None:
    here = around("evaluated")
    one = upheld(here, tell="email", address="dee@example.org", name="Dee")
    (seen,) = snapshot_of(here.activity, clock.today()).concerns
    assert (seen.ref, seen.clause, seen.ended, seen.remedy_done_on) == (one.public_id, "GP-n", "upheld", None)
