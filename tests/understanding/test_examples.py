"""The labelled examples, scored by the rules of their definition, kept simple."""

import json
import unicodedata
from pathlib import Path
from typing import Any

from handlers.understand import read_line, understand
from handlers.understand.printed import printed
from tests.understanding.reads import REGISTER

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parent / "examples.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]
QUIET = {"none", "ack", "help"}
MOVES = {
    "hazard_count",
    "done_count",
    "all_done",
    "hazard_no",
    "hazard_nos",
    "deadline",
    "days",
    "level",
    "supervised",
    "result",
    "decision",
    "action",
    "enterprise_candidates",
    "needs_confirm",
}
FLOOR_ACTS, FLOOR_SLOTS = 1.0, 0.98


def line_of(record: dict[str, Any]) -> dict[str, Any]:
    return printed(understand(record["text"], read_line(record, REGISTER)), record["id"])


def acts_of(record: dict[str, Any], line: dict[str, Any]) -> tuple[int, int]:
    """How many acts are right, of how many that count."""
    gold = [record["intent"], *record.get("also", [])]
    right = int(line["intent"] in (record["intent"], *record.get("accept", [])))
    right += sum(also in line["also"] for also in record.get("also", []))
    further = [act for act in line["also"] if act not in gold and act not in QUIET]
    return right, len(gold) + len(further)


def slots_of(record: dict[str, Any], line: dict[str, Any]) -> tuple[int, int]:
    """How many slots are right, of those in gold and those that would move the ledger without it."""
    gold, found = record["slots"], line["slots"]
    right = sum(same(value, found.get(name)) for name, value in gold.items())
    free = {*gold, *record.get("free", [])}
    wrong = [
        name
        for name, value in found.items()
        if name in MOVES and value and name not in free and line["intent"] not in QUIET
    ]
    return right, len(gold) + len(wrong)


def same(gold: Any, found: Any) -> bool:
    if isinstance(gold, str) and isinstance(found, str):
        return plain(gold) in plain(found)
    if isinstance(gold, list) and isinstance(found, list):
        return len(found) <= len(gold) + 1 and all(any(same(one, other) for other in found) for one in gold)
    if isinstance(gold, dict) and isinstance(found, dict):
        return all(same(value, found.get(name)) for name, value in gold.items())
    return bool(gold == found)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def forbidden(record: dict[str, Any], line: dict[str, Any]) -> list[str]:
    acts = {line["intent"], *line["also"]}
    found = [act for act in record.get("forbid", []) if act in acts]
    closing = (
        line["slots"].get("done_count") or line["slots"].get("all_done") or line["slots"].get("status") == "已整改"
    )
    return found + (["closing"] if "closing" in record.get("forbid", []) and closing else [])


def test_the_examples() -> None:
    acts, slots, faults, misses = [0, 0], [0, 0], [], []
    for record in EXAMPLES:
        line = line_of(record)
        for total, (right, of) in ((acts, acts_of(record, line)), (slots, slots_of(record, line))):
            total[0], total[1] = total[0] + right, total[1] + of
            if right < of:
                misses.append((record["id"], line["intent"], line["slots"], line["also"]))
        faults += [(record["id"], fault) for fault in forbidden(record, line)]
    print(f"acts {acts[0]}/{acts[1]}, slots {slots[0]}/{slots[1]}, forbidden {len(faults)}")
    for miss in misses:
        print("  ", miss)
    assert faults == []
    assert acts[0] / acts[1] >= FLOOR_ACTS
    assert slots[0] / slots[1] >= FLOOR_SLOTS
