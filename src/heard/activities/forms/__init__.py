"""What the pages of an activity accept."""

from heard.activities.forms.beside import (
    AnswerForm,
    ColleagueForm,
    ReadingForm,
    RulingForm,
    TrainingForm,
    evidence_formset,
    options_formset,
)
from heard.activities.forms.plan import FORMS, PeopleForm, PlanPageForm, VoluntaryForm
from heard.activities.forms.public import AnswerInvitationForm, ReceiptForm, SlipForm
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
from heard.activities.forms.voluntary import AcknowledgeForm, PartForm, PaymentForm, PhoneForm

__all__ = [
    "FORMS",
    "AcknowledgeForm",
    "AnswerForm",
    "AnswerInvitationForm",
    "ColleagueForm",
    "DeclarationForm",
    "ExclusionForm",
    "ExtendForm",
    "FilterForm",
    "GroupForm",
    "InviteForm",
    "NewActivityForm",
    "PartForm",
    "PaymentForm",
    "PeopleForm",
    "PhoneForm",
    "PlanPageForm",
    "ReadingForm",
    "ReceiptForm",
    "RedactionForm",
    "RegisterFilterForm",
    "RemoveStrandForm",
    "ResendForm",
    "RulingForm",
    "SlipForm",
    "StrandForm",
    "TrainingForm",
    "VoluntaryForm",
    "WithdrawForm",
    "evidence_formset",
    "groups_formset",
    "options_formset",
]
