"""What the rehearsed year measures: how much somebody hears who reports as they should, and what a message costs."""

import resource
from collections import Counter
from dataclasses import dataclass, field

from tests.year.play import Year

#: What is no answer and no receipt.
UNASKED = (0, 20, 40)


@dataclass
class Measure:
    """Counts day by day what was said to the enterprises that report as they should."""

    year: Year
    heard: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    days: int = 0

    def day(self) -> None:
        """Counts what was said since the last look.

        What is asked for on the first day is no fault of theirs: the office begins at its noon, when nobody can have
        reported yet.
        """
        self.days += 1
        good = {one.number: one for one in self.year.county.plants if one.habit == "reliable" and one.rhythm}
        for said in self.year.of_last_day():
            self.letters += 1
            if self.days == 1 or said.priority not in UNASKED or said.person_role != "enterprise":
                continue
            own = [one.number for one in self.year.county.by_account.get(said.to, ()) if one.number in good]
            for number in [one for one in said.named if one in good] if said.named else own[:1]:
                self.heard[number] += 1
                self.kinds[said.kind] += 1

    def weekly(self) -> float:
        """How many messages a week such an enterprise heard unasked, on the average."""
        good = [one for one in self.year.county.plants if one.habit == "reliable" and one.rhythm]
        return sum(self.heard.values()) / len(good) / (max(self.days - 1, 1) / 7)

    def told(self, days: int, seconds: float, worked: float) -> str:
        """The figures as lines."""
        said, plants = len(self.year.voices.said), len(self.year.county.plants)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cost = f"{worked / max(said, 1) * 1000:.1f} ms a line"
        lines = (
            f"{days} days, {plants} enterprises: {said:,} lines in, {self.letters:,} messages out",
            f"{seconds:.0f} s ({worked:.0f} s of one core), {cost}, {most:.0f} MB",
            f"who reports as they should hears {self.weekly():.2f} messages a week beside receipts:",
            "  " + ", ".join(f"{kind} {count}" for kind, count in self.kinds.most_common()),
        )
        return "\n".join(lines)
