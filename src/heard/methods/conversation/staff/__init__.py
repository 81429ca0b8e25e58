"""What officers see: the desk of a conversation, one post, what is asked, and keying in."""

from heard.methods.conversation.staff.counting import counted
from heard.methods.conversation.staff.desk import desk, listen, post_staff
from heard.methods.conversation.staff.keying import key_in
from heard.methods.conversation.staff.setting_up import name_officer, set_up, summary
from heard.methods.conversation.staff.telling import letters, tell

__all__ = ["counted", "desk", "key_in", "letters", "listen", "name_officer", "post_staff", "set_up", "summary", "tell"]
