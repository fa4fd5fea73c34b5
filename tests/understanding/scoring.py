"""An answer scored against its label, by the rules of docs/UNDERSTANDING.md, D.2."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
Clean = Callable[[str], str]

QUIET = {"none", "ack", "help"}
#: What would move the ledger: one error each where the label does not have it.
MOVES = (
    "hazard_count",
    "done_count",
    "all_done",
    "hazard_no",
    "deadline",
    "days",
    "level",
    "supervised",
    "result",
    "decision",
    "action",
    "enterprise_candidates",
)
#: What moves the ledger inside one hazard.
MOVES_IN_HAZARD = ("level", "deadline")
#: One thing may stand in the singular or the plural slot.
SAME = {"hazard_nos": "hazard_no", "enterprises": "enterprise", "forms": "form"}
#: Names and places, which may be longer by eight characters; lists of them may have one more than the label.
NAMES = {"location", "responsible", "guardian", "signer", "topic", "name", "second", "team", "locations", "people"}
LISTED = {"locations", "people"}
#: Texts that may reach into a neighbouring short clause.
WIDE = {"reason", "cause", "control_measure"}
#: Texts that may be as long as the clause they stand in; every text that is not named here is exact.
CLAUSES = {"desc", "plan", "measures", *WIDE}
#: A mark of the label only: it lists some of the hazards.
PARTIAL, ASKS = "hazards_partial", "needs_confirm"
NAME_LONGER, SHORT, UNPLACED = 8, 12, 12
#: What is written one character shorter than it is read: 俩 for 两个.
SPOKEN = 1

_MARK = re.compile(r"[,。;!?\s]")


@dataclass(frozen=True)
class Verdict:
    """What is right and wrong in the answer to one labelled message."""

    record: Record
    line: Record
    acts: tuple[int, int]
    right: list[str]
    wrong: list[str]
    forbidden: list[str]

    @property
    def ought_to_ask(self) -> bool | None:
        """Whether the bot has to ask; None where the label leaves it open."""
        if ASKS in self.record.get("free", []) or (_accepted(self.record, self.line) and not asked(self.line)):
            return None
        return bool(self.record["slots"].get(ASKS))

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return self.acts[0] == self.acts[1] and not self.wrong and not self.forbidden


def judge(record: Record, line: Record, clean: Clean | None = None) -> Verdict:
    """An answer beside its label; `clean` is how texts are compared, if not as D.2 says."""
    right, wrong = slots_of(record, line, clean or plain)
    return Verdict(record, line, acts_of(record, line), right, wrong, forbidden(record, line))


def plain(text: str) -> str:
    """Text as it is compared: one width, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def asked(line: Record) -> bool:
    """Whether the answer asks back."""
    return bool(line.get("ask") or line["slots"].get(ASKS))


def _accepted(record: Record, line: Record) -> bool:
    return line["intent"] != record["intent"] and line["intent"] in record.get("accept", [])


# Acts


def acts_of(record: Record, line: Record) -> tuple[int, int]:
    """How many acts are right, of how many that count."""
    gold = [record["intent"], *record.get("also", [])]
    right = int(line["intent"] in (record["intent"], *record.get("accept", [])))
    right += sum(also in line["also"] for also in record.get("also", []))
    further = [act for act in line["also"] if act not in gold and act not in QUIET]
    return right, len(gold) + len(further)


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


# Slots


def slots_of(record: Record, line: Record, clean: Clean = plain) -> tuple[list[str], list[str]]:
    """The slots of the label that are right, and the names of those that are wrong or too many."""
    gold, found = one_name(record["slots"]), one_name(line["slots"])
    if asked(line):
        found[ASKS] = True
    scored = {name: value for name, value in gold.items() if name not in (PARTIAL, ASKS)}
    if gold.get(ASKS):
        scored[ASKS] = True
    if _accepted(record, line):
        scored = {name: value for name, value in scored.items() if name in found}
    compare = Compare(record.get("written", record["text"]), clean, partial=bool(gold.get(PARTIAL)))
    right = [name for name, value in scored.items() if compare.same(name, value, found.get(name))]
    wrong = [name for name in scored if name not in right]
    return right, wrong + [f"+{name}" for name in _too_many(record, gold, found, line["intent"])]


def one_name(slots: Record) -> Record:
    """The slots under their singular names; a list of one is that one."""
    found: Record = {}
    for name, value in slots.items():
        single = SAME.get(name, name)
        if single in SAME.values() and isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is not None or single not in found:
            found[single] = value
    return found


def _too_many(record: Record, gold: Record, found: Record, intent: str) -> Iterator[str]:
    """What would move the ledger and is not in the label; asking in vain."""
    free = set(one_name(dict.fromkeys(record.get("free", []))))
    if found.get(ASKS) and not gold.get(ASKS) and ASKS not in free:
        yield ASKS
    if intent in QUIET:
        return
    for name in MOVES:
        if found.get(name) and name not in gold and name not in free and not _elsewhere(found[name], gold, name):
            yield name
    if not free & {"hazards", "hazard_count"}:
        yield from _extra_hazards(gold, found)


