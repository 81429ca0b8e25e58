"""What residents are shown: the question and what others said, their receipt, one post with its replies."""

from heard.methods.conversation.views.data import data, picture
from heard.methods.conversation.views.pages import strand_page
from heard.methods.conversation.views.paper import paper_pdf
from heard.methods.conversation.views.posts import carry, post, stand_alone, support
from heard.methods.conversation.views.saying import alike, forget, said, say
from heard.methods.conversation.views.together import consent, together

__all__ = [
    "alike",
    "carry",
    "consent",
    "data",
    "forget",
    "paper_pdf",
    "picture",
    "post",
    "said",
    "say",
    "stand_alone",
    "strand_page",
    "support",
    "together",
]
