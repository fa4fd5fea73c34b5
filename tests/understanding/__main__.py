"""`python -m tests.understanding [FILES…]`: scores labelled messages; 1 when a figure is not reached."""

import argparse
import sys
from pathlib import Path

from tests.understanding import gates


def main() -> int:
    """Reads the files, prints the table and the figures, and the misread lines where they are wanted."""
    asked = _arguments()
    verdicts = gates.judged(gates.records_of(asked.files or gates.LABELLED.glob("*.jsonl")))
    if asked.misread and not asked.summary_only:
        print("\n".join(gates.misread(one) for one in verdicts if not one.is_right), end="\n\n")
    print(gates.report(verdicts, with_acts=not asked.summary_only))
    return int(not all(gate.reached for gate in gates.gates(verdicts)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.understanding",
        description="Scores labelled messages by docs/UNDERSTANDING.md, D.2; 1 when a figure is not reached.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON lines; the own corpus without any")
    parser.add_argument("--misread", action="store_true", help="prints each line that was misread, and why")
    parser.add_argument("--summary-only", action="store_true", help="prints the figures alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
