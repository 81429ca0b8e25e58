"""The golden thread from either end: a receipt, a trace, a promise (scenario 33, I-9, I-11)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries
from tests.decisions.scene import Scene, more_answered
from tests.factories import a_contribution, a_group, a_strand, an_activity

from heard.activities.actions import Said, mark, receive_contribution, withdraw_contribution
from heard.activities.models import Contribution, Receipt
from heard.decisions import actions
from heard.findings.models import FindingContribution, ThemeGroup
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db
MOST = 14


def links(page: Any, start: str) -> list[str]:
    return re.findall(rf'href="({re.escape(start)}[^"#?]*)', page.content.decode())


def given(scene: Scene, words: str = "My words about Rosa Example.") -> Any:
    """Somebody's answer while it was open, with receipt and address."""
    scene.room.activity.stage = "open"
    scene.room.activity.closes_on = clock.today()
    scene.room.activity.save()
    kept = receive_contribution(
        strand=scene.room.strand, channel="web", passages=[Said(words)], by=None, at=clock.now()
    )
    keep_address(voice=kept.contribution.voice, kind="email", address="rosa@example.org", name="Rosa Example")
    return kept


def test_a_comment_is_followed_to_its_promise_and_the_promise_back_to_the_comments(
    client: Client, scene: Scene
) -> None:
    """Scenario 33: comment → theme → finding → decision → commitment, and back, by the links on the pages alone."""
    comment = scene.said[0]
    trace = client.get(f"/thread/{comment.trace_id}/")
    assert "Open until nine, I work late." in trace.content.decode()
    assert "Evening opening" in trace.content.decode()
    [finding] = set(links(trace, "/findings/")) & {f"/findings/{scene.finding.public_id}/"}
    heard = client.get(finding)
    assert "People who work want a late swim." in heard.content.decode()
    [decided] = set(links(trace, f"/activities/{scene.slug}/decided/"))
    assert "Two late evenings." in client.get(decided).content.decode()
    [promise] = {link for link in links(trace, "/commitments/") if link != "/commitments/"}
    back = client.get(promise)
    assert "Open until nine on Tuesdays" in back.content.decode()

    assert finding in links(back, "/findings/")
    behind = links(client.get(links(back, "/findings/")[0]), "/thread/")
    assert {f"/thread/{one.trace_id}/" for one in scene.said} <= set(behind)
    pages = [trace, heard, back, *(client.get(link) for link in behind)]
    for page in pages:
        assert "rosa" not in page.content.decode().lower(), "nobody is named on the way"


