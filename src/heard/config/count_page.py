"""The page that `heard count --html` writes: what was funded, why, and the pictures with their tables."""

from __future__ import annotations

from heard.rules.budget import TIE_BREAK, Result
from heard.rules.budget.greedy import plain
from heard.ui.count_charts import Award, Left, left_chart, steps_chart
from heard.ui.one_page import page, say


def count_page(result: Result, title: str, money: str) -> str:
    """One self-contained page. `title` names the election, `money` its currency ("" if the file does not)."""
    election, counted = result.election, result.counted
    awards = [
        Award(
            election.names[step.place],
            float(election.money(election.costs[step.place])),
            step.payers,
            ""
            if step.price is None or result.terms.rule == "phragmen"
            else f"{float(election.money(step.price)):,.2f}",
            step.paying_all,
        )
        for step in counted.funded
    ]
    by_money = result.terms.rule == "equal-shares"
    rest = [
        Left(
            election.names[place],
            float(election.money(election.costs[place])),
            float(support) if by_money else None,
            why,
        )
        for place, (why, support) in result.passed_over
    ]
    pot = float(election.money(election.pot))
    spent = election.money(election.cost_of(counted.places))
    of = plain(election.money(election.pot))
    lead = (
        f"{len(awards)} of {len(election.ids)} projects are funded, for {plain(spent)} of {of}"
        f"{' ' + money if money else ''}. {election.voters:,} people voted."
    )
    steps = "".join(f"<li>{say(words.split('. ', 1)[-1])}</li>" for words in result.because[: len(awards)])
    notes = "".join(f"<p>{say(words)}</p>" for words in (*counted.notes, *result.notes))
    body = (
        f"<p>{say(lead)}</p>{notes}"
        f"{steps_chart('How the pot was spent', awards, pot, money)}"
        f"<h2>Step by step</h2><ol>{steps}</ol>"
        f"<h2>What was not funded, and why</h2>{left_chart('Not funded', rest, money)}"
        f"<h2>Count it again</h2><p>Rule: <code>{say(result.terms.words)}</code>. {say(TIE_BREAK)}.</p>"
        f"<p>Digest of the whole result: <code>{result.plain()['digest']}</code></p>"
    )
    return page(title, body)
