"""The sample city is made through the actions that people use, so making it proves the whole thread.

Making it takes many seconds, so it is made once and looked at from every side.
"""

from __future__ import annotations

import pytest
from django.test import Client

from heard.activities.models import Activity, Contribution
from heard.compact.models import CheckResult
from heard.config import sample
from heard.decisions.models import Answer, Commitment, Delivery
from heard.findings.models import FindingContribution
from heard.moderation.models import Item, Judgement, Report, Terms
from heard.people.models import Account, Partner

pytestmark = pytest.mark.django_db


def test_the_sample_city_is_made_once_has_something_of_everything_and_every_public_page_opens(client: Client) -> None:
    assert sample.load() is True
    _stands_at_every_turn_of_the_road()
    _has_something_of_everything_before_its_moderators()
    _opens_every_public_page(client)
    assert sample.load() is False
    assert Activity.objects.count() == 8


def _stands_at_every_turn_of_the_road() -> None:
    stages = {activity.title: activity.stage for activity in Activity.objects.all()}
    assert stages == {
        "How should Example Baths be run?": "evaluated",
        "What would make Example Library worth a visit?": "open",
        "Where should the Example Market stand?": "closed",
        "How can Example Park feel safe after dark?": "found",
        "What is the city centre for?": "noticed",
        "Who should get the winter grants?": "planned",
        "Where is a crossing needed on Example Road?": "idea",
        "Warm rooms in winter: who sits in them?": "idea",
    }
    baths = Activity.objects.get(title__startswith="How should Example Baths")
    came = Contribution.objects.filter(strand__activity=baths)
    on_line = came.filter(channel="web").count()
    assert came.exclude(channel="web").count() > 5 * on_line, "paper and rooms outnumber the web"
    assert Answer.objects.filter(decision__activity=baths).count() == 5
    assert sorted(made.state for made in Commitment.objects.all()) == ["done", "done", "in_progress", "promised"]
    assert FindingContribution.objects.filter(finding__activity=baths).count() > 30
    assert not Delivery.objects.filter(activity=baths).exclude(state="sent").exists()
    assert Activity.objects.get(title__contains="Market").pre_decided
    assert Activity.objects.get(title__contains="Park").feedback_is_overdue
    refused = CheckResult.objects.filter(move__allowed=False, result="refused")
    assert {result.check_id for result in refused} == {"GP-n.1"}
    assert not Partner.objects.filter(is_sample=False).exists()
    assert not Account.objects.filter(is_sample=False).exists()
    assert not Activity.objects.filter(is_sample=False).exists()
    for person in Account.objects.all():
        assert person.email in sample.sign_ins()


def _has_something_of_everything_before_its_moderators() -> None:
    assert set(Item.objects.values_list("state", flat=True)) == {"shown", "held", "declined"}
    assert {"held", "proposed", "refused", "removed", "shown"} <= set(Judgement.objects.values_list("what", flat=True))
    assert Report.objects.count() >= 2
    assert Terms.objects.exists()
    assert Item.objects.filter(to_look_at=True).count() >= 5


def _opens_every_public_page(client: Client) -> None:
    pages = ["/", "/whats-on/", "/coming-up/", "/what-happened-next/", "/conversations/", "/conversations/?when=held",
             "/search/?words=baths", "/compact/", "/checks/", "/accessibility/", "/privacy/", "/commitments/",
             "/partners/sample-city-council/", "/places/", "/exclusions/", "/receipt/"]  # fmt: skip
    for activity in Activity.objects.exclude(stage__in=["idea", "planned"]):
        for tab in ("", "influence/", "heard/", "decided/", "how-this-was-run/", "thread/"):
            pages.append(f"/activities/{activity.slug}/{tab}")
        pages += [f"/activities/{activity.slug}/take-part/{strand.public_id}/" for strand in activity.strands.all()]
    pages += [f"/thread/{trace}/" for trace in Contribution.objects.values_list("trace_id", flat=True)[:3]]
    wrong = {page: status for page in pages if (status := client.get(page).status_code) != 200}
    assert wrong == {}
