"""What the living page shows. Every person, place of speech and quotation here is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from heard.ground.paging import Page
from heard.rules.verdict import no
from heard.ui import words
from heard.ui.charts import Bar, BarChart, DotChart, Line, LineChart, Stack, StackedBarChart
from heard.ui.forms import DayInput, DayMonthYear
from heard.ui.parts import Cell, Head, Link, Row, Step, Table, Way, address_with, sort_heads
from heard.ui.ribbon import Column, Node, RibbonPicture
from heard.ui.ribbon import Link as Thread


class AboutSwimming(forms.Form):
    """Every kind of field."""

    fieldsets = [("About the baths", ["last_swam", "when", "who", "words"])]

    name = forms.CharField(
        label="What shall we call you?",
        help_text="A first name is enough.",
        required=False,
        widget=forms.TextInput({"autocomplete": "given-name", "class": "medium"}),
    )
    email = forms.EmailField(
        label="Your e-mail address", help_text="Only to tell you what we decided. Then we delete it."
    )
    last_swam = forms.DateField(
        label="When did you last swim here?", help_text="For example, 27 3 2026", widget=DayMonthYear
    )
    when = forms.ChoiceField(
        label="When would you come?",
        widget=forms.RadioSelect,
        choices=[("early", "Before work"), ("day", "During the day"), ("late", "After six")],
    )
    who = forms.MultipleChoiceField(
        label="Who would you bring?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("alone", "Nobody"), ("child", "Children"), ("older", "An older relative")],
    )
    words = forms.CharField(label="What should we know?", max_length=400, widget=forms.Textarea({"rows": 4}))
    ward = forms.ChoiceField(label="Ward", choices=[("", "Choose one"), ("f", "Foleshill"), ("h", "Holbrook")])
    noticed_on = forms.DateField(label="Noticed on", widget=DayInput, required=False)
    letter = forms.FileField(label="A letter that came by post", required=False)
    agree = forms.BooleanField(label="I have read who will see this", help_text="Two people at the baths, nobody else.")


class Narrow(forms.Form):
    """A filter bar."""

    ward = forms.ChoiceField(label="Ward", required=False, choices=[("", "Every ward"), ("f", "Foleshill")])
    channel = forms.ChoiceField(label="Channel", required=False, choices=[("", "Every channel"), ("paper", "Paper")])
    q = forms.CharField(label="Words", required=False)


def everything(query: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the living page. `query` is the request's GET."""
    heads = sort_heads(
        query, [("said", "What was said"), ("day", "Day"), ("", "Channel")], current=query.get("sort", "-day")
    )
    return {
        "form": AboutSwimming(),
        "wrong": AboutSwimming(
            {"email": "ann", "last_swam_day": "31", "last_swam_month": "2", "last_swam_year": "2026"},
            prefix=None,
            auto_id="wrong_%s",
        ),
        "refusal": no("You helped to write this plan, so somebody else must sign it.", "Ask Bilal Hussain."),
        "levels": list(words.LEVELS),
        "stages": list(words.STAGES),
        "channels": list(words.CHANNELS),
        "narrow": Narrow(query or None),
        "chosen": [Link("Foleshill", address_with(query, ward=""))],
        "notices": ["info", "success", "warning", "short-period", "pre-decided", "overdue", "refused"],
        "heads": heads,
        "page": Page(items=[], after="bWlkZGxl", first=False),
        "crumbs": [Link("Home", "/"), Link("Baths")],
        "tabs": [
            Link("Take part", "/ui"),
            Link("What you can influence", "/ui?tab=2"),
            Link("What we heard", "/ui?tab=3"),
            Link("What was decided", "/ui?tab=4"),
            Link("How this was run", "/ui?tab=5"),
        ],
        "checks": _checks(),
        "steps": _steps(),
        "ways": _ways(),
        "rows": _rows(),
        "table": _table(),
        "facts": [Row("people spoke", 412), Row("of them not on-line", "61 %"), Row("findings, all answered", 9)],
        "bars": _bars(),
        "stacks": _stacks(),
        "dots": _dots(),
        "lines": _lines(),
        "picture": picture(),
        "thread": ["paper", "drop", "early", "adopted", "hours"],
    }


def _checks() -> list[dict[str, str]]:
    return [
        {
            "id": "GP-n.1",
            "result": "refused",
            "why": "21 days is under 84 and no reason is published.",
            "href": "#id_words",
            "words": "12 weeks is the minimum period, unless there are reasons that are published.",
            "source": "Good practice n",
        },
        {
            "id": "GP-n.3",
            "result": "override",
            "why": "It runs over Christmas.",
            "href": "#id_words",
            "reason": "The grant lapses in January. Farah Ismail, 3 December.",
        },
        {"id": "UP-e.2", "result": "warn", "why": "Paper closes two days before the web.", "href": "#id_words"},
        {"id": "GP-h.1", "result": "advise", "why": "No group is named as seldom heard."},
        {"id": "P-7.1", "result": "pass", "why": "The purpose says what will change."},
        {"id": "P-8.1", "result": "pass", "why": "What is open and what is closed are both listed."},
    ]


def _steps() -> list[Step]:
    return [
        Step("We gave notice", date(2026, 2, 2), "done"),
        Step("You speak", date(2026, 3, 2), "now", "Until the end of 24 May."),
        Step("We publish what we heard", date(2026, 6, 30)),
        Step("Grace Okafor decides and answers every finding", date(2026, 7, 21)),
        Step("We tell you what difference it made", date(2026, 8, 18), "late", "If we are late, it says so here."),
    ]


