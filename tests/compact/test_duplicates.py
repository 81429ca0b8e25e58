"""Nobody is asked twice for nothing (GP-d, P-3): scenarios 23 and 24, by hand and by e-mail."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.compact.plans import Cast, a_plan

from heard.activities.models import Activity, JointLead, Plan
from heard.audit.models import Entry
from heard.compact import jobs
from heard.compact.actions import HeldBack, answer_enquiry, answer_match, compare, log_reply, move
from heard.compact.actions.alike import catch_up
from heard.compact.actions.duplicates import secret_of
from heard.compact.models import Described, DuplicateAnswer, DuplicateCheck, Enquiry, TermCount
from heard.compact.queries import asked_before, duplicates, gates
from heard.compact.queries.alike import Terms, alike, draft_of, looks_back_to
from heard.findings.models import Finding, Reuse
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.models import Partner

pytestmark = pytest.mark.django_db
DAY = date(2016, 6, 6)  # a Monday, fourteen weeks before the plan opens
WHY = "Their swimmers were asked about lessons, ours are asked about opening hours."


def trust_of(cast: Cast) -> Partner:
    return Partner.objects.get(name="Example Health Trust")


def past(
    cast: Cast, title: str = "Swimming at Example Baths", *, lead: Partner | None = None,
    closes: date = date(2015, 9, 1), purpose: str = "To learn who uses the baths and how they are run.", **fields: Any,
) -> Activity:  # fmt: skip
    """What another partner asked before: by default last year, about the same baths."""
    made = factories.an_activity(
        title, stage=fields.pop("stage", "archived"), lead=lead or trust_of(cast), owner=cast.cass,
        opens=fields.pop("opens", closes - timedelta(days=90)), closes=closes,
        announced_on=fields.pop("announced_on", closes), **fields,
    )  # fmt: skip
    Plan.objects.filter(activity=made).update(purpose=purpose, open_matters=["Opening hours", "Prices"], options=[])
    return made


@pytest.fixture
def draft(cast: Cast) -> Activity:
    """The council's plan about the baths, still an idea."""
    return a_plan(cast, stage="idea")


def compared(cast: Cast, activity: Activity, on: date = DAY) -> DuplicateCheck:
    with clock.stopped(on):
        return compare(activity=activity, by=cast.bilal, at=clock.now())


def tried(cast: Cast, activity: Activity, on: date = DAY, reason: str = "") -> Any:
    with clock.stopped(on):
        return move(activity=activity, to="planned", by=cast.bilal, at=clock.now(), reason=reason)


def refusals(held: Any) -> list[str]:
    return [each.check_id for each in held.value.row.checks.all() if each.result == "refused"]


def test_scenario_23_a_duplicate_is_shown_the_trust_is_asked_and_it_cannot_be_skipped(
    client: Client, cast: Cast, draft: Activity, smtp: list[Any]
) -> None:
    theirs = past(cast)
    with pytest.raises(HeldBack) as held:
        tried(cast, draft)
    assert "GP-d.1" in refusals(held)

    check = compared(cast, draft)
    (match,) = check.matches.all()
    assert (match.other, match.partner, match.title) == (theirs, trust_of(cast), "Swimming at Example Baths")
    assert match.score >= check.threshold == 45
    assert match.because[0].startswith("both about: ")
    with pytest.raises(HeldBack) as held:
        tried(cast, draft)
    assert refusals(held) == ["GP-d.2"]

    (enquiry,) = Enquiry.objects.all()
    assert (enquiry.partner, enquiry.way, enquiry.due_on) == (trust_of(cast), "email", date(2016, 6, 13))
    job = ProcrastinateJob.objects.get(task_name="compact.send_enquiry")
    jobs.send_enquiry(**job.args)
    (mail,) = smtp
    assert mail["To"] == cast.cass.email
    text = mail.get_payload()[0].get_payload(decode=True).decode()
    assert "Example City Council is planning: The future of Example Baths." in text
    assert "Swimming at Example Baths" in text
    address = re.search(r"http://localhost:8000(/enquiries/\S+answer=findings)", text)
    assert address is not None

    shown = client.get(address[1])
    assert 'value="findings"' in shown.content.decode()
    assert Enquiry.objects.get().replied_at is None  # following a link changes nothing
    answered = client.post(address[1], {"reply": "findings", "words": "Ask us for table 4.", "name": "Cass"})
    assert answered.status_code == 302
    assert Enquiry.objects.get().reply == "findings"

    with clock.stopped(DAY):
        answer_match(activity=draft, match=match, kind="proceed", because=WHY, by=cast.bilal, at=clock.now())
    row = tried(cast, draft)
    assert row.allowed
    results = {each.check_id: each.result for each in row.checks.all()}
    assert {name: results[name] for name in ("GP-d.1", "GP-d.2", "GP-d.3", "P-3.1")} == {
        "GP-d.1": "pass", "GP-d.2": "pass", "GP-d.3": "pass", "P-3.1": "pass",
    }  # fmt: skip
    page = client_page(client, cast, draft)
    assert WHY in page
    assert 'We have findings that you may use: <span dir="auto">Ask us for table 4.</span>' in page
    assert "Cass" not in page


