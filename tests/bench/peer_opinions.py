"""Run by `test_opinions.py` inside .venv-bench, never imported: red-dwarf maps the same votes.

usage: python peer_opinions.py VOTES.csv OUT.json
Reading the file is not counted. Writes seconds of the pipeline (passed, and of the processor), peak memory in kB,
places by participant, consensus.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path


def main() -> None:
    file, out = sys.argv[1:]
    from reddwarf.implementations.polis import run_pipeline

    votes = []
    with Path(file).open(newline="", encoding="utf-8") as stream:
        rows = csv.reader(stream)
        next(rows)
        for moment, _date, statement, person, vote in rows:
            votes.append(
                {
                    "participant_id": int(person), "statement_id": int(statement), "vote": int(vote),
                    "modified": int(moment),
                }
            )  # fmt: skip
    began, busy = time.perf_counter(), time.process_time()
    found = run_pipeline(votes=votes, random_state=0)
    took, busy = time.perf_counter() - began, time.process_time() - busy
    places = {str(person): [float(x), float(y)] for person, (x, y) in found.participant_projections.items()}
    consensus = {
        word: [int(each["tid"]) for each in getattr(found.consensus, word, None) or found.consensus[word]]
        for word in ("agree", "disagree")
    }
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    Path(out).write_text(
        json.dumps({"seconds": took, "busy": busy, "peak": peak, "places": places, "consensus": consensus})
    )


if __name__ == "__main__":
    main()
