"""Published numbers beside one another, beside what was published before, and when the rules change (I-9, I-11)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.factories import a_contribution
from tests.findings.desk import Desk, a_desk

from heard.activities.models import Activity, Contribution
from heard.audit.models import Entry
from heard.findings import jobs
from heard.findings.models import Finding, Theme, Withheld
from heard.findings.queries.public import published_findings, published_themes

pytestmark = pytest.mark.django_db


def stood(desk: Desk, theme: Theme, **sides: int) -> None:
    """So many contributions of each side: `for_=3, against=2, mixed=1, none=1`."""
    for side, number in sides.items():
        for _each in range(number):
            desk.read(
                a_contribution(desk.strand, f"Words, {side}"), {theme: "" if side == "none" else side.rstrip("_")}
            )


def published(desk: Desk) -> None:
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")


def sides(desk: Desk) -> list[tuple[str, ...]]:
    return [one.sides for one in published_findings(desk.activity)]


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city's policy on disclosure as a file that can be changed."""
    kept = tmp_path / "disclosure.toml"
    kept.write_text((settings.POLICY / "disclosure.toml").read_text("utf-8"), "utf-8")
    for name in settings.POLICY.iterdir():
        if name.name != kept.name:
            (tmp_path / name.name).symlink_to(name)
    monkeypatch.setattr(settings, "POLICY", tmp_path)
    return kept


def stricter(rules: Path, smallest: int) -> None:
    """Ordinary counts under another number are hidden from now on."""
    text = rules.read_text("utf-8")
    before, after = text.split("[ordinary]")
    words = after.split("\n")
    words[1] = f"smallest = {smallest}"
    rules.write_text(before + "[ordinary]" + "\n".join(words), "utf-8")


def test_where_people_stood_adds_up_to_the_base_and_a_lone_silent_one_is_hidden_with_another() -> None:
    """20 raised it; 12 for and 7 against would say that exactly one took no side."""
    desk = a_desk()
    hours = desk.theme("Hours")
    stood(desk, hours, for_=12, against=7, none=1)
    desk.finding("People want longer hours.", hours)
    published(desk)
    [said] = sides(desk)
    assert said[0] == "for: 12"
    assert [line.split(": ")[0] for line in said if "too few" in line] == ["against", "no stance noted"]
    assert "against: 7" not in " ".join(said)


def test_where_people_stood_is_shown_whole_where_nothing_is_small() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    stood(desk, hours, for_=12, against=7, none=6)
    desk.finding("People want longer hours.", hours)
    published(desk)
    assert sides(desk) == [("for: 12", "against: 7", "mixed: 0", "no stance noted: 6")]


def test_whoever_says_one_thing_here_and_another_there_is_mixed_so_that_sides_never_exceed_the_base() -> None:
    desk = a_desk()
    hours, price = desk.theme("Hours"), desk.theme("Price")
    for number in range(6):
        desk.read(a_contribution(desk.strand, f"Both {number}"), {hours: "for", price: "against"})
    stood(desk, hours, for_=8)
    desk.finding("Longer hours, at a price.", hours, price)
    published(desk)
    one = Finding.objects.get()
    assert (one.base, one.stood) == (14, [8, 0, 6, 0])


def test_where_people_stood_does_not_move_when_one_of_them_withdraws() -> None:
    """Frozen with the base: else the page of today less that of yesterday says how Rosa stood."""
    desk = a_desk()
    hours = desk.theme("Hours")
    stood(desk, hours, for_=12, against=7)
    desk.finding("People want longer hours.", hours)
    published(desk)
    before = sides(desk)
    gone = Contribution.objects.filter(passages__words="Words, against").first()
    assert gone
    gone.state = "withdrawn"
    gone.save()
    assert sides(desk) == before


def test_where_the_base_is_hidden_no_side_is_shown_for_they_would_add_up_to_it() -> None:
    desk = a_desk()
    hours, hoist = desk.theme("Hours"), desk.theme("The hoist is broken")
    stood(desk, hours, for_=10, against=10)
    stood(desk, hoist, for_=3)
    desk.finding("People want longer hours.", hours)
    desk.finding("People want to swim.", hours, hoist)
    published(desk)
    narrow, wide = published_findings(desk.activity)
    assert {narrow.base.words, wide.base.words} == {"at least 5", "23"}
    hidden = next(one for one in (narrow, wide) if one.base.is_hidden)
    assert hidden.sides == ()


