"""Partners and their staff, voices and where they asked to be told, exclusions, retention and erasure."""
