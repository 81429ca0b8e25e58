"""I-13: a machine may lay words or groups beside what people said; it finds nothing and leaves nothing out."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.factories import a_contribution
from tests.findings.desk import a_desk

from heard.activities.models import Passage
from heard.findings.models import Coding, Evidence, Finding, Reading, Theme
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db


def test_no_reading_theme_finding_or_quote_is_kept_without_the_person_who_made_it() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "Later, please"), {hours: "for"})
    passage = Passage.objects.get()
    finding = desk.finding("People want longer hours.", hours)
    unmade = (
        lambda: Theme.objects.create(activity=desk.activity, name="Found by nobody"),
        lambda: Finding.objects.create(activity=desk.activity, ordinal=9, statement="Written by nobody"),
        lambda: Evidence.objects.create(finding=finding, passage=passage),
        lambda: Coding.objects.create(passage=passage, theme=Theme.objects.create(
            activity=desk.activity, name="Price", made_by=desk.ann)),
        lambda: Reading.objects.filter(passage=passage).update(by=None),
    )  # fmt: skip
    for each in unmade:
        with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
            each()


def test_nothing_is_left_out_that_no_person_proposed() -> None:
    one = a_contribution(a_desk().strand, "Critical words")
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        Exclusion.objects.create(kind="contribution", reference=one.trace_id, reason="not_about")
