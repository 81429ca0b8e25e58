"""What reports are written from."""

from heard.reports.queries.records import newest_record, record_being_made, record_tables
from heard.reports.queries.runs import refs_of_year, runs_of, years_of
from heard.reports.queries.written import SECTIONS, report_of, sections_of, shown_report

__all__ = [
    "SECTIONS",
    "newest_record",
    "record_being_made",
    "record_tables",
    "refs_of_year",
    "report_of",
    "runs_of",
    "sections_of",
    "shown_report",
    "years_of",
]
