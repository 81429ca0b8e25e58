"""What residents are shown: the way in, the questions, what they are about to send, their receipt, the results."""

from heard.methods.survey.views.answering import answer, answer_all, check, forget, send, sent
from heard.methods.survey.views.data import data
from heard.methods.survey.views.pages import strand_page
from heard.methods.survey.views.paper import paper_pdf
from heard.methods.survey.views.saving import come_back, delete_saved, save, saved

__all__ = [
    "answer",
    "answer_all",
    "check",
    "come_back",
    "data",
    "delete_saved",
    "forget",
    "paper_pdf",
    "save",
    "saved",
    "send",
    "sent",
    "strand_page",
]
