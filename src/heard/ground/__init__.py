"""What every room stands on: the clock, refusals, field types, paging. Small, and kept so."""
