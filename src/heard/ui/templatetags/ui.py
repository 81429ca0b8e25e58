"""Every component as a tag: `{% load ui %}`. docs/guides/components.md shows each with an example to copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.ui import forms as drawing
from heard.ui import icons, words
from heard.ui.parts import Cell, address_with

register = template.Library()


def _drawn(component: str, /, **slots: Any) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", slots)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A shape of `heard.ui.icons`, hidden from screen readers: write the word beside it."""
    return icons.icon(name)


@register.simple_tag
def button(
    label: Any,
    href: str = "",
    *,
    kind: str = "main",
    large: bool = False,
    verdict: Any = True,
    name: str = "",
    value: str = "",
    type: str = "submit",
    once: bool = True,
) -> SafeString:
    """A button, or a link that looks like one. A false `verdict` disables it and says why beside it.

    `kind`: main, second, danger, quiet. `once` guards against a double click.
    """
    return _drawn(
        "button",
        label=label,
        href=href,
        kind=kind,
        large=large,
        name=name,
        value=value,
        type=type,
        once=once,
        why="" if verdict else getattr(verdict, "why", ""),
        stopped=not verdict,
    )


@register.simple_tag
def field(bound: BoundField, *, question: bool = False, inline: bool = False) -> SafeString:
    """A form field with its label, hint and errors. `question` sets the label large: one question a page."""
    return render_to_string("ui/forms/field.html", {"field": bound, "question": question, "inline": inline})


@register.simple_tag
def form(form: BaseForm, *, summary: bool = True) -> SafeString:
    """Every field of a form, in its `fieldsets` if it names any, under the summary of its errors."""
    return render_to_string(form.renderer.form_template_name, {**form.get_context(), "summary": summary})


@register.simple_tag
def formset(formset: BaseFormSet[Any]) -> SafeString:
    """Every form of a formset as a group of its own, under one summary of errors."""
    renderer: Any = formset.renderer  # type: ignore[attr-defined]
    return render_to_string(renderer.formset_template_name, {**formset.get_context(), "summary": True})


@register.simple_tag
def error_summary(form: BaseForm | BaseFormSet[Any]) -> SafeString:
    """What is wrong, at the top, each line a link to its field. Nothing if nothing is wrong."""
    return render_to_string("ui/forms/error_summary.html", {"lines": drawing.summary_of(form)})


