"""To a standard: planned before, read twice without looking, signed by somebody else (GP-i); quotes are fair (UP-f)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import a_contribution, a_group, a_strand, an_account
from tests.findings.desk import Desk, a_desk
from tests.findings.standard import PLANNED, a_reviewer, planned, shared, signed

from heard.activities.actions import redact_passage
from heard.activities.models import Activity, Passage
from heard.audit.models import Entry
from heard.findings import actions, queries
from heard.findings.models import AnalysisPlan, Coding, Evidence, FrameVersion, Sampled, Theme
from heard.findings.queries import second, standard
from heard.findings.queries.neutrality import NEUTRAL, questions_of
from heard.findings.queries.public import published_themes
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.survey import sample

pytestmark = pytest.mark.django_db


def read_by_ann(desk: Desk, number: int, theme: Theme, every: int = 2) -> None:
    for n in range(number):
        given = a_contribution(desk.strand, f"Answer {n}")
        desk.read(given, {theme: "for"} if n % every == 0 else {})


def drawn(desk: Desk) -> list[Sampled]:
    sample = actions.draw_sample(activity=desk.activity, by=desk.ann, at=clock.now(), seed="seed")
    return list(sample.passages.order_by("pk").select_related("sample__activity__lead"))


def test_a_locked_plan_stays_and_a_change_is_a_version_with_its_reason() -> None:
    desk = a_desk("open")
    first = planned(desk.activity, by=desk.ann, at=clock.now())
    assert len(first.digest) == 64
    asked: dict[str, Any] = {"activity": desk.activity, "by": desk.ann, "at": clock.now()}
    with pytest.raises(Refused, match="It is locked"):
        actions.plan_analysis(words=PLANNED | {"late": "Not counted."}, **asked)
    second_one = planned(desk.activity, by=desk.ann, at=clock.now(), late="Not counted.")
    first.refresh_from_db()
    assert (first.version, first.late, second_one.version) == (1, PLANNED["late"], 2)
    [_first, change] = standard.plan_versions(desk.activity)
    assert change.changes == (("How are late answers treated?", PLANNED["late"], "Not counted."),)
    with pytest.raises(Conflict):
        actions.lock_analysis(plan=first, by=desk.ann, at=clock.now())


def test_a_plan_changed_after_closing_is_told_to_the_gates_with_its_reason() -> None:
    desk = a_desk("open")
    assert desk.activity.closes_on
    planned(desk.activity, by=desk.ann, at=clock.now())
    assert not queries.analysis_facts(desk.activity).changed_after_closing
    with clock.stopped(desk.activity.closes_on + timedelta(days=2)):
        planned(desk.activity, by=desk.ann, at=clock.now(), late="Not counted.")
        facts = queries.analysis_facts(desk.activity)
    assert (facts.changed_after_closing, facts.change_reason) == (True, "More came in than we thought.")


def test_a_stranger_plans_no_analysis() -> None:
    desk = a_desk("open")
    asked: dict[str, Any] = {"activity": desk.activity, "words": PLANNED, "at": clock.now()}
    assert actions.plan_analysis(by=desk.bilal, **asked).version == 1
    with pytest.raises(Refused):
        actions.plan_analysis(by=desk.cass, **asked)


def test_every_change_of_the_themes_is_a_version_and_readings_say_which() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Open on Sundays")
    hours, price = desk.theme("Hours"), desk.theme("Prices")
    desk.read(one, {hours: ""})
    actions.edit_theme(theme=hours, name="Opening hours", reason="Said more plainly.", by=desk.ann, at=clock.now())
    actions.merge_themes(theme=price, into=hours, by=desk.ann, at=clock.now())
    frames = list(FrameVersion.objects.values_list("number", "reason"))
    assert frames == [
        (1, "A new theme was met in reading."), (2, "A new theme was met in reading."), (3, "Said more plainly."),
        (4, "“Prices” went into “Opening hours”."),
    ]  # fmt: skip
    assert Coding.objects.get().frame == 2


def test_the_names_of_draft_themes_are_not_in_the_public_record() -> None:
    desk = a_desk()
    theme = desk.theme("Somebody's secret worry")
    actions.edit_theme(theme=theme, name="Another secret worry", by=desk.ann, at=clock.now())
    headers = str(list(Entry.objects.filter(what__startswith="theme").values_list("header", flat=True)))
    assert theme.public_id in headers
    assert "secret worry" not in headers


def test_the_sample_is_a_tenth_at_least_thirty_and_can_be_drawn_again() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    read_by_ann(desk, 40, hours)
    first = [one.passage_id for one in drawn(desk)]
    assert len(first) == 30
    Sampled.objects.all().delete()
    assert {one.passage_id for one in drawn(desk)} == set(first), "the same seed draws the same passages"


def test_fewer_than_thirty_passages_are_all_drawn_and_nothing_to_read_is_a_conflict() -> None:
    desk = a_desk()
    with pytest.raises(Conflict, match="no words to read"):
        drawn(desk)
    read_by_ann(desk, 3, desk.theme("Hours"))
    assert len(drawn(desk)) == 3


def test_the_first_reader_is_not_given_it_again_and_a_stranger_not_at_all() -> None:
    desk = a_desk()
    read_by_ann(desk, 2, desk.theme("Hours"))
    [one, _two] = drawn(desk)
    with pytest.raises(Refused, match="You read this one first"):
        actions.read_second(sampled=one, themes={}, by=desk.ann, at=clock.now())
    with pytest.raises(Refused):
        actions.read_second(sampled=one, themes={}, by=desk.cass, at=clock.now())
    assert list(second.left_to_read(desk.activity, desk.ann)) == []
    assert second.left_to_read(desk.activity, desk.bilal).count() == 2
    actions.read_second(sampled=one, themes={}, by=desk.bilal, at=clock.now())
    assert second.left_to_read(desk.activity, desk.bilal).count() == 1


def test_agreement_is_measured_on_what_each_had_before_they_talked() -> None:
    desk = a_desk()
    hours, noise = desk.theme("Hours"), desk.theme("Noise")
    read_by_ann(desk, 4, hours)
    for n, one in enumerate(drawn(desk)):
        mine = set(Coding.objects.filter(passage=one.passage_id).values_list("theme", flat=True))
        seen = {noise: ""} if n == 0 else {hours: ""} if mine else {}
        actions.read_second(sampled=one, themes=seen, by=desk.bilal, at=clock.now())
    before = queries.analysis_facts(desk.activity)
    assert (before.free_text, before.read_twice, before.unsettled) == (4, 4, 1)
    [odd] = [pair for pair in second.pairs_of(desk.activity) if pair.differs]
    sampled = second.sampled_in(desk.activity, odd.sampled)
    with pytest.raises(Refused, match="what was said"):
        actions.settle(sampled=sampled, agreed=[noise], words="", by=desk.ann, at=clock.now())
    actions.settle(sampled=sampled, agreed=[noise], words="It is about the noise.", by=desk.ann, at=clock.now())
    after = queries.analysis_facts(desk.activity)
    assert after.unsettled == 0
    assert (after.agreement, after.theme_agreements) == (before.agreement, before.theme_agreements)
    assert list(Coding.objects.filter(passage=odd.passage).values_list("theme__name", flat=True)) == ["Noise"]
    with pytest.raises(Conflict, match="settled already"):
        actions.settle(sampled=sampled, agreed=[], words="Once more, please.", by=desk.ann, at=clock.now())


def test_the_statement_of_quality_is_signed_by_somebody_independent() -> None:
    desk = a_desk()
    read_by_ann(desk, 1, desk.theme("Hours"))
    asked: dict[str, Any] = {"activity": desk.activity, "methods": "Read by two.", "bases": "Answers.", "by": desk.ann}
    with pytest.raises(Refused, match="what it cannot tell us"):
        actions.write_quality(limits=" ", at=clock.now(), **asked)
    statement = actions.write_quality(limits="Few young people.", at=clock.now(), **asked)
    same_team = an_account(
        "Tess Team", "independent_reviewer", "officer", partner=desk.activity.lead, team="Engagement"
    )
    for who in (desk.ann, desk.bilal, desk.cass, same_team):
        with pytest.raises(Refused):
            actions.sign_quality(statement=statement, by=who, at=clock.now())
    rana = a_reviewer()
    held = actions.sign_quality(statement=statement, by=rana, at=clock.now(), dissent="The quotes are one-sided.")
    assert held.reviewed_for not in (None, desk.activity.lead)
    facts = queries.analysis_facts(desk.activity)
    assert (facts.reviewed_by, facts.reviewer_dissents) == ("Rana Reviewer", True)
    again = actions.write_quality(limits="Few young people at all.", at=clock.now(), **asked)
    assert again.reviewed_at is None


def test_a_leading_question_is_open_until_it_is_changed_or_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = a_desk("noticed")
    rana = a_reviewer()
    asked = [queries_asked(desk, "q1", "Why do you love the new bus?")]
    for place in ("heard.findings.actions.quality", "heard.findings.queries.standard"):
        monkeypatch.setattr(f"{place}.questions_of", lambda activity: asked)
    yes = dict.fromkeys(("questions", "options", "methods", "reading"), True)
    leading = [actions.Leading(desk.strand, "q1", "It takes love for granted.")]
    with pytest.raises(Refused, match="Where you say no"):
        actions.review_neutrality(
            activity=desk.activity, answers=yes | {"questions": False}, leading=leading, dissent="", by=rana,
            at=clock.now(),
        )  # fmt: skip
    made = actions.review_neutrality(
        activity=desk.activity, answers=yes, leading=leading, dissent="", by=rana, at=clock.now()
    )
    facts = queries.analysis_facts(desk.activity)
    assert (facts.leading_open, facts.peers, facts.peers_outside) == (("Why do you love the new bus?",), 1, 1)
    asked[0] = queries_asked(desk, "q1", "What do you think of the new bus?")
    assert queries.analysis_facts(desk.activity).leading_open == ()
    asked[0] = queries_asked(desk, "q1", "Why do you love the new bus?")
    with pytest.raises(Refused):
        actions.keep_question(question=made.leading.get(), because="So.", by=desk.ann, at=clock.now())
    actions.keep_question(
        question=made.leading.get(), because="It was asked so last year too.", by=desk.ann, at=clock.now()
    )
    assert queries.analysis_facts(desk.activity).leading_open == ()


def queries_asked(desk: Desk, ref: str, words: str) -> Any:
    from heard.findings.queries.neutrality import Asked

    return Asked(desk.strand, ref, words)


def test_eight_quotes_for_and_none_against_are_laid_beside_seven_in_ten_opposed(client: Client) -> None:
    """Scenario 10: the reviewer sees the split, and the dissent is printed."""
    desk = a_desk()
    hours = desk.theme("Hours")
    finding = desk.finding("People talked about hours.", hours, range_of_views="Most are against.")
    for n in range(30):
        given = a_contribution(desk.strand, f"Answer {n}", may_quote=True)
        desk.read(given, {hours: "for" if n < 9 else "against"})
        if n < 8:
            desk.cite(finding, given, quoted=True)
    [whole, one] = queries.analysis_facts(desk.activity).quotes
    for each in (whole, one):
        assert (each.for_percent, each.against_percent, each.quotes_for, each.quotes_against) == (30, 70, 8, 0)
    client.force_login(a_reviewer())
    page = client.get(reverse("findings:quality", args=[desk.activity.slug])).content.decode()
    assert "The report as a whole" in page
    signed(desk.activity, by=desk.ann, at=clock.now())
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    heard = client.get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    assert "Most are against." in heard
    assert "against: 21" in heard


def test_a_dropped_method_is_refused_until_its_notes_are_in_a_finding() -> None:
    """Scenario 12: hostile ward-forum notes left out."""
    from tests.factories import a_strand

    desk = a_desk()
    forum = a_strand(desk.activity, "gathering", "Ward forum", channels=("in_person",))
    hours = desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "Longer, please."), {hours: "for"})
    desk.read(a_contribution(forum, "This is a disgrace.", channel="in_person"), {})
    finding = desk.finding("People want longer hours.", hours)
    with pytest.raises(Conflict, match="Ward forum") as refusal:
        desk.publish()
    assert refusal.value.verdict.clause == "UP-f.3"
    actions.edit_finding(
        finding=finding, statement="People want longer hours; the forum objects.", themes=[hours],
        strands=[desk.strand, forum], source="", range_of_views="The forum objects.", limits="", by=desk.ann,
        at=clock.now(),
    )  # fmt: skip
    assert desk.publish() == 1


def test_a_buried_theme_of_six_is_refused_then_listed_with_its_count_hidden(client: Client) -> None:
    """Scenario 11, to the end: answered for in public, the number is not told."""
    desk = a_desk()
    chairs = a_group(desk.activity, "Wheelchair users", most_affected=True)
    hours, hoist = desk.theme("Hours"), desk.theme("The hoist is broken", groups=[chairs])
    for n in range(60):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {hours: "for"} if n >= 6 else {hoist: "against"})
    desk.finding("People want longer hours.", hours)
    with pytest.raises(Conflict):
        desk.publish()
    actions.set_theme_aside(theme=hoist, because="It was mended in May.", by=desk.ann, at=clock.now())
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    page = client.get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    assert "fewer than 10 contributions" in page
    for kind in ("csv", "json"):
        data = client.get(reverse("findings:data", args=[desk.activity.slug, "themes", kind])).content.decode()
        assert "fewer than 10" in data


def test_a_revealing_quote_is_flagged_covered_and_its_original_kept() -> None:
    """Scenario 22."""
    desk = a_desk()
    words = "As the only Sikh foster carer in Example Ward I was never asked."
    given = a_contribution(desk.strand, words, may_quote=True)
    hours = desk.theme("Hours")
    desk.read(given, {hours: ""})
    finding = desk.finding("Some were never asked.", hours)
    passage = Passage.objects.get()
    with pytest.raises(Refused, match="the only Sikh foster carer") as refusal:
        desk.cite(finding, given, quoted=True)
    assert refusal.value.verdict.clause == "I-11"
    officer = an_account("Olga Officer", "officer", partner=desk.activity.lead)
    redact_passage(
        passage=passage, words="I was never asked.", reason="It told who it was.", by=officer, at=clock.now()
    )
    desk.cite(finding, given, quoted=True)
    passage.refresh_from_db()
    assert passage.words == words
    desk.publish()
    from heard.findings.queries.public import published_findings

    [one] = published_findings(desk.activity)
    assert [(quote.words, quote.covered, quote.trace_id) for quote in one.quotes] == [
        ("I was never asked.", True, given.trace_id)
    ]


def test_a_flagged_quote_may_stand_when_somebody_says_why_it_tells_nobody() -> None:
    desk = a_desk()
    given = a_contribution(desk.strand, "The only bus is at nine.", may_quote=True)
    hours = desk.theme("Hours")
    desk.read(given, {hours: ""})
    finding = desk.finding("One bus.", hours)
    with pytest.raises(Refused):
        desk.cite(finding, given, quoted=True)
    because = "It is about a bus, not a person."
    actions.attach_evidence(
        finding=finding, passage=Passage.objects.get(), quoted=True, checked=True, cleared_because=because,
        by=desk.ann, at=clock.now(),
    )  # fmt: skip
    assert Evidence.objects.get().cleared_because == because


def test_what_one_person_gave_leaves_the_second_reading_too() -> None:
    desk = a_desk()
    given = a_contribution(desk.strand, "Open on Sundays")
    desk.read(given, {desk.theme("Hours"): ""})
    [one] = drawn(desk)
    actions.read_second(sampled=one, themes={}, by=desk.bilal, at=clock.now())
    actions.erase(given.voice)
    assert not Sampled.objects.exists()


def pages(desk: Desk) -> list[str]:
    names = (
        "standard",
        "analysis",
        "second",
        "differences",
        "quality",
        "neutrality",
        "sharing",
        "restrict",
        "elsewhere",
    )
    return [reverse(f"findings:{name}", args=[desk.activity.slug]) for name in names] + [reverse("findings:shared")]


def test_every_page_asks_as_little_of_three_as_of_one(client: Client, django_assert_max_num_queries: Any) -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    planned(desk.activity, by=desk.ann, at=clock.now())
    given = [a_contribution(desk.strand, f"Answer {n}") for n in range(3)]
    desk.read(given[0], {hours: ""})
    desk.finding("One.", hours)
    drawn(desk)
    due = second.left_to_read(desk.activity, desk.bilal).get()
    actions.read_second(sampled=due, themes={}, by=desk.bilal, at=clock.now())
    signed(desk.activity, by=desk.ann, at=clock.now())
    shared(desk.activity, by=desk.ann, at=clock.now())
    client.force_login(desk.ann)
    counts = {}
    for url in pages(desk):
        client.get(url)
        with django_assert_max_num_queries(14) as asked:
            assert client.get(url).status_code == 200, url
        counts[url] = len(asked)
    for one in given[1:]:
        desk.read(one, {hours: ""})
        desk.finding("More.", hours)
    shared(desk.activity, by=desk.ann, at=clock.now())
    after = {}
    for url in pages(desk):
        with django_assert_max_num_queries(14) as asked:
            client.get(url)
        after[url] = len(asked)
    assert after == counts


def test_a_peer_is_shown_the_questions_of_three_surveys_in_as_few_queries_as_of_one(client: Client) -> None:
    def asked(number: int) -> int:
        desk = a_desk("noticed")
        editor = an_account("Ed Editor", "engagement_lead", partner=desk.activity.lead)
        for n in range(number):
            sample.furnish(a_strand(desk.activity, "survey", f"Survey {n}"), editor, clock.now())
            said: dict[str, Any] = {"answers": dict.fromkeys(NEUTRAL, True), "dissent": "", "at": clock.now()}
            first = questions_of(desk.activity)[0]
            leading = [actions.Leading(first.strand, first.ref, "It takes love for granted.")]
            actions.review_neutrality(activity=desk.activity, leading=leading, by=a_reviewer(f"Rana {n}"), **said)
        client.force_login(a_reviewer("Peer"))
        url = reverse("findings:neutrality", args=[desk.activity.slug])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one, three = asked(1), asked(3)
    assert one == three < 15


def test_a_stranger_sees_none_of_the_pages_and_an_independent_reviewer_no_words(client: Client) -> None:
    desk = a_desk()
    client.force_login(desk.cass)
    for url in pages(desk)[:-1]:
        assert client.get(url).status_code == 403
    client.force_login(a_reviewer())
    assert client.get(reverse("findings:standard", args=[desk.activity.slug])).status_code == 200
    assert client.get(reverse("findings:second", args=[desk.activity.slug])).status_code == 403


def test_the_annex_shows_the_locked_plan_its_changes_and_what_the_columns_mean(client: Client) -> None:
    desk = a_desk("open")
    url = reverse("findings:how_read", args=[desk.activity.slug])
    draft = actions.plan_analysis(activity=desk.activity, words=PLANNED, by=desk.ann, at=clock.now())
    assert PLANNED["not_done"] not in client.get(url).content.decode()
    actions.lock_analysis(plan=draft, by=desk.ann, at=clock.now())
    planned(desk.activity, by=desk.ann, at=clock.now(), late="Not counted.")
    page = client.get(url).content.decode()
    for words in (
        "More came in than we thought.",
        "Not counted.",
        "range_of_views",
        AnalysisPlan.objects.first().digest,
    ):
        assert words in page


def test_the_pages_take_what_is_written_and_answer_422_to_what_is_not(client: Client) -> None:
    desk = a_desk()
    client.force_login(desk.ann)
    plan = reverse("findings:analysis", args=[desk.activity.slug])
    assert client.post(plan, {"how_read": ""}).status_code == 422
    written = {**PLANNED, "frame": "Hours\n\nPrices"}
    assert client.post(plan, written).status_code == 302
    assert AnalysisPlan.objects.get().frame == ["Hours", "Prices"]
    assert client.post(reverse("findings:analysis_lock", args=[desk.activity.slug])).status_code == 302
    assert client.post(plan, written).status_code == 422, "a locked plan changes with a reason only"
    quality = reverse("findings:quality", args=[desk.activity.slug])
    assert client.post(quality, {"methods": "x"}).status_code == 422
    assert client.post(quality, {"methods": "x", "limits": "y", "bases": "z"}).status_code == 302


def test_reading_begins_with_the_themes_of_the_locked_plan_by_one_click_marked_so_and_never_shown_as_heard(
    client: Client,
) -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Open it earlier.")
    client.force_login(desk.ann)
    coding, themes = (reverse(f"findings:{name}", args=[desk.activity.slug]) for name in ("coding", "themes"))
    assert "Start with these themes" not in client.get(coding).content.decode(), "nothing is planned yet"
    planned(desk.activity, by=desk.ann, at=clock.now(), frame=["Opening hours", "Getting there"])
    desk.theme("opening hours")
    page = client.get(coding).content.decode()
    assert "Start with these themes" in page
    assert '<li dir="auto">Getting there</li>' in page
    assert '<li dir="auto">Opening hours</li>' not in page, "it is on the list already"
    click = reverse("findings:planned_themes", args=[desk.activity.slug])
    assert client.post(click, {"then": "coding"})["Location"] == coding
    made = Theme.objects.get(name="Getting there")
    assert (made.from_plan, made.codings.count(), made.made_by) == (1, 0, desk.ann)
    assert FrameVersion.objects.latest("number").reason == (
        "The themes that the plan of analysis (version 1) starts from."
    )
    assert client.post(click).status_code == 409, "a second click makes nothing twice"
    for where in (coding, themes):
        body = client.get(where).content.decode()
        assert body.count("from the plan") == 1
        assert "Start with these themes" not in body
    assert "Getting there" not in client.get(reverse("findings:staff_findings", args=[desk.activity.slug])).text
    desk.read(one, {desk.theme("Mornings"): "for"})
    assert [each.name for each in published_themes(desk.activity, draft=True)] == ["Mornings"]


def test_only_who_may_read_starts_from_the_plan() -> None:
    desk = a_desk()
    planned(desk.activity, by=desk.ann, at=clock.now(), frame=["Getting there"])
    with pytest.raises(Refused):
        actions.start_from_plan(activity=desk.activity, by=desk.cass, at=clock.now())
    assert [each.name for each in actions.start_from_plan(activity=desk.activity, by=desk.bilal, at=clock.now())] == [
        "Getting there"
    ]
