"""People's words are read, twice in part; what was heard is written to a standard, published and shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heard.activities.models import Passage
from heard.config.sample.languages import lay_beside
from heard.config.sample.telling import Story
from heard.findings import actions as finding
from heard.findings.models import Coding, SharedWith


def read(story: Story, number: int, themes: Mapping[str, Sequence[str]]) -> None:
    """Every passage is read and put to the themes whose words it holds; the rest is read and carries none."""
    with story.on(number) as at:
        tomasz = story.cast["tomasz"]
        story.themes = {
            name: finding.make_theme(activity=story.activity, name=name, by=tomasz, at=at) for name in themes
        }
        for passage in Passage.objects.filter(contribution__strand__activity=story.activity).select_related(
            "contribution__strand__activity__lead"
        ):
            low = lay_beside(passage, tomasz, at).lower()
            carried = {story.themes[name]: "" for name, marks in themes.items() if any(mark in low for mark in marks)}
            finding.code_passage(passage=passage, themes=carried, by=tomasz, at=at)
    _read_twice(story, number + 1)


def _read_twice(story: Story, number: int) -> None:
    """A drawn sample is read again by somebody else, who is a little stricter now and then; they talk it over."""
    with story.on(number) as at:
        olu, seed = story.cast["olu"], f"sample-{story.activity.slug}"[:32]
        sample = finding.draw_sample(activity=story.activity, by=olu, at=at, seed=seed)
        drawn = sample.passages.order_by("pk").select_related("sample__activity__lead", "passage")
        for place, one in enumerate(drawn):
            first = {coding.theme: coding.stance for coding in Coding.objects.filter(passage=one.passage)}
            seen = {} if place % 12 == 5 else first
            finding.read_second(sampled=one, themes=seen, by=olu, at=at)
            if seen != first and place % 24 == 5:
                finding.settle(
                    sampled=one, agreed=list(first), words="Read aloud together: it is about this after all.",
                    by=story.cast["tomasz"], at=at,
                )  # fmt: skip


def found(story: Story, number: int, statements: Sequence[tuple[str, str, str]], aside: Mapping[str, str]) -> None:
    """Findings are written (statement, theme, range of views), the rest is set aside with its reason, and published."""
    with story.on(number) as at:
        tomasz = story.cast["tomasz"]
        for name, because in aside.items():
            finding.set_theme_aside(theme=story.themes[name], because=because, by=tomasz, at=at)
        for statement, theme, views in statements:
            made = finding.write_finding(
                activity=story.activity, statement=statement, themes=[story.themes[theme]],
                strands=[strand for strand in (story.survey, story.gathering, story.talk) if strand], range_of_views=views,
                source="Read by people: every answer, however it came in.",
                limits="People chose to take part, so this says what they said, not what all residents think.",
                by=tomasz, at=at,
            )  # fmt: skip
            story.findings.append(made)
            quotable = Passage.objects.filter(
                pk__in=story.themes[theme].codings.values("passage"), contribution__may_quote=True
            ).select_related("contribution__strand")
            for passage in list({each.words: each for each in quotable}.values())[:3]:
                finding.attach_evidence(
                    finding=made, passage=passage, quoted=True, checked=True, by=tomasz, at=at,
                    cleared_because="It fits many people of the city, and names nobody.",
                )  # fmt: skip
        quality = finding.write_quality(
            activity=story.activity, methods="Everything was read by people; a tenth was read twice, blind.",
            limits="People chose to take part; young people are few among them.",
            bases="Every number is of contributions as they came in, on every channel. None is weighted.",
            by=tomasz, at=at,
        )  # fmt: skip
        finding.sign_quality(statement=quality, by=story.cast["hannah"], at=at)
    story.go(number + 1, "found", reason="Fewer than thirty passages came in words, and all of them were read twice.")
    with story.on(number + 4) as at:
        sharing = finding.share_findings(
            activity=story.activity, terms="Use it and quote it, naming us and the number it rests on.",
            lessons="Tea and talk brought people whom the form did not.", by=story.cast["priya"], at=at,
        )  # fmt: skip
        for told in SharedWith.objects.filter(sharing=sharing, account__isnull=False):
            finding.note_told(told=told, at=at)  # invented addresses get no mail
