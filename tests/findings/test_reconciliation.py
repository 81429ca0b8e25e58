"""Received = analysed + excluded + withdrawn, channel by channel, or it is not published (UP-f, I-7)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import a_contribution, a_group, a_strand
from tests.findings.desk import Desk, a_desk

from heard.activities.models import Contribution, Passage
from heard.findings import actions, queries
from heard.findings.models import FindingContribution, Reconciliation
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.rules import snapshot

pytestmark = pytest.mark.django_db


def leave_out(contribution: Contribution, because: str = "duplicate") -> None:
    Contribution.objects.filter(pk=contribution.pk).update(state="excluded", excluded_because=because)


def withdraw(contribution: Contribution) -> None:
    Contribution.objects.filter(pk=contribution.pk).update(state="withdrawn")


def count_of(desk: Desk, channel: str) -> snapshot.Count:
    return next(each for each in queries.reconcile(desk.activity) if each.channel == channel)


def test_each_channel_of_each_strand_is_counted_apart() -> None:
    desk = a_desk()
    talk = a_strand(desk.activity, "gathering", "Drop-in", channels=("in_person",))
    hours = desk.theme("Opening hours")
    desk.read(a_contribution(desk.strand, "Sundays", channel="web"), {hours: ""})
    a_contribution(desk.strand, "Not read yet", channel="web")
    leave_out(a_contribution(desk.strand, "Sundays", channel="paper"))
    withdraw(a_contribution(desk.strand, "Forget me", channel="paper"))
    desk.read(a_contribution(talk, "Warm water", channel="in_person"), {})
    assert queries.reconcile(desk.activity) == (
        snapshot.Count("Survey", "web", received=2, analysed=1),
        snapshot.Count(
            "Survey", "paper", received=2, excluded=1, withdrawn=1,
            excluded_reasons=("The same contribution, sent twice by the same person: 1",),
        ),
        snapshot.Count("Survey", "phone"),
        snapshot.Count("Drop-in", "in_person", received=1, analysed=1),
    )  # fmt: skip


def test_a_contribution_is_analysed_only_when_every_passage_has_been_read() -> None:
    desk = a_desk()
    two = a_contribution(desk.strand, "First answer", "Second answer")
    desk.read(two, {})
    assert count_of(desk, "web").analysed == 0
    desk.read(two, {}, ordinal=2)
    assert count_of(desk, "web").analysed == 1


def test_ticked_answers_alone_count_once_their_strand_is_added_up() -> None:
    desk = a_desk(stage="open")
    a_contribution(desk.strand)
    assert count_of(desk, "web").analysed == 0
    desk.activity.stage = "closed"
    assert count_of(desk, "web").analysed == 1, "the move to found adds them up before it publishes"
    [web, *_rest] = queries.tallies(desk.activity, strict=True)
    assert (web.analysed, web.untallied, web.missing) == (0, 1, 1)
    desk.strand.concluded_at = clock.now()
    desk.strand.save()
    [web, *_rest] = queries.tallies(desk.activity, strict=True)
    assert (web.analysed, web.missing) == (1, 0)


def test_an_erased_contribution_counts_as_withdrawn() -> None:
    desk = a_desk()
    gone = a_contribution(desk.strand, "Words")
    Contribution.objects.filter(pk=gone.pk).update(erased_at=clock.now())
    Passage.objects.filter(contribution=gone).delete()
    assert count_of(desk, "web") == snapshot.Count("Survey", "web", received=1, withdrawn=1)


def test_publication_is_refused_with_the_counts_when_they_do_not_add_up() -> None:
    desk = a_desk()
    hours = desk.theme("Opening hours")
    for words in ("One", "Two"):
        desk.read(a_contribution(desk.strand, words), {hours: "for"})
    a_contribution(desk.strand, "Never read")
    desk.finding("People want longer hours.", hours)
    with pytest.raises(Conflict) as refusal:
        desk.publish()
    assert refusal.value.verdict.clause == "UP-f.1"
    assert "web: received 3, but analysed 2 + excluded 0 + withdrawn 0 = 2" in refusal.value.verdict.why
    assert not Reconciliation.objects.exists()
    assert not FindingContribution.objects.exists()


def test_publication_freezes_counts_bases_and_links() -> None:
    desk = a_desk()
    hours, price = desk.theme("Opening hours"), desk.theme("Prices")
    one, two = a_contribution(desk.strand, "One"), a_contribution(desk.strand, "Two", channel="paper")
    desk.read(one, {hours: "for", price: ""})
    desk.read(two, {hours: "against"})
    leave_out(a_contribution(desk.strand, "Buy my pills"), "not_about")
    long, dear = desk.finding("Longer hours", hours), desk.finding("It costs too much", price)
    assert desk.publish() == 2
    long.refresh_from_db()
    assert (long.base, long.published_at is not None) == (2, True)
    assert set(queries.contributions_behind(long)) == {one, two}
    assert list(queries.findings_of(one)) == [long, dear]
    assert list(queries.findings_of(two)) == [long]
    rows = Reconciliation.objects.order_by("channel").values_list(
        "channel", "received", "analysed", "excluded", "withdrawn", "excluded_reasons"
    )
    assert list(rows) == [
        ("paper", 1, 1, 0, 0, {}),
        ("phone", 0, 0, 0, 0, {}),
        ("web", 2, 1, 1, 0, {"not_about": 1}),
    ]


def test_what_is_withdrawn_after_publication_changes_no_published_count() -> None:
    desk = a_desk()
    hours = desk.theme("Opening hours")
    one = a_contribution(desk.strand, "One")
    desk.read(one, {hours: ""})
    finding = desk.finding("Longer hours", hours)
    desk.publish()
    withdraw(one)
    finding.refresh_from_db()
    assert (finding.base, Reconciliation.objects.get(channel="web").analysed) == (1, 1)
    assert list(queries.contributions_behind(finding)) == [one]


def test_publishing_again_after_a_reopening_counts_what_came_in_since() -> None:
    desk = a_desk()
    hours = desk.theme("Opening hours")
    desk.read(a_contribution(desk.strand, "One"), {hours: ""})
    finding = desk.finding("Longer hours", hours)
    desk.publish()
    desk.read(a_contribution(desk.strand, "Two"), {hours: ""})
    desk.publish()
    finding.refresh_from_db()
    assert finding.base == 2
    assert Reconciliation.objects.get(channel="web").received == 2


def test_findings_are_not_published_while_people_can_still_answer() -> None:
    desk = a_desk(stage="open")
    with pytest.raises(Conflict, match="once the activity has closed"):
        desk.publish()


def test_a_strand_that_no_finding_mentions_stops_publication() -> None:
    """Scenario 12: hostile notes of a forum left out."""
    desk = a_desk()
    forum = a_strand(desk.activity, "gathering", "Ward forum", channels=("in_person",))
    hours, anger = desk.theme("Opening hours"), desk.theme("Nobody asked us")
    desk.read(a_contribution(desk.strand, "Sundays, please"), {hours: "for"})
    desk.read(a_contribution(forum, "You never listen", channel="in_person"), {anger: "against"})
    desk.finding("People want Sundays.", hours)
    actions.set_theme_aside(theme=anger, because="It is not about the baths.", by=desk.ann, at=clock.now())
    with pytest.raises(Conflict) as refusal:
        desk.publish()
    assert refusal.value.verdict.clause == "UP-f.3"
    assert "Ward forum" in refusal.value.verdict.why
    desk.finding("People at the forum say nobody asked them.", anger)
    assert desk.publish() == 2


def test_a_theme_raised_by_the_most_affected_may_not_be_buried_however_few_raised_it() -> None:
    """Scenario 11: six wheelchair users among two hundred."""
    desk = a_desk()
    chairs = a_group(desk.activity, "Wheelchair users", most_affected=True)
    hours, hoist = desk.theme("Opening hours"), desk.theme("The hoist is broken", groups=[chairs])
    for n in range(200):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {hours: "for"} if n >= 6 else {hoist: "against"})
    desk.finding("People want longer hours.", hours)
    [_hours, buried] = queries.theme_facts(desk.activity)
    assert (buried.contributions, buried.coded_base, buried.raised_by_most_affected) == (9, 200, True), (
        "snapshots are public: any number from 1 to 9 is kept as 9"
    )
    with pytest.raises(Conflict) as refusal:
        desk.publish()
    assert refusal.value.verdict.clause == "UP-f.4"
    assert "The hoist is broken" in refusal.value.verdict.why
    because = "The hoist was mended on 2 May, before this closed."
    actions.set_theme_aside(theme=hoist, because=because, by=desk.bilal, at=clock.now())
    assert desk.publish() == 1


@pytest.mark.parametrize(("carrying", "refused"), [(4, False), (5, True)])
def test_the_floor_is_five_in_a_hundred(carrying: int, refused: bool) -> None:
    desk = a_desk()
    hours, small = desk.theme("Opening hours"), desk.theme("Lockers")
    for n in range(100):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {small: ""} if n < carrying else {hours: ""})
    desk.finding("People want longer hours.", hours)
    if refused:
        with pytest.raises(Conflict, match="Lockers"):
            desk.publish()
    else:
        assert desk.publish() == 1


def test_what_was_left_out_needs_no_reading_and_counts_in_no_theme() -> None:
    desk = a_desk()
    hours = desk.theme("Opening hours")
    out = a_contribution(desk.strand, "Twice")
    desk.read(out, {hours: "for"})
    leave_out(out)
    [fact] = queries.theme_facts(desk.activity)
    assert (fact.contributions, fact.coded_base) == (0, 0)


def test_ann_and_bilal_may_publish_and_cass_may_not() -> None:
    desk = a_desk()
    for who in (desk.cass, None):
        with pytest.raises(Refused):
            actions.publish(activity=desk.activity, by=who, at=clock.now())
    for who in (desk.ann, desk.bilal):
        assert actions.publish(activity=desk.activity, by=who, at=clock.now()) == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "receive", "receive", "tick", "leave out", "withdraw", "erase", "read", "read"]),
        st.sampled_from(["web", "paper", "phone"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


def walk(desk: Desk, steps: list[tuple[str, str, int]]) -> None:
    """Receive, exclude, withdraw, erase and read at random, on one desk."""
    for step, channel, n in steps:
        there = list(desk.strand.contributions.order_by("pk"))
        if step == "receive":
            a_contribution(desk.strand, *[f"{n}.{k}" for k in range(1 + n % 2)], channel=channel)
        elif step == "tick":
            a_contribution(desk.strand, channel=channel)
        elif there:
            which = there[n % len(there)]
            _touch(desk, step, which)


def _touch(desk: Desk, step: str, which: Contribution) -> None:
    if step == "leave out":
        leave_out(which)
    elif step == "withdraw" and which.state == "received":
        withdraw(which)
    elif step == "erase":
        Contribution.objects.filter(pk=which.pk).update(erased_at=clock.now())
    elif step == "read":
        for passage in which.passages.all():
            actions.code_passage(passage=passage, themes={}, by=desk.ann, at=clock.now())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_counts_add_up_or_publication_is_refused(steps: list[tuple[str, str, int]]) -> None:
    """I-7, for any sequence of receiving, leaving out, withdrawing, erasing and reading."""
    desk = a_desk()
    walk(desk, steps)
    if desk.strand.contributions.exists():
        desk.finding("Everything that was said.", strands=[desk.strand])
    counts = queries.reconcile(desk.activity)
    assert sum(count.received for count in counts) == desk.strand.contributions.count()
    unread = [
        c for c in desk.strand.contributions.filter(state="received", erased_at=None)
        if c.passages.exists() and not all(p.pk in _read() for p in c.passages.all())
    ]  # fmt: skip
    whole = all(c.received == c.analysed + c.excluded + c.withdrawn for c in counts)
    assert whole == (not unread)
    if whole:
        desk.publish()
        frozen = Reconciliation.objects.filter(activity=desk.activity)
        assert sum(row.received for row in frozen) == desk.strand.contributions.count()
        assert all(row.received == row.analysed + row.excluded + row.withdrawn for row in frozen)
    else:
        with pytest.raises(Conflict, match="received"):
            desk.publish()


def _read() -> set[int]:
    from heard.findings.models import Reading

    return set(Reading.objects.values_list("pk", flat=True))
