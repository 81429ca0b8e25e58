"""Half written from the record: the statement of quality, and how quotes stand beside what people said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity
from heard.findings.models import Finding, QualityStatement
from heard.findings.queries.second import agreement_of, pairs_of, theme_names
from heard.findings.queries.standard import quote_balances, read_twice
from heard.findings.queries.tally import tallies
from heard.ui.parts import Head


def quality_draft(activity: Activity, kept: QualityStatement | None) -> dict[str, str]:
    """What the form begins with: what was written, or a draft from what the record can tell."""
    if kept is not None:
        return {"methods": kept.methods, "limits": kept.limits, "bases": kept.bases}
    counts = tallies(activity)
    received, analysed = sum(each.received for each in counts), sum(each.analysed for each in counts)
    ways = len({each.strand_id for each in counts})
    bases = ngettext(
        "%(n)s contribution came in; %(read)s counted; ways to take part: %(ways)s. A contribution is not a resident.",
        "%(n)s contributions came in; %(read)s counted; ways to take part: %(ways)s. Contributions are not residents.",
        received,
    ) % {"n": received, "ways": ways, "read": analysed}
    return {
        "methods": _methods(activity),
        "limits": _("Those who took part chose to, so no number here stands for everyone who lives here."),
        "bases": bases,
    }


def _methods(activity: Activity) -> str:
    words, twice = read_twice(activity)
    said = [_("People read every passage and put it to themes; no machine did.")]
    if twice:
        said.append(
            _("%(twice)s of %(all)s passages were read by a second person who did not see the first reading.")
            % {"twice": twice, "all": words}
        )
        found = agreement_of(pairs_of(activity), theme_names(activity))
        if found.alpha is not None:
            said.append(
                _("Their agreement beyond chance is %(alpha)s (Krippendorff’s α with the MASI distance).")
                % {"alpha": f"{found.alpha:.2f}"}
            )
    return " ".join(said)


def balance_heads() -> list[Head]:
    """Heads of the table that lays quotes beside stances."""
    sides = (_("For"), _("Against"), _("Mixed"))
    numbers = [*(_("%(side)s, %%") % {"side": side} for side in sides),
               *(_("%(side)s, quoted") % {"side": side} for side in sides)]  # fmt: skip
    return [Head(_("Finding")), *(Head(word, number=True) for word in numbers)]


def balance_rows(activity: Activity) -> list[dict[str, Any]]:
    """How people stood and how quotes show it, for the report and each finding."""
    names = dict(Finding.objects.filter(activity=activity).values_list("public_id", "statement"))
    return [
        {
            "name": names.get(each.finding, "") if each.finding else _("The report as a whole"),
            "numbers": [each.for_percent, each.against_percent, each.mixed_percent,
                        each.quotes_for, each.quotes_against, each.quotes_mixed],
        }
        for each in quote_balances(activity)
    ]  # fmt: skip
