"""Checks of time: early notice (GP-m) and long enough to answer (GP-n)."""

from __future__ import annotations

from heard.rules.calendar import duration_days, holiday_overlaps, in_words
from heard.rules.compact.registry import (
    Found,
    Parameters,
    advises,
    check,
    fails,
    fine,
    is_blank,
    plural,
    warns,
)
from heard.rules.snapshot import Snapshot


@check("GP-m.1", days=int)
def notice_is_early(s: Snapshot, p: Parameters) -> Found:
    if s.opens_on is None or s.noticed_on is None:
        missing = "opens_on" if s.opens_on is None else "noticed_on"
        return fails("There is no date of notice, or no opening date, to count from.", missing)
    notice = duration_days(s.noticed_on, s.opens_on)
    if notice >= p["days"]:
        return fine(f"Notice of {notice} days; the target is {p['days']}.", days=notice)
    said = "The reason is published." if not is_blank(s.notice_reason) else "Publish the reason."
    return fails(
        f"Only {plural(notice, 'day')} of notice ({in_words(s.noticed_on)} to {in_words(s.opens_on)}); voluntary "
        f"groups need {p['days']} to ask their members. {said}",
        "notice_reason", days=notice, reason=s.notice_reason,
    )  # fmt: skip


@check("GP-m.2")
def there_is_some_notice(s: Snapshot, p: Parameters) -> Found:
    if s.noticed_on is None:
        return fails("No early notice is given before opening.", "noticed_on", days=0)
    if s.opens_on is None:
        return fine(f"Notice is given on {in_words(s.noticed_on)}.")
    notice = duration_days(s.noticed_on, s.opens_on)
    if notice <= 0:
        return fails(
            f"No early notice: notice on {in_words(s.noticed_on)}, opening on {in_words(s.opens_on)}.",
            "noticed_on", days=notice,
        )  # fmt: skip
    return fine(f"Notice comes {plural(notice, 'day')} before opening.", days=notice)


@check("GP-n.1", days=int)
def people_have_long_enough(s: Snapshot, p: Parameters) -> Found:
    if s.opens_on is None or s.closes_on is None:
        missing = "opens_on" if s.opens_on is None else "closes_on"
        return fails("Without both dates nobody can tell how long people have.", missing)
    days, usual = duration_days(s.opens_on, s.closes_on), p["days"]
    evidence = {"days": days, "usual": usual, "opens_on": s.opens_on, "closes_on": s.closes_on}
    if days >= usual:
        return fine(f"People have {days} days; the Compact asks for {usual} (12 weeks).", **evidence)
    begun = f"{plural(days, 'day')} ({in_words(s.opens_on)} to {in_words(s.closes_on)}); the Compact asks for {usual}"
    if is_blank(s.duration_rationale):
        return fails(
            f"Only {begun} or a published reason. (No national rule fixes weeks since 2012.)",
            "duration_rationale", **evidence,
        )  # fmt: skip
    return warns(
        f"Shorter than usual: {begun} (12 weeks). The reason is published.",
        "duration_rationale", **evidence, rationale=s.duration_rationale,
    )  # fmt: skip


@check("GP-n.2", days=int)
def holidays_are_made_up_for(s: Snapshot, p: Parameters) -> Found:
    if s.opens_on is None or s.closes_on is None:
        return fine("There are no dates yet to compare with Christmas and August.")
    long_ones = [each for each in holiday_overlaps(s.opens_on, s.closes_on) if each.days >= p["days"]]
    if not long_ones:
        return fine(f"Fewer than {p['days']} days fall in Christmas or in August.")
    worst = max(long_ones, key=lambda each: each.days)
    evidence = {"holiday": worst.name, "days": worst.days, "first": worst.first, "last": worst.last}
    if not is_blank(s.holiday_extension):
        return fine(f"{worst.days} days fall in {worst.name}, and it says how they are made up.", **evidence)
    return fails(
        f"{worst.days} days fall in {worst.name} ({in_words(worst.first)} to {in_words(worst.last)}) and no extension "
        "is given.",
        "holiday_extension", **evidence,
    )  # fmt: skip


