"""`python -m tests.bench [names…] [--quick] [--write]`: measures, prints tables and, with --write, docs/BENCH.md."""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from tests.bench import (
    answers,
    callbacks,
    deadlines,
    fsync,
    machine,
    memory,
    night,
    peers,
    processes,
    reading,
    roads,
    search,
    ticks,
    year,
)
from tests.bench.tables import Figure, Measured, Table

PAGE = processes.ROOT / "docs" / "BENCH.md"
WORDS = """# Figures

Measured by `make bench` in one run on the machine below; ratios say more than rates, and no test asserts a time.
`python -m tests.bench callbacks night` measures some parts, `--quick` only shows that the bench works, `--write` writes
this page. A part that other work disturbs is worth nothing: see the load average.
"""


class Part(Protocol):
    """One part of the bench."""

    def __call__(self, folder: Path, *, quick: bool) -> Measured:
        """Measures in a folder of this run."""


PARTS: Mapping[str, Part] = {
    "callbacks": callbacks.measure,
    "roads": roads.measure,
    "peers": peers.measure,
    "fsync": fsync.measure,
    "answers": answers.measure,
    "night": night.measure,
    "deadlines": deadlines.measure,
    "memory": memory.measure,
    "understand": reading.measure,
    "search": search.measure,
    "ticks": ticks.measure,
    "year": year.measure,
}


def main() -> int:
    """Measures what was asked for; 2 when a name is unknown."""
    asked = _arguments()
    names = asked.names or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="yexun-bench-") as folder:
        tables, figures = [machine.described(Path(folder))], []
        print(tables[0].text(), flush=True)
        for name in names:
            found = PARTS[name](Path(folder), quick=asked.quick)
            tables += found.tables
            figures += found.figures
            for table in found.tables:
                print(table.text(), flush=True)
    tables[0].add("load average at the end", machine.load())
    print(_summary(figures).text())
    if asked.write:
        _write(tables, figures)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures; a few minutes for all parts.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument(
        "--quick", action="store_true", help="only shows that it works, in seconds; its figures mean nothing"
    )
    parser.add_argument("--write", action="store_true", help=f"writes {PAGE.relative_to(processes.ROOT)}")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return asked


def _summary(figures: list[Figure]) -> Table:
    return Table("Summary", ("figure", "measured", "to reach", "reached"), [figure.row for figure in figures])


def _write(tables: list[Table], figures: list[Figure]) -> None:
    told = [_summary(figures), *tables]
    PAGE.write_text(WORDS + "\n" + "\n".join(table.markdown() for table in told), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
