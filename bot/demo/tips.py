"""The sample library of the demo: texts and clips of our own, put on the shelf as an office would."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session, col, select

from bot.register import KINDS, rows_of
from models.library import Tip, TipKind

_FILE = Path(__file__).with_name("tips.toml")


@dataclass(frozen=True)
class Sample:
    """A sample: its title, its sentences, and for a short video the name of its clip."""

    title: str
    tags: str
    text: tuple[str, ...]
    clip: str = ""


@cache
def samples() -> tuple[str, Mapping[TipKind, tuple[Sample, ...]]]:
    """Whose samples they are, and all of them by kind."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    found = {kind: tuple(Sample(**{**one, "text": tuple(one["text"])}) for one in told[kind]) for kind in TipKind}
    return told["source"], found


def clip(name: str) -> Sample | None:
    """The short video whose clip has this name."""
    return next((one for one in samples()[1][TipKind.VIDEO] if one.clip == name), None)


def settle(session: Session, when: datetime) -> None:
    """Puts the texts on the shelf through the import, and the short videos, whose clips are our own, beside them."""
    source, found = samples()
    rows = [
        {"标题": one.title, "类型": "链接", "来源": source, "标签": one.tags, "正文": "".join(one.text)}
        for one in found[TipKind.LINK]
    ]
    KINDS["tips"].run(session, rows_of(KINDS["tips"].title, rows), when, [])
    known = set(session.exec(select(Tip.clip).where(col(Tip.clip) != "")))
    session.add_all(_video(one, source, when) for one in found[TipKind.VIDEO] if one.clip not in known)


def _video(one: Sample, source: str, when: datetime) -> Tip:
    return Tip(
        kind=TipKind.VIDEO,
        title=one.title,
        clip=one.clip,
        text="。".join((*one.text, "")),
        source=source,
        tags=one.tags,
        approved_at=when,
        approved_by="admin",
    )