@register.simple_tag
def groups(form: BaseForm) -> list[Any]:
    """The fields of a form by its `fieldsets` (used by the form's own template)."""
    return drawing.groups_of(form)


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The bare control of a field (used by the field's own template)."""
    return drawing.control(bound)


@register.filter
def counts(bound: BoundField) -> int | None:
    """How many characters the field may have, if they are to be counted."""
    return drawing.counts(bound)


@register.filter
def errors_of(bound: BoundField) -> list[Any]:
    """A field's errors in kind words."""
    return drawing.errors_of(bound)


@register.filter
def is_tick(bound: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands beside it."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.simple_tag
def channel(slug: str, *, short: bool = True, href: str = "") -> SafeString:
    """The channel's ribbon end: shape and word. KeyError for an unknown channel."""
    label = (words.CHANNELS_SHORT if short else words.CHANNELS)[slug]
    return _badge(f"channel {slug}", icons.icon(slug), label, href)


@register.simple_tag
def level(slug: str, *, href: str = "") -> SafeString:
    """The level of influence on offer: five rungs, the reached ones standing."""
    return _badge("level", icons.icon(f"level-{slug}"), words.LEVELS[slug], href)


@register.simple_tag
def stage(slug: str, *, href: str = "") -> SafeString:
    """Where an activity stands; "open" shines."""
    return _badge("stage now" if slug == "open" else "stage", icons.icon(f"stage-{slug}"), words.STAGES[slug], href)


@register.simple_tag
def clause(id: str, *, href: str = "", words: str = "") -> SafeString:
    """A clause of the Compact by its number; its words are the tooltip and are read out."""
    return _drawn("clause", id=id, href=href, words=words)


def _badge(kind: str, shape: SafeString, label: Any, href: str) -> SafeString:
    inside = format_html("{}<span>{}</span>", shape, label)
    if href:
        return format_html('<a class="badge {}" href="{}">{}</a>', kind, href, inside)
    return format_html('<span class="badge {}">{}</span>', kind, inside)


@register.simple_tag
def receipt(code: str, *, href: str = "", activity: Any = "", printable: bool = True) -> SafeString:
    """The code in large type, how to keep it and where it leads (`href`: the page that follows it)."""
    return _drawn("receipt", code=code, halves=code.split("-"), href=href, activity=activity, printable=printable)


@register.simple_tag
def gate(check: Any, *, words: str = "", source: str = "", href: str = "") -> SafeString:
    """One check: result, clause, its words, why, and a link (`href`) to the field to mend.

    `check` has `id`, `result` (pass, advise, warn, override, refused) and `why`; it may bring `words`, `source`,
    `href` and `reason` (a published override) itself.
    """
    return _drawn("gate", check=check, words=words, source=source, href=href)


@register.simple_tag
def result_word(result: str) -> Any:
    """The word for a check's result."""
    return words.RESULTS[result]


@register.simple_tag
def gates(checks: Iterable[Any]) -> SafeString:
    """All checks of a move: refusals first and open, passes folded away."""
    order = ("refused", "override", "warn", "advise")
    found = list(checks)
    standing = sorted((check for check in found if _result(check) != "pass"), key=lambda c: order.index(_result(c)))
    passed = [check for check in found if _result(check) == "pass"]
    stops = sum(_stops(check) for check in found)
    return _drawn("gates", standing=standing, passed=passed, stops=stops)


def _stops(check: Any) -> bool:
    """A refusal, or an override whose reason is not published yet."""
    reason = check.get("reason") if isinstance(check, dict) else getattr(check, "reason", "")
    return _result(check) == "refused" or (_result(check) == "override" and not reason)


def _result(check: Any) -> str:
    return str(check["result"] if isinstance(check, dict) else check.result)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, *, kind: str = "info", title: Any = "") -> SafeString:
    """A notice. `kind`: info, success, warning, short-period, pre-decided, overdue, refused (or a message's tag)."""
    kind = {"error": "refused", "debug": "info", "": "info"}.get(kind, kind)
    titles = {
        "short-period": _("This is open for less time than we promised"),
        "overdue": _("An answer is overdue"),
        "pre-decided": _("This decision was recorded before people had finished speaking"),
    }
    return _drawn("notice", content=content, kind=kind, title=title or titles.get(kind, ""), shape=icons.icon(kind))


@register.simple_block_tag(end_name="enddisclosure")
def disclosure(content: str, summary: Any, *, open: bool = False) -> SafeString:
    """Something more to read for those who want it."""
    return _drawn("disclosure", content=content, summary=summary, open=open)


@register.simple_block_tag(end_name="endquote")
def quote(content: str, *, channel: str = "", who: Any = "", href: str = "", note: Any = "") -> SafeString:
    """Somebody's words, exactly. `who` never names a resident without their leave; `note`: "translated from Polish"."""
    return _drawn("quote", content=content, channel=channel, who=who, href=href, note=note)


@register.simple_block_tag(end_name="endpromise")
def promise(content: str, person: Any, *, role: Any = "", partner: Any = "") -> SafeString:
    """A named person and what they promise."""
    initials = "".join(part[0] for part in str(person).split()[:2]).upper()
    return _drawn("promise", content=content, person=person, role=role, partner=partner, initials=initials)


@register.simple_block_tag(takes_context=True, end_name="endfilters")
def filters(context: Context, content: str, *, chosen: Sequence[Any] = (), label: Any = "") -> SafeString:
    """A bar of fields that narrow a list: GET, so that the address can be kept and shared. `chosen`: Links to drop."""
    sort = context["request"].GET.get("sort", "") if "request" in context else ""
    return _drawn(
        "filters",
        content=content,
        chosen=chosen,
        label=label or _("Narrow this list"),
        sort=sort,
        path=context["request"].path if "request" in context else "",
    )


@register.simple_block_tag(end_name="endtable")
def table(
    content: str, caption: Any, *, heads: Sequence[Any] = (), export: str = "", note: Any = "", none: Any = ""
) -> SafeString:
    """A table whose rows (`<tr>…</tr>`) stand inside. `heads`: words or `Head`s; `none` is said if it is empty."""
    return _drawn(
        "table",
        content=content,
        caption=caption,
        heads=_heads(heads),
        export=export,
        note=note,
        none=none or _("Nothing here yet."),
    )


@register.simple_tag
def data_table(table: Any) -> SafeString:
    """A `heard.ui.parts.Table`, rows and all."""
    rows = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in table.rows]
    body = render_to_string(
        "ui/components/rows.html", {"rows": [list(zip(row, table.heads, strict=True)) for row in rows]}
    )
    return _drawn(
        "table",
        content=body,
        caption=table.caption,
        heads=table.heads,
        export=table.export,
        note=table.note,
        none=_("Nothing here yet."),
    )


