"""What may be asked about partners, accounts, voices, monitoring answers and exclusions."""

from heard.people.queries.addresses import address_of, voices_with_an_address

__all__ = ["address_of", "voices_with_an_address"]
