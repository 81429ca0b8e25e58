"""What moderators and reviewers see."""