def _extra_hazards(gold: Record, found: Record) -> Iterator[str]:
    """Hazards beyond those of the label, and what is said of one of them without being there."""
    hazards = found.get("hazards") or []
    said = [gold.get(name) for name in ("hazard_count", "listed_count", "declared_count")]
    listed = len(gold.get("hazards") or [])
    limit = listed if listed and not gold.get(PARTIAL) else max([listed, *(one for one in said if one)])
    yield from ["hazards"] * max(0, len(hazards) - limit)
    for name in MOVES_IN_HAZARD:
        values = {one[name] for one in hazards if one.get(name)}
        yield from (f"hazards.{name}" for value in values if not _elsewhere(value, gold, name))


def _elsewhere(value: Any, gold: Any, name: str) -> bool:
    """Whether a value stands anywhere in the label; a number or a yes only under its own name."""
    if isinstance(value, list):
        return all(_elsewhere(one, gold, name) for one in value)
    if isinstance(value, str):
        return value in _values(gold)
    return any(value == found for found in _values(gold, name))


def _values(gold: Any, only: str | None = None, under: str = "") -> Iterator[Any]:
    if isinstance(gold, dict):
        for name, value in gold.items():
            yield from _values(value, only, name)
    elif isinstance(gold, list):
        for value in gold:
            yield from _values(value, only, under)
    elif only is None or under == only:
        yield gold


# One slot


@dataclass(frozen=True)
class Compare:
    """How the slots of one message are compared with their label."""

    text: str
    clean: Clean = plain
    partial: bool = False

    def same(self, name: str, gold: Any, found: Any) -> bool:
        """Whether a slot is right: text may be longer within limits, the order of lists is free."""
        if gold is None or gold in ("", [], {}):
            return found is None or found in ("", [], {})
        if isinstance(gold, bool) or isinstance(found, bool):
            return bool(gold) is bool(found)
        if name == "count_by_level":
            return _levels(gold, found or {})
        if isinstance(gold, str) and isinstance(found, str):
            return self._text(name, gold, found)
        if isinstance(gold, dict) and isinstance(found, dict):
            return all(self.same(key, value, found.get(key)) for key, value in gold.items())
        if isinstance(gold, list) and isinstance(found, list):
            return self._list(name, gold, found)
        return bool(gold == found)

    def _list(self, name: str, gold: list[Any], found: list[Any]) -> bool:
        """Each of the label has one of its own in the answer; hazards take the one whose text is nearest."""
        if len(found) > len(gold) + (name in LISTED) and name != "hazards":
            return False
        left = list(found)
        for one in gold:
            fits = [other for other in left if self.same(name, one, other)]
            if not fits:
                return False
            left.remove(min(fits, key=self._length))
        return True

    def _length(self, found: Any) -> int:
        return len(self.clean(str(found.get("desc", "")) if isinstance(found, dict) else str(found)))

    def _text(self, name: str, gold: str, found: str) -> bool:
        gold, found = self.clean(gold), self.clean(found)
        if name in NAMES:
            return gold in found and len(found) <= len(gold) + NAME_LONGER
        if name in CLAUSES:
            return gold in found and len(found) <= self._room(gold, wide=name in WIDE)
        return gold == found

    def _room(self, gold: str, wide: bool) -> int:
        """How long a text may be: as long as the longest clause that holds it, with a short one beside it."""
        raw = unicodedata.normalize("NFKC", self.text)
        places = [i for i, char in enumerate(raw) if self.clean(char)]
        squeezed = "".join(self.clean(raw[i]) for i in places)
        rooms = [
            self._stretch(raw, places[at], places[at + len(gold) - 1] + 1, wide)
            for at in (match.start() for match in re.finditer(f"(?={re.escape(gold)})", squeezed))
            if len(squeezed) == len(places)
        ]
        return max(rooms, default=len(gold) + UNPLACED) + SPOKEN

    def _stretch(self, raw: str, start: int, end: int, wide: bool) -> int:
        marks = [-1, *(match.start() for match in _MARK.finditer(raw)), len(raw)]
        left = max(mark for mark in marks if mark < start)
        right = min(mark for mark in marks if mark >= end)
        room = len(self.clean(raw[left + 1 : right]))
        if not wide:
            return room
        before = len(self.clean(_MARK.split(raw[: max(left, 0)].rstrip(",。;!? \n"))[-1]))
        after = len(self.clean(_MARK.split(raw[right:].lstrip(",。;!? \n"))[0]))
        # the mark between them counts too
        return room + max((one + 1 for one in (before, after) if one <= SHORT), default=0)


def _levels(gold: Record, found: Record) -> bool:
    """Counts by level, where one that is left out is nought."""
    return all((gold.get(level) or 0) == (found.get(level) or 0) for level in {*gold, *found})
