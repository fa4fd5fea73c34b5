"""How long it takes to understand a message, and what the dictionary costs."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from handlers.understand import LONGEST, Register, read_line, understand
from tests.bench import county
from tests.bench.tables import Figure, Measured, Table, percentile

UNDERSTANDING = Path(__file__).parents[1] / "understanding"
HOSTILE = ("泄漏", "隐患1处", "1、", "引患", "罐区 ", "(", "3月14日", "没发现发现", "x。")
#: What a process of its own says of the dictionary: seconds until the first cut, megabytes that it takes.
DICTIONARY = """
import psutil, time
from handlers.understand import lexicon, typos
own = psutil.Process()
before, began = own.memory_info().rss, time.perf_counter()
lexicon.cut("罐区"), typos.corrected("罐区")
print(time.perf_counter() - began, (own.memory_info().rss - before) / 2**20)
"""


def measure(folder: Path, *, quick: bool) -> Measured:
    """The labelled corpus after a round that counts for nothing; hostile lines; the dictionary by itself."""
    paths = [UNDERSTANDING / "examples.jsonl", *([] if quick else sorted((UNDERSTANDING / "labelled").glob("*.jsonl")))]
    records = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]
    table = Table(
        f"Understanding a message, {len(records)} labelled ones, milliseconds", ("names known", "p50", "p95", "p99")
    )
    figures = []
    for plants in (0, 100) if quick else (0, 10_000):
        register = Register.build([(county.name(n), [county.short(n)]) for n in range(1, plants + 1)])
        p50, p95, p99 = _percentiles(_spent(records, register, 1 if quick else 2))
        table.add(f"{plants:,}", f"{p50:.1f}", f"{p95:.1f}", f"{p99:.1f}")
        figures = [Figure("understanding a message", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", "p95 5 ms")]
    worst = _hostile()
    took, megabytes = _dictionary()
    figures += [
        Figure("understanding 2,000 hostile characters", f"{max(worst.values()):.0f} ms", "50 ms"),
        Figure("the dictionary", f"{took:.1f} s, {megabytes:.0f} MB", "1.5 s, 120 MB"),
    ]
    lines = Table("2,000 characters of the same, milliseconds", ("part", "ms"))
    for part, spent in worst.items():
        lines.add(part, f"{spent:.0f}")
    return Measured([table, lines], figures)


def _percentiles(spent: list[float]) -> tuple[float, float, float]:
    p50, p95, p99 = (percentile(spent, share) * 1e3 for share in (0.5, 0.95, 0.99))
    return p50, p95, p99


def _hostile() -> dict[str, float]:
    context = read_line({"context": "now=2026-03-15T00:41+08:00, media=video:1"})
    found = {}
    for part in HOSTILE:
        text = (part * LONGEST)[:LONGEST]
        spent = []
        for _ in range(3):
            began = perf_counter()
            understand(text, context)
            spent.append(perf_counter() - began)
        found[part] = min(spent) * 1e3
    return found


def _dictionary() -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", DICTIONARY], capture_output=True, text=True, check=True)
    took, megabytes = map(float, done.stdout.split())
    return took, megabytes


def _spent(records: list[dict[str, object]], register: Register, times: int) -> list[float]:
    asked = [(str(record["text"]), read_line(record, register)) for record in records]
    found: list[float] = []
    for n in range(times + 1):
        for words, context in asked:
            began = perf_counter()
            understand(words, context)
            if n:
                found.append(perf_counter() - began)
    return found