def client_page(client: Client, cast: Cast, activity: Activity) -> str:
    client.force_login(cast.bilal)
    return client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()


def test_scenario_24_a_group_without_account_or_address_replies_by_phone_and_counts(
    cast: Cast, draft: Activity
) -> None:
    vco = factories.a_partner("Friends of the Baths", sector="voluntary", phone="024 0000 0000")
    past(cast, lead=vco)
    compared(cast, draft)
    enquiry = Enquiry.objects.get()
    assert enquiry.way == "phone"
    assert not ProcrastinateJob.objects.filter(task_name="compact.send_enquiry").exists()
    with clock.stopped(DAY + timedelta(days=1)):
        at = clock.now()
        logged = log_reply(
            enquiry=enquiry, reply="nothing", words="We only asked our own members.", name="Mo, the treasurer",
            how="phone", by=cast.bilal, at=at,
        )  # fmt: skip
    assert (logged.replied_how, logged.logged_by, logged.is_settled) == ("phone", cast.bilal, True)
    facts = gates_facts(draft)
    assert [(each.partner, each.reply) for each in facts.enquiries] == [("Friends of the Baths", "nothing")]
    assert Entry.objects.filter(what="enquiry.answered", header__how="phone").count() == 1
    assert "Mo" not in str(list(Entry.objects.values_list("header", flat=True)))


def gates_facts(activity: Activity) -> Any:
    found = gates(Activity.objects.get(pk=activity.pk))
    assert found is not None
    return found.snapshot.duplicates


def test_an_enquiry_that_is_still_open_warns_for_five_working_days_and_then_no_more(
    cast: Cast, draft: Activity
) -> None:
    past(cast)
    (match,) = compared(cast, draft).matches.all()
    with clock.stopped(DAY):
        answer_match(activity=draft, match=match, kind="proceed", because=WHY, by=cast.bilal, at=clock.now())
    seen = {}
    for day in (date(2016, 6, 10), date(2016, 6, 12), date(2016, 6, 13)):
        with clock.stopped(day):
            found = gates(Activity.objects.get(pk=draft.pk))
            assert found is not None
            seen[day.day] = {each.id: each.result for each in found.checks}["GP-d.3"]
    assert seen == {10: "warn", 12: "warn", 13: "pass"}
    with pytest.raises(HeldBack, match="only with a reason"):
        tried(cast, draft)
    assert tried(cast, draft, reason="The budget meeting leaves us no more time.").allowed


def test_call_me_keeps_the_clock_running_until_the_call_is_logged(cast: Cast, draft: Activity) -> None:
    past(cast)
    compared(cast, draft)
    enquiry = Enquiry.objects.get()
    with clock.stopped(DAY):
        at = clock.now()
        answer_enquiry(enquiry=enquiry, secret=secret_of(enquiry), reply="call", words="07…", name="", at=at)
        assert {e.id: e.result for e in gates(draft).checks}["GP-d.3"] == "warn"  # type: ignore[union-attr]
        log_reply(enquiry=enquiry, reply="join", words="", name="Cass", how="phone", by=cast.bilal, at=at)
        assert {e.id: e.result for e in gates(draft).checks}["GP-d.3"] == "pass"  # type: ignore[union-attr]
        with pytest.raises(Conflict, match="answered already"):
            log_reply(enquiry=enquiry, reply="nothing", words="", name="Cass", how="phone", by=cast.bilal, at=at)


