"""收到 to a reminder reports nothing, but whoever said it is left in peace for a while; then the ladder goes on."""

from sqlmodel import col, select

from handlers.acts import Acknowledge
from handlers.turn import Turn
from models.obligations import Due, DueStatus

#: The prompts that 收到 may be an answer to, as long as they are the last thing that was said.
PROMPTS = frozenset({"patrol.missing", "zero.prompt", "owed.prompt"})


def rest(turn: Turn, act: Acknowledge) -> None:
    """Notes that somebody has seen the last reminder; nothing is answered."""
    if turn.in_group:
        return
    last = next(iter(turn.just_said()), None)
    if last is None or last.kind not in PROMPTS:
        return
    waited = select(Due).where(
        col(Due.enterprise_id).in_(last.about.get("enterprises", ())),
        Due.status == DueStatus.WAITING,
        Due.opens_at <= turn.now,
        Due.made_up_until > turn.now,
    )
    for due in turn.session.exec(waited):
        due.acknowledged_at = turn.now
        turn.session.add(due)
