"""[key_period] and [ladder]: what other hours a key period has, and the steps by which somebody is asked."""

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from bot.config_faults import several
from bot.config_values import Clock, Section, one_line
from models.calendar import Rhythm
from models.periods import PATROL_CLOSES, PATROL_CUT_OFF, ZERO_AT
from models.site import Site
from scheduler.ladder import SAYS, Addressee, Anchor, Ladder, Only

_FIRST, _CUT_OFF = (time.fromisoformat(one) for one in (PATROL_CLOSES, PATROL_CUT_OFF))
#: What lasts for weeks is asked for days ahead, not minutes: no office needs other days.
_ENTERED = tuple(name for name in Ladder if name != Ladder.OWED_LONG)


class KeyPeriodSection(Section):
    """The hours of a key period; its days are set by an officer in the chat."""

    patrol_closes: Clock = _FIRST
    patrol_cut_off: Clock = _CUT_OFF
    zero_at: tuple[Clock, ...] = tuple(time.fromisoformat(one) for one in ZERO_AT.split("、"))
    banned: Annotated[str, BeforeValidator(one_line), Field(max_length=20)] = Site.key_banned

    @model_validator(mode="after")
    def _in_order(self) -> "KeyPeriodSection":
        faults = Rhythm(closes=self.patrol_closes, cut_off=self.patrol_cut_off).faults()
        if faults:
            raise several({".patrol_closes": "opens < patrol_closes <= patrol_cut_off <= 12:00 does not hold"})
        apart = [_minutes(later) - _minutes(first) for first, later in zip(self._hours, self._hours[1:], strict=False)]
        if len(self.zero_at) > 6 or any(gap < 120 for gap in apart) or not all(_fits(hour) for hour in self.zero_at):
            told = "up to six hours between 02:00 and 22:30, at least two hours apart"
            raise several({".zero_at": told})
        return self

    @property
    def _hours(self) -> list[time]:
        return sorted(self.zero_at)

    @property
    def zeros(self) -> str:
        """The hours as a KeyPeriod keeps them."""
        return "、".join(hour.strftime("%H:%M") for hour in self._hours)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _fits(clock: time) -> bool:
    return time(2, 0) <= clock <= time(22, 30)


class StepSection(Section):
    """One step: so many minutes behind an hour of the window, somebody is told."""

    of: Anchor = Anchor.CLOSES
    minutes: int = Field(ge=-720, le=720)
    to: Addressee
    only: Only = Only.ALL
    lasts: int = Field(default=60, ge=1, le=720)
    trial: bool = False


class LadderSection(Section):
    """The steps of each ladder; one that is not written is as shipped."""

    patrol: tuple[StepSection, ...] = ()
    patrol_key: tuple[StepSection, ...] = ()
    zero: tuple[StepSection, ...] = ()
    zero_key: tuple[StepSection, ...] = ()
    owed: tuple[StepSection, ...] = ()

    @model_validator(mode="after")
    def _somebody_hears_it(self) -> "LadderSection":
        known = {name: ", ".join(sorted(SAYS[name])) for name in _ENTERED}
        faults = {
            f".{name}[{number}].to": f'"{step.to}" is told nothing by this ladder; write {known[name]}'
            for name in _ENTERED
            for number, step in enumerate(getattr(self, name))
            if step.to not in SAYS[name]
        }
        if faults:
            raise several(faults)
        return self

    @property
    def entered(self) -> dict[str, list[dict[str, object]]]:
        """What the office wrote, ladder by ladder."""
        found = {name: [step.model_dump(mode="json") for step in getattr(self, name)] for name in _ENTERED}
        return {str(name): steps for name, steps in found.items() if steps}