def test_sides_of_two_findings_are_not_taken_from_one_another() -> None:
    """One finding holds the other's theme and one more: 12 for against 14 would tell of two."""
    desk = a_desk()
    hours, price = desk.theme("Hours"), desk.theme("Price")
    stood(desk, hours, for_=12, against=10)
    stood(desk, price, for_=2, against=9)
    desk.finding("Longer hours.", hours)
    desk.finding("Longer hours, and it costs too much.", hours, price)
    published(desk)
    both = [one for one in published_findings(desk.activity) if not one.base.is_hidden]
    assert len(both) == 2
    assert sum(bool(one.sides) for one in both) == 1


def test_published_again_a_number_that_grew_by_few_is_hidden_with_a_note_that_everyone_reads() -> None:
    """The page of May says 20, that of July 22: two people came after the reopening, and neighbours know them."""
    desk = a_desk()
    hours = desk.theme("Hours")
    stood(desk, hours, for_=20)
    finding = desk.finding("People want longer hours.", hours)
    published(desk)
    assert not Withheld.objects.exists()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="closed")
    stood(desk, hours, for_=2)
    published(desk)
    [one] = published_findings(desk.activity)
    [theme] = published_themes(desk.activity)
    assert (one.base.words, one.sides, theme.count.words) == ("at least 5", (), "at least 5")
    assert set(Withheld.objects.values_list("why", "finding__ordinal", "theme__name")) == {
        ("release", None, "Hours"), ("release", 1, None),
    }  # fmt: skip
    page = Client().get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    assert "beside what was published later it would tell a small number" in page
    assert "Numbers that are no longer shown" in page
    assert "a number of this finding is not shown" in Client().get(f"/findings/{finding.public_id}/").content.decode()
    entry = Entry.objects.get(what="findings.withheld")
    assert entry.header["numbers"] == 2


def test_published_again_with_many_more_the_new_number_is_shown() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    stood(desk, hours, for_=20)
    desk.finding("People want longer hours.", hours)
    published(desk)
    Activity.objects.filter(pk=desk.activity.pk).update(stage="closed")
    stood(desk, hours, for_=9)
    published(desk)
    assert [one.base.words for one in published_findings(desk.activity)] == ["29"]
    assert not Withheld.objects.exists()


def test_a_stricter_rule_hides_what_was_published_and_says_since_when_and_a_laxer_one_shows_nothing_again(
    rules: Path,
) -> None:
    desk = a_desk()
    hours, hoist = desk.theme("Hours"), desk.theme("The hoist is broken")
    stood(desk, hours, for_=40)
    stood(desk, hoist, for_=7)
    desk.finding("People want longer hours.", hours)
    desk.finding("The hoist is broken.", hoist)
    published(desk)
    assert [one.base.words for one in published_findings(desk.activity)] == ["40", "7"]
    jobs.look_at_numbers_again(0)
    assert not Withheld.objects.exists(), "nothing changed"
    stricter(rules, 8)
    for _again in range(2):
        jobs.look_at_numbers_again(0)
    assert [one.base.words for one in published_findings(desk.activity)] == ["40", "fewer than 8"]
    assert set(Withheld.objects.values_list("why", "smallest", "finding__ordinal")) == {
        ("rule", 8, 2), ("rule", 8, None),
    }  # fmt: skip
    page = Client().get(reverse("findings:heard", args=[desk.activity.slug])).content.decode()
    assert "the city hides small numbers more strictly now (numbers under 8 are hidden)." in page.replace("\n", " ")
    stricter(rules, 5)
    jobs.look_at_numbers_again(0)
    assert [one.base.words for one in published_findings(desk.activity)] == ["40", "fewer than 8"]
    assert Withheld.objects.count() == 2


def test_a_stricter_rule_also_hides_what_would_now_tell_by_subtraction(rules: Path) -> None:
    """40 and 46 differ by six: no small number under 5, a small one under 8."""
    desk = a_desk()
    hours, price = desk.theme("Hours"), desk.theme("Price")
    stood(desk, hours, for_=40)
    stood(desk, price, for_=6)
    desk.finding("Hours and price.", hours, price)
    published(desk)
    assert [theme.count.words for theme in published_themes(desk.activity)] == ["40", "6"]
    stricter(rules, 8)
    jobs.look_at_numbers_again(0)
    assert [theme.count.words for theme in published_themes(desk.activity)] == ["at least 8", "fewer than 8"]
    assert {row.theme.name for row in Withheld.objects.exclude(theme=None).select_related("theme")} == {
        "Hours", "Price",
    }  # fmt: skip
