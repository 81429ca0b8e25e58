"""Pages of concerns: raised without an account or scripts, followed by a code, read by all, worked on at a desk."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import an_activity, signed_in
from tests.moderation.concern_people import Around, around, looked_into, raised, upheld

from heard.ground import clock
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern

pytestmark = pytest.mark.django_db
MOST = 14


def sent(**more: Any) -> dict[str, Any]:
    return {"question": "too_short", "words": "It closed in Holy Week.", "entry_key": "k1"} | more


def test_every_public_page_of_an_activity_leads_to_raising_a_concern() -> None:
    here = around()
    for page in ("", "influence/", "heard/", "decided/", "how-this-was-run/"):
        body = Client().get(f"/activities/{here.activity.slug}/{page}").content.decode()
        assert f'href="/activities/{here.activity.slug}/concern/"' in body, page
    assert 'href="/concerns/"' in Client().get("/").content.decode()


def test_it_is_raised_without_an_account_or_scripts_and_the_code_shows_how_it_stands() -> None:
    here, client = around(), Client()
    address = f"/activities/{here.activity.slug}/concern/"
    page = client.get(address)
    assert "There was not enough time" in page.content.decode()
    contract = SimpleUploadedFile("contract.pdf", b"%PDF-1.7 contract", content_type="application/pdf")
    answer = client.post(address, sent(evidence=[contract], link="https://example.org/minutes"))
    assert answer.status_code == 302
    receipt = client.get(answer["Location"]).content.decode()
    assert "keep this code" in receipt
    assert "Holy Week" not in receipt
    one = Concern.objects.get()
    assert (one.channel, one.files.count(), one.logged_by) == ("web", 1, None)
    code = answer["Location"].split("/")[3]
    assert Client().post("/concerns/receipt/", {"code": code.lower()})["Location"] == answer["Location"]
    assert Client().post("/receipt/", {"code": code.lower()})["Location"] == answer["Location"]
    assert client.get(answer["Location"])["X-Robots-Tag"] == "noindex"


def test_nothing_is_lost_without_a_word_where_something_has_to_be_mended() -> None:
    here = around()
    address = f"/activities/{here.activity.slug}/concern/"
    contract = SimpleUploadedFile("contract.pdf", b"%PDF-1.7 contract", content_type="application/pdf")
    page = Client().post(address, sent(words="", evidence=[contract]))
    assert (page.status_code, "Choose your files again" in page.text) == (422, True)
    page = Client().post(address, sent(address="rosa@example.org"))
    assert (page.status_code, "You wrote an address. Choose how we shall tell you" in page.text) == (422, True)
    page = Client().post(address, sent(link="the paper in the hall"))
    assert (page.status_code, "This is no address of a page" in page.text) == (422, True)
    assert Concern.objects.count() == 0


def test_the_way_down_to_the_record_leads_somewhere_from_the_page_of_a_concern_too() -> None:
    page = Client().get(f"/activities/{around().activity.slug}/concern/").text
    assert ('href="#record"' in page, 'id="record"' in page) == (True, True)


def test_the_same_sending_twice_is_one_concern() -> None:
    here, client = around(), Client()
    address = f"/activities/{here.activity.slug}/concern/"
    first = client.post(address, sent())
    again = client.post(address, sent())
    assert (again["Location"], Concern.objects.count()) == (first["Location"], 1)


@pytest.mark.parametrize(
    "more",
    [
        {"words": ""}, {"question": "nothing"}, {"words": "x" * 20_000}, {"words": "nul\x00"}, {"link": "javascript:x"},
        {"tell": "email", "address": ""}, {"tell": "email", "address": "nowhere"},
        {"evidence": [SimpleUploadedFile("a.heic", b"\x00\x00\x00\x18ftypheic")]},
        {"evidence": [SimpleUploadedFile(f"{n}.pdf", b"%PDF-" + bytes([n])) for n in range(4)]},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_comes_back_with_a_reason(more: dict[str, Any]) -> None:
    here = around()
    answer = Client().post(f"/activities/{here.activity.slug}/concern/", sent(**more))
    assert answer.status_code == 422
    assert Concern.objects.count() == 0


def test_a_wrong_code_gets_one_and_the_same_answer() -> None:
    around()
    assert Client().post("/concerns/receipt/", {"code": "AAAAA-AAAAA-A"}).status_code == 404
    assert Client().get("/concerns/receipt/AAAAA-AAAAA-A/").status_code == 404
    assert Client().get("/concerns/receipt/").status_code == 200


def test_nothing_can_be_raised_about_a_plan_that_nobody_can_see_yet() -> None:
    assert Client().get(f"/activities/{an_activity(stage='planned').slug}/concern/").status_code == 404


def test_with_the_code_it_is_taken_back_or_taken_further() -> None:
    here = around()
    first, second = raised(here), raised(here)
    address = f"/concerns/receipt/{first.code}/"
    assert Client().post(address, {"step": "escalate"}).status_code == 409
    assert Client().post(address, {"step": "withdraw"}).status_code == 302
    assert Concern.objects.get(pk=first.concern.pk).outcome == "withdrawn"
    with clock.stopped(clock.now() + timedelta(days=45)):
        assert Client().post(f"/concerns/receipt/{second.code}/", {"step": "escalate"}).status_code == 302
    assert Concern.objects.get(pk=second.concern.pk).state == "escalated"


def test_the_register_shows_how_each_stands_and_what_is_late_and_nobodys_words() -> None:
    here = around()
    one = raised(here, may_show=True).concern
    page = Client().get("/concerns/").content.decode()
    assert "There was not enough time" in page
    with clock.stopped(clock.now() + timedelta(days=45)):
        late = Client().get("/concerns/?show=late").content.decode()
        assert f"/concerns/{one.public_id}/" in late
        shown = Client().get(f"/concerns/{one.public_id}/").content.decode()
    assert "The outcome was due by" in shown
    assert "Holy Week" not in page + late + shown
    actions.show_words(concern=one, words="It closed in […].", by=here.ann, at=clock.now())
    assert "It closed in […]." in Client().get(f"/concerns/{one.public_id}/").content.decode()
    assert Client().get("/concerns/?show=late&after=zzz&activity=%00").status_code in (200, 404)
    assert Client().get("/concerns/nothing/").status_code == 404


def test_staff_write_down_what_came_by_phone_and_read_out_the_code() -> None:
    here = around()
    address = f"/staff/activities/{here.activity.slug}/concerns/new/"
    said = sent(channel="phone", received_on="2026-11-02", tell="phone", address="024 7600 0000")
    assert signed_in(here.cass).post(address, said).status_code == 403
    client = signed_in(here.bilal)
    assert client.post(address, said | {"received_on": "2999-01-01"}).status_code == 422
    answer = client.post(address, said, follow=True)
    assert "Tell the person their code" in answer.content.decode()
    one = Concern.objects.get()
    assert (one.channel, one.logged_by, one.received_on.isoformat()) == ("phone", here.bilal, "2026-11-02")
    assert one.clause in answer.content.decode()


def test_a_concern_goes_from_desk_to_desk_to_its_end() -> None:
    here = around()
    one = raised(here, "decided", tell="letter", address="1 Sample Street\nCoventry", name="Dee").concern
    page = f"/staff/concerns/{one.public_id}/"
    ann, rita, dora = signed_in(here.ann), signed_in(here.rita), signed_in(here.dora)
    assert one.public_id in ann.get("/staff/concerns/").content.decode()
    assert one.public_id in rita.get("/staff/concerns/").content.decode()
    assert ann.post(page, {"step": "acknowledge", "acknowledge-words": " "}).status_code == 422
    assert ann.post(page, {"step": "acknowledge", "acknowledge-words": "We have it."}).status_code == 302
    assert ann.post(page, {"step": "assign", "assign-reviewer": here.rita.pk}).status_code == 302
    assert dora.post(page, {"step": "answer", "answer-words": "The contract can be ended."}).status_code == 302
    assert "Decide it by" not in ann.get(page).content.decode()
    assert "Decide it by" in rita.get(page).content.decode()
    outcome = {"step": "decide", "decide-outcome": "upheld", "decide-finding": "It bound the council."}
    assert rita.post(page, outcome).status_code == 422
    outcome |= {"decide-clause": "UP-d", "decide-remedy": "Say so.", "decide-remedy_due_on": str(clock.today())}
    assert rita.post(page, outcome).status_code == 302
    assert "1 Sample Street" in rita.get(page).content.decode()
    step = one.steps.get(kind="decided")
    letter = rita.get(f"{page}told/{step.pk}/")
    assert letter.content.startswith(b"%PDF")
    assert rita.post(f"{page}told/{step.pk}/", {f"told{step.pk}-reached": "yes"}).status_code == 302
    assert rita.get(f"{page}told/{step.pk}/").status_code == 404
    assert ann.post(page, {"step": "remedy", "remedy-words": "The page says so."}).status_code == 302
    assert "whether it is mended" not in ann.get(page).content.decode(), "nobody of the lead looks at it"
    look = {"step": "look", "look-mended": "no", "look-words": "It stands nowhere."}
    assert rita.post(page, look).status_code == 422
    assert rita.post(page, look | {"look-due_on": str(clock.today())}).status_code == 302
    assert ann.post(page, {"step": "remedy", "remedy-words": "It stands on top now."}).status_code == 302
    assert rita.post(page, {"step": "look", "look-mended": "yes", "look-words": "It does."}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.was_late) == ("closed", [])


def test_nobody_sees_the_persons_words_who_has_nothing_to_do_with_it() -> None:
    here = around()
    one = raised(here, files=[b"%PDF-1"], tell="letter", address="1 Sample Street").concern
    page = f"/staff/concerns/{one.public_id}/"
    file = one.files.get()
    assert Client().get(page).status_code == 302
    assert signed_in(here.cass).get(page).status_code == 403
    assert signed_in(here.cass).get(f"{page}files/{file.public_id}/").status_code == 403
    assert signed_in(here.cass).get("/staff/concerns/").status_code == 403
    seen = signed_in(here.gus).get(page).content.decode()
    assert "Holy Week" in seen
    assert "1 Sample Street" not in seen
    got = signed_in(here.ann).get(f"{page}files/{file.public_id}/")
    assert (got.content, got["Content-Type"]) == (b"%PDF-1", "application/pdf")
    assert got["Content-Disposition"].startswith("attachment")


def test_a_forged_step_changes_nothing() -> None:
    here = around()
    one = looked_into(here)
    page = f"/staff/concerns/{one.public_id}/"
    outcome = {"step": "decide", "decide-outcome": "not_upheld", "decide-finding": "No."}
    assert signed_in(here.ann).post(page, outcome).status_code == 200
    one.refresh_from_db()
    assert one.outcome == ""


def filled(here: Around, number: int) -> Concern:
    for _each in range(number):
        one = upheld(here, "decided", files=[b"%PDF-1"], tell="letter", address="1 Sample Street")
        raised(here)
    return one


def test_each_page_asks_under_fifteen_queries_with_one_and_with_three(django_assert_max_num_queries: Any) -> None:
    here = around()
    counted: dict[str, list[int]] = {}
    for number in (1, 2):
        one = filled(here, number)
        slug = here.activity.slug
        for place, (client, address) in enumerate([
            (Client(), "/concerns/"), (Client(), f"/concerns/?activity={slug}"),
            (Client(), f"/concerns/{one.public_id}/"), (Client(), f"/activities/{slug}/concern/"),
            (signed_in(here.ann), "/staff/concerns/"), (signed_in(here.rita), "/staff/concerns/?desk=review"),
            (signed_in(here.ann), f"/staff/activities/{slug}/concerns/"),
            (signed_in(here.ann), f"/staff/concerns/{one.public_id}/"),
            (signed_in(here.rita), f"/staff/concerns/{one.public_id}/"),
        ]):  # fmt: skip
            with django_assert_max_num_queries(MOST) as asked:
                assert client.get(address).status_code == 200
            counted.setdefault(f"{place} {address.replace(one.public_id, '1')}", []).append(len(asked))
    assert {page: counts for page, counts in counted.items() if counts[0] != counts[-1]} == {}


def test_a_text_message_is_offered_checked_and_written_out_on_the_desk() -> None:
    here = around()
    address = f"/activities/{here.activity.slug}/concern/"
    assert "Text message" in Client().get(address).content.decode()
    wrong = Client().post(address, sent(tell="text", address="dee@example.org"))
    assert wrong.status_code == 422
    assert "Write the whole telephone number" in wrong.content.decode()
    one = looked_into(here, tell="text", address="07700 900123")
    page = signed_in(here.rita).get(f"/staff/concerns/{one.public_id}/").content.decode()
    assert "07700 900123" in page
    (message,) = re.findall(r"<p dir=\"auto\">(Somebody from another body[^<]*)</p>", page)
    assert message.endswith(f"/concerns/{one.public_id}/")
    assert len(html.unescape(message)) <= 160