@check("GP-n.3")
def dates_are_in_order(s: Snapshot, p: Parameters) -> Found:
    if s.opens_on is None:
        return fails("There is no opening date.", "opens_on")
    if s.closes_on is None:
        return fails("There is no closing date.", "closes_on")
    if s.closes_on < s.opens_on:
        return fails(
            f"It would close on {in_words(s.closes_on)}, before it opens on {in_words(s.opens_on)}.", "closes_on"
        )
    return fine(f"Open from {in_words(s.opens_on)} to the end of {in_words(s.closes_on)}.")


@check("GP-n.4")
def closing_never_moves_earlier(s: Snapshot, p: Parameters) -> Found:
    if s.closes_on_at_opening is None:
        return fine("It has not opened yet, so nothing was promised.")
    if s.closes_on is None or s.closes_on < s.closes_on_at_opening:
        now = in_words(s.closes_on) if s.closes_on else "no date"
        return fails(
            f"People were promised until {in_words(s.closes_on_at_opening)}; {now} is earlier. Only extend.",
            "closes_on", promised=s.closes_on_at_opening, now=s.closes_on,
        )  # fmt: skip
    return fine("The closing date has not moved earlier since opening.")


@check("GP-n.5")
def statutory_minimum_is_kept(s: Snapshot, p: Parameters) -> Found:
    least = s.statutory_minimum_days
    if not least:
        return fine("No statutory minimum period is recorded.")
    if s.opens_on is None or s.closes_on is None:
        return fails(f"The law asks for {least} days, and a date is missing.", "closes_on")
    days = duration_days(s.opens_on, s.closes_on)
    if days < least:
        return fails(f"{plural(days, 'day')}; the law asks for at least {least}.", "closes_on", days=days)
    return fine(f"{days} days; the law asks for at least {least}.", days=days)


@check("GP-n.6", days=int)
def opens_on_the_day_people_were_told(s: Snapshot, p: Parameters) -> Found:
    if s.today is None or s.opens_on is None or s.closes_on is None:
        return fine("There are no dates yet to compare with today.")
    today, left = s.today, duration_days(s.today, s.closes_on)
    if today < s.opens_on:
        return fails(
            f"It opens on {in_words(s.opens_on)}; today is {in_words(today)}. People were told a later day.", "opens_on"
        )
    if left < 0:
        return fails(f"It was to close on {in_words(s.closes_on)}; today is {in_words(today)}.", "closes_on")
    late = duration_days(s.opens_on, today)
    if not late:
        return fine("It opens on the day people were told.")
    lost = duration_days(s.opens_on, s.closes_on) >= p["days"] > left
    if s.level != "inform" and lost and is_blank(s.duration_rationale):
        return fails(
            f"Opening {plural(late, 'day')} late leaves {left} days of {p['days']}. Extend, or publish a reason.",
            "closes_on", days=left,
        )  # fmt: skip
    return advises(f"Opening {plural(late, 'day')} late leaves people {left} days.", "opens_on", days=left)


@check("GP-n.7")
def closing_day_is_over(s: Snapshot, p: Parameters) -> Found:
    ends = [terms.closes_on for strand in s.strands for terms in strand.terms if terms.closes_on]
    ends += [s.closes_on] if s.closes_on else []
    if not ends:
        return fails("There is no closing date.", "closes_on")
    last = max(ends)
    if s.today is not None and s.today <= last:
        return fails(f"People can answer to the end of {in_words(last)}; today is {in_words(s.today)}.", "closes_on")
    return fine(f"Closing day ({in_words(last)}) is over on every channel.")


@check("GP-n.8")
def reopened_time_lies_ahead(s: Snapshot, p: Parameters) -> Found:
    if s.closes_on is None or (s.today is not None and s.closes_on < s.today):
        return fails("To reopen, set a closing day that is still to come.", "closes_on")
    return fine(f"Reopened, people can answer to the end of {in_words(s.closes_on)}.")
