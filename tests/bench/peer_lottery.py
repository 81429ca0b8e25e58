"""Run by `test_lottery.py` inside .venv-bench, never imported: the peer draws from the same files.

usage: python peer_lottery.py POOL TARGETS SIZE METHOD ID_COLUMN
Prints one line of JSON: processor seconds for reading and for the distribution, peak memory in kB, chances by id.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    pool, targets, size, method, id_column = sys.argv[1:]
    import sortition_algorithms as peer
    from sortition_algorithms import committee_generation

    settings = peer.Settings(
        id_column=id_column, columns_to_keep=[], selection_algorithm=method, solver_backend="highspy"
    )
    began = time.process_time()
    with Path(targets).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
        features, *_ = peer.read_in_features(list(rows[0]), rows, number_to_select=int(size))
    with Path(pool).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
        people, *_ = peer.read_in_people(list(rows[0]), rows, features, settings)
    read = time.process_time() - began
    began = time.process_time()
    find = getattr(committee_generation, f"find_distribution_{method}")
    panels, shares, *_ = find(features, people, int(size), [], "highspy")
    took = time.process_time() - began
    chances = dict.fromkeys(people, 0.0)
    for panel, share in zip(panels, shares, strict=True):
        for name in panel:
            chances[name] += share
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"read": read, "seconds": took, "peak": peak, "chances": chances}))


if __name__ == "__main__":
    main()
