"""The words of the pages around what people are asked, in the reader's language: `{% load speaking %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from heard.activities.queries.versions import own_message

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, words: str, **values: Any) -> SafeString:
    """A message in the language of `asked`; in English, and marked so, where nobody has translated it."""
    asked = context.get("asked")
    own = own_message(asked, words)
    said = (own or gettext(words)) % values if values else (own or gettext(words))
    if own:
        return format_html("{}", said)
    return format_html('<span lang="en" dir="ltr">{}</span>', said)


@register.simple_tag(takes_context=True)
def say_plain(context: Context, words: str, **values: Any) -> str:
    """The same without a mark, for a title or a button's name."""
    said = own_message(context.get("asked"), words) or gettext(words)
    return said % values if values else said
