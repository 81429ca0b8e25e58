"""What residents write: words first. Everything else is there for those who want it, and empty otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import is_blank
from heard.methods.conversation.actions.posting import Where
from heard.methods.conversation.models import Conversation, Post
from heard.moderation.forms import Guarded
from heard.places.models import Place
from heard.places.queries import public_places, tiles_for
from heard.rules import pictures, sounds
from heard.rules.pictures import Picture, cleaned
from heard.rules.sounds import Sound, sound_of
from heard.ui.forms import OwnWords
from heard.ui.tiles import TileRadios

LONGEST = 5000
PICTURE_REFUSED: Mapping[str, Any] = {
    "empty": _("This file is empty. Choose the picture again."),
    "large": _("This picture is larger than 12 MB. Send a smaller one: most telephones offer that when they share it."),
    "heic": _(
        "This picture is in the telephone's own form (HEIC), which few computers open. On the telephone choose “most "
        "compatible” for the camera, or take a screenshot of the picture and send that."
    ),
    "moving": _("Moving pictures and WebP are not taken. Send a photograph as JPEG or PNG."),
    "drawing": _("Drawings as SVG and pages of the web are not taken. Send a photograph as JPEG or PNG."),
    "kind": _("This is no photograph that we can show. Send one as JPEG or PNG."),
    "broken": _("This picture is damaged, or not what its name says. Save it again as JPEG or PNG and send that."),
    "pixels": _("This picture unfolds to more points than we can draw. Send a smaller one."),
    "scans": _("This picture is made in a way that few telephones can show. Save it again as JPEG and send that."),
}
SOUND_REFUSED: Mapping[str, Any] = {
    "empty": _("This recording is empty. Record it again."),
    "large": _(
        "This recording is larger than 6 MB: ten minutes as telephones record, or half a minute as WAV. Make it "
        "shorter, or save it as MP3 or M4A."
    ),
    "kind": _("This is no recording that we know. Send MP3, M4A, WAV, OGG or WebM."),
}


class Aside(Guarded):
    """What may go with words: a picture and its description, or the words spoken instead of written."""

    photo = forms.FileField(
        label=_("A picture"),
        help_text=_(
            "JPEG or PNG, up to 12 MB. We take out where and when it was taken. Nobody's face or number plate, please."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    description = forms.CharField(
        label=_("What does the picture show?"),
        help_text=_("If you add a picture we need this: a few words, for those who cannot see it."),
        max_length=300,
        required=False,
    )
    spoken = forms.FileField(
        label=_("Say it instead"),
        help_text=_(
            "A recording of up to ten minutes. Only those who write it down hear your voice; everyone else reads it."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": "user", "data-record": "1"}),
    )

    def clean_photo(self) -> Picture | None:
        """The picture, written anew from what shows."""
        file = self.cleaned_data.get("photo")
        if not file:
            return None
        try:
            return cleaned(file.read(pictures.LARGEST + 1))
        except pictures.Unusable as reason:
            raise forms.ValidationError(PICTURE_REFUSED[str(reason)]) from reason

    def clean_spoken(self) -> tuple[Sound, bytes] | None:
        """The recording and its kind."""
        file = self.cleaned_data.get("spoken")
        if not file:
            return None
        content = file.read(sounds.LARGEST + 1)
        try:
            return sound_of(content), content
        except sounds.Unheard as reason:
            raise forms.ValidationError(SOUND_REFUSED[str(reason)]) from reason

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("photo") and is_blank(given.get("description") or ""):
            self.add_error("description", _now("Say in a few words what the picture shows."))
        if "words" in self.fields and not self._says_something(given) and "words" not in self.errors:
            self.add_error("words", _now("There is nothing in it yet. Write a few words, then send them."))
        self._ask_for_files_again(given)
        return given

    def _ask_for_files_again(self, given: dict[str, Any]) -> None:
        """A browser keeps what was written when something has to be mended, but no file: say so, lest it go missing."""
        chosen = {
            "photo": _now("Choose the picture again: browsers do not keep it while something is mended."),
            "spoken": _now("Choose your recording again: browsers do not keep it while something is mended."),
        }
        for name in [name for name in chosen if self.errors and given.get(name)]:
            self.add_error(name, chosen[name])

    def _says_something(self, given: dict[str, Any]) -> bool:
        return bool(not is_blank(given.get("words") or "") or given.get("spoken") or "spoken" in self.errors)


class SayForm(Aside):
    """An answer to the prompt: the words; on a board a title; for those who like, where it is and how it looks."""

    title = forms.CharField(
        label=_("Your idea in a few words"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give your idea a few words by which others find it.")},
    )
    words = OwnWords(
        max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5, "data-maxlength": LONGEST})
    )
    place = forms.ModelChoiceField(
        label=_("Which ward is it about?"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("The whole city, or no place"),
    )
    place_words = forms.CharField(
        label=_("Where exactly, in your own words?"),
        help_text=_("“The crossing by the post office”. Not your own address."),
        max_length=160,
        required=False,
    )
    pin = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput(attrs={"data-pin": "1"}))
    asks = forms.BooleanField(required=False)

    def __init__(self, conversation: Conversation, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation
        if not conversation.is_board:
            del self.fields["title"]
        self.fields["words"].label = (
            _now("Tell us more: what would it change, and for whom?")
            if conversation.is_board
            else _now("Your answer, in your own words")
        )
        self.fields["words"].unmarked = True  # type: ignore[attr-defined]  # one may say it instead
        self.fields["asks"].label = _now("This is a question: I would like %(who)s to answer it here") % {
            "who": conversation.officer_name
        }
        self._lay_out(today)
        self._leave_out(conversation)

    def _lay_out(self, today: date) -> None:
        """The wards where they lie, if all are in the diagram of the city; else a list to choose from."""
        place: Any = self.fields["place"]
        place.queryset = public_places("ward", today)
        if not self.conversation.asks_place:
            return
        wards = list(place.queryset)
        if tiles := tiles_for([ward.name for ward in wards]):
            place.widget = TileRadios(tiles)
        place.widget.choices = [("", place.empty_label), *((ward.pk, ward.name) for ward in wards)]

    def _leave_out(self, conversation: Conversation) -> None:
        for name, kept in (
            ("place", conversation.asks_place),
            ("place_words", conversation.asks_place),
            ("pin", conversation.asks_place),
            ("photo", conversation.takes_photos),
            ("description", conversation.takes_photos),
            ("spoken", conversation.takes_spoken),
            ("asks", conversation.officer_id is not None),
        ):
            if not kept:
                del self.fields[name]

    @property
    def has_more(self) -> bool:
        """Whether there is anything to add to the words."""
        return bool({"place", "photo", "spoken"} & set(self.fields))

    @property
    def more_is_open(self) -> bool:
        """Whether what may be added stands unfolded: something in it is filled in or has to be mended."""
        names = ("place", "place_words", "photo", "description", "spoken")
        return self.is_bound and any(self.data.get(name) or name in self.errors for name in names)

    def clean_title(self) -> str:
        """The title of an idea, if anything of it can be seen."""
        title = str(self.cleaned_data["title"])
        if is_blank(title):
            raise forms.ValidationError(_now("Give your idea a few words by which others find it."))
        return title

    def clean_pin(self) -> tuple[Decimal, Decimal] | None:
        """Degrees north and east, rounded to about a hundred metres; None for anything else."""
        north, _comma, east = str(self.cleaned_data.get("pin") or "").partition(",")
        try:
            found = (Decimal(north).quantize(Decimal("0.001")), Decimal(east).quantize(Decimal("0.001")))
        except InvalidOperation:
            return None
        return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None

    def where(self) -> Where:
        """What the post is about on the map. Only after `is_valid()`."""
        given = self.cleaned_data
        return Where(given.get("place"), given.get("place_words") or "", given.get("pin"))


class ReplyForm(Guarded):
    """A reply: what it is to what it answers, and the words."""

    tone = forms.ChoiceField(
        label=_("Your reply"), choices=Post.Tone.choices, widget=forms.RadioSelect, initial=Post.Tone.ADDS
    )
    words = OwnWords(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": LONGEST}),
        error_messages={"required": _("There is nothing in it yet. Write a few words, then send them.")},
    )

    def clean_words(self) -> str:
        """The words, if anything of them can be seen."""
        words = str(self.cleaned_data["words"])
        if is_blank(words):
            raise forms.ValidationError(_now("There is nothing in it yet. Write a few words, then send them."))
        return words
