"""Faults at random, from a seed: at the end all that was said is stored once, and all that was sent is there once."""

import random
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Later, Refused, Sent
from bot.ears import OfficeEars
from models.errors import NotStorable
from tests.channels import archive_office, kf_office
from tests.channels.archive_office import AT
from tests.channels.kf_office import USER, opened
from tests.platform.finance import Corp

MOODS = ("GetChatData 10001", "GetChatData 10003", "GetChatData garbage", "GetChatData crash", "DecryptData crash")
DROPS = (
    *({"drop": drop} for drop in ("before", "after")),
    *({"code": code} for code in (-1, 42001, 95007)),
    {"status": 500},
)


class Moody(OfficeEars):
    """Ears whose database refuses a commit now and then."""

    dice: random.Random

    async def take(self, heard, mark=None, channel="") -> None:  # type: ignore[no-untyped-def]
        """Refuses before anything is stored, or the caller believes so although it was."""
        if heard and self.dice.random() < 0.2:
            raise NotStorable("at random")
        await super().take(heard, mark, channel)
        if heard and self.dice.random() < 0.2:
            raise NotStorable("at random, after it was stored")


def moody(office: archive_office.Office | kf_office.Office, dice: random.Random) -> Moody:
    ears = Moody(office.work, office.clock)
    ears.dice = dice
    return ears


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_record_of_the_archive_is_stored_once(
    archive: archive_office.Office, corp: Corp, seed: int
) -> None:
    dice = random.Random(seed)
    said: list[str] = []
    for _ in range(6):
        corp.mood(*dice.choices(MOODS, k=dice.randint(0, 4)))
        channel = archive.channel()
        channel.hear_with(moody(archive, dice))
        await channel.start()
        said += [corp.say("text", AT, content=f"第{len(said)}条") for _ in range(dice.randint(1, 9))]
        if dice.random() < 0.5:
            await archive.read_up_to(len(said))
        await channel.close()
    corp.mood()
    async with archive.listening():
        heard = await archive.heard(len(said))
    assert [one.msg_id for one in heard] == said
    assert {one.kind for one in heard} == {"text"}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_word_of_customer_service_is_stored_and_said_once(
    tmp_path: Path, aiohttp_server: AiohttpServer, seed: int
) -> None:
    dice = random.Random(seed)
    async with opened(tmp_path, aiohttp_server) as office:
        kf, trouble = office.kf, office.platform.trouble
        office.channel.hear_with(moody(office, dice))
        said, sent = [kf.says(USER, "text", content="在")], []
        kf.page = 3
        await office.channel.start()
        await office.read_to_the_end()
        for number in range(5):
            kf.holes[len(kf.said)] = dice.randint(0, 2)
            said += [kf.says(USER, "text", content=f"第{number}条") for _ in range(dice.randint(1, 5))]
            for path in ("kf/sync_msg", "kf/send_msg"):
                for what in dice.choices(DROPS, k=dice.randint(0, 2)):
                    trouble.add(path, **what)
            if dice.random() < 0.3:
                office.platform.kill_tokens()
            office.ring()
            if dice.random() < 0.5:
                await office.read_to_the_end()
            text = f"回执{number}"
            for _ in range(6):
                outcome = await office.say(text, key=f"letter-{number}")
                if isinstance(outcome, Sent):
                    sent.append(text)
                if not isinstance(outcome, Later):
                    break
            assert not isinstance(outcome, Refused), outcome
        trouble.waiting.clear()
        office.channel.hear_with(OfficeEars(office.work, office.clock))
        office.ring()
        heard = await office.heard(len(said))
        assert sorted(one.msg_id for one in heard) == said
        assert [text for _, text in kf.customers[USER].shown] == sent
        assert office.platform.faults == []