def test_a_plan_that_changed_is_compared_again_and_answers_stay(cast: Cast, draft: Activity) -> None:
    past(cast)
    (match,) = compared(cast, draft).matches.all()
    with clock.stopped(DAY):
        answer_match(activity=draft, match=match, kind="proceed", because=WHY, by=cast.bilal, at=clock.now())
    Plan.objects.filter(activity=draft).update(purpose="To choose how the baths are heated and run.")
    with pytest.raises(HeldBack) as held:
        tried(cast, Activity.objects.get(pk=draft.pk), reason="It goes on, nothing is lost.")
    assert refusals(held) == ["GP-d.1"]
    compared(cast, Activity.objects.get(pk=draft.pk))
    assert Enquiry.objects.count() == 1
    assert tried(cast, Activity.objects.get(pk=draft.pk), reason="It goes on, nothing is lost.").allowed


def test_dates_that_move_need_no_new_comparison(cast: Cast, draft: Activity) -> None:
    compared(cast, draft)
    Activity.objects.filter(pk=draft.pk).update(closes_on=date(2016, 12, 19))
    assert gates_facts(draft).is_current is True


def test_what_lies_outside_the_window_and_what_was_withdrawn_is_not_shown(cast: Cast, draft: Activity) -> None:
    past(cast, closes=date(2014, 6, 5))
    past(cast, "Swimming at the Example Baths again", stage="withdrawn")
    inside = past(cast, closes=date(2014, 6, 6))
    assert [match.other for match in compared(cast, draft).matches.all()] == [inside]
    assert looks_back_to(date(2016, 3, 31), 24) == date(2014, 3, 28)


def test_a_similar_plan_of_another_partner_within_six_months_warns_until_it_is_answered(
    cast: Cast, draft: Activity
) -> None:
    theirs = past(
        cast, "Lessons at the baths", stage="planned", opens=date(2016, 10, 1), closes=date(2017, 1, 1),
        purpose="Who wants swimming lessons, and when should teachers come?",
    )  # fmt: skip
    Plan.objects.filter(activity=theirs).update(open_matters=[])
    (match,) = compared(cast, draft).matches.all()
    assert 30 <= match.score < 45
    with clock.stopped(DAY):
        found = gates(draft)
        assert found is not None
        assert [each.id for each in found.others] == ["P-3.1"]
        answer_match(activity=draft, match=match, kind="join", because=WHY, by=cast.bilal, at=clock.now())
        again = gates(draft)
        assert again is not None
        assert again.others == []
    offer = JointLead.objects.get()
    assert (offer.activity, offer.partner, offer.offered, offer.brings) == (theirs, cast.partner, True, WHY)


def test_a_plan_that_is_not_announced_is_named_to_officers_only(client: Client, cast: Cast, draft: Activity) -> None:
    past(cast, stage="planned", opens=date(2016, 10, 1), closes=date(2017, 1, 1), announced_on=None)
    check = compared(cast, draft)
    assert [each.row.title for each in duplicates.matches_of(check)] == ["Swimming at Example Baths"]
    assert [each.title for each in asked_before(draft).matches] == [""]
    assert "A plan that is not announced yet" in client_page(client, cast, draft)
    assert [each.title for each in gates_facts(draft).matches] == [""]


def test_reuse_counts_on_the_finding_and_cannot_be_counted_twice(cast: Cast, draft: Activity) -> None:
    theirs = past(cast)
    finding = Finding.objects.create(
        activity=theirs, ordinal=1, statement="The baths should be run with longer opening hours.", base=41,
        written_by=cast.cass, published_at=clock.now(),
    )  # fmt: skip
    (match,) = compared(cast, draft).matches.all()
    assert match.finding == finding
    for _again in range(2):
        with clock.stopped(DAY):
            answer_match(activity=draft, match=match, kind="reuse", because=WHY, by=cast.bilal, at=clock.now())
    used = Reuse.objects.get()
    assert (used.finding, used.activity, used.partner, used.state) == (finding, draft, cast.partner, "granted")
    assert DuplicateAnswer.objects.filter(kind="reuse").count() == 2


