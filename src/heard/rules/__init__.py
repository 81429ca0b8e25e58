"""What Heard exists for, as arithmetic that anyone can print: pure functions over frozen values.

Nothing here knows Django, a clock, a setting, a file or global randomness.
"""
