"""Reading passages into themes: who may, what it counts, how it is taken back (GP-i, UP-f)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import a_contribution, a_group, a_strand
from tests.findings.desk import a_desk

from heard.activities.models import Contribution, Passage
from heard.audit.models import Entry
from heard.findings import actions, queries
from heard.findings.actions.codings import CodingRow
from heard.findings.models import Coding, Reading, Theme, ThemeGroup, Turn
from heard.findings.queries.desk import Queue, passages_in
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db


def only_passage(contribution: Contribution) -> Passage:
    return Passage.objects.get(contribution=contribution)


def test_a_passage_is_put_to_themes_with_a_stance_and_counts_as_read() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Open on Sundays")
    hours, price = desk.theme("Opening hours"), desk.theme("Prices")
    desk.read(one, {hours: "for", price: ""})
    assert dict(Coding.objects.values_list("theme__name", "stance")) == {"Opening hours": "for", "Prices": ""}
    assert Reading.objects.get().by == desk.ann
    entry = Entry.objects.get(what="passage.read")
    assert entry.about == f"contribution:{one.trace_id}"
    assert entry.header["themes"] == sorted([hours.public_id, price.public_id])


def test_coding_again_makes_it_exactly_the_new_themes() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Open on Sundays")
    hours, price = desk.theme("Opening hours"), desk.theme("Prices")
    desk.read(one, {hours: "for", price: ""})
    desk.read(one, {hours: "against"})
    assert list(Coding.objects.values_list("theme__name", "stance")) == [("Opening hours", "against")]
    assert Reading.objects.count() == 1


def test_two_readers_of_one_passage_count_its_contribution_once() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "Open on Sundays")
    hours = desk.theme("Opening hours")
    desk.read(one, {hours: "for"})
    desk.read(one, {hours: "mixed"}, by=desk.bilal)
    assert Coding.objects.count() == 2
    [fact] = queries.theme_facts(desk.activity)
    assert (fact.contributions, fact.coded_base) == (1, 1)


def test_undo_takes_back_the_newest_reading_and_no_other() -> None:
    desk = a_desk()
    hours = desk.theme("Opening hours")
    first, second = a_contribution(desk.strand, "One"), a_contribution(desk.strand, "Two")
    desk.read(first, {hours: ""}, at=clock.now() - timedelta(seconds=9))
    desk.read(second, {hours: ""})
    back = actions.undo_reading(activity=desk.activity, by=desk.ann, at=clock.now())
    assert back == only_passage(second)
    assert [reading.passage.contribution for reading in Reading.objects.all()] == [first]
    assert Coding.objects.count() == 1


def test_undo_leaves_what_someone_else_read() -> None:
    desk = a_desk()
    one, hours = a_contribution(desk.strand, "One"), desk.theme("Opening hours")
    desk.read(one, {hours: ""})
    desk.read(one, {hours: "for"}, by=desk.bilal)
    actions.undo_reading(activity=desk.activity, by=desk.ann, at=clock.now())
    assert Reading.objects.get().by == desk.bilal
    assert Coding.objects.get().by == desk.bilal


def test_undo_with_nothing_read_says_so() -> None:
    desk = a_desk()
    with pytest.raises(Conflict, match="read nothing here"):
        actions.undo_reading(activity=desk.activity, by=desk.ann, at=clock.now())


def test_coding_never_changes_a_word_that_was_said() -> None:
    """I-12: original words are never overwritten."""
    desk = a_desk()
    one = a_contribution(desk.strand, "  Ouvrez le dimanche…\u202e ")
    desk.read(one, {desk.theme("Opening hours"): "for"})
    assert only_passage(one).words == "  Ouvrez le dimanche…\u202e "


def test_ann_and_bilal_may_code_and_cass_may_not() -> None:
    desk = a_desk()
    one, hours = a_contribution(desk.strand, "One"), desk.theme("Opening hours")
    desk.read(one, {hours: ""}, by=desk.ann)
    desk.read(one, {hours: ""}, by=desk.bilal)
    for stranger in (desk.cass, None):
        with pytest.raises(Refused):
            desk.read(one, {hours: ""}, by=stranger)
        with pytest.raises(Refused):
            actions.make_theme(activity=desk.activity, name="Mine", by=stranger, at=clock.now())
    assert Coding.objects.count() == 2


def test_themes_of_another_activity_are_refused() -> None:
    desk, other = a_desk(), a_desk()
    one = a_contribution(desk.strand, "One")
    with pytest.raises(Refused, match="its own activity"):
        desk.read(one, {other.theme("Elsewhere"): ""})


@pytest.mark.parametrize("stage", ["found", "decided", "archived", "withdrawn"])
def test_nothing_is_coded_after_publication(stage: str) -> None:
    desk = a_desk()
    one, hours = a_contribution(desk.strand, "One"), desk.theme("Opening hours")
    type(desk.activity).objects.filter(pk=desk.activity.pk).update(stage=stage)
    with pytest.raises(Refused):
        desk.read(one, {hours: ""})
    assert not Reading.objects.exists()


def test_nothing_is_coded_before_opening() -> None:
    desk = a_desk(stage="noticed")
    with pytest.raises(Refused, match="nothing to read"):
        desk.theme("Opening hours")


def test_a_reader_whose_page_is_old_cannot_slip_a_coding_in_after_publication() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "One")
    passage = only_passage(one)
    assert passage.contribution.strand.activity.stage == "closed"
    type(desk.activity).objects.filter(pk=desk.activity.pk).update(stage="found")
    with pytest.raises(Conflict, match="is published"):
        actions.code_passage(passage=passage, themes={}, by=desk.ann, at=clock.now())
    assert not Reading.objects.exists()


def test_two_readers_are_never_handed_the_same_passage() -> None:
    desk = a_desk()
    for n in range(3):
        a_contribution(desk.strand, f"Passage {n}")
    queue = passages_in(desk.activity, Queue())
    mine = actions.take_turn(activity=desk.activity, queue=queue, by=desk.ann, at=clock.now())
    yours = actions.take_turn(activity=desk.activity, queue=queue, by=desk.bilal, at=clock.now())
    assert {mine, yours} < set(queue)
    assert mine != yours
    assert actions.take_turn(activity=desk.activity, queue=queue, by=desk.ann, at=clock.now()) == mine


def test_a_turn_lapses_after_a_quarter_of_an_hour() -> None:
    desk = a_desk()
    a_contribution(desk.strand, "The only one")
    queue, now = passages_in(desk.activity, Queue()), clock.now()
    mine = actions.take_turn(activity=desk.activity, queue=queue, by=desk.ann, at=now)
    assert actions.take_turn(activity=desk.activity, queue=queue, by=desk.bilal, at=now) is None
    later = now + timedelta(minutes=16)
    assert actions.take_turn(activity=desk.activity, queue=queue, by=desk.bilal, at=later) == mine


def test_the_next_turn_goes_on_from_where_the_reader_was_and_then_from_the_start() -> None:
    desk = a_desk()
    first, second = (only_passage(a_contribution(desk.strand, words)) for words in ("One", "Two"))
    queue = passages_in(desk.activity, Queue())
    turns = {"activity": desk.activity, "queue": queue, "by": desk.ann, "at": clock.now()}
    assert actions.take_turn(**turns, after=first.pk) == second
    assert actions.take_turn(**turns, after=second.pk) == first


def test_reading_ends_the_turn() -> None:
    desk = a_desk()
    one = a_contribution(desk.strand, "One")
    queue = passages_in(desk.activity, Queue())
    actions.take_turn(activity=desk.activity, queue=queue, by=desk.ann, at=clock.now())
    desk.read(one, {})
    assert not Turn.objects.exists()


def test_merging_keeps_every_reading_group_and_finding() -> None:
    desk = a_desk()
    wide, narrow = desk.theme("Opening hours"), desk.theme("Sunday opening")
    group = a_group(desk.activity, most_affected=True)
    actions.edit_theme(theme=narrow, name=narrow.name, groups=[group], by=desk.ann, at=clock.now())
    both, one = a_contribution(desk.strand, "Both"), a_contribution(desk.strand, "One")
    desk.read(both, {wide: "for", narrow: "for"})
    desk.read(one, {narrow: "against"})
    finding = desk.finding("Open on Sundays", narrow)
    actions.merge_themes(theme=narrow, into=wide, by=desk.ann, at=clock.now())
    assert list(Theme.objects.values_list("name", flat=True)) == ["Opening hours"]
    assert ThemeGroup.objects.get().theme == wide
    assert list(finding.themes.all()) == [wide]
    [fact] = queries.theme_facts(desk.activity)
    assert (fact.contributions, fact.raised_by_most_affected, fact.in_finding) == (2, True, finding.public_id)


def test_a_theme_that_holds_codings_cannot_be_dropped_only_merged() -> None:
    desk = a_desk()
    hours, empty = desk.theme("Opening hours"), desk.theme("Nothing here")
    desk.read(a_contribution(desk.strand, "One"), {hours: ""})
    actions.drop_theme(theme=empty, by=desk.ann, at=clock.now())
    with pytest.raises(Conflict, match="cannot simply be removed"):
        actions.drop_theme(theme=hours, by=desk.ann, at=clock.now())
    assert list(Theme.objects.all()) == [hours]


def test_two_themes_never_share_a_name_or_a_key() -> None:
    desk = a_desk()
    keys = [desk.theme(f"Theme {n}").key for n in range(36)]
    assert keys[:10] == list("123456789a")
    assert keys[33:] == ["", "", ""]
    assert not {"n", "u"} & set(keys)
    assert len(set(keys[:33])) == 33
    with pytest.raises(Conflict, match="already a theme"):
        desk.theme("Theme 1")


def test_an_import_of_codings_names_every_row_it_refuses_and_takes_the_rest() -> None:
    desk = a_desk()
    desk.theme("Opening hours")
    one, two = a_contribution(desk.strand, "One"), a_contribution(desk.strand, "Two", "Two again")
    got = desk.code_many(
        CodingRow(2, one.trace_id, 1, "Opening hours", "for"),
        CodingRow(3, one.trace_id, 1, "Opening hours", "for"),
        CodingRow(4, two.trace_id, 2, ""),
        CodingRow(5, two.trace_id, 3, "Opening hours"),
        CodingRow(6, "nobody", 1, "Opening hours"),
        CodingRow(7, two.trace_id, 1, "No such theme"),
        CodingRow(8, two.trace_id, 1, "Opening hours", "maybe"),
        CodingRow(9, two.trace_id, 1, "Opening\x00 hours"),
        CodingRow(10, "nobody", 1, "No such theme", "maybe"),
    )
    assert (got.codings, got.readings, got.rows_refused) == (1, 2, 6)
    assert [refused.row for refused in got.refused] == [5, 6, 7, 8, 9, 10, 10, 10], "every fault of a row is told"
    assert "NUL" in got.refused[4].why
    assert (Coding.objects.count(), Reading.objects.count()) == (1, 2)
    assert Entry.objects.get(what="passage.batch").header["refused"] == 6


def test_a_dry_import_stores_nothing() -> None:
    desk = a_desk()
    desk.theme("Opening hours")
    one = a_contribution(desk.strand, "One")
    got = desk.code_many(CodingRow(2, one.trace_id, 1, "Opening hours"), dry=True)
    assert (got.codings, got.readings) == (1, 1)
    assert not Reading.objects.exists()
    assert not Entry.objects.filter(what="passage.batch").exists()


def test_erasing_a_voice_takes_its_words_out_of_evidence_and_codings() -> None:
    desk = a_desk()
    gone, stays = a_contribution(desk.strand, "Gone", may_quote=True), a_contribution(desk.strand, "Stays")
    hours = desk.theme("Opening hours")
    finding = desk.finding("Longer hours", hours)
    for contribution in (gone, stays):
        desk.read(contribution, {hours: ""})
    desk.cite(finding, gone, quoted=True)
    actions.erase(gone.voice)
    assert not finding.evidence.exists()
    assert [coding.passage.contribution for coding in Coding.objects.all()] == [stays]


def test_the_queue_narrows_to_one_way_in() -> None:
    desk = a_desk()
    gathering = a_strand(desk.activity, method="gathering", channels=("in_person",))
    a_contribution(gathering, "Said at the drop-in", channel="in_person")
    queue = passages_in(desk.activity, Queue(channel="in_person"))
    assert [passage.words for passage in queue] == ["Said at the drop-in"]