def _ways() -> list[Way]:
    return [
        Way("paper", "Fill it in on paper", "Copies at every library. Post it back free."),
        Way("phone", "Say it on the phone", "024 7600 0000, weekdays from 8 to 6. We write down what you say."),
        Way("in_person", "Come and talk", "Foleshill Library, Thursday 12 March, 2 to 5. Step-free.", "/ui"),
    ]


def _rows() -> list[Row]:
    return [
        Row("Title", "The baths on Livingstone Road", "#title"),
        Row("Who decides", "Grace Okafor\nDirector of Culture", "#who"),
        Row("What is closed", "", "#closed", "Add"),
    ]


def _table() -> Table:
    return Table(
        "Answers by ward and channel",
        [Head("Ward"), Head("On paper", number=True), Head("All", number=True)],
        [[Cell("Foleshill", "#f"), 41, 96], ["Holbrook", 12, 58], ["Upper Stoke", "under 10", 31]],
        export="#csv",
    )


def _bars() -> BarChart:
    return BarChart(
        "Most people spoke on paper or face to face",
        [
            Bar("Paper", 171, channel="paper", href="#p"),
            Bar("In person", 126, channel="in_person"),
            Bar("Web", 88, channel="web"),
            Bar("Phone", 27, channel="phone"),
            Bar("Text message", None, channel="text_message", shown="under 10"),
        ],
        unit="answers",
    )


def _stacks() -> StackedBarChart:
    return StackedBarChart(
        "Nearly everyone wants earlier hours; the café divides people",
        ["Yes", "Not sure", "No"],
        [Stack("Open before work", (311, 40, 22)), Stack("Close the café", (120, 96, 157))],
    )


def _dots() -> DotChart:
    return DotChart(
        "Who came to the four conversations",
        [
            Bar("Foleshill Library", 38, channel="in_person"),
            Bar("Temple kitchen", 24, channel="in_person"),
            Bar("Phone circle", 7, channel="phone"),
        ],
        unit="One person.",
    )


def _lines() -> LineChart:
    days = [date(2026, 3, day) for day in (2, 9, 16, 23, 30)]
    return LineChart(
        "Paper caught up once it lay in the libraries",
        [
            Line("Web", list(zip(days, (10, 30, 52, 70, 88), strict=True)), "web"),
            Line("Paper", list(zip(days, (0, 12, 60, 121, 171), strict=True)), "paper"),
        ],
        unit="answers",
        marks=[(date(2026, 3, 12), "the first conversation")],
    )


def picture() -> RibbonPicture:
    """An invented activity, from channels to commitments."""
    columns = [
        Column(
            "They spoke",
            [
                Node("web", "On this website", 88, "#web", "web"),
                Node("paper", "On paper", 171, "#paper", "paper"),
                Node("phone", "By phone", 27, "#phone", "phone"),
                Node("in_person", "In person", 126, "#in_person", "in_person"),
                Node("letter", "By letter", 14, "#letter", "letter"),
            ],
        ),
        Column(
            "In these strands",
            [
                Node("survey", "The questions about hours", 250, "#survey"),
                Node("drop", "Four conversations", 126, "#drop"),
                Node("post", "Letters and calls", 50, "#post"),
            ],
        ),
        Column(
            "We heard",
            [
                Node("early", "People who work want to swim before eight", 190, "#early"),
                Node("price", "The family ticket is out of reach", 118, "#price"),
                Node("cafe", "The café is where older people meet", 84, "#cafe"),
                Node("slide", "A second slide would bring teenagers", 34, "#slide"),
            ],
        ),
        Column(
            "We answered",
            [
                Node("adopted", "Adopted", 2, "#adopted"),
                Node("partly", "Partly", 1, "#partly"),
                Node("not", "Not adopted, because…", 1, "#not"),
            ],
        ),
        Column(
            "So we will",
            [
                Node("hours", "Open at 6.30 on weekdays from June", None, "#hours"),
                Node("stay", "Keep the café; ask again in a year", None, "#stay"),
                Node("ticket", "Half-price family swim on Sundays", None, "#ticket"),
            ],
        ),
    ]
    spoken = [
        ("web", "survey", 88),
        ("paper", "survey", 150),
        ("paper", "post", 9),
        ("paper", "drop", 12),
        ("phone", "post", 27),
        ("in_person", "drop", 114),
        ("in_person", "survey", 12),
        ("letter", "post", 14),
    ]
    heard = [
        ("survey", "early", 70, "paper"),
        ("survey", "early", 40, "web"),
        ("survey", "price", 60, "paper"),
        ("survey", "price", 28, "web"),
        ("survey", "slide", 20, "web"),
        ("survey", "cafe", 20, "paper"),
        ("drop", "early", 60, "in_person"),
        ("drop", "cafe", 46, "in_person"),
        ("drop", "early", 8, "paper"),
        ("drop", "slide", 12, "in_person"),
        ("post", "price", 21, "phone"),
        ("post", "price", 9, "paper"),
        ("post", "cafe", 14, "letter"),
        ("post", "early", 6, "phone"),
    ]
    answered = [
        ("early", "adopted", 184),
        ("price", "partly", 118),
        ("cafe", "adopted", 80),
        ("slide", "not", 32),
        ("adopted", "hours", 184),
        ("adopted", "stay", 80),
        ("partly", "ticket", 118),
    ]
    links = [Thread(a, b, n, f"#{a}-{b}", f"{a} → {b}: {n}", a) for a, b, n in spoken]
    links += [Thread(a, b, n, f"#{a}-{b}-{c}", f"{a} → {b}: {n}", c) for a, b, n, c in heard]
    links += [Thread(a, b, n, f"#{a}-{b}", f"{a} → {b}: {n}") for a, b, n in answered]
    return RibbonPicture(
        columns,
        links,
        "How 426 people changed the plans for the baths",
        "Each ribbon is a group of people who spoke in one way. Follow it to what we heard, answered and promised.",
    )
