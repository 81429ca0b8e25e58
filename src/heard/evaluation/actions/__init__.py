"""What may happen to evaluations. Every write."""

from heard.evaluation.actions.writing import add_lesson, publish, write_evaluation

__all__ = ["add_lesson", "publish", "write_evaluation"]
