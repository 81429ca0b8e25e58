"""Field types of the plan's pages: one entry on each line, channels to tick, days, yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.ui.forms import DayInput

LONGEST = 10_000  # characters of one text of a plan
MOST_LINES = 60
YES_OR_NO = [("true", _("Yes")), ("false", _("No"))]


class LinesField(forms.CharField):
    """A text area whose lines are the entries of a list; blank lines fall away. Cleans to a list of str."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(self.prepare_value(value))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("This has %(n)d lines; %(most)d fit."), params={"n": len(lines), "most": MOST_LINES}
            )
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _lines(initial) != _lines(data)


def _lines(value: str | Iterable[str] | None) -> list[str]:
    entries = value.splitlines() if isinstance(value, str) else list(value or ())
    return [entry.strip() for entry in entries if entry.strip()]


class PoundsField(forms.DecimalField):
    """An amount that people write in pounds and the city keeps in whole pence. Cleans to int or None."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"class": "short", "inputmode": "decimal"})
        about = {"min_value": 0, "max_value": 10_000_000, "decimal_places": 2, "widget": box}
        super().__init__(**{**about, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:.2f}".removesuffix(".00") if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        said = value.strip().removeprefix("£").replace(",", "") if isinstance(value, str) else value
        return super().to_python(said)

    def clean(self, value: Any) -> int | None:
        pounds = super().clean(value)
        return None if pounds is None else int(pounds * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


def plan_text(label: Any, *, rows: int = 2) -> forms.CharField:
    """A text that may stay open while the plan is written: no mark, no count, at most `LONGEST` characters."""
    area = forms.Textarea(attrs={"rows": rows})
    made = forms.CharField(label=label, validators=[MaxLengthValidator(LONGEST)], required=False, widget=area)
    made.unmarked = True  # type: ignore[attr-defined]
    return made


def form_field_of(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field for a column of the plan (`formfield_callback` of a ModelForm).

    Everything may be saved unfinished, so nothing is marked “optional”: the gates say what is needed and when.
    """
    made = _made(field, **kwargs)
    if made is not None:
        label = str(field.verbose_name)
        made.label, made.unmarked = label[:1].upper() + label[1:], True  # type: ignore[attr-defined]
    return made


def _made(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    about: dict[str, Any] = {"help_text": field.help_text, "required": not field.blank}
    if isinstance(field, ArrayField):
        if field.base_field.choices:
            return forms.MultipleChoiceField(
                choices=field.base_field.choices, widget=forms.CheckboxSelectMultiple, **about
            )
        return LinesField(validators=[MaxLengthValidator(LONGEST)], **about)
    if isinstance(field, models.BooleanField) and field.null:
        return forms.TypedChoiceField(
            choices=YES_OR_NO,
            widget=forms.RadioSelect,
            coerce=lambda value: {"true": True, "false": False}[value],
            empty_value=None,
            **about,
        )
    if isinstance(field, models.DateField):
        return forms.DateField(widget=DayInput(), **about)
    if isinstance(field, models.TextField):
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(validators=[MaxLengthValidator(LONGEST)], widget=area, **about)
    return field.formfield(**kwargs)
