"""What the pages of an activity accept."""

from heard.activities.forms.plan import FORMS, PeopleForm, PlanPageForm
from heard.activities.forms.public import AnswerInvitationForm, ReceiptForm
from heard.activities.forms.staff import (
    DeclarationForm,
    ExclusionForm,
    ExtendForm,
    FilterForm,
    GroupForm,
    InviteForm,
    NewActivityForm,
    RedactionForm,
    RegisterFilterForm,
    RemoveStrandForm,
    ResendForm,
    WithdrawForm,
    groups_formset,
)
from heard.activities.forms.strands import StrandForm

__all__ = [
    "FORMS",
    "AnswerInvitationForm",
    "DeclarationForm",
    "ExclusionForm",
    "ExtendForm",
    "FilterForm",
    "GroupForm",
    "InviteForm",
    "NewActivityForm",
    "PeopleForm",
    "PlanPageForm",
    "ReceiptForm",
    "RedactionForm",
    "RegisterFilterForm",
    "RemoveStrandForm",
    "ResendForm",
    "StrandForm",
    "WithdrawForm",
    "groups_formset",
]
