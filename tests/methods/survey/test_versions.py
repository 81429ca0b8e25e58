"""The same questions in other languages and in Easy Read: written, read back by a second person, published, chosen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.http import Http404
from django.test import Client
from django.urls import reverse
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.survey.surveys import a_survey, a_version, ann_of, put_into

from heard.activities.methods import method_of
from heard.activities.models import Contribution, Passage, Stage, Strand
from heard.activities.queries.versions import easy_read_remarks, languages, standing_of
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.survey import actions
from heard.methods.survey.models import Question, Version
from heard.methods.survey.queries import offers_of, outcome_of, phrases_of, questionnaire, questions_in
from heard.rules.compact import REGISTRY
from heard.rules.snapshot import Access, Snapshot

pytestmark = pytest.mark.django_db
ROOM = Path(str(settings.ROOT)) / "src" / "heard" / "methods" / "survey"


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


def bilal_of(strand: Strand) -> Any:
    return an_account("Bilal Example", "engagement_lead", partner=strand.activity.lead)


def written(strand: Strand, by: Any, version: Version | None = None, **more: Any) -> Version:
    version = version or actions.start_version(strand=strand, language="pl", format="standard", by=by, at=clock.now())
    words = {phrase.key: f"pl {phrase.english}" for phrase in phrases_of(questionnaire(strand))}
    more = {"translator": "Agencja Example", **more}
    return actions.write_version(version=version, strand=strand, words=words, by=by, at=clock.now(), **more)


def test_a_version_is_a_draft_then_checked_then_published_and_only_then_offered() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    version = written(strand, ann)
    assert [offer.code for offer in offers_of(strand)] == ["en"]
    with pytest.raises(Refused) as early:
        actions.publish_version(version=version, strand=strand, by=ann, at=clock.now())
    assert early.value.verdict.why == "A second person has not checked this yet."
    version = actions.check_version(version=version, strand=strand, checker="B", how="", by=bilal, at=clock.now())
    assert (version.state, version.checked_by) == ("checked", bilal)
    actions.publish_version(version=version, strand=strand, by=ann, at=clock.now())
    assert [offer.code for offer in offers_of(strand)] == ["en", "pl"]
    whats = list(Entry.objects.filter(what__startswith="survey.version").values_list("what", flat=True).order_by("pk"))
    assert whats == [f"survey.version_{step}" for step in ("begun", "written", "checked", "published")]


def test_whoever_wrote_the_words_cannot_check_them_and_neither_can_the_translator() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    version = written(strand, ann)
    for by, checker, why in ((ann, "Somebody", "Whoever wrote these words"), (bilal, "agencja example", "The one who")):
        with pytest.raises(Refused) as refusal:
            actions.check_version(version=version, strand=strand, checker=checker, how="", by=by, at=clock.now())
        assert why in refusal.value.verdict.why


def test_a_version_with_a_phrase_missing_cannot_be_checked_and_says_which() -> None:
    strand = a_survey()
    version = actions.start_version(strand=strand, language="ro", format="standard", by=ann_of(strand), at=clock.now())
    with pytest.raises(Refused) as refusal:
        actions.check_version(version=version, strand=strand, checker="B", how="", by=bilal_of(strand), at=clock.now())
    assert "phrases have no words yet, the first: Title." in refusal.value.verdict.why


def test_when_the_english_changes_officers_and_readers_are_told_and_the_words_need_a_new_check() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    version = a_version(strand)
    assert questions_in(strand, "ar").is_stale is False
    question = Question.objects.filter(section__survey=strand.pk, kind="text")[0]
    actions.change_question(question=question, words="What must change first?", by=ann_of(strand), at=clock.now())
    assert questions_in(strand, "ar").is_stale
    standing = standing_of(version, phrases_of(questionnaire(strand)))
    assert [phrase.english for phrase in standing.stale] == ["What must change first?"]
    page = signed_in(ann_of(strand)).get(reverse("survey:version", args=[strand.public_id, version.public_id]))
    assert "The English has changed since this was published" in page.content.decode()
    put_into(strand.activity, Stage.OPEN)
    shown = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id]), {"in": "ar"})
    assert 'class="stale"' in shown.content.decode()


def test_words_that_still_fit_the_new_english_are_ticked_and_not_written_again() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    version = a_version(strand)
    question = Question.objects.filter(section__survey=strand.pk, kind="text")[0]
    actions.change_question(question=question, words="What should change first and why?", by=ann_of(strand), at=clock.now())  # fmt: skip # noqa: E501
    (stale,) = standing_of(version, phrases_of(questionnaire(strand))).stale
    words = {key: kept["words"] for key, kept in version.words.items()}
    who: dict[str, Any] = {"by": ann_of(strand), "at": clock.now()}
    version = actions.write_version(
        version=version, strand=strand, words=words, translator="X", still_right=[stale.key], **who
    )
    assert standing_of(version, phrases_of(questionnaire(strand))).stale == ()


def test_a_draft_over_a_published_version_leaves_what_people_read_as_it_is() -> None:
    strand = a_survey()
    version = a_version(strand)
    before = questions_in(strand, "ar").title
    actions.write_version(version=version, strand=strand, words={"title": "other"}, translator="X", by=ann_of(strand), at=clock.now())  # fmt: skip # noqa: E501
    caches["pages"].clear()
    assert questions_in(strand, "ar").title == before


def test_a_version_that_is_withdrawn_is_offered_no_more_and_needs_a_reason() -> None:
    strand = a_survey()
    version = a_version(strand)
    with pytest.raises(Refused):
        actions.withdraw_version(version=version, strand=strand, reason=" ", by=ann_of(strand), at=clock.now())
    actions.withdraw_version(version=version, strand=strand, reason="Wrong word", by=ann_of(strand), at=clock.now())
    assert [offer.code for offer in offers_of(strand)] == ["en"]
    with pytest.raises(Http404):
        questions_in(strand, "ar")


def test_there_is_one_version_of_a_language_and_format_and_none_of_plain_english() -> None:
    strand = a_survey()
    written(strand, ann_of(strand))
    with pytest.raises(Conflict):
        actions.start_version(strand=strand, language="pl", format="standard", by=ann_of(strand), at=clock.now())
    with pytest.raises(Refused):
        actions.start_version(strand=strand, language="en", format="standard", by=ann_of(strand), at=clock.now())


def test_only_those_who_plan_the_activity_may_translate_and_only_until_it_closes() -> None:
    strand = a_survey()
    helper = an_account("Bilal", "note_keeper", activity=strand.activity)
    cass = an_account("Cass", "engagement_lead", partner=a_partner())
    address = reverse("survey:versions", args=[strand.public_id])
    for account in (helper, cass):
        assert signed_in(account).post(address, {"language": "pl", "format": "standard"}).status_code in (403, 422)
    assert Version.objects.count() == 0
    put_into(strand.activity, Stage.CLOSED)
    with pytest.raises(Refused):
        actions.start_version(strand=strand, language="pl", format="standard", by=ann_of(strand), at=clock.now())


def test_a_version_is_written_checked_and_published_on_its_pages() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    ann, bilal = signed_in(ann_of(strand)), signed_in(bilal_of(strand))
    made = ann.post(reverse("survey:versions", args=[strand.public_id]), {"language": "pl", "format": "standard"})
    assert made.status_code == 302
    version = Version.objects.get()
    words = {f"w:{phrase.key}": f"pl {phrase.english}" for phrase in phrases_of(questionnaire(strand))}
    assert ann.post(made["Location"], {"translator": "Agencja", **words}).status_code == 302
    args = [strand.public_id, version.public_id]
    assert ann.post(reverse("survey:version_check", args=args), {"checker": "B"}).status_code == 422
    assert bilal.post(reverse("survey:version_check", args=args), {}).status_code == 422
    assert bilal.post(reverse("survey:version_check", args=args), {"checker": "B"}).status_code == 302
    assert bilal.post(reverse("survey:version_publish", args=args)).status_code == 302
    version.refresh_from_db()
    assert version.state == "published"
    preview = ann.get(reverse("survey:version_preview", args=args)).content.decode()
    assert '<div class="answering" lang="pl" dir="ltr">' in preview


def test_people_choose_their_language_where_they_answer_and_every_part_says_its_language() -> None:
    strand, client = a_survey(), Client()
    a_version(strand)
    way_in = reverse("activities:strand", args=[strand.activity.slug, strand.public_id])
    page = client.get(way_in).content.decode()
    assert '<a href="?in=ar" lang="ar" dir="rtl" hreflang="ar">العربية</a>' in page
    first = reverse("survey:answer", args=[strand.activity.slug, strand.public_id, 1])
    page = client.get(first, {"in": "ar"}).content.decode()
    assert '<div class="answering" lang="ar" dir="rtl">' in page
    assert "كم مرة تستخدم المسبح؟" in page
    assert "متابعة" in page
    assert "Sample translation, not checked" in page
    assert client.get(first).content.decode().count("كم مرة تستخدم المسبح؟") >= 1  # it goes on in Arabic


def test_a_message_that_nobody_translated_stands_in_english_and_is_marked_so() -> None:
    strand = a_survey()
    a_version(strand, "ur")
    page = Client().get(reverse("survey:answer_all", args=[strand.activity.slug, strand.public_id]), {"in": "ur"})
    assert '<span lang="en" dir="ltr">Check my answers</span>' in page.content.decode()


def test_answers_in_any_language_are_put_together_by_option_and_words_keep_their_language() -> None:
    strand = a_survey()
    a_version(strand)
    for number, code in enumerate(["ar"] * 6 + ["en"] * 6):
        client, asked = Client(), questionnaire(strand).questions
        first = reverse("survey:answer", args=[strand.activity.slug, strand.public_id, 1])
        client.post(f"{first}?in={code}", {asked[0].name: str(asked[0].choices[0].value)})
        last = reverse("survey:answer", args=[strand.activity.slug, strand.public_id, len(asked)])
        client.post(last, {asked[-1].name: "ماء دافئ" if code == "ar" else f"Warm {number}"})
        assert client.post(reverse("survey:send", args=[strand.activity.slug, strand.public_id]), {}).status_code == 302
    first = outcome_of(strand).found["questions"][0]["answers"][0]
    assert (first["words"], first["count"]) == ("Every week", 12)
    arabic = Passage.objects.filter(language="ar")
    assert set(arabic.values_list("words", "prompt")) == {("ماء دافئ", questionnaire(strand).questions[-1].words)}
    assert Contribution.objects.count() == 12


def test_easy_read_is_a_version_of_the_same_questions_and_the_counter_advises() -> None:
    strand = a_survey()
    version = a_version(strand, "en", "easy_read", mark="We would like to ask you now, if you have the time to think about it, ")  # fmt: skip # noqa: E501
    asked = questions_in(strand, "en", "easy_read")
    assert (asked.language, asked.format, len(asked)) == ("en", "easy_read", len(questionnaire(strand)))
    remarks = easy_read_remarks(standing_of(version, phrases_of(questionnaire(strand))))
    assert any("words in one sentence. Cut it in two" in remark.advice for remark in remarks)


def test_scenario_40_english_standard_only_is_refused_for_easy_read_and_warned_for_romanian() -> None:
    strand = a_survey(stage=Stage.NOTICED)
    access = Access(includes_learning_disabled=True, formats=("easy_read",), languages_spoken=("Romanian",))

    def judged(check: str) -> str:
        from heard.compact.queries.snapshot import _strand_asked
        from heard.ground.asking import ask

        found = Snapshot(access=access, strands=(ask(_strand_asked(strand, asks_blockers=False)),))
        return REGISTRY[check].function(found, {}).result

    assert (judged("GP-g.7"), judged("GP-g.8")) == ("fail", "fail")
    a_version(strand, "en", "easy_read")
    a_version(strand, "ro")
    assert (judged("GP-g.7"), judged("GP-g.8")) == ("pass", "pass")
    facts = method_of(strand).facts(strand)
    assert (facts.languages, facts.formats) == (("English", "Romanian"), ("standard", "easy_read"))


def test_the_words_of_the_pages_are_translated_under_keys_that_the_pages_use_with_the_same_places_for_values() -> None:
    rooms = [ROOM, ROOM.parent / "opinions", ROOM.parents[1] / "activities"]
    files = [path for room in rooms for pattern in ("**/*.html", "**/*.py") for path in room.glob(pattern)]
    source = re.sub(r'"\n +"', "", "\n".join(path.read_text() for path in files))
    place = re.compile(r"%\(\w+\)[sd]")
    for language in languages().values():
        for english, words in language.words.items():
            assert f'"{english}"' in source, english
            assert sorted(place.findall(words)) == sorted(place.findall(english)), english


def test_pages_of_versions_cost_as_many_questions_with_one_version_as_with_three(
    django_assert_max_num_queries: Any,
) -> None:
    strand = a_survey()
    client = signed_in(ann_of(strand))
    first = reverse("survey:answer", args=[strand.activity.slug, strand.public_id, 1])
    for languages_there in (("ar",), ("pl", "ro")):
        for code in languages_there:
            version = a_version(strand, code)
        for address in (
            reverse("survey:versions", args=[strand.public_id]),
            reverse("survey:version", args=[strand.public_id, version.public_id]),
        ):
            with django_assert_max_num_queries(15):
                assert client.get(address).status_code == 200
        with django_assert_max_num_queries(14):
            assert Client().get(first, {"in": "ar"}).status_code == 200
