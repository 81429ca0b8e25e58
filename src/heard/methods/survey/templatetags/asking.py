"""The words of the pages around the questions, in the reader's language: `{% load asking %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from heard.methods.survey.queries import ENGLISH, Questionnaire, own_message
from heard.ui.forms import summary_of

register = template.Library()


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under a key, None if there is none."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def say(context: Context, words: str, **values: Any) -> SafeString:
    """A message in the language of `asked`; in English, and marked so, where nobody has translated it."""
    asked = context.get("asked") or Questionnaire()
    own = own_message(asked, words)
    said = (own or gettext(words)) % values if values else (own or gettext(words))
    if own or asked.language == ENGLISH:
        return format_html("{}", said)
    return format_html('<span lang="en" dir="ltr">{}</span>', said)


@register.simple_tag(takes_context=True)
def say_plain(context: Context, words: str, **values: Any) -> str:
    """The same without a mark, for a title or a button's name."""
    asked = context.get("asked") or Questionnaire()
    said = own_message(asked, words) or gettext(words)
    return said % values if values else said


@register.simple_tag(takes_context=True)
def wrong_answers(context: Context, form: Any) -> SafeString:
    """What is wrong, at the top, each line a link to its field, in the language of `asked`."""
    return render_to_string("survey/parts/wrong.html", {"lines": summary_of(form), "asked": context.get("asked")})
