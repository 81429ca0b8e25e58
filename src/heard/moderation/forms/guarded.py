"""A form that notices what no person does. What it notices goes to moderators; nobody is refused by it alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from heard.ground import clock
from heard.ground.slowing import tries
from heard.moderation.queries import moderation_policy

MINUTES = 10
KEPT_OPEN = timedelta(days=2)  # a person may leave a page open overnight; a program keeps one for ever
SALT = "heard.moderation.opened"


class Trap(forms.TextInput):
    """A field that no person sees; programs that fill in everything fill it in. Drawn among the hidden fields."""

    template_name = "moderation/widgets/trap.html"

    @property
    def is_hidden(self) -> bool:
        return True


class Guarded(forms.Form):
    """A form for residents, with a trap and the signed moment at which its page was opened.

    Draw it with `{% form form %}`, or, field by field, with `{% for one in form.hidden_fields %}{{ one }}{% endfor %}`
    first. Give it `request=` and `what=` to notice how much comes from one address (`signals()["sent"]`).
    """

    homepage = forms.CharField(required=False, max_length=400, widget=Trap)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest | None = None, what: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.what, self.sent = request, what or type(self).__name__, 0
        self.initial.setdefault("opened", signing.dumps(clock.now().isoformat(), salt=SALT))

    def clean(self) -> dict[str, Any]:
        """Count what comes from one address; only far beyond a library's computers is somebody asked to wait."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.request is not None:
            self.sent = tries(self.request, f"sent:{self.what}", seconds=MINUTES * 60)
            if self.sent > moderation_policy().signals.stops:
                raise ValidationError(
                    _("Very much came from this computer just now. Nothing is lost: wait a little and send it again, "
                      "or ring us.")
                )  # fmt: skip
        return data

    def signals(self) -> dict[str, Any]:
        """What was noticed, after validation: ``trap``, ``seconds`` (None: no moment signed lately) and ``sent``."""
        noticed: dict[str, Any] = {"seconds": self._seconds()}
        if self.cleaned_data.get("homepage"):
            noticed["trap"] = True
        if self.sent:
            noticed["sent"] = self.sent
        return noticed

    def _seconds(self) -> float | None:
        try:
            opened = datetime.fromisoformat(signing.loads(self.cleaned_data.get("opened") or "", salt=SALT))
        except (signing.BadSignature, ValueError, TypeError):
            return None
        age = clock.now() - opened
        return round(age.total_seconds(), 1) if age < KEPT_OPEN else None
