"""[[obligations]]: what enterprises owe besides the nightly round and the zero report, without a line of code."""

from collections import Counter
from collections.abc import Iterator
from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.config_faults import several
from bot.config_values import Clock, Section, one_line
from models import rules
from models.calendar import Rhythm
from models.obligations import Obligation, ObligationKind

Line = Annotated[str, BeforeValidator(one_line)]
#: The rules of the program have sections of their own.
_OWN = {kind.value: f"[{kind.value}] has its own section" for kind in ObligationKind} | {
    ObligationKind.WATCH.value: "the watch report of a stopped enterprise needs no table"
}
_MOST_WORDS, _MOST_RHYTHM = 200, 200


class ObligationSection(Section):
    """One thing that is owed, by all enterprises or by those of some classes."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,19}$")
    title: Annotated[Line, Field(min_length=2, max_length=12)]
    classes: tuple[Annotated[Line, Field(min_length=1, max_length=40)], ...] = ()
    recurs: str = ""
    opens: Clock = time(0, 0)
    closes: Clock = time(18, 0)
    cut_off: Clock = time(0, 0)
    made_up_until: Clock = time(12, 0)
    until_next: bool = False
    workdays: bool = False
    everybody: bool = False
    words: tuple[Annotated[Line, Field(min_length=2, max_length=30)], ...] = ()
    form: Literal["", "daily", "weekly"] = ""
    chased: bool = True

    @model_validator(mode="after")
    def _sound(self) -> "ObligationSection":
        faults = dict(self._faults())
        if faults:
            raise several(faults)
        return self

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.name in _OWN:
            yield ".name", f'"{self.name}" is a rule of the program: {_OWN[self.name]}'
        if self.recurs and (fault := rules.fault(self.recurs)):
            yield ".recurs", fault
        if len(self.recurs) > _MOST_RHYTHM:
            yield ".recurs", f"longer than {_MOST_RHYTHM} characters"
        if self.until_next and not self.recurs:
            yield ".until_next", "needs recurs: every day it would end on the day it begins"
        if self.until_next and self.workdays:
            yield ".workdays", "goes ill with until_next: what begins on a day off would never open"
        if self.rhythm.faults():
            yield ".closes", "lies before opens; write opens < closes, both of one day"
        if any("、" in one for one in self.words) or len("、".join(self.words)) > _MOST_WORDS:
            yield ".words", f"no 、 within, and no more than {_MOST_WORDS} characters in all"
        if not self._recognised:
            yield (
                ".words",
                'nothing can satisfy it: give words or a form, or name it "commitment", "drill" or "training"',
            )

    @property
    def _recognised(self) -> bool:
        return bool(self.words or self.form or self.name in ("commitment", "drill", "training"))

    @property
    def rhythm(self) -> Rhythm:
        """Its wall times."""
        return Rhythm(self.opens, self.closes, self.cut_off, self.made_up_until, by_day=True)

    @property
    def rows(self) -> list[Obligation]:
        """One row for each class, or one for all others."""
        return [self._row(one) for one in self.classes or ("",)]

    def _row(self, class_name: str) -> Obligation:
        return Obligation(
            kind=self.name,
            class_name=class_name,
            title=self.title,
            owes=self.chased,
            opens=f"{self.opens:%H:%M}",
            closes=f"{self.closes:%H:%M}",
            cut_off=f"{self.cut_off:%H:%M}",
            made_up_until=f"{self.made_up_until:%H:%M}",
            by_day=True,
            workdays=self.workdays,
            recurs=self.recurs,
            until_next=self.until_next,
            everybody=self.everybody,
            words="、".join(self.words),
            form=self.form,
        )


def twice(tables: object) -> list[str]:
    """The names that stand twice for the same enterprises, of tables as they stand in the file."""
    if not isinstance(tables, list):
        return []
    pairs = [pair for one in tables if isinstance(one, dict) for pair in _pairs(one)]
    found = {pair: count for pair, count in Counter(pairs).items() if count > 1}
    return [
        f'obligations: the name "{name}" stands {count} times' + (f' for class "{class_name}"' if class_name else "")
        for (name, class_name), count in found.items()
    ]


def _pairs(raw: dict[object, object]) -> list[tuple[str, str]]:
    classes = raw.get("classes")
    named = [str(one) for one in classes] if isinstance(classes, list) and classes else [""]
    return [(str(raw["name"]), one) for one in named] if "name" in raw else []
