"""Send a message, at most once; news to one address at most once a day."""

from heard.notices.actions.retrying import MAIL
from heard.notices.actions.sending import (
    Letter,
    NotSent,
    NotToday,
    UnsafeMessage,
    Unsure,
    forget,
    send,
    send_if_it_can,
)

__all__ = ["MAIL", "Letter", "NotSent", "NotToday", "UnsafeMessage", "Unsure", "forget", "send", "send_if_it_can"]
