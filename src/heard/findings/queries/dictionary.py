"""What each column of the open data means: the data dictionary of the methods annex."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.ui.parts import Cell, Head, Table


def dictionary() -> list[Table]:
    """One table for each file that can be downloaded: column, what it holds, how small numbers are treated."""
    hidden = _("Counts of contributions; small ones read “fewer than …”, counts of named groups are rounded to five.")
    exact = _("A count of what was done, exact.")
    return [
        _table(
            _("Findings (findings.csv, findings.json)"),
            ("number", _("Place of the finding in the list.")),
            ("finding", _("Its name in addresses; it never changes.")),
            ("statement", _("What was found, in a sentence.")),
            ("base", f"{_('How many contributions it rests on.')} {hidden}"),
            ("source", _("Where it comes from, in words.")),
            ("range_of_views", _("Who disagreed, and why.")),
            ("limits", _("What it cannot tell.")),
            ("themes", _("The themes it holds, with “; ” between.")),
            ("strands", _("The ways of taking part it comes from, with “; ” between.")),
        ),
        _table(
            _("Themes (themes.csv, themes.json)"),
            ("theme", _("Its name.")),
            ("contributions", f"{_('How many contributions carry it; one can carry several.')} {hidden}"),
            ("findings", _("The findings that hold it, by name, with “; ” between.")),
            ("not_taken_further_because", _("Why it is in no finding, if so.")),
        ),
        _table(
            _("Counts (counts.csv, counts.json)"),
            ("strand", _("The way of taking part.")),
            ("channel", _("web, paper, phone, in_person, text_message, letter or email.")),
            ("received", f"{_('What came in.')} {exact}"),
            ("analysed", f"{_('What was read and counted.')} {exact}"),
            ("excluded", f"{_('What was left out.')} {exact}"),
            ("withdrawn", f"{_('What people took back, or asked to erase.')} {exact}"),
            ("excluded_because", _("The listed reasons, each with its number.")),
        ),
    ]


def _table(caption: str, *rows: tuple[str, str]) -> Table:
    return Table(
        caption,
        [Head(_("Column")), Head(_("What it holds"))],
        [[Cell(name, header=True), words] for name, words in rows],
    )
