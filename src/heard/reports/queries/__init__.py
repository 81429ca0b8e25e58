"""What reports are written from."""

from heard.reports.queries.kept import kept_of
from heard.reports.queries.record_print import record_blocks
from heard.reports.queries.records import newest_record, record_being_made, record_tables
from heard.reports.queries.runs import refs_of_year, runs_of, years_of
from heard.reports.queries.written import SECTIONS, report_of, sections_of, shown_report

__all__ = [
    "SECTIONS",
    "kept_of",
    "newest_record",
    "record_being_made",
    "record_blocks",
    "record_tables",
    "refs_of_year",
    "report_of",
    "runs_of",
    "sections_of",
    "shown_report",
    "years_of",
]
