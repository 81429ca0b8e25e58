"""Whole runs on real words: received, coded with the published human labels, found, published, reconciled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.findings.desk import Desk, a_desk
from tests.findings.real import load_comments, load_mapping, load_question, load_responses, load_themes

from heard.activities.actions import Arrival, Said, receive_batch, receive_contribution
from heard.activities.models import Activity, Contribution, Passage
from heard.findings import actions, queries
from heard.findings.actions.codings import CodingRow
from heard.findings.models import Coding, FindingContribution, Reading, Reconciliation, Theme
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.people.models import Role

pytestmark = pytest.mark.django_db
CHANNELS = ("web", "paper", "phone")


def an_open_desk() -> Desk:
    desk = a_desk(stage="open", title="Gambling advertisements in televised sport")
    partner = desk.activity.lead
    Role.objects.create(account=desk.ann, role="officer", partner=partner, team="Engagement", given_by=desk.ann)
    return desk


def close(desk: Desk) -> None:
    Activity.objects.filter(pk=desk.activity.pk).update(stage="closed")
    desk.activity.refresh_from_db()


def received(desk: Desk, shared: Path) -> dict[str, Contribution]:
    """Every answer comes in as a person would give it: a third on the web, a third on paper, a third by phone."""
    question, found = load_question(shared), {}
    for n, response in enumerate(load_responses(shared)):
        channel = CHANNELS[n % 3]
        got = receive_contribution(
            strand=desk.strand,
            channel=channel,
            passages=[Said(response.words, prompt=question, prompt_ref="q1")],
            by=None if channel == "web" else desk.ann,
            at=clock.now(),
            may_quote=n % 2 == 0,
            entry_key=f"response-{response.key}",
        )
        assert got.is_new
        found[response.key] = got.contribution
    return found


def coded(desk: Desk, contributions: dict[str, Contribution], shared: Path) -> dict[str, Theme]:
    """Every answer is read by a person into the published themes, with the published stances."""
    themes = {each.key: desk.theme(each.name, description=each.description) for each in load_themes(shared)}
    for key, labels in load_mapping(shared).items():
        desk.read(contributions[key], {themes[label]: stance for label, stance in labels.items()})
    return themes


def test_a_hundred_real_responses_are_coded_found_published_and_add_up(shared: Path) -> None:
    desk = an_open_desk()
    contributions = received(desk, shared)
    assert len(contributions) == 100
    close(desk)
    themes = coded(desk, contributions, shared)

    published = Counter(label for labels in load_mapping(shared).values() for label in labels)
    facts = {fact.name: fact for fact in queries.theme_facts(desk.activity)}
    assert {key: facts[theme.name].contributions for key, theme in themes.items()} == {
        "A": 20, "B": 16, "C": 18, "D": 17, "E": 13, "F": 7, "G": 23, "H": 21, "I": 12, "J": 9, "K": 12, "X": 0, "Y": 0,
    } == {key: published[key] for key in themes}  # fmt: skip
    assert {fact.coded_base for fact in facts.values()} == {100}
    stances = {each.theme.name: dict(each.stances) for each in queries.theme_counts(desk.activity)}
    assert stances[themes["G"].name] == {"for": 3, "against": 20}
    assert stances[themes["H"].name] == {"for": 1, "against": 19, "none": 1}

    harm = desk.finding(
        "People who have been harmed, and parents, want the advertisements gone.",
        themes["A"], themes["D"], themes["E"], range_of_views="Others say adults choose for themselves.",
    )  # fmt: skip
    money = desk.finding(
        "Clubs fear for their income.", themes["B"], themes["I"], range_of_views="Some see other money."
    )
    free = desk.finding("Some say adults choose for themselves.", themes["C"], range_of_views="See the first finding.")
    with pytest.raises(Conflict) as refusal:
        desk.publish()
    assert refusal.value.verdict.clause == "UP-f.4"
    for key in "GHJK":
        desk.finding(f"About: {themes[key].name}", themes[key], range_of_views="For and against, as coded.")
    with pytest.raises(Conflict, match="Partial Restriction"):
        desk.publish()
    actions.set_theme_aside(
        theme=themes["F"], because="Partial limits are outside what this asked.", by=desk.ann, at=clock.now()
    )
    for key in ("1001", "1002"):
        desk.cite(harm if key == "1001" else money, contributions[key])
    assert desk.publish() == 7

    mapping = load_mapping(shared)
    behind = {key for key, labels in mapping.items() if set(labels) & {"A", "D", "E"}}
    assert len(behind) == 38
    for finding in (harm, money, free):
        finding.refresh_from_db()
    assert harm.base == 38
    assert {c.trace_id for c in queries.contributions_behind(harm)} == {contributions[key].trace_id for key in behind}
    assert money.base == len([1 for labels in mapping.values() if set(labels) & {"B", "I"}]) == 28
    assert free.base == 18

    rows = Reconciliation.objects.order_by("channel").values_list(
        "channel", "received", "analysed", "excluded", "withdrawn"
    )
    assert list(rows) == [("paper", 33, 33, 0, 0), ("phone", 33, 33, 0, 0), ("web", 34, 34, 0, 0)]
    assert [finding.pk for finding in queries.findings_of(contributions["1001"])] == [harm.pk]
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    page = Client().get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    assert "100 contributions came in. All of them were read and counted." in page
    assert "Rests on 38 contributions." in page


def test_a_real_response_that_is_left_out_or_unread_stops_it_until_it_is_accounted_for(shared: Path) -> None:
    desk = an_open_desk()
    contributions = received(desk, shared)
    close(desk)
    theme = desk.theme("Everything")
    for key in list(contributions)[:-2]:
        desk.read(contributions[key], {theme: ""})
    desk.finding("Everything that was said.", theme, range_of_views="All of it.")
    with pytest.raises(Conflict, match=r"received 3[34], but analysed 3[23]"):
        desk.publish()
    last, before = contributions["1100"], contributions["1099"]
    Contribution.objects.filter(pk=last.pk).update(state="withdrawn")
    Contribution.objects.filter(pk=before.pk).update(state="excluded", excluded_because="duplicate")
    assert desk.publish() == 1
    totals = Counter[str]()
    for row in Reconciliation.objects.all():
        totals.update({"received": row.received, "analysed": row.analysed})
        totals.update({"excluded": row.excluded, "withdrawn": row.withdrawn})
    assert totals == {"received": 100, "analysed": 98, "excluded": 1, "withdrawn": 1}


@pytest.mark.slow
def test_eight_thousand_real_comments_take_over_fifty_human_labels_at_once(shared: Path) -> None:
    comments, names = load_comments(shared)
    said = [comment for comment in comments if comment.words.strip()]
    assert (len(comments), len(said), len(names)) == (7908, 7394, 50)
    desk = an_open_desk()
    pairs = receive_batch(
        strand=desk.strand,
        arrivals=[Arrival(key=c.key, channel="paper", received_at=clock.now(), passages=[Said(c.words)]) for c in said],
        by=desk.ann,
        at=clock.now(),
        provenance="nhs_feedback",
    )
    close(desk)
    for name in names:
        desk.theme(name)
    trace = {row.key: kept.trace_id for row, kept in pairs}
    rows = [
        CodingRow(n, trace.get(c.key, c.key[:40]), 1, label)
        for n, c in enumerate(comments, start=2)
        for label in c.labels or ("",)
    ]
    got = desk.code_many(*rows)
    labelled = [label for comment in said for label in comment.labels]
    unknown = [label for comment in comments if not comment.words.strip() for label in comment.labels or ("",)]
    assert (got.codings, got.readings, len(got.refused)) == (len(labelled), 7394, len(unknown))
    assert Coding.objects.count() == len(labelled)
    assert Reading.objects.count() == 7394
    facts = {each.theme.name: each.contributions for each in queries.theme_counts(desk.activity)}
    assert facts == {name: Counter(labelled)[name] for name in names}
    [paper] = [count for count in queries.reconcile(desk.activity) if count.channel == "paper"]
    assert (paper.received, paper.analysed) == (7394, 7394)
    for theme in Theme.objects.all():
        if facts[theme.name]:
            desk.finding(f"Heard: {theme.name}", theme, range_of_views="As coded.")
    number = desk.publish()
    assert number == len([name for name in names if facts[name]])
    assert FindingContribution.objects.count() == len({(c.key, label) for c in said for label in c.labels})
    assert Passage.objects.count() == 7394