@pytest.mark.parametrize("because", ["", "No time.", "Because we want to"])
def test_an_answer_of_few_words_is_refused(cast: Cast, draft: Activity, because: str) -> None:
    past(cast)
    (match,) = compared(cast, draft).matches.all()
    with pytest.raises(Conflict, match="published"):
        answer_match(activity=draft, match=match, kind="proceed", because=because, by=cast.bilal, at=clock.now())


def test_what_is_over_cannot_be_joined_and_one_s_own_has_no_partner_to_join(cast: Cast, draft: Activity) -> None:
    past(cast)
    past(cast, "Example Baths: how they are run", lead=cast.partner)
    for match in compared(cast, draft).matches.all():
        with pytest.raises(Conflict, match=r"nobody can join it|your own activity"):
            answer_match(activity=draft, match=match, kind="join", because=WHY, by=cast.bilal, at=clock.now())
    assert Enquiry.objects.get().partner == trust_of(cast)


def test_ann_and_bilal_compare_and_cass_from_elsewhere_may_not(cast: Cast, draft: Activity) -> None:
    past(cast)
    check = compared(cast, draft)
    with clock.stopped(DAY):
        compare(activity=draft, by=cast.ann, at=clock.now())
        with pytest.raises(Refused, match="Only "):
            compare(activity=draft, by=cast.cass, at=clock.now())
        with pytest.raises(Refused, match="Only "):
            answer_match(
                activity=draft, match=check.matches.get(), kind="proceed", because=WHY, by=cast.cass, at=clock.now()
            )
        with pytest.raises(Refused, match="Only "):
            log_reply(
                enquiry=Enquiry.objects.get(), reply="nothing", words="", name="X", how="phone", by=cast.cass,
                at=clock.now(),
            )  # fmt: skip


def test_a_wrong_link_answers_404_and_changes_nothing(client: Client, cast: Cast, draft: Activity) -> None:
    past(cast)
    compared(cast, draft)
    enquiry = Enquiry.objects.get()
    wrong = reverse("compact:enquiry", args=[enquiry.public_id, "a" * 26])
    assert client.get(wrong).status_code == 404
    assert client.post(wrong, {"reply": "nothing"}).status_code == 404
    assert client.get(reverse("compact:enquiry", args=["nobody", "a" * 26])).status_code == 404
    right = reverse("compact:enquiry", args=[enquiry.public_id, secret_of(enquiry)])
    assert client.post(right, {"reply": ""}).status_code == 422
    assert client.post(right, {"reply": "nothing", "words": "a\0b"}).status_code == 422
    assert Enquiry.objects.get().replied_at is None


def test_a_partner_is_reminded_once_after_three_working_days(cast: Cast, draft: Activity, smtp: list[Any]) -> None:
    past(cast)
    compared(cast, draft)
    enquiry = Enquiry.objects.get()
    with clock.stopped(DAY):
        jobs.send_enquiry(enquiry.pk)
    for day, waiting in ((date(2016, 6, 8), 0), (date(2016, 6, 9), 1)):
        with clock.stopped(day):
            assert jobs.remind_partners() == waiting
    with clock.stopped(date(2016, 6, 9)):
        jobs.send_enquiry(enquiry.pk, reminder=True)
        jobs.send_enquiry(enquiry.pk, reminder=True)
        assert jobs.remind_partners() == 0
    assert [mail["Subject"].split(":")[0] for mail in smtp] == [
        "Have you asked this before? The future of Example Baths",
        "Reminder",
    ]


def test_an_answered_enquiry_is_not_sent_any_more(cast: Cast, draft: Activity, smtp: list[Any]) -> None:
    past(cast)
    compared(cast, draft)
    enquiry = Enquiry.objects.get()
    log_reply(enquiry=enquiry, reply="nothing", words="", name="Cass", how="phone", by=cast.bilal, at=clock.now())
    jobs.send_enquiry(enquiry.pk)
    assert smtp == []


def test_the_index_follows_changes_and_counts_its_terms(cast: Cast, draft: Activity) -> None:
    theirs = past(cast)
    Activity.objects.update(stage_at=clock.midday(DAY))
    Plan.objects.update(updated_at=clock.midday(DAY))
    with clock.stopped(DAY):
        assert catch_up(at=clock.now()) == 2
    counted = dict(TermCount.objects.values_list("term", "works"))
    assert counted[""] == Described.objects.count()
    assert counted["swim"] == 1
    with clock.stopped(DAY + timedelta(days=1)):
        Activity.objects.filter(pk=theirs.pk).update(title="Diving at Example Baths")
        Plan.objects.filter(activity=theirs).update(updated_at=clock.now())
        assert catch_up(at=clock.now()) == 1
        assert catch_up(at=clock.now()) == 0
    counted = dict(TermCount.objects.values_list("term", "works"))
    assert (counted["swim"], counted["div"]) == (0, 1)


