"""What residents see of moderation."""
