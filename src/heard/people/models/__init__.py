"""Partners, accounts of their staff, roles, voices and addresses, monitoring answers, exclusions, data requests."""

from heard.people.models.data_requests import DataReminder, DataRequest, DataStep
from heard.people.models.standing import (
    CLOSED_REASONS,
    Account,
    AccountManager,
    AddressKind,
    Exclusion,
    Invitation,
    MonitoringAnswer,
    MonitoringKey,
    Partner,
    Role,
    Sector,
    Voice,
    VoiceAddress,
)

__all__ = [
    "CLOSED_REASONS",
    "Account",
    "AccountManager",
    "AddressKind",
    "DataReminder",
    "DataRequest",
    "DataStep",
    "Exclusion",
    "Invitation",
    "MonitoringAnswer",
    "MonitoringKey",
    "Partner",
    "Role",
    "Sector",
    "Voice",
    "VoiceAddress",
]
