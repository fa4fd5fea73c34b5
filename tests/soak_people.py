"""What people do in the county of the soak, and what goes wrong besides the calls: seeded, some of it at once."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from yarl import URL

from models import outbox
from models.errors import NotStorable
from models.outbox import Letter, Priority
from tests import clips
from tests.platform import letters
from tests.platform.callback import Sealed
from tests.platform.vectors import APP_VIDEO
from tests.soak_checks import Heard
from tests.soak_county import CAST, GROUPS, ROOM, County

WORDS = ("油罐区巡查了，无隐患", "巡查正常", "夜巡完毕", "发现3号泵漏油，已处理", "收到", "谢谢", "今晚谁值班")
ASKED = ("昨晚谁没报", "帮助", "今晚报了多少", "今晚谁没报", "隐患台账", "1", "2")


@dataclass
class People:
    """What people do in a county, and what of it the platforms believe to be safe."""

    county: County
    dice: Random
    heard: Heard = field(default_factory=Heard)
    number: int = 0
    _ids: "count[int]" = field(default_factory=lambda: count(1))
    _old: Sealed | None = None
    _msgids: list[str] = field(default_factory=list)

    async def play(self, many: int) -> None:
        """So many things happen, some of them at the same time."""
        acts: dict[Callable[[], Awaitable[None]], int] = {
            self._app_text: 6,
            self._app_media: 3,
            self._app_event: 1,
            self._app_click: 3,
            self._aibot_text: 6,
            self._aibot_media: 2,
            self._aibot_click: 2,
            self._kf: 6,
            self._kf_choice: 2,
            self._office: 5,
            self._mishap: 4,
        }
        while self.number < many:
            together = self.dice.choices(list(acts), weights=list(acts.values()), k=self.dice.choice([1, 1, 2, 4]))
            self.number += len(together)
            await asyncio.gather(*(act() for act in together))
            await self.county.passes(self.dice.uniform(1, 12))

    async def _app_text(self) -> None:
        sender = self.dice.choice(["guard1", "guard2", "guard3", "safety3", "duty", "duty", "stranger"])
        await self._knocks(sender, "text", letters.text(self.dice.choice(WORDS + ASKED)))

    async def _app_media(self) -> None:
        kind = self.dice.choice(["image", "image", "video", "voice"])
        seed = self.dice.randrange(3)
        content = clips.video(seed) if kind == "video" else clips.image(seed)
        media_id = self.county.wecom.shelf.put(content, "night.mp4" if kind == "video" else "night.jpg")
        if self.dice.random() < 0.3:
            self.county.wecom.shelf.items[media_id].cut_at = len(content) // 2
        if kind == "voice":
            media_id = self.county.wecom.shelf.put(b"#!AMR\n" + bytes(60), "a.amr", "audio/amr")
        made = {"image": letters.image, "video": letters.video, "voice": letters.voice}[kind]
        await self._knocks(self.dice.choice(["guard1", "guard2", "guard3"]), kind, made(media_id))

    async def _knocks(self, sender: str, kind: str, fields: str) -> None:
        number = 7_000_000_000 + next(self._ids)
        caller = self.county.caller("app")
        await self._delivered(caller.says(sender, kind, fields, number), str(number))

    async def _app_event(self) -> None:
        mark = f"menu_{next(self._ids)}."
        fields = f"<EventKey>{letters.cdata(mark)}</EventKey>"
        await self._delivered(letters.event(APP_VIDEO.receiver, "guard3", "click", self._at, fields), mark)

    async def _app_click(self) -> None:
        cards = [one for one in self.county.wecom.cards.shown if one.buttons]
        if cards:
            card = self.dice.choice(cards)
            key = self.dice.choice(list(card.buttons))
            await self._delivered(self.county.wecom.cards.click(card, card.buttons[key]), f"{card.task}#{key}")

    @property
    def _at(self) -> int:
        return int(self.county.wecom.clock())

    async def _delivered(self, xml: str, mark: str) -> None:
        """A callback, up to three times until it is answered; sometimes more often, at once, or broken off first."""
        self.heard.said.add(("app", mark))
        caller, how = self.county.caller("app"), self.dice.random()
        if how < 0.1:
            await self._broken_off(caller.seal(xml))
        knocks = [caller.deliver(xml) for _ in range(3 if how > 0.93 else 2 if how > 0.8 else 1)]
        answers = await asyncio.gather(*knocks)
        if any(answer.status == 200 for one in answers for answer in one):
            self.heard.surely.add(("app", mark))
        self._old = self._old or caller.seal(xml)

    async def overheard(self) -> None:
        """What was sent long ago is sent again by somebody who overheard it."""
        if self._old is not None:
            await self.county.passes(660)
            answer = await self.county.caller("app").knock(self._old)
            assert answer.status == 403, f"a callback of eleven minutes ago was taken: {answer}"

    async def _broken_off(self, sealed: Sealed) -> None:
        """A body that ends in its middle, and an answer that nobody waits for."""
        url = URL(self.county.callbacks)
        head = f"POST {url.path}/app HTTP/1.1\r\nHost: x\r\nContent-Length: {len(sealed.body)}\r\n\r\n"
        _, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(head.encode() + sealed.body[: len(sealed.body) // 2])
        await writer.drain()
        writer.close()

    async def _aibot_text(self) -> None:
        sender, chat = self.dice.choice([("duty", ROOM), ("supervisor", ROOM), ("supervisor", ""), ("guard2", "")])
        words = self.dice.choice(WORDS if sender == "guard2" else ASKED)
        await self._tells(sender, "text", {"content": f"@夜巡 {words}" if chat else words}, chat)

    async def _aibot_media(self) -> None:
        place = self.county.aibot.media.put(clips.image(self.dice.randrange(3)), "night.jpg")
        if self.dice.random() < 0.3:
            self.county.aibot.media.of(place).status = 500
        await self._tells("guard2", "image", place)

    async def _tells(self, sender: str, kind: str, content: Any, chat: str = "") -> None:
        again = bool(self._msgids) and self.dice.random() < 0.15
        msgid = self.dice.choice(self._msgids) if again else f"msg-of-the-soak-{next(self._ids)}"
        if await self.county.aibot.tells(self.county.aibot.says(sender, kind, content, chat, msgid=msgid), msgid):
            self.heard.said.add(("aibot", msgid))
            self._msgids.append(msgid)

    async def _aibot_click(self) -> None:
        cards = [one for one in self.county.aibot.shown if one.kind == "template_card"]
        if cards:
            card = self.dice.choice(cards)
            key = self.dice.choice([one["key"] for one in card.content["button_list"]])
            clicked = {"event_key": key, "task_id": card.content["task_id"], "card_type": "button_interaction"}
            msgid = f"click-of-the-soak-{next(self._ids)}"
            self.heard.said.add(("aibot", msgid))
            clicks = self.county.aibot.does(card.chat, "template_card_event", clicked, msgid=msgid)
            await self.county.aibot.tells(clicks, msgid)

    async def _kf(self) -> None:
        user, kf = self.dice.choice(["wmGuard1", "wmGuard4", "wmSafety5", "wmStranger"]), self.county.wecom.kf
        if self.dice.random() < 0.3:
            content = clips.image(self.dice.randrange(3))
            kf.says(user, "image", media_id=self.county.wecom.shelf.put(content, "night.jpg"))
        else:
            kf.says(user, "text", content=self.dice.choice(WORDS + ASKED))
        if self.dice.random() < 0.2:
            kf.holes[len(kf.said)] = self.dice.choice([1, 2])
        await self._calls_back()

    async def _kf_choice(self) -> None:
        waiting = [
            one for one in self.county.wecom.kf.customers.values() if any(kind == "choice" for kind, _ in one.shown)
        ]
        if waiting:
            sender = self.dice.choice(waiting)
            words = self.dice.choice([words for kind, words in sender.shown if kind == "choice"])
            self.county.wecom.kf.says(sender.user, "text", content=words, menu_id=f"{self._task()}#1")
            await self._calls_back()

    def _task(self) -> str:
        """A letter that has shown choices to a customer."""
        return next(
            (one.task for one in reversed(self.county.sendings) if one.channel == "kf" and one.task), "letter-0"
        )

    async def _calls_back(self) -> None:
        if self.dice.random() < 0.8:  # a lost callback loses nothing
            await self.county.caller("kf").deliver(self.county.wecom.kf.knock(APP_VIDEO.receiver))

    async def _office(self) -> None:
        """Something is to be said that nobody asked for, now and then more than fits into one message."""
        key = f"soak:{next(self._ids)}"
        long = "\n".join(f"{line} 榆川县第{line}加油站 隐患整改进行中" for line in range(50))
        text = f"{key}\n{long}" if self.dice.random() < 0.1 else key
        where = self.dice.choice(
            [{"channel": "robots", "chat": one} for one in GROUPS * 3]
            + [{"channel": "aibot", "chat": ROOM}] * 2
            + [{"person_id": number} for number in range(1, len(CAST) + 1)]
        )
        priority = self.dice.choice([Priority.EMERGENCY, Priority.ANSWER, Priority.RECEIPT])
        letter = Letter(key, "answer", priority=priority, text=text, **where)
        with contextlib.suppress(NotStorable):
            await self.county.work.write(lambda session: outbox.post(session, letter, self.county.clock.now()))
            if self.dice.random() < 0.1:
                await self.county.work.write(
                    lambda session: outbox.withdraw(session, key, self.county.clock.now(), "taken back")
                )

    # What goes wrong besides the calls

    async def _mishap(self) -> None:
        moods = self.county.aibot.moods
        kinds = ["token", "disk", "disk", "not arrived", "code", "mute"]
        if self.county.aibot.connected and not self.county.aibot.restless():
            kinds += ["cut", "cut", "cut in an answer", "half dead", "silent"]
        kind = self.dice.choice(kinds)
        self.county.weather.met[kind] += 1
        if kind == "token":
            self.county.wecom.kill_tokens()
        elif kind == "disk":
            self.county.disk.refuses += self.dice.randint(1, 4)
        elif kind == "not arrived":
            self.county.wecom.kf.fails_next = 10
        elif kind == "cut":
            await self.county.aibot.cut()
        elif kind == "half dead":
            moods.half_dead = True
        elif kind == "silent":
            moods.silent = True
        else:
            moods.sends.append(
                {"mute": "mute", "cut in an answer": "cut"}.get(kind) or self.dice.choice([-1, 6000, 45009])
            )
