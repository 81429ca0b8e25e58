"""What is accepted: the settings, statements, receipts, counts of a room, what a moderator makes of a suspicion."""

from heard.methods.opinions.forms.officers import EnterStatementForm, FirstStatementForm, RewordForm, SetUpForm
from heard.methods.opinions.forms.residents import MyStatementForm, ReceiptForm

__all__ = ["EnterStatementForm", "FirstStatementForm", "MyStatementForm", "ReceiptForm", "RewordForm", "SetUpForm"]
