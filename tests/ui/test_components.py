"""Each component says what it must, escapes what people wrote, and leaves out what it was not given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from heard.activities.models import Channel, Level, Stage
from heard.ground.paging import Page
from heard.rules.verdict import YES, no
from heard.ui import icons, words
from heard.ui.parts import Cell, Head, Link, Row, Step, Table, Way, address_with, sort_heads

HOSTILE = "<script>alert(1)</script>"


def drawn(source: str, address: str = "/", **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context({"request": RequestFactory().get(address), **context}))


def test_a_button_with_an_address_is_a_link() -> None:
    assert drawn('{% button "Start" "/go" large=True %}').strip() == '<a class="button main large" href="/go">Start</a>'


def test_a_button_that_may_not_be_pressed_says_why_beside_it() -> None:
    html = drawn('{% button "Sign" verdict=verdict %}', verdict=no("You wrote this plan."))
    assert 'aria-disabled="true" disabled>Sign</button>' in html
    assert '<span class="button-why">You wrote this plan.</span>' in html


def test_a_button_that_may_be_pressed_carries_its_value() -> None:
    html = drawn('{% button "Move" name="to" value="open" verdict=verdict %}', verdict=YES)
    assert 'name="to" value="open"' in html
    assert "disabled" not in html


@pytest.mark.parametrize("slug", words.CHANNELS)
def test_every_channel_has_a_word_and_a_shape(slug: str) -> None:
    html = drawn("{% channel slug %}", slug=slug)
    assert f'class="badge channel {slug}"' in html
    assert icons.PATHS[slug] in html
    assert str(words.CHANNELS_SHORT[slug]) in html


def test_the_words_are_the_ones_the_activities_use() -> None:
    assert {slug: str(word) for slug, word in words.STAGES.items()} == dict(Stage.choices)
    assert {slug: str(word) for slug, word in words.LEVELS.items()} == dict(Level.choices)
    assert {slug: str(word) for slug, word in words.CHANNELS.items()} == dict(Channel.choices)


def test_no_two_channels_share_a_shape() -> None:
    assert len({icons.PATHS[slug] for slug in words.CHANNELS}) == len(words.CHANNELS)


@pytest.mark.parametrize("slug", words.LEVELS)
def test_every_level_has_a_word_a_shape_and_a_promise(slug: str) -> None:
    assert str(words.LEVELS[slug]) in drawn("{% level slug %}", slug=slug)
    assert icons.PATHS[f"level-{slug}"]
    assert words.LEVEL_PROMISES[slug]


@pytest.mark.parametrize("slug", words.STAGES)
def test_every_stage_has_a_word_and_only_open_shines(slug: str) -> None:
    html = drawn("{% stage slug %}", slug=slug)
    assert str(words.STAGES[slug]) in html
    assert ("stage now" in html) is (slug == "open")


def test_an_unknown_channel_is_refused_rather_than_drawn_grey() -> None:
    with pytest.raises(KeyError):
        drawn('{% channel "carrier_pigeon" %}')


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("short-period", "less time than we promised"),
        ("pre-decided", "before people had finished speaking"),
        ("overdue", "overdue"),
    ],
)
def test_a_notice_of_the_compact_brings_its_own_title(kind: str, title: str) -> None:
    html = drawn("{% notice kind=kind %}<p>Because.</p>{% endnotice %}", kind=kind)
    assert title in html
    assert "<p>Because.</p>" in html


def test_a_message_of_django_becomes_a_notice() -> None:
    assert 'class="notice refused"' in drawn('{% notice kind="error" %}No.{% endnotice %}')


def test_what_people_wrote_is_escaped_in_every_component() -> None:
    html = drawn(
        "{% notice title=bad %}{{ bad }}{% endnotice %}{% disclosure bad %}{{ bad }}{% enddisclosure %}"
        "{% quote who=bad %}{{ bad }}{% endquote %}{% promise bad %}{{ bad }}{% endpromise %}"
        "{% receipt bad activity=bad %}{% gate check %}"
        "{% timeline steps %}{% summary rows %}{% facts rows %}{% ways ways %}{% tabs links %}{% crumbs links %}"
        "{% empty bad bad %}{% data_table table %}{% table bad heads=heads %}<tr><td>{{ bad }}</td></tr>{% endtable %}"
        "{% clause bad words=bad %}{% button bad %}{% filters chosen=links label=bad %}{% endfilters %}",
        bad=HOSTILE,
        check={
            "id": HOSTILE,
            "result": "refused",
            "why": HOSTILE,
            "words": HOSTILE,
            "source": HOSTILE,
            "reason": HOSTILE,
        },
        steps=[Step(HOSTILE, date(2026, 3, 1), note=HOSTILE)],
        rows=[Row(HOSTILE, HOSTILE, "#", HOSTILE)],
        ways=[Way("paper", HOSTILE, HOSTILE)],
        links=[Link(HOSTILE, "/a"), Link(HOSTILE, "/b")],
        heads=[HOSTILE],
        table=Table(HOSTILE, [Head(HOSTILE)], [[HOSTILE], [Cell(HOSTILE, "#")]], note=HOSTILE),
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") > 40


def test_gates_put_refusals_first_and_fold_the_passes_away() -> None:
    checks = [
        {"id": "A", "result": "pass", "why": "Fine."},
        {"id": "B", "result": "warn", "why": "Hm."},
        {"id": "C", "result": "refused", "why": "No.", "href": "#field"},
        {"id": "D", "result": "override", "why": "Christmas.", "reason": "The grant lapses."},
    ]
    html = drawn("{% gates checks %}", checks=checks)
    assert "1 thing stands in the way." in html
    assert (
        html.index("No.") < html.index("Christmas.") < html.index("Hm.") < html.index("<details") < html.index("Fine.")
    )
    assert 'href="#field"' in html
    assert "Allowed, with a published reason" in html


def test_an_override_without_its_reason_stands_in_the_way() -> None:
    html = drawn("{% gates checks %}", checks=[{"id": "A", "result": "override", "why": "August."}])
    assert "1 thing stands in the way." in html
    assert "Needs a published reason" in html


def test_gates_with_nothing_in_the_way_say_so() -> None:
    html = drawn("{% gates checks %}", checks=[{"id": "A", "result": "pass", "why": "Fine."}])
    assert "Nothing stands in the way." in html


def test_a_receipt_shows_its_code_in_parts_that_read_as_one() -> None:
    html = drawn('{% receipt "7KQ2M-4XWBT-R" href="/r" %}')
    assert '<span class="half">7KQ2M</span>' in html
    assert 'href="/r"' in html
    assert "hidden>Print this receipt" in html  # appears only where a script can print


def test_progress_is_said_in_words() -> None:
    assert "Question 3 of 7" in drawn("{% progress 3 7 %}")


def test_progress_of_nothing_is_no_error() -> None:
    assert "0 of 0" in drawn("{% progress 0 0 %}")


def test_an_empty_table_says_what_is_missing() -> None:
    html = drawn('{% table "Answers" heads=heads none="Nobody yet." %} {% endtable %}', heads=["Who", "What"])
    assert '<td colspan="2">Nobody yet.</td>' in html
    assert 'role="region" tabindex="0" aria-label="Answers"' in html


def test_a_table_refuses_a_row_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="one cell for each head"):
        Table("T", [Head("A"), Head("B")], [["only one"]])


def test_the_rows_of_a_table_are_headed_by_their_first_cell() -> None:
    html = drawn(
        "{% data_table table %}", table=Table("T", [Head("Ward"), Head("n", number=True)], [["Foleshill", 41]])
    )
    assert '<th scope="row">Foleshill</th><td class="number">41</td>' in html


def test_heads_sort_by_link_and_keep_the_filters_but_not_the_cursor() -> None:
    query = QueryDict("ward=f&after=abc&sort=name")
    name, day, plain = sort_heads(query, [("name", "Name"), ("day", "Day"), ("", "Note")], current="name")
    assert (name.href, name.sorted_by) == ("?ward=f&sort=-name", "ascending")
    assert (day.href, day.sorted_by) == ("?ward=f&sort=day", "")
    assert (plain.href, plain.sorted_by) == ("", "")


def test_a_filter_can_be_taken_away() -> None:
    assert address_with(QueryDict("ward=f&channel=paper"), ward="") == "?channel=paper"


def test_the_pager_keeps_the_filters_and_names_the_cursor_once() -> None:
    page = Page(items=[1], after="bbb", first=False)
    html = drawn("{% pager page %}", "/list?ward=f&after=aaa", page=page)
    assert 'rel="next" href="?ward=f&amp;after=bbb"' in html
    assert 'rel="prev" href="?ward=f"' in html


def test_the_pager_of_an_only_page_is_not_there() -> None:
    assert drawn("{% pager page %}", page=Page(items=[1], after="", first=True)).strip() == ""


def test_the_first_page_leads_on_without_other_filters() -> None:
    html = drawn("{% pager page %}", page=Page(items=[1], after="bbb", first=True))
    assert 'href="?after=bbb"' in html


def test_tabs_name_the_page_that_is_open() -> None:
    html = drawn("{% tabs links %}", "/b", links=[Link("A", "/a"), Link("B", "/b")])
    assert html.count('aria-current="page"') == 1
    assert '<a href="/b" aria-current="page">B</a>' in html


def test_chips_name_the_part_of_the_list_that_is_shown() -> None:
    html = drawn(
        '{% chips links current="?when=held" label="When" %}',
        links=[Link("Coming up", "?when=coming"), Link("Held", "?when=held")],
    )
    assert 'aria-label="When"' in html
    assert '<a href="?when=held" aria-current="page">Held</a>' in html
    assert html.count("aria-current") == 1


def test_a_menu_marks_the_longest_address_above_the_page_and_never_the_front_door() -> None:
    menu = [{"href": "/", "label": "Home"}, {"href": "/plan", "label": "Plans"}, {"href": "/plan/new", "label": "New"}]
    source = "{% for entry in menu %}<{% current entry.href menu %}>{% endfor %}"
    assert drawn(source, "/plan/new/2", menu=menu) == '<><>< aria-current="page">'
    assert drawn(source, "/elsewhere", menu=menu) == "<><><>"


def test_a_summary_says_that_a_value_is_not_given_and_shows_a_zero() -> None:
    html = drawn("{% summary rows %}", rows=[Row("Who decides"), Row("Late answers", 0)])
    assert "Not given" in html
    assert "<dd>0</dd>" in html


def test_a_quote_keeps_its_own_direction_and_its_channels_ribbon() -> None:
    html = drawn('{% quote channel="paper" note="translated from Urdu" %}<p>شکریہ</p>{% endquote %}')
    assert '<figure class="quote paper"><blockquote dir="auto"><p>شکریہ</p></blockquote>' in html


def test_components_work_without_a_request() -> None:
    html = Template("{% load ui %}{% filters %}{% endfilters %}{% tabs links %}").render(
        Context({"links": [Link("A", "/a")]})
    )
    assert "Narrow this list" in html
