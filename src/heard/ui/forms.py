"""How a Django form becomes a page: labels, hints, errors and groups, after GOV.UK's patterns.

`FORM_RENDERER = "heard.ui.forms.Renderer"` makes every form of the project look so, however it is drawn:
`{% form form %}`, `{% field form.name %}`, `{{ form }}` or `{{ form.name.as_field_group }}`. A form may say
`fieldsets = [(legend, ["field", …]), …]`; a field's widget may carry `attrs={"data-maxlength": 500}` or a
`max_length` for a character count, and `autocomplete`, `inputmode`, `class` ("short", "medium") as in HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms.formsets import BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.ground.sending import new_key

OURS = {"radio", "checkbox_select", "radio_option", "checkbox_option"}
TOO_LONG = _("This is %(show_value)d characters long. We can keep %(limit_value)d: please shorten it. Nothing is lost.")
TOO_SHORT = _("This is very short. Write at least %(limit_value)d characters.")
AUTOCOMPLETE: dict[type[Any], str] = {forms.EmailInput: "email", forms.PasswordInput: "current-password"}


class Renderer(TemplatesSetting):
    """Draws every form with the templates of this room; needs `django.forms` among the installed apps."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Widgets that GOV.UK draws otherwise have a twin under `ui/widgets/`."""
        folder, _slash, name = template_name.rpartition("/")
        if folder == "django/forms/widgets" and name.removesuffix(".html") in OURS:
            template_name = f"ui/widgets/{name}"
        if folder == "django/forms/errors/list":
            template_name = "ui/forms/errors.html"
        return SafeString(super().render(template_name, context, request))


class OwnWords(forms.CharField):
    """Somebody's own words, at most `max_length` of them. A line break counts as one character, as people count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=True, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")) or ""


class SentOnce(forms.Form):
    """A form whose page carries a key, also through an error page: sent twice it is kept once (`ground/sending.py`)."""

    entry_key = forms.CharField(
        required=False, max_length=64, initial=new_key, widget=forms.HiddenInput({"id": False, "autocomplete": "off"})
    )


class DayInput(forms.DateInput):
    """The browser's own date picker: for officers, who enter many dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def has_come(day: date) -> None:
    """For the day on which something happened: refused while it is still to come."""
    if day > clock.today():
        raise forms.ValidationError(_("This day is still to come. Write the day on which it happened."))


def not_over(day: date) -> None:
    """For the day by which something is to happen: refused once it is over."""
    if day < clock.today():
        raise forms.ValidationError(_("This day is over. Choose one that is still to come."))


class DayMonthYear(forms.MultiWidget):
    """Three boxes for a date that somebody knows by heart: for residents. Serves an ordinary `DateField`."""

    template_name = "ui/widgets/day_month_year.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}
        year = {**box, "maxlength": 4, "class": "year"}
        super().__init__(
            {"day": forms.TextInput(box), "month": forms.TextInput(box), "year": forms.TextInput(year)}, attrs
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        parts = str(value or "").split("-")
        return [*reversed(parts)] if len(parts) == 3 else [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:  # type: ignore[override]
        """``YYYY-MM-DD``, "" if all three are empty, and as typed if it is no date (the field then says so)."""
        day, month, year = ((part or "").strip() for part in super().value_from_datadict(data, files, name))
        if not (day or month or year):
            return ""
        if day.isascii() and day.isdigit() and month.isascii() and month.isdigit():
            day, month = day.zfill(2), month.zfill(2)
        return f"{year}-{month}-{day}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], (_("Day"), _("Month"), _("Year")), strict=True):
            box["label"] = label
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


def summary_of(form: forms.BaseForm | BaseFormSet[Any]) -> list[tuple[str, Any]]:
    """Every error with the id of the field to mend ("" for the form as a whole), in the order of the page."""
    if isinstance(form, BaseFormSet):
        own = [("", error) for error in form.non_form_errors()] if form.is_bound else []
        return own + [line for one in form for line in summary_of(one)]
    if not form.is_bound:
        return []
    lines = [("", error) for error in form.non_field_errors()]
    for bound in form:
        lines += [(_first_id(bound), _named(bound.label, error)) for error in errors_of(bound)]
    return lines


def errors_of(bound: forms.BoundField) -> list[Any]:
    """The errors of one field; Django's own about what is missing, too long or too short in kinder words."""
    return [_kinder(bound.field, error) for error in bound.errors.as_data()]


def _kinder(field: forms.Field, error: ValidationError) -> Any:
    if error.message is MaxLengthValidator.message:
        return str(TOO_LONG) % error.params
    if error.message is MinLengthValidator.message:
        return str(TOO_SHORT) % error.params
    said = next(iter(error))
    if said != str(forms.Field.default_error_messages["required"]):
        return said
    kind = _("Please choose.") if isinstance(field, forms.ChoiceField) else _("Please fill this in.")
    return _("Please tick this.") if isinstance(field.widget, forms.CheckboxInput) else kind


def _named(label: Any, error: Any) -> str:
    """The error with its field's name before it, for the list at the top."""
    return f"{label} {error}" if str(label).rstrip()[-1:] in {"?", "!", ".", ":"} else f"{label}: {error}"


def groups_of(form: forms.BaseForm) -> list[tuple[Any, list[forms.BoundField]]]:
    """The visible fields by `form.fieldsets`; those it does not name come last, without a legend."""
    named = [
        (legend, [form[name] for name in names if name in form.fields])
        for legend, names in getattr(form, "fieldsets", ())
    ]
    seen = {bound.name for _legend, fields in named for bound in fields}
    rest = [bound for bound in form.visible_fields() if bound.name not in seen]
    return [group for group in [*named, ("", rest)] if group[1]]


def control(bound: forms.BoundField) -> SafeString:
    """The widget with what the page knows about it: count, autocomplete, what describes it."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {}
    hint = AUTOCOMPLETE.get(type(widget))
    if hint and "autocomplete" not in widget.attrs:
        attrs["autocomplete"] = hint
    if counts(bound):
        attrs["class"] = f"{widget.attrs.get('class', '')} govuk-js-character-count".strip()
        described = [bound.aria_describedby or "", f"{bound.auto_id}-info"]
        attrs |= {"aria-describedby": " ".join(filter(None, described)), "maxlength": False}
    if isinstance(widget, forms.Textarea):
        attrs.setdefault("dir", "auto")
    return bound.as_widget(attrs=attrs)


def counts(bound: forms.BoundField) -> int | None:
    """How many characters a long text may have, if the page is to count them."""
    if not isinstance(bound.field.widget, forms.Textarea):
        return None
    return bound.field.widget.attrs.get("data-maxlength") or getattr(bound.field, "max_length", None)


def _first_id(bound: forms.BoundField) -> str:
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
