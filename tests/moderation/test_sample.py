"""The sample city's desk has something of everything that comes before moderators."""

from __future__ import annotations

import pytest

from heard.config import sample
from heard.moderation.models import Item, Judgement, Report, Terms

pytestmark = pytest.mark.django_db


def test_the_sample_desk_has_life_in_it() -> None:
    sample.load()
    assert set(Item.objects.values_list("state", flat=True)) == {"shown", "held", "declined"}
    assert {"held", "proposed", "refused", "removed", "shown"} <= set(Judgement.objects.values_list("what", flat=True))
    assert Report.objects.count() >= 2
    assert Terms.objects.exists()
    assert Item.objects.filter(to_look_at=True).count() >= 5
