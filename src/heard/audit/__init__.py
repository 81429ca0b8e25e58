"""The audit log. `from heard.audit.actions import record`."""
