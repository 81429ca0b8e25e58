"""What officers see of evaluations."""

from heard.evaluation.staff import evaluating, following, scoring, taking_part

__all__ = ["evaluating", "following", "scoring", "taking_part"]