def test_while_typing_the_words_of_the_form_are_compared_and_nothing_is_kept(
    client: Client, cast: Cast, draft: Activity
) -> None:
    past(cast)
    with clock.stopped(DAY):
        catch_up(at=clock.now())
        client.force_login(cast.bilal)
        typed = {
            "activity": draft.slug,
            "title": "Zebra crossings",
            "purpose": "Where?",
            "open_matters": "a",
            "options": "",
        }
        other = client.post(reverse("compact:alike"), typed, headers={"HX-Request": "true"}).content.decode()
        same = client.post(
            reverse("compact:alike"), {"activity": draft.slug, "title": "Swimming at the baths"},
            headers={"HX-Request": "true"},
        ).content.decode()  # fmt: skip
        whole = client.get(reverse("compact:alike"), {"title": "Swimming at Example Baths"}).content.decode()
    assert "Nothing alike" in other
    assert ("Swimming at Example Baths" in same, "<html" in same) == (True, False)
    assert ("Swimming at Example Baths" in whole, "<html" in whole) == (True, True)
    assert not DuplicateCheck.objects.exists()
    client.logout()
    assert client.get(reverse("compact:alike")).status_code == 302


def test_the_page_is_for_those_who_read_plans_and_keeps_what_was_typed(
    client: Client, cast: Cast, draft: Activity
) -> None:
    past(cast)
    page = reverse("compact:duplicates", args=[draft.slug])
    client.force_login(cast.bilal)
    assert "Not compared yet" in client.get(page).content.decode()
    with clock.stopped(DAY):
        assert client.post(reverse("compact:compare", args=[draft.slug]), {"note": "Hello"}).status_code == 302
    match = DuplicateCheck.objects.get().matches.get()
    answer = reverse("compact:answer_match", args=[draft.slug, match.pk])
    refused = client.post(answer, {f"m{match.pk}-kind": "proceed", f"m{match.pk}-because": "Too few"})
    assert (refused.status_code, "Too few" in refused.content.decode()) == (422, True)
    enquiry = Enquiry.objects.get()
    log = reverse("compact:log_reply", args=[draft.slug, enquiry.public_id])
    assert client.post(log, {f"e{enquiry.public_id}-words": "They said no"}).status_code == 422
    client.force_login(cast.cass)
    assert client.get(page).status_code == 200
    assert client.post(answer, {f"m{match.pk}-kind": "proceed", f"m{match.pk}-because": WHY}).status_code == 422
    assert not DuplicateAnswer.objects.exists()
    client.force_login(factories.an_account("Nora Nobody"))
    assert client.get(page).status_code == 403


def test_the_page_asks_the_same_few_questions_for_one_match_and_for_three(client: Client, cast: Cast) -> None:
    client.force_login(cast.bilal)
    asked = {}
    for number in (1, 3):
        activity = a_plan(cast, stage="idea")
        for each in range(number):
            past(cast, lead=factories.a_partner(), closes=date(2015, 9, 1 + each))
        compared(cast, activity)
        for name in ("compact:duplicates", "compact:how_run", "compact:together"):
            client.get(reverse(name, args=[activity.slug]))
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse(name, args=[activity.slug]))
            asked[name, number] = len(seen)
    for name in ("compact:duplicates", "compact:together", "compact:how_run"):
        assert asked[name, 1] == asked[name, 3], asked
    assert max(asked[name, 3] for name in ("compact:duplicates", "compact:together")) < 15
    assert asked["compact:how_run", 3] - 3 < 15, asked  # a visitor is spared session, account and roles


def test_the_draft_itself_and_its_own_findings_are_never_a_match(cast: Cast, draft: Activity) -> None:
    with clock.stopped(DAY):
        catch_up(at=clock.now())
        assert alike(draft_of(draft), terms=Terms(), own=draft).alike == ()