def test_a_thread_of_many_findings_takes_as_few_questions(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/thread/{scene.said[0].trace_id}/"
    for number in (3, 4, 5):
        with django_assert_max_num_queries(MOST):
            assert client.get(address).status_code == 200
        with django_assert_max_num_queries(MOST):
            assert client.get(f"/activities/{scene.slug}/thread/").status_code == 200
        more_answered(scene, number)


def test_words_that_nobody_agreed_to_have_quoted_are_not_on_the_public_thread(client: Client, scene: Scene) -> None:
    page = client.get(f"/thread/{scene.said[1].trace_id}/").content.decode()
    assert "Later, please." not in page
    assert "Its words are not shown here" in page


def test_what_few_people_raised_is_followed_with_the_receipt_alone(client: Client, scene: Scene) -> None:
    """I-9: a finding with a hidden base may not be counted by walking the public threads."""
    kept = given(scene)
    ThemeGroup.objects.create(theme=scene.theme, group=a_group(scene.room.activity, "Wheelchair users"))
    FindingContribution.objects.create(finding=scene.finding, contribution=kept.contribution)
    public = client.get(f"/thread/{kept.contribution.trace_id}/").content.decode()
    golden = public[public.index('class="golden"') : public.index("</ol>")]
    assert scene.finding.statement not in golden
    assert "No finding that can be shown one by one rests on it." in golden
    own = client.get(f"/receipt/{kept.code}/").content.decode()
    assert scene.finding.statement in own
    assert "Rests on fewer than 10 contributions." in own


@pytest.mark.parametrize("what", ["withdrawn", "excluded", "erased"])
def test_a_contribution_that_no_longer_counts_says_so(client: Client, scene: Scene, what: str) -> None:
    rows = Contribution.objects.filter(pk=scene.said[0].pk)
    if what == "withdrawn":
        withdraw_contribution(contribution=scene.said[0], how="by phone", by=scene.room.ann, at=clock.now())
    elif what == "excluded":
        rows.update(state="excluded", excluded_because="duplicate")
    else:
        rows.update(erased_at=clock.now())
    page = client.get(f"/thread/{scene.said[0].trace_id}/").content.decode()
    says = {"withdrawn": "The person withdrew it", "excluded": "It was not counted", "erased": "words were erased"}
    assert says[what] in page


def test_what_was_left_out_before_anything_is_published_is_not_said_to_be_read_yet(client: Client) -> None:
    strand = a_strand(an_activity(stage="open"), "gathering", "Tell us", ("web",))
    kept = receive_contribution(strand=strand, channel="web", passages=[Said("Nine.")], by=None, at=clock.now())
    pages = [f"/receipt/{kept.code}/", f"/thread/{kept.contribution.trace_id}/"]
    for page in pages:
        assert "It has arrived and will be read." in client.get(page).content.decode()
    Contribution.objects.filter(pk=kept.contribution.pk).update(state="excluded", excluded_because="duplicate")
    for page in pages:
        shown = client.get(page).content.decode()
        assert "It was left out, so no finding rests on it." in shown
        assert "It has arrived" not in shown
        assert "What is decided about it" not in shown


def test_a_trace_of_a_plan_that_is_not_public_is_not_found(client: Client) -> None:
    hidden = a_contribution(a_strand(an_activity(stage="planned")), "Too early")
    assert client.get(f"/thread/{hidden.trace_id}/").status_code == 404
    assert client.get("/thread/0000000000/").status_code == 404


def test_before_anything_is_decided_the_thread_says_what_it_waits_for(client: Client, scene: Scene) -> None:
    scene.decision.published_at = None  # type: ignore[union-attr]
    scene.decision.save()  # type: ignore[union-attr]
    page = client.get(f"/thread/{scene.said[0].trace_id}/").content.decode()
    assert "Not answered yet." in page
    assert "Open until nine on Tuesdays" not in page


def test_what_was_left_out_in_part_and_taken_back_in_part_is_not_said_to_be_read_yet(client: Client) -> None:
    """One post was taken back, later the other is left out: nothing of it is still to be read."""
    strand = a_strand(an_activity(stage="open"), "gathering", "Tell us", ("web",))
    kept = receive_contribution(strand=strand, channel="web", passages=[Said("Nine.")], by=None, at=clock.now())
    voice, page = kept.contribution.voice, f"/receipt/{kept.code}/"
    receive_contribution(strand=strand, channel="web", passages=[Said("Ten.")], voice=voice, by=None, at=clock.now())
    Contribution.objects.filter(pk=kept.contribution.pk).update(state="withdrawn")
    assert "It has arrived and will be read." in client.get(page).content.decode()
    Contribution.objects.filter(voice=voice, state="received").update(state="excluded", excluded_because="duplicate")
    shown = client.get(page).content.decode()
    assert "It was left out, so no finding rests on it." in shown
    assert "It has arrived" not in shown
    assert "What is decided about it" not in shown


def test_a_receipt_and_a_public_thread_say_that_it_was_decided_before_close(client: Client) -> None:
    """Scenario 1: those who took part see it where they look, and read of no day on which it will be decided."""
    activity = an_activity(stage="open")
    strand = a_strand(activity, "gathering", "Tell us", ("web",))
    kept = receive_contribution(strand=strand, channel="web", passages=[Said("Nine.")], by=None, at=clock.now())
    pages = [f"/receipt/{kept.code}/", f"/thread/{kept.contribution.trace_id}/"]
    flag, day = "Decision recorded before close", date_format(activity.plan.decides_on, "j F Y")
    for page in pages:
        before = client.get(page).content.decode()
        assert (flag in before, day in before) == (False, True)
    mark(activity=activity, by=None, at=clock.now(), pre_decided=True)
    cache.clear()
    for page in pages:
        after = client.get(page).content.decode()
        assert (after.count(flag), day in after) == (1, False)
        assert f"/activities/{activity.slug}/decided/" in after


def test_unknown_malformed_and_erased_codes_get_the_same_answer(client: Client, scene: Scene) -> None:
    kept = given(scene)
    assert client.get(f"/receipt/{kept.code}/").status_code == 200
    Receipt.objects.update(erased_at=clock.now())
    wrong = ["0000000000", "x", "O" * 400, kept.code]
    answers = [client.get(f"/receipt/{code}/") for code in wrong]
    assert {answer.status_code for answer in [*answers, client.get("/receipt/%00/")]} == {404}
    assert len({re.sub(rb"csrf\S+", b"", answer.content) for answer in answers}) == 1
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin", "the code never leaves in a referrer"


def test_a_receipt_shows_what_became_of_it_and_no_words_name_or_address(client: Client, scene: Scene) -> None:
    kept = given(scene)
    page = client.get(f"/receipt/{kept.code}/")
    text = page.content.decode()
    assert scene.room.activity.title in text
    for secret in ("My words about", "Rosa", "rosa@example.org", kept.secret):
        assert secret not in text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in text


def test_the_secret_on_the_slip_opens_ones_own_words(client: Client, scene: Scene) -> None:
    kept = given(scene)
    wrong = client.post(f"/receipt/{kept.code}/", {"secret": "WRONG123"})
    assert "This is not the secret word of this receipt" in wrong.content.decode()
    assert 'value="WRONG123"' in wrong.content.decode()
    assert "My words about" not in wrong.content.decode()
    right = client.post(f"/receipt/{kept.code}/", {"secret": f" {kept.secret.lower()} "}).content.decode()
    assert "My words about Rosa Example." in right
    assert "rosa@example.org" not in right


def test_a_receipt_takes_few_questions_however_much_was_given(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kept = given(scene)
    for _more in range(3):
        with django_assert_max_num_queries(MOST):
            assert client.get(f"/receipt/{kept.code}/").status_code == 200
        more = a_contribution(scene.room.strand, "More", voice=kept.contribution.voice)
        FindingContribution.objects.create(finding=scene.finding, contribution=more)
        FindingContribution.objects.create(finding=scene.room.findings[1], contribution=more)


def test_guessing_codes_is_slowed_down_and_a_right_code_is_never_counted(client: Client, scene: Scene) -> None:
    kept = given(scene)
    for _visit in range(40):
        assert client.get(f"/receipt/{kept.code}/").status_code == 200
    for _guess in range(30):
        assert client.get("/receipt/0000000000/").status_code == 404
    slow = client.get("/receipt/0000000000/")
    assert slow.status_code == 429
    assert "Nothing is lost" in slow.content.decode()
    assert "no-store" in slow["Cache-Control"]


def test_a_promise_with_its_history_takes_few_questions(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert scene.promise
    for words in ("Rota agreed", "Staff found", "Doors mended"):
        with django_assert_max_num_queries(MOST):
            page = client.get(f"/commitments/{scene.promise.public_id}/")
        actions.start_commitment(commitment=scene.promise, words=words, by=scene.room.ann, at=clock.now())
    page = client.get(f"/commitments/{scene.promise.public_id}/")
    assert "Under way" in page.content.decode()
    assert "In_Progress" not in page.content.decode()


def test_with_the_secret_on_the_slip_people_take_back_what_they_gave(client: Client, scene: Scene) -> None:
    kept = given(scene)
    mine = Contribution.objects.get(pk=kept.contribution.pk)
    wrong = client.post(f"/receipt/{kept.code}/take-back/", {"secret": "WRONG123"}, follow=True)
    mine.refresh_from_db()
    assert (mine.state, "Nothing was taken back" in wrong.content.decode()) == ("received", True)
    opened = client.post(f"/receipt/{kept.code}/", {"secret": kept.secret}).content.decode()
    assert f'action="/receipt/{kept.code}/take-back/"' in opened
    done = client.post(f"/receipt/{kept.code}/take-back/", {"secret": kept.secret}, follow=True)
    mine.refresh_from_db()
    assert (mine.state, "It is taken back" in done.content.decode()) == ("withdrawn", True)
    for page in (done, client.get(f"/thread/{mine.trace_id}/")):
        assert "no finding rests on it" in page.content.decode()
        assert "It was read and counted" not in page.content.decode()
    assert client.post("/receipt/00000-00000-0/take-back/", {"secret": kept.secret}).status_code == 404
    assert client.get(f"/receipt/{kept.code}/take-back/").status_code == 405
