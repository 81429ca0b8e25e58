"""Messages that leave. `from heard.notices.actions import send`."""
