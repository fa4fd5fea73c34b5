"""What stories and random runs of the closed loop share: hazards that stand in the ledger, acts said as digits."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import offers
from handlers.acts import Act
from models import hazards, lifecycle, people
from models.hazards import Draft, Hazard, HazardEvent, Level, Source
from models.lifecycle import By, Move
from models.outbox import Outgoing, OutgoingStatus
from tests.scene import CHANNEL, Scene

_LETTERS = itertools.count()
PLANT = "河南豫丰化工有限公司"
BOT = By("bot")


def entered(session: Session, now: Any, plant: str = PLANT, **told: Any) -> Hazard:
    """A hazard with its four lists, as the ledger has it after its registration."""
    enterprise = people.by_name(session, plant)
    assert enterprise
    assert enterprise.id
    values: dict[str, Any] = {
        "source": Source.PATROL,
        "item": "灭火器过期",
        "place": "三车间",
        "level": Level.GENERAL,
        "responsible": "张强",
        "measures": "换新",
        "deadline": date(2026, 3, 20),
    }
    draft = Draft(enterprise_id=enterprise.id, found_at=now, received_at=now, **(values | told))
    hazard = hazards.enter(session, draft, now)
    lifecycle.record(session, hazard, "found", BOT, now)
    lifecycle.move(session, hazard, Move.COMPLETE, BOT, now)
    return hazard


async def enter(scene: Scene, plant: str = PLANT, **told: Any) -> str:
    """Puts a hazard into the ledger of a scene; its number."""
    return await scene.work.write(lambda session: entered(session, scene.clock.now, plant, **told).number)


async def hazard(scene: Scene, number: str) -> Hazard:
    """A hazard as it stands."""
    found = await scene.work.read(lambda session: hazards.by_number(session, number))
    assert found
    return found


async def events(scene: Scene, number: str) -> list[HazardEvent]:
    """All that happened to a hazard."""

    def read(session: Session) -> list[HazardEvent]:
        found = hazards.by_number(session, number)
        assert found
        return list(hazards.events(session, found))

    return await scene.work.read(read)


async def wants(scene: Scene, who: str, act: Act) -> None:
    """Somebody wants something, as if they had typed the digit that the bot offered for it."""
    letter = said_to(scene, who, choices={"1": offers.dump(act)})
    await scene.work.write(lambda session: session.add(letter))
    await scene.says(who, "1")


def said_to(scene: Scene, who: str, **told: Any) -> Outgoing:
    """A letter that somebody has read just now."""
    now = scene.clock.now
    return Outgoing(
        key=f"told:{who}:{next(_LETTERS)}",
        kind="answer",
        channel=CHANNEL,
        to_user=who,
        status=OutgoingStatus.SENT,
        posted_at=now,
        not_before=now,
        settled_at=now,
        **told,
    )


async def change(scene: Scene, number: str, how: Callable[[Hazard], None]) -> None:
    """Changes a hazard behind the bot's back."""

    def write(session: Session) -> None:
        found = hazards.by_number(session, number)
        assert found
        how(found)
        session.add(found)

    await scene.work.write(write)


def to(scene: Scene, who: str) -> list[str]:
    """What one person heard; what others heard meanwhile is let go."""
    return [text.removeprefix(f"{who}: ") for text in scene.heard() if text.startswith(f"{who}: ")]
