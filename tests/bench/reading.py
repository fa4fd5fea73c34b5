"""How long it takes to understand a message."""

import json
from pathlib import Path
from time import perf_counter

from handlers.understand import Register, read_line, understand
from tests.bench import county
from tests.bench.tables import Figure, Measured, Table, percentile

EXAMPLES = Path(__file__).parents[1] / "understanding" / "examples.jsonl"


def measure(folder: Path, *, quick: bool) -> Measured:
    """Every example some times, after a round that counts for nothing; with few names and with ten thousand."""
    records = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines() if line.strip()]
    table = Table(
        f"Understanding a message, {len(records)} examples, microseconds", ("names known", "p50", "p95", "p99")
    )
    figures = []
    for plants in (0, 100) if quick else (0, 10_000):
        register = Register.build([(county.name(n), [county.short(n)]) for n in range(1, plants + 1)])
        spent = _spent(records, register, 2 if quick else 20)
        p50, p95, p99 = (percentile(spent, share) * 1e6 for share in (0.5, 0.95, 0.99))
        table.add(f"{plants:,}", f"{p50:.0f}", f"{p95:.0f}", f"{p99:.0f}")
        figures = [Figure("understanding a message", f"p50 {p50:.0f} us, p95 {p95:.0f} us")]
    return Measured([table], figures)


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
