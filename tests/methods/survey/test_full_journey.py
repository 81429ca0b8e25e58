"""Every kind of question, a branch, a language from right to left and coming back later, without a script (41)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser import PHONE
from tests.methods.survey.surveys import a_survey, a_version, some_wards
from tests.methods.survey.test_journeys import Open, code_on, way_in

from heard.activities.queries import find_by_receipt
from heard.methods.survey.models import Chosen, SavedDraft
from heard.methods.survey.queries import answers_of, questionnaire

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_scenario_41_in_arabic_without_script_on_a_phone_every_kind_is_answered_kept_and_sent(
    visit: Open,
) -> None:
    def opened(address: str) -> Page:
        return visit(address, **PHONE, java_script_enabled=False)

    some_wards()
    strand = a_survey(full=True)
    a_version(strand)
    page = opened(way_in(strand))
    page.get_by_role("link", name="العربية").click()
    page.get_by_role("link", name="ابدأ", exact=True).click()
    expect(page.locator(".answering")).to_have_attribute("dir", "rtl")
    page.get_by_label("كل أسبوع").check()  # so the lines are asked
    page.get_by_role("button", name="متابعة").click()
    for _question in ("multi", "scale"):
        page.get_by_role("button", name="متابعة").click()
    selects = page.locator(".rank select")
    selects.nth(0).select_option("1")
    selects.nth(1).select_option("1")
    page.get_by_role("button", name="متابعة").click()
    expect(page.get_by_role("alert")).to_be_visible()
    selects.nth(1).select_option("2")
    page.get_by_role("button", name="متابعة").click()
    page.locator(".matrix .line").nth(0).get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="توقف هنا وأكمل لاحقا").click()
    page.get_by_role("button", name="احفظ وأعطني الرمز").click()
    code = page.locator(".return-code").inner_text()
    assert SavedDraft.objects.count() == 1

    later = opened(way_in(strand) + "?in=ar")
    later.get_by_role("link", name="عندي رمز العودة").click()
    later.get_by_role("textbox").fill("ABC")
    later.get_by_role("button", name="متابعة").click()
    later.get_by_role("textbox").fill(code)
    later.get_by_role("button", name="متابعة").click()
    assert later.url.endswith("/questions/2/")  # the first that is not answered yet
    for _question in ("multi", "scale", "rank", "matrix"):
        later.get_by_role("button", name="متابعة").click()
    later.get_by_label("من القائمة").select_option(index=2)
    later.get_by_role("button", name="متابعة").click()
    later.get_by_role("textbox").fill("ماء دافئ")
    later.get_by_role("button", name="متابعة").click()
    later.get_by_role("link", name="هذا صحيح: متابعة").click()
    later.get_by_role("button", name="أرسل إجاباتي").click()
    receipt = find_by_receipt(code_on(later))
    assert receipt is not None
    contribution = strand.contributions.get(voice=receipt.voice_id)
    given = {one.question.kind: one for one in answers_of(contribution, questionnaire(strand))}
    assert given["choice"].said == "Every week"
    assert given["rank"].said == "1. A new hoist\n2. Warmer changing rooms"
    assert given["matrix"].said == "The staff: very good"
    assert given["place"].said == "Foleshill"
    assert contribution.passages.get().language == "ar"
    assert SavedDraft.objects.count() == 0
    assert Chosen.objects.count() == 5