def _heads(heads: Sequence[Any]) -> list[Any]:
    return [{"label": head} if isinstance(head, str) or not hasattr(head, "label") else head for head in heads]


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any, *, older: Any = "", newest: Any = "") -> SafeString:
    """Links to the rest of a `heard.ground.paging.Page`, keeping the filters. Nothing if there is only one page."""
    query = context["request"].GET
    onward = f"{address_with(query)}&after={page.after}".replace("?&", "?") if page.after else ""
    return _drawn(
        "pager",
        onward=onward,
        start="" if page.first else address_with(query),
        older=older or _("Older"),
        newest=newest or _("Back to the newest"),
    )


@register.simple_tag
def progress(done: int, of: int, *, what: Any = "") -> SafeString:
    """How far somebody has come: `{% progress 3 7 %}` says "Question 3 of 7"."""
    said = _("%(what)s %(done)d of %(of)d") % {"what": what or _("Question"), "done": done, "of": of}
    share = 100 * min(max(done, 0), of) / of if of else 0
    return _drawn(
        "progress",
        said=said,
        share=f"{share:.2f}",
        ticks=[f"{100 * i / of:.2f}" for i in range(1, of)] if 1 < of <= 20 else [],
    )


@register.simple_tag
def empty(title: Any, text: Any = "", *, href: str = "", label: Any = "") -> SafeString:
    """What a list says when there is nothing in it, and what one could do."""
    return _drawn("empty", title=title, text=text, href=href, label=label)


@register.simple_tag
def timeline(steps: Iterable[Any]) -> SafeString:
    """`Step`s on one thread."""
    return _drawn("timeline", steps=steps)


@register.simple_tag
def summary(rows: Iterable[Any]) -> SafeString:
    """`Row`s: what was answered, with a link to change it."""
    return _drawn("summary", rows=rows)


@register.simple_tag
def ways(ways: Iterable[Any]) -> SafeString:
    """`Way`s of taking part, each as visible as the next."""
    return _drawn("ways", ways=[(way, icons.icon(way.channel)) for way in ways])


@register.simple_tag(takes_context=True)
def tabs(context: Context, items: Iterable[Any], *, current: str = "", label: Any = "") -> SafeString:
    """Pages under one roof (`Link`s). `current` is the address of the page that is open; without it, this one."""
    here = current or (context["request"].path if "request" in context else "")
    return _drawn("tabs", items=items, current=here, label=label or _("Pages of this activity"))


@register.simple_tag(takes_context=True)
def chips(context: Context, items: Iterable[Any], *, current: str = "", label: Any = "") -> SafeString:
    """One list, cut in other ways (`Link`s): which part of it, or in which order. `current` as with `tabs`."""
    here = current or (context["request"].path if "request" in context else "")
    return _drawn("chips", items=items, current=here, label=label or _("Which part of this list"))


@register.simple_tag
def crumbs(items: Iterable[Any]) -> SafeString:
    """The way back up: `Link`s, the last one this page."""
    return _drawn("crumbs", items=list(items))


@register.simple_tag
def facts(rows: Iterable[Any]) -> SafeString:
    """A few large figures with their words (`Row`s)."""
    return _drawn("facts", rows=rows)


@register.simple_tag(takes_context=True)
def current(context: Context, href: str, menu: Sequence[Any]) -> SafeString:
    """` aria-current="page"` on the one entry of a menu that the visitor is at or below."""
    path = context["request"].path if "request" in context else ""
    inside = [at for at in (_href(entry) for entry in menu) if path == at or (at != "/" and path.startswith(at))]
    here = bool(inside) and href == max(inside, key=len)
    return format_html(' aria-current="{}"', "page") if here else SafeString("")


def _href(entry: Any) -> str:
    return entry["href"] if isinstance(entry, dict) else entry.href


@register.simple_tag
def counted(number: int, singular: str, plural: str) -> str:
    """`{% counted 1 "%(n)s answer" "%(n)s answers" %}`."""
    return ngettext(singular, plural, number) % {"n": number}
