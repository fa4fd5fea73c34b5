"""`python -m tests.understanding [FILES…]`: scores labelled messages; 1 when a figure is not reached."""

import argparse
import sys
from pathlib import Path

from tests.understanding import disturb, gates
from tests.understanding.scoring import Record, Verdict


def main() -> int:
    """Reads the files, prints the table and the figures, and the misread lines where they are wanted."""
    asked = _arguments()
    records = gates.records_of(asked.files or gates.LABELLED.glob("*.jsonl"))
    verdicts = gates.judged(records)
    if asked.misread and not asked.summary_only:
        print("\n".join(gates.misread(one) for one in verdicts if not one.is_right), end="\n\n")
    print(gates.report(verdicts, with_acts=not asked.summary_only))
    reached = [gate.reached for gate in gates.gates(verdicts)]
    for seed in range(asked.disturbed):
        reached.append(_disturbed(records, verdicts, seed, asked.misread and not asked.summary_only))
    return int(not all(reached))


def _disturbed(records: list[Record], plainly: list[Verdict], seed: int, misread: bool) -> bool:
    """The figures of one disturbed copy beside those of the messages as they are; what only the copy gets wrong."""
    verdicts = disturb.judged(records, seed)
    if misread:
        worse = [one for one, other in zip(verdicts, plainly, strict=True) if other.is_right and not one.is_right]
        print("\n".join(gates.misread(one) for one in worse))
    print(f"\ndisturbed, seed {seed}")
    lost = gates.lost(gates.gates(plainly), gates.gates(verdicts))
    print("\n".join(one.text() for one in lost))
    return all(one.bearable for one in lost)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.understanding",
        description="Scores labelled messages by docs/UNDERSTANDING.md, D.2; 1 when a figure is not reached.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON lines; the own corpus without any")
    parser.add_argument("--disturbed", type=int, default=0, metavar="N", help="scores N disturbed copies as well")
    parser.add_argument("--misread", action="store_true", help="prints each line that was misread, and why")
    parser.add_argument("--summary-only", action="store_true", help="prints the figures alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
