"""Tables of figures, as the terminal shows them and as Markdown; and what the figures were to reach."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One figure of the summary, with what it was to reach; ``reached`` is None where nothing was asked."""

    name: str
    measured: str
    wanted: str = ""
    reached: bool | None = None

    @property
    def row(self) -> tuple[str, ...]:
        """The figure as a row."""
        verdict = {True: "yes", False: "NO", None: ""}[self.reached]
        return self.name, self.measured, self.wanted, verdict


@dataclass
class Table:
    """Rows under their heads, and sentences below them."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """One more row."""
        self.rows.append([str(cell) for cell in cells])

    def text(self) -> str:
        """The table for a terminal."""
        lines = [self.title, *self._aligned(), *self.told]
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """The table for a page."""
        rows = [self.head, ["---"] * len(self.head), *self.rows]
        table = [f"| {' | '.join(cells)} |" for cells in rows]
        return "\n".join([f"### {self.title}", "", *table, "", *(f"{one}\n" for one in self.told)])

    def _aligned(self) -> list[str]:
        rows = [self.head, *self.rows]
        widths = [max(_columns(row[i]) for row in rows) for i in range(len(self.head))]
        lines = ["  " + "  ".join(_filled(cell, widths[i]) for i, cell in enumerate(row)) for row in rows]
        return [line.rstrip() for line in [lines[0], "  " + "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]]]


def _columns(text: str) -> int:
    """How wide a terminal shows it: Chinese takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


@dataclass
class Measured:
    """What one part of the bench found."""

    tables: list[Table]
    figures: list[Figure] = field(default_factory=list)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def ms(seconds: float) -> str:
    """Seconds as milliseconds, with the digits that mean something."""
    found = seconds * 1000
    return f"{found:.0f}" if found >= 100 else f"{found:.1f}" if found >= 1 else f"{found:.2f}"
