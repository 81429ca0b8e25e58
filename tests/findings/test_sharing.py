"""Shared with the partners, used again, held back for a time, cited only when it can be read and still holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_contribution, a_partner, an_account
from tests.findings.desk import Desk, a_desk
from tests.findings.standard import a_reviewer, shared, signed
from tests.sending import sent_twice

from heard.activities.models import Activity
from heard.decisions.actions import freeze_pack
from heard.findings import actions, queries
from heard.findings.jobs import tell_partner
from heard.findings.models import EvidenceCited, Finding, Reuse, SharedWith, Sharing
from heard.findings.queries.sharing import shared_findings
from heard.front.queries import owed_to
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db


def ready(desk: Desk, number: int = 12) -> Finding:
    """One finding with a base, its statement of quality signed."""
    hours = desk.theme("Opening hours")
    for n in range(number):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {hours: "for"})
    finding = desk.finding("People want the pool open before work.", hours, range_of_views="A few do not.")
    signed(desk.activity, by=desk.ann, at=clock.now())
    return finding


def published(desk: Desk) -> Finding:
    finding = ready(desk)
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    desk.activity.refresh_from_db()
    finding.refresh_from_db()
    return finding


def test_sharing_waits_for_the_base_the_source_and_the_signature() -> None:
    desk = a_desk()
    with pytest.raises(Conflict, match="no finding"):
        shared(desk.activity, by=desk.ann, at=clock.now())
    bare = desk.finding("Something.")
    Finding.objects.filter(pk=bare.pk).update(base=None)
    with pytest.raises(Refused, match="how many it rests on") as unfounded:
        shared(desk.activity, by=desk.ann, at=clock.now())
    assert unfounded.value.verdict.clause == "GP-i.1"
    Finding.objects.filter(pk=bare.pk).update(base=3, source="Question 2")
    with pytest.raises(Refused, match="has signed") as unsigned:
        shared(desk.activity, by=desk.ann, at=clock.now())
    assert unsigned.value.verdict.clause == "GP-i.7"
    signed(desk.activity, by=desk.ann, at=clock.now())
    with pytest.raises(Refused):
        shared(desk.activity, by=desk.cass, at=clock.now())
    shared(desk.activity, by=desk.ann, at=clock.now())


def test_every_lead_of_another_partner_gets_the_mail_once_and_it_is_logged(smtp: Any) -> None:
    desk = a_desk()
    ready(desk)
    trust = a_partner("Example Health Trust")
    lead = an_account("Lena Lead", "engagement_lead", partner=trust)
    shared(desk.activity, by=desk.ann, at=clock.now())
    told = SharedWith.objects.get(account=lead)
    tell_partner(told.pk)
    tell_partner(told.pk)
    told.refresh_from_db()
    assert told.sent_at is not None
    [mail] = smtp
    assert mail["To"] == lead.email
    body = mail.get_payload(decode=True).decode() if not mail.is_multipart() else str(mail)
    assert "People want the pool open before work." in body
    assert SharedWith.objects.filter(sharing=told.sharing, account=None).exists(), "partners without a lead are listed"


def test_whoever_works_at_a_partner_finds_it_by_words_partner_and_age(client: Client) -> None:
    desk = a_desk()
    finding = ready(desk)
    wen = an_account("Wen Worker", "officer", partner=a_partner())
    client.force_login(wen)
    page = reverse("findings:shared")
    assert finding.statement not in client.get(page).content.decode()
    shared(desk.activity, by=desk.ann, at=clock.now())
    for query in ("", "?words=pool", "?words=opening", f"?partner={desk.activity.lead.slug}", "?show=current"):
        assert finding.statement in client.get(page + query).content.decode(), query
    for query in ("?words=zebra", "?partner=unknown-partner&words=zebra"):
        assert finding.statement not in client.get(page + query).content.decode(), query
    client.force_login(an_account("Nobody"))
    assert client.get(page).status_code == 403


def test_an_unpublished_finding_is_asked_for_and_a_public_one_is_granted_at_once() -> None:
    desk = a_desk()
    finding = ready(desk)
    trust = a_partner()
    wen = an_account("Wen Worker", "officer", partner=trust)
    asked: dict[str, Any] = {"finding": finding, "partner": trust, "by": wen, "at": clock.now()}
    with pytest.raises(Refused, match="not been shared"):
        actions.ask_reuse(purpose="For our own plan.", **asked)
    shared(desk.activity, by=desk.ann, at=clock.now())
    one = actions.ask_reuse(purpose="For our own plan.", **asked)
    assert one.state == "asked"
    assert [reuse.pk for reuse in owed_to(desk.ann).asked_for] == [one.pk]
    assert list(owed_to(desk.cass).asked_for) == []
    with pytest.raises(Refused):
        actions.answer_reuse(reuse=one, grant=True, by=desk.cass, at=clock.now())
    with pytest.raises(Refused, match="says why"):
        actions.answer_reuse(reuse=one, grant=False, by=desk.ann, at=clock.now())
    refused = actions.answer_reuse(reuse=one, grant=False, reason="It is still a draft.", by=desk.ann, at=clock.now())
    with pytest.raises(Conflict):
        actions.cite_reuse(reuse=refused, cited_in="Our plan", by=wen, at=clock.now())
    desk.publish()
    finding.refresh_from_db()
    two = actions.ask_reuse(purpose="For our own plan.", **{**asked, "finding": finding})
    assert two.state == "granted"
    actions.cite_reuse(reuse=two, cited_in="Our plan of 2027", by=wen, at=clock.now())
    assert queries.reuse_counts([finding]) == {finding.pk: 1}


def test_after_two_years_a_finding_is_dated_and_one_that_was_replaced_says_so() -> None:
    desk = a_desk()
    finding = published(desk)
    shared(desk.activity, by=desk.ann, at=clock.now())
    [one] = queries.evidence_for_reuse("pool")
    assert (one.is_published, one.dated, one.uses) == (True, False, 0)
    assert desk.activity.closes_on
    with clock.stopped(desk.activity.closes_on + timedelta(days=800)):
        [old] = queries.evidence_for_reuse("pool")
        assert old.dated
        assert not shared_findings(show="current").exists()
    other = a_desk()
    newer = published(other)
    with pytest.raises(Refused):
        actions.supersede_finding(finding=finding, newer=newer, because="It asked again.", by=desk.cass, at=clock.now())
    actions.supersede_finding(finding=finding, newer=newer, because="It asked them again.", by=desk.ann, at=clock.now())
    [one] = queries.evidence_for_reuse("pool")
    assert one.superseded_by == newer.public_id


def test_what_is_held_back_says_so_everywhere_and_comes_up_on_its_day(client: Client) -> None:
    """I-28: exception code, owner and review date; an overdue review raises an alarm."""
    desk = a_desk()
    finding = ready(desk)
    asked: dict[str, Any] = {"finding": finding, "code": "safety", "owner": desk.ann, "by": desk.ann, "at": clock.now()}
    for review_on in (clock.today(), clock.today() + timedelta(days=500)):
        with pytest.raises(Refused, match="within a year"):
            actions.restrict_finding(because="It names a shelter.", review_on=review_on, **asked)
    day = clock.today() + timedelta(days=60)
    held = actions.restrict_finding(because="It names a shelter.", review_on=day, **asked)
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    for url in (
        reverse("findings:heard", args=[desk.activity.slug]), reverse("findings:finding", args=[finding.public_id]),
        reverse("findings:data", args=[desk.activity.slug, "findings", "json"]), "/search/?words=pool",
    ):  # fmt: skip
        page = client.get(url).content.decode()
        assert "open before work" not in page
    assert (
        "What we are not showing, and why"
        in client.get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    )
    assert list(owed_to(desk.ann).held_back) == []
    with clock.stopped(day + timedelta(days=1)):
        assert [one.pk for one in owed_to(desk.ann).held_back] == [held.pk]
        assert list(owed_to(desk.bilal).held_back) == []
        client.force_login(desk.ann)
        assert "overdue since" in client.get("/staff/").content.decode()
    actions.lift_restriction(restriction=held, by=desk.ann, at=clock.now())
    assert Finding.objects.get().statement == "People want the pool open before work."


def test_a_finding_that_everyone_has_read_cannot_be_held_back() -> None:
    desk = a_desk()
    finding = published(desk)
    Activity.objects.filter(pk=desk.activity.pk).update(stage="closed")
    with pytest.raises(Conflict):
        actions.restrict_finding(
            finding=finding, code="safety", because="It names a shelter.", owner=desk.ann,
            review_on=clock.today() + timedelta(days=60), by=desk.ann, at=clock.now(),
        )  # fmt: skip


def evidence(desk: Desk, **changed: Any) -> EvidenceCited:
    terms: dict[str, Any] = {
        "source": "Survey of the Example Trust", "says": "Six in ten swim before work.",
        "collected_on": clock.today() - timedelta(days=100), "published_where": "www.example.org/survey",
    }  # fmt: skip
    return actions.cite_evidence(activity=desk.activity, by=desk.ann, at=clock.now(), **{**terms, **changed})


def test_a_five_year_old_unpublished_survey_cannot_be_cited() -> None:
    """Scenario 25, first half."""
    desk = a_desk()
    old = clock.today() - timedelta(days=5 * 365)
    with pytest.raises(Refused, match="nobody can read") as refusal:
        evidence(desk, collected_on=old, published_where="", currency_note="Nothing has changed since then.")
    assert refusal.value.verdict.clause == "GP-i.8"
    assert not EvidenceCited.objects.exists()


def test_a_published_three_year_old_one_is_cited_with_a_note_and_a_warning() -> None:
    """Scenario 25, second half: the note goes into the evidence pack, the gate warns."""
    from heard.rules.compact import REGISTRY
    from heard.rules.snapshot import Snapshot

    desk = a_desk()
    published(desk)
    old = clock.today() - timedelta(days=3 * 365)
    with pytest.raises(Refused, match="24 months old"):
        evidence(desk, collected_on=old)
    evidence(desk, collected_on=old, currency_note="The bus times are the same.")
    facts = Snapshot(analysis=queries.analysis_facts(desk.activity), today=clock.today())
    assert REGISTRY["GP-i.9"].function(facts, {"months": 24}).result == "fail"
    assert REGISTRY["GP-i.8"].function(facts, {}).result == "pass"
    officer = an_account("Olga Officer", "officer", partner=desk.activity.lead)
    pack = freeze_pack(activity=desk.activity, by=officer, at=clock.now())
    [cited] = pack.body["from_elsewhere"]
    assert (cited["is_dated"], cited["currency_note"]) == (True, "The bus times are the same.")


def test_a_finding_of_a_partner_is_cited_once_it_is_published_and_counts_as_used() -> None:
    desk, other = a_desk(), a_desk()
    theirs = ready(other)
    with pytest.raises(Refused, match="nobody can read"):
        evidence(desk, finding=theirs)
    other.publish()
    theirs.refresh_from_db()
    one = evidence(desk, finding=theirs)
    assert Reuse.objects.get().state == "cited"
    with pytest.raises(Refused):
        actions.drop_evidence(evidence=one, by=desk.cass, at=clock.now())
    actions.drop_evidence(evidence=one, by=desk.ann, at=clock.now())
    assert queries.cited_for_pack(desk.activity) == []


def test_the_pages_share_ask_and_cite(client: Client) -> None:
    desk = a_desk()
    finding = ready(desk)
    client.force_login(desk.ann)
    share = reverse("findings:sharing", args=[desk.activity.slug])
    assert client.post(share, {"terms": ""}).status_code == 422
    assert client.post(share, {"terms": "Use it and name us."}).status_code == 302
    cite = reverse("findings:elsewhere", args=[desk.activity.slug])
    said = {"source": "A survey", "says": "Six in ten.", "collected_on": str(date(2019, 1, 1)), "currency_note": ""}
    assert client.post(cite, said).status_code == 422
    assert "24 months old" in client.post(cite, {**said, "published_where": "the web"}).content.decode()
    assert client.get(cite + "?words=pool").status_code == 200
    assert client.get(cite + f"?from={finding.public_id}").status_code == 200
    wen = an_account("Wen Worker", "officer", partner=a_partner())
    client.force_login(wen)
    one = reverse("findings:shared_one", args=[finding.public_id])
    assert client.post(one, {"purpose": ""}).status_code == 422
    assert client.post(one, {"purpose": "For our own plan."}).status_code == 302
    asked = Reuse.objects.get()
    client.force_login(desk.ann)
    answer = reverse("findings:reuse_answer", args=[desk.activity.slug, asked.public_id])
    assert client.post(answer, {"do": "grant"}).status_code == 302
    client.force_login(wen)
    assert (
        client.post(reverse("findings:reuse_cite", args=[asked.public_id]), {"cited_in": "Our plan"}).status_code == 302
    )
    asked.refresh_from_db()
    assert asked.state == "cited"
    client.force_login(a_reviewer())
    assert client.post(share, {"terms": "Use it and name us."}).status_code == 403


def test_sharing_by_a_double_click_writes_to_each_lead_once(client: Client) -> None:
    desk = a_desk()
    ready(desk)
    an_account("Lena Lead", "engagement_lead", partner=a_partner("Example Health Trust"))
    client.force_login(desk.ann)
    page = reverse("findings:sharing", args=[desk.activity.slug])
    first, again = sent_twice(client, page, {"terms": "You may use and quote this."})
    assert (first.status_code, again.status_code) == (302, 302)
    assert Sharing.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="findings.tell_partner").count() == 1


def test_the_same_words_for_another_theme_are_another_finding() -> None:
    one = a_desk()
    warm, late = one.theme("Warm rooms"), one.theme("Late hours")
    made = [
        one.finding("People want more.", *held, entry_key="k") for held in ([warm], [warm], [warm, late], [late, warm])
    ]
    assert [len({each.pk for each in made}), made[0] == made[1], made[2] == made[3]] == [2, True, True]
    assert [each.themes.count() for each in (made[0], made[2])] == [1, 2]


def test_a_use_and_a_finding_sent_twice_are_there_once(client: Client) -> None:
    desk = a_desk()
    finding = ready(desk)
    shared(desk.activity, by=desk.ann, at=clock.now())
    client.force_login(an_account("Wen Worker", "officer", partner=a_partner()))
    sent_twice(client, reverse("findings:shared_one", args=[finding.public_id]), {"purpose": "For our own plan."})
    assert Reuse.objects.count() == 1
    client.force_login(desk.ann)
    written = Finding.objects.count()
    page = reverse("findings:new_finding", args=[desk.activity.slug])
    first, again = sent_twice(client, page, {"statement": "People want it warmer."})
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    assert Finding.objects.count() == written + 1
