"""What may happen to partners, accounts, roles, voices and what is known of them: every write."""

from heard.people.actions.addresses import delete_addresses_told, keep_address, let_addresses_go, make_voice
from heard.people.actions.monitoring import destroy_monitoring_key, keep_monitoring

__all__ = [
    "delete_addresses_told",
    "destroy_monitoring_key",
    "keep_address",
    "keep_monitoring",
    "let_addresses_go",
    "make_voice",
]
