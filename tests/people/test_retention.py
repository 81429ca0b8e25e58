"""What has been kept long enough goes, in the night, and the record says how much."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Contribution, Stakeholder
from heard.audit.models import Entry, Payload
from heard.audit.queries import verify_chain
from heard.ground import clock
from heard.methods.survey.models import Import, RefusedRow, Survey
from heard.notices.models import Sent
from heard.people import actions, jobs
from heard.people.models import Exclusion, Invitation, MonitoringKey, Voice, VoiceAddress

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 6, 1, 2, 40, tzinfo=UTC)


def test_addresses_go_the_day_after_their_day_and_at_the_latest_after_three_years() -> None:
    voices = [Voice.objects.create() for _ in range(4)]
    for voice in voices:
        actions.keep_address(voice=voice, kind="email", address="ann@example.org", at=NOW - timedelta(days=30))
    actions.let_addresses_go(voices=[voices[0]], after_on=date(2030, 5, 31))
    actions.let_addresses_go(voices=[voices[1]], after_on=date(2030, 6, 1))
    VoiceAddress.objects.filter(voice=voices[2]).update(given_on=date(2027, 5, 1))
    gone = actions.apply_retention(at=NOW)
    assert {voice.pk for voice in voices if voice.addresses.exists()} == {voices[1].pk, voices[3].pk}
    assert (gone["people_voiceaddress.told"], gone["people_voiceaddress"]) == (1, 1)
    assert Entry.objects.get(what="retention.applied").header == gone


def test_sessions_invitations_and_the_record_of_sendings_go_when_their_time_is_over() -> None:
    ann = an_account("Ann")
    partner = a_partner()
    for days, name in ((200, "old"), (20, "new")):
        Invitation.objects.create(
            email="x@example.org", name=name, role="officer", partner=partner, secret_hash=name, invited_by=ann,
            invited_at=NOW - timedelta(days=days), expires_on=date(2030, 1, 1),
        )  # fmt: skip
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(days=3))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(days=3))
    Sent.objects.create(key="old", to_hash="", subject="", at=NOW - timedelta(days=800))
    Sent.objects.create(key="new", to_hash="", subject="", at=NOW - timedelta(days=100))
    gone = actions.apply_retention(at=NOW)
    assert Invitation.objects.get().name == "new"
    assert Session.objects.get().session_key == "new"
    assert Sent.objects.get().key == "new"
    assert {name: gone[name] for name in ("people_invitation", "django_session", "notices_sent")} == {
        "people_invitation": 1,
        "django_session": 1,
        "notices_sent": 1,
    }


def test_what_is_emptied_keeps_its_row() -> None:
    ann = an_account("Ann")
    old = Exclusion.objects.create(
        kind="contribution", reference="r", reason="duplicate", note="He lives at 3 Example Lane", partner=a_partner(),
        proposed_by=ann, proposed_team="A", proposed_at=NOW - timedelta(days=7 * 366),
    )  # fmt: skip
    strand = a_strand(an_activity())
    batch = Import.objects.create(
        survey=Survey.objects.create(strand=strand), file_name="a.csv", file_digest="d", content=b"Ann,Example Lane",
        reading={"rows": [["Ann"]]}, by=ann, at=NOW - timedelta(days=120),
    )  # fmt: skip
    row = RefusedRow.objects.create(batch=batch, row=1, why="No date", cells=["Ann"])
    gone = actions.apply_retention(at=NOW)
    for one in (old, batch, row):
        one.refresh_from_db()
    assert (old.note, old.reason) == ("", "duplicate")
    assert (batch.content, batch.reading, batch.file_name) == (None, {}, "a.csv")
    assert (row.cells, row.why) == ([], "No date")
    assert gone["people_exclusion.note"] == 1
    assert "people_exclusion.note" not in actions.apply_retention(at=NOW), "a second night finds nothing to do"


def test_two_years_after_the_archive_names_and_links_go() -> None:
    activity = an_activity(stage="archived")
    type(activity).objects.filter(pk=activity.pk).update(stage_at=NOW - timedelta(days=800))
    recent = an_activity(stage="archived")
    type(recent).objects.filter(pk=recent.pk).update(stage_at=NOW - timedelta(days=100))
    for one in (activity, recent):
        a_contribution(a_strand(one), "Words", on_behalf_of="Quux & Daughters")
        Stakeholder.objects.create(activity=one, name="Quux", stake="affected", email="quux@example.org")
        actions.keep_monitoring(activity_ref=one.public_id, contribution_ref="t", answers={"age": "25-34"})
    actions.apply_retention(at=NOW)
    assert list(Contribution.objects.order_by("pk").values_list("on_behalf_of", flat=True)) == ["", "Quux & Daughters"]
    assert list(Stakeholder.objects.order_by("pk").values_list("email", flat=True)) == ["", "quux@example.org"]
    assert [key.activity_ref for key in MonitoringKey.objects.all()] == [recent.public_id]


def test_private_parts_of_the_record_go_after_six_years_and_the_chain_holds() -> None:
    from heard.audit.actions import record, seal_entries

    for days in (3000, 100):
        record(what="x", about="activity:x", at=NOW - timedelta(days=days), private={"email": "a@example.org"})
    seal_entries()
    actions.apply_retention(at=NOW)
    seal_entries()
    assert Payload.objects.count() == 1
    assert verify_chain().ok


def test_finished_jobs_go_and_waiting_ones_stay() -> None:
    for _ in range(2):
        app.configure_task("people.send_invitation").defer(invitation_id=0)
    first, second = ProcrastinateJob.objects.order_by("id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [first.pk])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [first.pk])
    actions.apply_retention(at=clock.now())
    assert ProcrastinateJob.objects.count() == 2
    actions.apply_retention(at=clock.now() + timedelta(days=30))
    assert [job.pk for job in ProcrastinateJob.objects.all()] == [second.pk]


def test_old_messages_go_where_mail_is_kept_as_files(settings: Any, tmp_path: Any) -> None:
    import os

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for name, days in (("old.log", 40), ("new.log", 1)):
        (tmp_path / name).write_text("Subject: x")
        os.utime(tmp_path / name, times=((NOW - timedelta(days=days)).timestamp(),) * 2)
    assert actions.apply_retention(at=NOW)["store:outbox"] == 1
    assert [path.name for path in tmp_path.glob("*.log")] == ["new.log"]


def test_the_nightly_job_runs() -> None:
    jobs.apply_retention(timestamp=0)
    assert Entry.objects.filter(what="retention.applied").count() == 1


def test_a_closed_account_loses_its_proofs(settings: Any) -> None:
    from allauth.account.models import EmailAddress

    partner = a_partner()
    ann, bilal = an_account("Ann", "administrator", partner=partner), an_account("Bilal", "officer", partner=partner)
    EmailAddress.objects.create(user=bilal, email=bilal.email, verified=True, primary=True)
    actions.close_account(account=bilal, by=ann, at=clock.now())
    assert not EmailAddress.objects.exists()
