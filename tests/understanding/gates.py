"""What many answers come to: a table per act, and the figures that must be reached."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handlers.understand import Reading, Register, read_line, understand
from handlers.understand.printed import printed
from tests.understanding.reads import REGISTER
from tests.understanding.scoring import Clean, Record, Verdict, asked, judge

HERE = Path(__file__).parent
LABELLED, HELD_OUT = HERE / "labelled", HERE / "heldout"
#: The slots of the gate for counts, dates and numbers of hazards.
EXACT = {
    *("hazard_count", "declared_count", "listed_count", "done_count", "pending_count", "total_count"),
    *("deadline", "report_date", "date_range", "date", "start", "end", "at", "days"),
    *("hazard_no", "pending_nos"),
}


FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Gate:
    """One figure: so many of so many, and what it has to reach."""

    name: str
    right: int
    of: int
    floor: float = 0.0
    ceiling: float = 1.0

    @property
    def share(self) -> float:
        """The figure; one where nothing counts towards it and much is wanted."""
        return self.right / self.of if self.of else float(self.floor > 0)

    @property
    def reached(self) -> bool:
        """Whether it is good enough."""
        return self.floor <= self.share <= self.ceiling

    def text(self) -> str:
        """The figure as a line of the report."""
        wanted = f">= {self.floor:.0%}" if self.floor else f"<= {self.ceiling:.0%}"
        mark = "" if self.reached else "   NOT REACHED"
        return f"{self.name:32} {self.share:7.2%}  {self.right:5} / {self.of:<5} {wanted}{mark}"


#: A disturbed copy may lose so much.
BEARABLE = 0.02


@dataclass(frozen=True)
class Lost:
    """One figure of a disturbed copy beside that of the messages as they are."""

    plainly: Gate
    disturbed: Gate

    @property
    def bearable(self) -> bool:
        """Whether no more is lost than may be; of what is forbidden nothing may."""
        if self.plainly.name == FORBIDDEN:
            return self.disturbed.right <= self.plainly.right
        worse = self.plainly.share - self.disturbed.share
        return (worse if self.plainly.floor else -worse) <= BEARABLE

    def text(self) -> str:
        """Both figures as a line of the report."""
        mark = "" if self.bearable else "   TOO FAR"
        change = self.disturbed.share - self.plainly.share
        return f"{self.disturbed.text()}   {change * 100:+.2f} points{mark}"


def lost(plainly: list[Gate], disturbed: list[Gate]) -> list[Lost]:
    """Each figure beside the same one of a disturbed copy."""
    return [Lost(one, other) for one, other in zip(plainly, disturbed, strict=True)]


def records_of(paths: Iterable[Path]) -> list[Record]:
    """The labelled lines of some files."""
    return [json.loads(line) for path in sorted(paths) for line in path.read_text("utf-8").splitlines() if line.strip()]


def line_of(record: Record, register: Register = REGISTER) -> Record:
    """What the bot makes of a labelled message."""
    return dict(printed(understand(record["text"], read_line(record, register)), record["id"]))


@cache
def readings(path: Path) -> list[tuple[Record, Reading]]:
    """The labelled lines of a file with how each is read; read a single time for all who look at them."""
    return [(record, understand(record["text"], read_line(record, REGISTER))) for record in records_of([path])]


def own_corpus() -> list[Verdict]:
    """Each message of the own corpus beside its label."""
    read = [pair for path in sorted(LABELLED.glob("*.jsonl")) for pair in readings(path)]
    return [judge(record, dict(printed(reading, record["id"]))) for record, reading in read]


def judged(records: Iterable[Record], register: Register = REGISTER, clean: Clean | None = None) -> list[Verdict]:
    """Each message beside its label."""
    return [judge(record, line_of(record, register), clean) for record in records]


def gates(verdicts: Sequence[Verdict]) -> list[Gate]:
    """The figures of some answers."""
    right = [name for one in verdicts for name in one.right]
    wrong = [name for one in verdicts for name in one.wrong]
    told = [one for one in verdicts if one.ought_to_ask]
    clear = [one for one in verdicts if one.ought_to_ask is False]
    exact = [sum(name.removeprefix("+") in EXACT for name in names) for names in (right, wrong)]
    return [
        Gate("acts", sum(one.acts[0] for one in verdicts), sum(one.acts[1] for one in verdicts), floor=0.95),
        Gate("slots", len(right), len(right) + len(wrong), floor=0.92),
        Gate("counts, dates, hazard numbers", exact[0], sum(exact), floor=0.97),
        Gate(FORBIDDEN, sum(bool(one.forbidden) for one in verdicts), len(verdicts), ceiling=0.0),
        Gate("asks when it has to", sum(asked(one.line) for one in told), len(told), floor=0.90),
        Gate("asks although clear", sum(asked(one.line) for one in clear), len(clear), ceiling=0.03),
    ]


def by_act(verdicts: Iterable[Verdict]) -> list[str]:
    """A line for each act of the labels: how many, and what of them is right."""
    acts: dict[str, list[Verdict]] = {}
    for one in verdicts:
        acts.setdefault(one.record["intent"], []).append(one)
    lines = [f"{'act':20} {'n':>5} {'act right':>10} {'slots right':>16}"]
    for act, some in sorted(acts.items(), key=lambda pair: -len(pair[1])):
        right, slots = sum(len(one.right) for one in some), sum(len(one.right) + len(one.wrong) for one in some)
        acted = sum(one.line["intent"] in (act, *one.record.get("accept", [])) for one in some)
        lines.append(f"{act:20} {len(some):5} {acted / len(some):10.1%} {right:6} / {slots:<4} {_share(right, slots)}")
    return lines


def _share(right: int, of: int) -> str:
    return f"{right / of:.0%}" if of else "-"


def misread(verdict: Verdict) -> str:
    """One misread line: what stands in the label, what came of it, and why."""
    record, line = verdict.record, verdict.line
    gold = {"intent": record["intent"], "also": record.get("also", []), **record["slots"]}
    got = {"intent": line["intent"], "also": line["also"], **line["slots"]}
    faults = [*(["act"] if verdict.acts[0] < verdict.acts[1] else []), *verdict.wrong]
    faults += [f"forbidden {one}" for one in verdict.forbidden]
    return (
        f"{record['id']}  {', '.join(faults)}\n    text  {record['text']!r}\n    gold  {_shown(gold)}\n"
        f"    got   {_shown(got)}\n    why   {'; '.join(line['why'])}"
    )


def _shown(values: Record) -> str:
    return json.dumps(values, ensure_ascii=False)


def report(verdicts: Sequence[Verdict], with_acts: bool = True) -> str:
    """The table per act, if wanted, and the figures."""
    acts = [*by_act(verdicts), ""] if with_acts else []
    return "\n".join([*acts, f"{len(verdicts)} messages", *(gate.text() for gate in gates(verdicts))])
