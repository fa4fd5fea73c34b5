"""An answer scored against its label, by the rules of docs/UNDERSTANDING.md, D.2."""

import re
import unicodedata
from typing import Any

QUIET = {"none", "ack", "help"}
#: What would move the ledger: one error each where the label does not have it.
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
#: One thing may stand in the singular or the plural slot.
SAME = {"hazard_nos": "hazard_no", "enterprises": "enterprise", "forms": "form"}
NAMES = {"location", "responsible", "guardian", "signer", "topic"}
NAME_LONGER, CLAUSE_LONGER = 8, 24

Record = dict[str, Any]


def acts_of(record: Record, line: Record) -> tuple[int, int]:
    """How many acts are right, of how many that count."""
    gold = [record["intent"], *record.get("also", [])]
    right = int(line["intent"] in (record["intent"], *record.get("accept", [])))
    right += sum(also in line["also"] for also in record.get("also", []))
    further = [act for act in line["also"] if act not in gold and act not in QUIET]
    return right, len(gold) + len(further)


def slots_of(record: Record, line: Record) -> tuple[list[str], list[str]]:
    """The slots of the label that are right, and the names of those that are wrong or too many."""
    gold, found = one_name(record["slots"]), one_name(line["slots"])
    if line["intent"] != record["intent"]:
        gold = {name: value for name, value in gold.items() if name in found}
    right = [name for name, value in gold.items() if same(name, value, found.get(name))]
    wrong = [name for name in gold if name not in right]
    return right, wrong + _too_many(record, gold, found, line["intent"])


def _too_many(record: Record, gold: Record, found: Record, intent: str) -> list[str]:
    free = one_name(dict.fromkeys(record.get("free", [])))
    if intent in QUIET:
        return []
    return [
        f"+{name}"
        for name, value in found.items()
        if name in {SAME.get(one, one) for one in MOVES}
        and value
        and name not in gold
        and name not in free
        and f'"{value}"' not in str(gold).replace("'", '"')
    ]


def one_name(slots: Record) -> Record:
    """The slots under their singular names; a list of one is that one."""
    found = {SAME.get(name, name): value for name, value in slots.items()}
    return {
        name: value[0] if name in SAME.values() and isinstance(value, list) and len(value) == 1 else value
        for name, value in found.items()
    }


def same(name: str, gold: Any, found: Any) -> bool:
    """Whether a slot is right: text may be longer within limits, the order of lists is free."""
    if gold is None or gold is False:
        return found in (None, "", [], {}, False)
    if isinstance(gold, str) and isinstance(found, str):
        return _text(name, plain(gold), plain(found))
    if isinstance(gold, dict) and isinstance(found, dict):
        return all(
            same(key, value, found.get(key, 0 if name == "count_by_level" else None)) for key, value in gold.items()
        )
    if isinstance(gold, list) and isinstance(found, list):
        return _list(name, gold, found)
    return bool(gold == found)


def _list(name: str, gold: list[Any], found: list[Any]) -> bool:
    longest = len(gold) + (name in ("locations", "people"))
    return len(found) <= longest and all(any(same(name, one, other) for other in found) for one in gold)


def _text(name: str, gold: str, found: str) -> bool:
    if re.fullmatch(r"[\dT:YHfujian-]+|pass|fail|approve|reject|open|pending", gold):
        return gold == found
    longer = NAME_LONGER if name in NAMES | {"locations", "people"} else CLAUSE_LONGER
    return gold in found and len(found) <= len(gold) + longer


def plain(text: str) -> str:
    """Text as it is compared: one width, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def forbidden(record: Record, line: Record) -> list[str]:
    """What the label forbids and the answer holds: a false zero report, an invented hazard, a false closing."""
    acts = {line["intent"], *line["also"]}
    found = [act for act in record.get("forbid", []) if act in acts]
    slots = line["slots"]
    hazards = [one.get("status") for one in slots.get("hazards", [])]
    closing = (
        slots.get("done_count")
        or slots.get("all_done")
        or "已整改" in (slots.get("status"), *hazards)
        or slots.get("result") == "pass"
    )
    return found + (["closing"] if "closing" in record.get("forbid", []) and closing else [])
