"""Tags that the pages of an activity share, whichever room they stand in."""
