"""What a question offers to choose from: kept where its words stay, so that conditions and translations stay too."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey.models import Option, Question
from heard.places.models import Venue
from heard.places.queries import public_places

Kind = Question.Kind
MOST_COLUMNS, MOST_PLACES = 7, 200
MOST = {Kind.CHOICE: 40, Kind.MULTI: 40, Kind.RANK: 10, Kind.MATRIX: 15}
FEWEST = {Kind.CHOICE: 2, Kind.MULTI: 2, Kind.RANK: 2, Kind.MATRIX: 1}


def write_options(question: Question, options: Sequence[str]) -> None:
    """Set what can be chosen (of a matrix: the lines). Refused: too few, too many, two alike."""
    kind = Kind(question.kind)
    if not FEWEST[kind] <= len(options) <= MOST[kind]:
        raise Refused(
            _("A question of this kind needs %(fewest)d to %(most)d answers.")
            % {"fewest": FEWEST[kind], "most": MOST[kind]},
            _("Write one on each line."),
        )
    if kind == Kind.MATRIX:
        _refuse_columns(question.scale_words)
    _keep(question, [(words, "") for words in options])


def write_places(question: Question) -> None:
    """Offer every place of the question's kind that is in force today, by the name it has today."""
    offered = _places(question.place_kind)
    if not 1 <= len(offered) <= MOST_PLACES:
        raise Refused(
            _("There are %(n)d such places, and 1 to %(most)d can be offered.")
            % {"n": len(offered), "most": MOST_PLACES},
            _("Choose another kind of place, or ask in people's own words."),
        )
    _keep(question, offered)


def _places(kind: str) -> list[tuple[str, str]]:
    if kind == Question.PlaceKind.VENUE:
        return list(Venue.objects.order_by("name", "slug").values_list("name", "slug")[: MOST_PLACES + 1])
    rows = public_places(kind, clock.today()).values_list("name", "slug")[: MOST_PLACES + 1]
    return list({name.casefold(): (name, slug) for name, slug in rows}.values())


def _refuse_columns(words: Sequence[str]) -> None:
    if not 2 <= len(words) <= MOST_COLUMNS:
        raise Refused(
            _("The scale needs 2 to %(most)d answers.") % {"most": MOST_COLUMNS}, _("Write one on each line.")
        )
    _refuse_alike(words)


def _refuse_alike(words: Sequence[str]) -> None:
    if len({one.casefold() for one in words}) != len(words):
        raise Refused(_("Two answers have the same words."), _("Make each answer different."))


def _keep(question: Question, offered: Sequence[tuple[str, str]]) -> None:
    """Options with the same words stay the same; of the rest, one that is reworded in its place stays too."""
    _refuse_alike([words for words, _place in offered])
    there = list(question.options.order_by("ordinal", "pk")) if question.pk else []
    same = {option.words: option for option in there}
    wanted = {words for words, _place in offered}
    loose = [option for option in there if option.words not in wanted]
    reworded = loose if len(there) == len(offered) else []
    kept = []
    for number, (words, place) in enumerate(offered, start=1):
        option = same.get(words) or (reworded.pop(0) if reworded else Option(question=question))
        option.words, option.place_ref, option.ordinal = words, place, number
        option.save()
        kept.append(option.pk)
    try:
        question.options.exclude(pk__in=kept).delete()
    except ProtectedError as error:
        raise Refused(
            _("Another question is asked only of those who gave an answer that you took out."),
            _("Change the condition of that question first."),
        ) from error
