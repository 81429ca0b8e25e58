"""The words of the pages around the questions, in the reader's language: `{% load asking %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from heard.activities.templatetags.speaking import say, say_plain
from heard.ui.forms import summary_of

register = template.Library()
register.simple_tag(say, takes_context=True)
register.simple_tag(say_plain, takes_context=True)


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under a key, None if there is none."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def wrong_answers(context: Context, form: Any) -> SafeString:
    """What is wrong, at the top, each line a link to its field, in the language of `asked`."""
    return render_to_string("survey/parts/wrong.html", {"lines": summary_of(form), "asked": context.get("asked")})
