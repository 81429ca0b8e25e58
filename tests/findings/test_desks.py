"""The coding desk and the findings desk as officers use them, without a script."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import a_contribution, a_group, a_strand
from tests.findings.desk import Desk, a_desk

from heard.activities.actions import redact_passage
from heard.activities.models import Passage
from heard.findings.models import Coding, Evidence, Finding, Reading, Theme
from heard.ground import clock
from heard.people.models import MonitoringAnswer

pytestmark = pytest.mark.django_db
DESK_PAGES = ["coding", "themes", "import_codings", "staff_findings", "new_finding", "preview"]


def as_(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def at(desk: Desk, name: str, *more: Any) -> str:
    return reverse(f"findings:{name}", args=[desk.activity.slug, *more])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_reading_by_form_goes_from_passage_to_passage_until_nothing_is_left() -> None:
    desk = a_desk()
    first, second = a_contribution(desk.strand, "Warmer water"), a_contribution(desk.strand, "Longer hours")
    warm, long = desk.theme("Water"), desk.theme("Hours")
    client = as_(desk.ann)
    page = client.get(at(desk, "coding"))
    assert "Warmer water" in text_of(page)
    assert "Read 0 of 2" in text_of(page)
    form = {"theme": [warm.public_id], f"stance-{warm.public_id}": "for", f"stance-{long.public_id}": "against"}
    page = client.post(at(desk, "read", first.passages.get().pk), form, follow=True)
    assert "Longer hours" in text_of(page)
    page = client.post(at(desk, "read", second.passages.get().pk), {"theme": [long.public_id]}, follow=True)
    assert "Everything has been read" in text_of(page)
    assert set(Coding.objects.values_list("theme__name", "stance")) == {("Water", "for"), ("Hours", "")}


def test_taking_back_puts_the_passage_in_front_again_with_nothing_ticked() -> None:
    desk = a_desk()
    one, warm = a_contribution(desk.strand, "Warmer water"), desk.theme("Water")
    client = as_(desk.ann)
    client.post(at(desk, "read", one.passages.get().pk), {"theme": [warm.public_id]})
    page = client.post(at(desk, "undo"), follow=True)
    assert "Warmer water" in text_of(page)
    assert "checked" not in text_of(page)
    assert not Reading.objects.exists()


def test_a_new_theme_keeps_the_readers_place_and_filters() -> None:
    desk = a_desk()
    a_contribution(desk.strand, "First")
    second = a_contribution(desk.strand, "Second").passages.get()
    url = f"{at(desk, 'new_theme')}?channel=web"
    page = as_(desk.ann).post(url, {"name": "Lockers", "passage": second.pk}, follow=True)
    assert page.redirect_chain[-1][0] == f"{at(desk, 'coding')}?channel=web&passage={second.pk}"
    assert "Lockers" in text_of(page)
    assert "Second" in text_of(page)


def test_the_queue_narrows_by_strand_channel_theme_and_words() -> None:
    desk = a_desk()
    talk = a_strand(desk.activity, "gathering", "Drop-in", channels=("in_person",))
    a_contribution(desk.strand, "Cold showers")
    a_contribution(talk, "Warm welcome", channel="in_person")
    read = a_contribution(desk.strand, "Cold lockers", channel="paper")
    cold = desk.theme("Cold")
    desk.read(read, {cold: ""})
    client = as_(desk.ann)
    for query, words in [
        (f"strand={talk.public_id}", "Warm welcome"),
        ("channel=in_person", "Warm welcome"),
        ("words=SHOWERS+cold", "Cold showers"),
        (f"show=read&theme={cold.public_id}", "Cold lockers"),
        ("show=all&channel=paper", "Cold lockers"),
        ("channel=nonsense", "Cold showers"),
    ]:
        assert words in text_of(client.get(f"{at(desk, 'coding')}?{query}")), query
    assert "Nothing left here" in text_of(client.get(f"{at(desk, 'coding')}?words=nobody+said+this"))


def test_covered_words_are_shown_covered_and_cannot_be_found_by_searching() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Ask Mrs Featherstone at number 9 about the hoist")
    words, why = "Ask […] about the hoist", "Names a neighbour"
    redact_passage(passage=one.passages.get(), words=words, reason=why, by=desk.ann, at=clock.now())
    client = as_(desk.ann)
    page = text_of(client.get(at(desk, "coding")))
    assert "Ask […] about the hoist" in page
    assert "Featherstone" not in page
    assert "Featherstone" not in text_of(client.get(f"{at(desk, 'coding')}?words=featherstone")).replace(
        'value="featherstone"', ""
    )
    assert "Nothing left here" in text_of(client.get(f"{at(desk, 'coding')}?words=featherstone"))
    assert Passage.objects.get().words == "Ask Mrs Featherstone at number 9 about the hoist"


def test_what_people_said_about_themselves_is_never_on_the_desk() -> None:
    """I-10."""
    from heard.people.actions import keep_monitoring

    desk = a_desk()
    one = a_contribution(desk.strand, "Warmer water")
    keep_monitoring(
        activity_ref=desk.activity.public_id, contribution_ref=one.trace_id, answers={"ethnicity": "Sikh, Punjabi"}
    )
    assert MonitoringAnswer.objects.exists()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = text_of(as_(desk.ann).get(at(desk, "coding")))
    assert "Sikh" not in page
    assert not any("people_monitoring" in query["sql"] for query in asked)


def test_who_else_is_reading_is_shown() -> None:
    desk = a_desk()
    a_contribution(desk.strand, "One")
    a_contribution(desk.strand, "Two")
    as_(desk.bilal).get(at(desk, "coding"))
    page = text_of(as_(desk.ann).get(at(desk, "coding")))
    assert "Reading now too: Bilal Example" in page
    assert "Two" in page


@pytest.mark.parametrize("name", DESK_PAGES)
def test_ann_and_bilal_may_open_the_desks_and_cass_may_not(name: str) -> None:
    desk = a_desk()
    assert as_(desk.ann).get(at(desk, name)).status_code == 200
    assert as_(desk.bilal).get(at(desk, name)).status_code == 200
    refused = as_(desk.cass).get(at(desk, name))
    assert refused.status_code == 403
    assert "may do this here" in text_of(refused)
    assert Client().get(at(desk, name)).status_code == 302


def filled(desk: Desk, number: int) -> None:
    """A desk with `number` of everything."""
    for n in range(number):
        group = a_group(desk.activity, f"Group {n}", most_affected=True)
        theme, loose = desk.theme(f"Theme {n}", groups=[group]), desk.theme(f"Loose {n}")
        one = a_contribution(desk.strand, f"Words {n}", may_quote=True)
        desk.read(one, {theme: "for", loose: "against"})
        finding = desk.finding(f"Finding {n}", theme, range_of_views="Some were against.")
        desk.cite(finding, one, quoted=True)
        a_contribution(desk.strand, f"Unread {n}")


@pytest.mark.parametrize("stage", ["open", "closed"])
@pytest.mark.parametrize("name", [*DESK_PAGES, "edit_finding", "evidence", "theme"])
def test_the_desks_ask_as_little_of_three_as_of_one(name: str, stage: str) -> None:
    def asked(number: int) -> int:
        desk = a_desk(stage)
        filled(desk, number)
        more = {"edit_finding": Finding, "evidence": Finding, "theme": Theme}.get(name)
        url = at(desk, name, more.objects.filter(activity=desk.activity).first().public_id) if more else at(desk, name)
        client = as_(desk.ann)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    one, three = asked(1), asked(3)
    assert one == three
    assert three < 15


def test_a_finding_is_written_from_a_theme_and_its_base_is_counted_not_typed() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    for words in ("Sundays", "Evenings"):
        desk.read(a_contribution(desk.strand, words, may_quote=True), {hours: "for"})
    client = as_(desk.ann)
    assert "checked" in text_of(client.get(f"{at(desk, 'new_finding')}?theme={hours.public_id}"))
    said = {"statement": "People want longer hours.", "themes": [hours.public_id], "base": "9999"}
    page = client.post(at(desk, "new_finding"), said, follow=True)
    finding = Finding.objects.get()
    assert (finding.base, finding.source) == (2, "What people said in: Survey")
    assert page.redirect_chain[-1][0] == at(desk, "evidence", finding.public_id)
    assert list(finding.strands.all()) == [desk.strand]


def test_a_finding_without_words_is_refused_and_what_was_chosen_is_kept() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    page = as_(desk.ann).post(at(desk, "new_finding"), {"statement": " ", "themes": [hours.public_id]})
    assert page.status_code == 422
    assert "checked" in text_of(page)
    assert not Finding.objects.exists()


def test_words_are_quoted_only_with_consent_and_after_a_second_look() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    yes, no = a_contribution(desk.strand, "Quote me", may_quote=True), a_contribution(desk.strand, "Do not quote me")
    for one in (yes, no):
        desk.read(one, {hours: "for"})
    finding = desk.finding("Longer hours", hours)
    client, url = as_(desk.ann), at(desk, "evidence", finding.public_id)
    page = text_of(client.get(url))
    assert page.count('value="quote"') == 1
    refused = client.post(url, {"passage": yes.passages.get().pk, "do": "quote"})
    assert refused.status_code == 422
    assert "reads them again" in text_of(refused)
    assert f'href="#passage-{yes.passages.get().pk}"' in refused.text, "it is said where it is mended, on the same page"
    refused = client.post(url, {"passage": no.passages.get().pk, "do": "quote", "checked": "on"})
    assert "has not said that their words may be quoted" in text_of(refused)
    client.post(url, {"passage": yes.passages.get().pk, "do": "quote", "checked": "on"})
    client.post(url, {"passage": no.passages.get().pk, "do": "cite"})
    assert dict(Evidence.objects.values_list("passage__words", "quoted")) == {
        "Quote me": True,
        "Do not quote me": False,
    }


def test_the_stances_of_the_quotes_stand_beside_those_of_the_people() -> None:
    """Scenario 10: seven in ten were against, and only supporters are quoted."""
    desk = a_desk()
    hours = desk.theme("Hours")
    people = [a_contribution(desk.strand, f"Said {n}", may_quote=True) for n in range(10)]
    for n, one in enumerate(people):
        desk.read(one, {hours: "for" if n < 3 else "against"})
    finding = desk.finding("Longer hours", hours)
    desk.cite(finding, people[0], quoted=True)
    from heard.findings.queries.writing import quote_split

    finding = Finding.objects.get()
    split = [(row["stance"], row["people"], row["quotes"]) for row in quote_split(finding)]
    assert split == [("for", 3, 1), ("against", 7, 0)]


@pytest.mark.parametrize("forged", ["", "no number", "²", "9" * 30])
def test_a_forged_number_of_a_passage_is_no_passage(forged: str) -> None:
    desk = a_desk()
    finding = desk.finding("People want warm water")
    answer = as_(desk.ann).post(at(desk, "evidence", finding.public_id), {"passage": forged, "do": "cite"})
    assert answer.status_code == 404
    assert Evidence.objects.count() == 0


def test_evidence_of_a_contribution_that_was_left_out_is_refused() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    one = a_contribution(desk.strand, "Twice", state="excluded", excluded_because="duplicate")
    finding = desk.finding("Longer hours", hours)
    answer = as_(desk.ann).post(
        at(desk, "evidence", finding.public_id), {"passage": one.passages.get().pk, "do": "cite"}
    )
    assert answer.status_code == 409
    assert not Evidence.objects.exists()


def test_a_buried_theme_stands_in_red_until_it_is_answered_or_set_aside() -> None:
    desk = a_desk()
    chairs = a_group(desk.activity, "Wheelchair users", most_affected=True)
    hoist, hours = desk.theme("The hoist", groups=[chairs]), desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "It is broken"), {hoist: "against"})
    desk.read(a_contribution(desk.strand, "Sundays"), {hours: "for"})
    client = as_(desk.ann)
    page = text_of(client.get(at(desk, "staff_findings")))
    assert "2 themes have no answer" in page
    assert "raised by those most affected" in page
    client.post(at(desk, "theme_aside", hoist.public_id), {"because": "no"})
    assert not Theme.objects.exclude(not_taken_because="").exists()
    client.post(at(desk, "theme_aside", hoist.public_id), {"because": "It was mended in May."})
    desk.finding("Longer hours", hours)
    page = text_of(client.get(at(desk, "staff_findings")))
    assert "no answer" not in page
    assert "It was mended in May." in page


def test_what_is_published_shows_no_way_to_edit_it_and_says_what_would_open_it_again() -> None:
    desk = a_desk()
    desk.finding("Longer hours")
    edit = f'href="{at(desk, "edit_finding", Finding.objects.get().public_id)}"'
    client = as_(desk.ann)
    assert edit in client.get(at(desk, "staff_findings")).content.decode()
    desk.activity.stage = "found"
    desk.activity.save()
    for name, more in (("staff_findings", ()), ("evidence", (Finding.objects.get().public_id,))):
        page = client.get(at(desk, name, *more)).content.decode()
        assert edit not in page
        assert "Only reopening the activity, with a published reason, lets findings change." in page


def test_the_desk_says_what_is_missing_with_a_link_to_read_it() -> None:
    desk = a_desk()
    a_contribution(desk.strand, "Unread", channel="paper")
    page = text_of(as_(desk.ann).get(at(desk, "staff_findings")))
    assert "1 to read" in page
    assert f"{at(desk, 'coding')}?strand={desk.strand.public_id}&amp;channel=paper" in page


def test_findings_are_moved_up_and_down() -> None:
    desk = a_desk()
    first, second = desk.finding("First"), desk.finding("Second")
    as_(desk.ann).post(at(desk, "order"), {"move": f"up:{second.public_id}"})
    assert list(Finding.objects.values_list("statement", "ordinal")) == [("Second", 1), ("First", 2)]
    as_(desk.ann).post(at(desk, "order"), {"move": f"down:{first.public_id}"})
    assert [finding.statement for finding in Finding.objects.all()] == ["Second", "First"]


def test_a_draft_is_removed_and_a_published_finding_stays() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "Sundays"), {hours: ""})
    draft, kept = desk.finding("Draft", hours), desk.finding("Kept", hours)
    client = as_(desk.ann)
    client.post(at(desk, "remove_finding", draft.public_id))
    desk.publish()
    assert client.post(at(desk, "remove_finding", kept.public_id)).status_code == 409
    assert [finding.statement for finding in Finding.objects.all()] == ["Kept"]


def test_once_published_the_desk_can_be_read_and_changes_nothing() -> None:
    desk = a_desk()
    hours, one = desk.theme("Hours"), a_contribution(desk.strand, "Sundays")
    desk.read(one, {hours: ""})
    finding = desk.finding("Longer hours", hours)
    desk.publish()
    type(desk.activity).objects.update(stage="found")
    client = as_(desk.ann)
    assert "stays as it was" in text_of(client.get(f"{at(desk, 'coding')}?show=all"))
    assert client.post(at(desk, "read", one.passages.get().pk), {}).status_code == 403
    said = {"statement": "Something else"}
    assert client.post(at(desk, "edit_finding", finding.public_id), said).status_code == 403
    finding.refresh_from_db()
    assert finding.statement == "Longer hours"


def upload(desk: Desk, raw: bytes, **more: str) -> Any:
    file = io.BytesIO(raw)
    file.name = "codings.csv"
    return as_(desk.ann).post(at(desk, "import_codings"), {"file": file, **more})


def test_a_file_of_codings_is_tried_first_and_then_taken_over() -> None:
    desk = a_desk()
    desk.theme("Hours")
    one = a_contribution(desk.strand, "Sundays")
    raw = f"contribution,passage,theme,stance\n{one.trace_id},1,Hours,for\nnobody,1,Hours,\n".encode()
    page = text_of(upload(desk, raw, dry="on"))
    assert "Tried, nothing stored" in page
    assert "There is no passage 1 of a contribution “nobody”" in page
    assert not Reading.objects.exists()
    assert "Taken over" in text_of(upload(desk, raw))
    assert Coding.objects.get().stance == "for"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"contribution,theme\nabc\x00,Hours\n", "NUL"),
        (b"\xff\xfe\x00", "NUL"),
        (b"contribution,theme\n\xe9,Hours\n", "not UTF-8"),
        (b"who,what\na,b\n", "no column “contribution”"),
        (b'contribution,theme\n"a,b\n', "no CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(raw: bytes, why: str) -> None:
    page = upload(a_desk(), raw)
    assert page.status_code == 422
    assert why in text_of(page)
