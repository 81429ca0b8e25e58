from importlib import import_module
from typing import Any

from heard.rules import snapshot as s

_HOMES = {
    "reconcile": ("findings", ()),
    "theme_facts": ("findings", ()),
    "finding_facts": ("findings", ()),
    "decision_facts": ("decisions", s.Decision()),
    "commitment_facts": ("decisions", ()),
    "feedback_facts": ("decisions", s.Feedback()),
    "evaluation_facts": ("evaluation", s.Evaluation()),
}


def __getattr__(name: str) -> Any:
    room, empty = _HOMES[name]
    try:
        return getattr(import_module(f"heard.{room}.queries"), name)
    except (ImportError, AttributeError):
        return lambda activity: empty
