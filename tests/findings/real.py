"""The real responses and human labels beside this checkout (`shared/data/text`), read as they are published."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

STANCES = {"POSITIVE": "for", "NEGATIVE": "against", "NEUTRAL": "none"}


@dataclass(frozen=True)
class RealTheme:
    key: str
    name: str
    description: str


@dataclass(frozen=True)
class RealResponse:
    """One answer: its number in the file and its words."""

    key: str
    words: str


def gambling(shared: Path) -> Path:
    """The folder of the gambling consultation."""
    return shared / "data" / "text" / "gambling_consultation"


def load_question(shared: Path, part: int = 1) -> str:
    """The question as it was asked."""
    text = (gambling(shared) / f"inputs/question_part_{part}/question.json").read_text("utf-8")
    return str(json.loads(text)["question_text"])


def load_responses(shared: Path, part: int = 1) -> list[RealResponse]:
    """Every answer, in the order of the file."""
    lines = (gambling(shared) / f"inputs/question_part_{part}/responses.jsonl").read_text("utf-8").splitlines()
    return [RealResponse(str(row["response_id"]), row["response"]) for row in map(json.loads, lines)]


def load_themes(shared: Path, part: int = 1) -> list[RealTheme]:
    """The published code frame, in its order."""
    rows = json.loads((_labels(shared, part) / "themes.json").read_text("utf-8"))
    return [RealTheme(row["topic_id"], row["topic_label"], row["topic_description"]) for row in rows]


def load_mapping(shared: Path, part: int = 1) -> dict[str, dict[str, str]]:
    """The published labels: for each answer, its themes' keys with Heard's word for the stance."""
    lines = (_labels(shared, part) / "mapping.jsonl").read_text("utf-8").splitlines()
    return {
        str(row["response_id"]): {
            key: STANCES[stance] for key, stance in zip(row["labels"], row["stances"], strict=True)
        }
        for row in map(json.loads, lines)
    }


def _labels(shared: Path, part: int) -> Path:
    return gambling(shared) / f"outputs/mapping/2025-07-22/question_part_{part}"


@dataclass(frozen=True)
class RealComment:
    """One patient's answer with the labels that people gave it."""

    key: str
    words: str
    labels: tuple[str, ...]


def load_comments(shared: Path) -> tuple[list[RealComment], list[str]]:
    """The NHS feedback: every comment, and the names of all labels in the order of the file."""
    path = shared / "data" / "text" / "nhs_feedback" / "v6framework_230831_no_flagged_pii.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])[10:]
    return [
        RealComment(row["Comment ID"], row["FFT answer"], tuple(name for name in names if row[name] == "1.0"))
        for row in rows
    ], names
