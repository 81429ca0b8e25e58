"""Who said what, put right: before and after are kept, totals count anew, the person and the public are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.activities import actions, queries
from heard.activities.models import Contribution, Correction, Layer, Passage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.models import Account, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def strand() -> Strand:
    activity = an_activity(stage="open", lead=a_partner())
    return a_strand(activity, "survey", channels=("web", "paper", "phone"))


@pytest.fixture
def ann(strand: Strand) -> Account:
    return an_account("Ann Example", "officer", partner=strand.activity.lead)


def put(by: Account, **more: Any) -> dict[str, Any]:
    return {"reason": "The form says otherwise: see the scan.", "by": by, "at": clock.now(), **more}


def test_words_keyed_wrong_are_put_right_and_the_first_ones_stay_underneath(strand: Strand, ann: Account) -> None:
    """I-12."""
    passage = Passage.objects.get(contribution=a_contribution(strand, "Close the baths"))
    made = actions.correct_words(passage=passage, words="Clean the baths", **put(ann))
    passage.refresh_from_db()
    assert (passage.words, queries.shown_words(passage)) == ("Close the baths", "Clean the baths")
    assert (made.before, made.after) == ({"words": "Close the baths"}, {"words": "Clean the baths"})
    actions.correct_words(passage=passage, words="Clean the bath", **put(ann))
    assert Correction.objects.order_by("-id")[0].before == {"words": "Clean the baths"}
    assert Layer.objects.filter(passage=passage, kind="correction").count() == 2


def test_what_was_covered_stays_covered_whatever_is_corrected_underneath(strand: Strand, ann: Account) -> None:
    passage = Passage.objects.get(contribution=a_contribution(strand, "Ring me, Mrs Example, about it"))
    actions.redact_passage(passage=passage, words="Ring me, […]", reason="A name", by=ann, at=clock.now())
    actions.correct_words(passage=passage, words="Ring me, Ms Example, about it", **put(ann))
    assert queries.shown_words(Passage.objects.get(pk=passage.pk)) == "Ring me, […]"


def test_a_wrong_channel_is_put_right_and_both_totals_count_anew(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand, channel="phone")
    actions.correct_channel(contribution=one, channel="paper", **put(ann))
    assert queries.channel_counts(strand) == {"paper": 1}
    with pytest.raises(Conflict, match="does not take answers that way"):
        actions.correct_channel(contribution=one, channel="letter", **put(ann))


def test_on_whose_behalf_it_was_said_is_put_right(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand)
    made = actions.correct_on_behalf_of(contribution=one, on_behalf_of="her mother, by consent", **put(ann))
    one.refresh_from_db()
    assert (one.on_behalf_of, made.before) == ("her mother, by consent", {"on_behalf_of": ""})


def test_words_put_to_the_wrong_contribution_move_with_their_layers(strand: Strand, ann: Account) -> None:
    one, other = a_contribution(strand, "Mine", "Hers"), a_contribution(strand, "Hers too")
    stray = one.passages.get(words="Hers")
    actions.redact_passage(passage=stray, words="H…", reason="A name", by=ann, at=clock.now())
    made = actions.move_words(passage=stray, to=other, **put(ann))
    assert [p.words for p in one.passages.all()] == ["Mine"]
    assert [(p.ordinal, p.words) for p in other.passages.all()] == [(1, "Hers too"), (2, "Hers")]
    assert queries.shown_words(Passage.objects.get(pk=stray.pk)) == "H…"
    assert made.before["contribution"] == one.trace_id
    assert made.after == {"contribution": other.trace_id}
    with pytest.raises(Conflict, match="left empty"):
        actions.move_words(passage=one.passages.get(), to=other, **put(ann))


def test_words_do_not_move_to_another_way_of_taking_part(strand: Strand, ann: Account) -> None:
    elsewhere = a_contribution(a_strand(strand.activity, "gathering"))
    one = a_contribution(strand, "Mine", "Hers")
    with pytest.raises(Conflict, match="another way"):
        actions.move_words(passage=one.passages.all()[0], to=elsewhere, **put(ann))


def test_what_another_person_said_goes_to_them(strand: Strand, ann: Account) -> None:
    one, other = a_contribution(strand), a_contribution(strand)
    actions.give_to_person(contribution=one, like=other, **put(ann))
    assert Contribution.objects.filter(voice=other.voice).count() == 2
    with pytest.raises(Conflict, match="same person"):
        actions.give_to_person(contribution=one, like=other, **put(ann))


def test_a_correction_says_why_changes_something_and_is_never_rewritten(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand, channel="phone")
    with pytest.raises(Conflict, match="Say how you know"):
        actions.correct_channel(contribution=one, channel="paper", reason="  ", by=ann, at=clock.now())
    with pytest.raises(Conflict, match="already"):
        actions.correct_channel(contribution=one, channel="phone", **put(ann))
    made = actions.correct_channel(contribution=one, channel="paper", **put(ann))
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(before={"channel": "web"})


def test_the_record_names_the_kind_in_public_and_the_words_in_private(strand: Strand, ann: Account) -> None:
    passage = Passage.objects.get(contribution=a_contribution(strand, "Close the baths"))
    actions.correct_words(passage=passage, words="Clean the baths", **put(ann))
    entry = Entry.objects.get(what="contribution.corrected")
    assert entry.header["kind"] == "words"
    assert "Clean" not in str(entry.header)


@pytest.mark.parametrize(
    ("role", "may"), [("officer", True), ("facilitator", True), ("administrator", False), ("", False)]
)
def test_ann_and_bilal_may_correct_and_cass_may_not(strand: Strand, role: str, may: bool) -> None:
    one = a_contribution(strand, channel="phone")
    roles = [role] if role else []
    someone = an_account("Somebody", *roles, partner=strand.activity.lead)
    if may:
        actions.correct_channel(contribution=one, channel="paper", **put(someone))
        return
    with pytest.raises(Refused):
        actions.correct_channel(contribution=one, channel="paper", **put(someone))


def test_after_publication_it_is_an_erratum_until_somebody_looked_again(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand, channel="phone")
    before = actions.correct_on_behalf_of(contribution=one, on_behalf_of="a choir", **put(ann))
    assert not before.is_erratum
    strand.activity.stage = "found"
    strand.activity.save()
    one = Contribution.objects.get(pk=one.pk)
    made = actions.correct_channel(contribution=one, channel="paper", **put(ann))
    assert [one.pk for one in queries.errata_of(strand.activity)] == [made.pk]
    with pytest.raises(Conflict, match="Say whether"):
        actions.recheck_erratum(correction=made, note=" ", by=ann, at=clock.now())
    again = actions.recheck_erratum(correction=made, note="No finding changes.", by=ann, at=clock.now())
    assert (again.rechecked_by, again.recheck_note) == (ann, "No finding changes.")
    with pytest.raises(Conflict):
        actions.recheck_erratum(correction=made, note="Again", by=ann, at=clock.now())
    Role.objects.filter(account=ann).update(role="facilitator")
    with pytest.raises(Refused):
        actions.recheck_erratum(correction=made, note="Mine", by=ann, at=clock.now())


def test_erasure_takes_the_words_out_of_corrections_too(strand: Strand, ann: Account) -> None:
    passage = Passage.objects.get(contribution=a_contribution(strand, "Close the baths"))
    actions.correct_words(passage=passage, words="Clean the baths", **put(ann))
    actions.erase(passage.contribution.voice)
    kept = Correction.objects.get()
    assert (kept.before, kept.after, kept.what) == ({}, {}, "words")
    assert "baths" not in str(list(Layer.objects.values_list("words", "reason")))
