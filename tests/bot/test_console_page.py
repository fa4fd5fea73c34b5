"""The chat page without a browser: who sees what, what saying something makes of it, and the door."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient
from sqlmodel import Session, col, select

import bot.demo
from bot.channels.base import Address, MediaLost, Parcel, Sent
from bot.channels.console import Console
from bot.web import console as page
from models.attachments import Attachment
from models.inbox import Message
from models.incoming import Incoming, MessageKind
from models.people import Binding, Person
from tests.console_stage import Stage, stage

GUARD, NEIGHBOUR, OFFICER, STRANGER = "qianxiaoman", "panmaishou", "hexiaotang", "mosheng-1"
STATIONS, PARK = "youzhan", "yuanqu"
Client = TestClient[Any, Any]


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Stage]:
    """The page on its stage."""
    async with stage(tmp_path) as made:
        yield made


@pytest.fixture
async def client(theatre: Stage, aiohttp_client: Callable[..., Awaitable[Client]]) -> Client:
    """Somebody who looks at the page."""
    return await aiohttp_client(theatre.app)


def form(user: str = GUARD, chat: str = "", text: str = "", **words: str) -> FormData:
    """What the page sends when somebody speaks."""
    data = FormData(default_to_multipart=True)
    for name, value in {"as": user, "chat": chat, "text": text, **words}.items():
        data.add_field(name, value)
    return data


async def say(client: Client, data: FormData, status: int = 201) -> Any:
    answer = await client.post("/console/api/say", data=data)
    assert answer.status == status, await answer.text()
    return await answer.json()


async def see(client: Client, user: str, chat: str = "", **words: str) -> Any:
    """The bubbles that somebody sees."""
    answer = await client.get("/console/api/messages", params={"as": user, "chat": chat, **words})
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def texts(client: Client, user: str, chat: str = "") -> list[str]:
    return [one["text"] for one in (await see(client, user, chat))["bubbles"]]


async def rows(theatre: Stage) -> list[Message]:
    return await theatre.work.read(lambda session: list(session.exec(select(Message).order_by(col(Message.id)))))


def spooled(theatre: Stage) -> list[str]:
    return [path.name for path in (theatre.folder / "spool").iterdir()]


# Who is who


async def test_everybody_is_offered_officers_first_and_a_stranger_last(client: Client) -> None:
    found = await (await client.get("/console/api/people")).json()
    titles = [circle["title"] for circle in found["circles"]]
    assert titles[:3] == ["值班室", "宏达加油站", "丰禾化工"]
    assert titles[-1] == "没登记的手机"
    assert [who["role"] for who in found["circles"][0]["people"][:4]] == ["值班员", "值班员", "值班员", "监管员"]
    assert found["circles"][2]["note"] == "生产·重大危险源"
    assert len(titles) == 57
    around = {"safety": "shijiawang", "supervisor": "chenghe"}  # of the guard's own enterprise, and of its grid
    assert found["cast"] == {"visitor": GUARD, **around, "officer": OFFICER, "leader": "duheng"}


async def test_once_bound_a_stranger_makes_room_for_the_next(theatre: Stage, client: Client) -> None:
    def bind(session: Session) -> None:
        session.add(Binding(channel="console", user_id=STRANGER, person_id=1, bound_at=theatre.clock.now()))

    await theatre.work.write(bind)
    found = await (await client.get("/console/api/people")).json()
    assert found["circles"][-1]["people"][0]["user"] == "mosheng-2"


async def test_people_sit_in_the_groups_of_their_enterprise_and_officers_in_all(client: Client) -> None:
    async def chats(user: str) -> list[str]:
        answer = await client.get("/console/api/chats", params={"as": user})
        return sorted(one["chat"] for one in (await answer.json())["chats"])

    assert await chats(GUARD) == ["", STATIONS]
    assert await chats(OFFICER) == ["", "chengqu", "xiangzhen", STATIONS, PARK]
    assert await chats(STRANGER) == [""]


# Saying


async def test_words_become_a_message_with_quote_and_mention(theatre: Stage, client: Client) -> None:
    await say(client, form(chat=STATIONS, text=" @夜巡 我们报过了吗 ", reply_to="receipt:7"))
    (message,) = await rows(theatre)
    assert (message.channel, message.sender, message.chat) == ("console", GUARD, STATIONS)
    assert (message.text, message.reply_to, message.mentions_bot) == ("@夜巡 我们报过了吗", "receipt:7", True)
    assert message.sent_at == message.received_at == theatre.clock.now()


async def test_nine_photos_a_video_and_words_are_eleven_messages_in_order(theatre: Stage, client: Client) -> None:
    data = form(text="罐区正常")
    for number in range(9):
        data.add_field("files", b"\xff\xd8\xff" + bytes([number]), filename=f"{number}.jpg", content_type="image/jpeg")
    data.add_field("files", b"clip", filename="v.mp4", content_type="video/mp4")
    answer = await say(client, data)
    said = await rows(theatre)
    assert [one.kind for one in said] == ["image"] * 9 + ["video", "text"]
    assert [one.msg_id for one in said] == answer["ids"]
    media = await theatre.work.read(lambda session: list(session.exec(select(Attachment).order_by(col(Attachment.id)))))
    assert [one.filename for one in media] == [*(f"{number}.jpg" for number in range(9)), "v.mp4"]
    async with theatre.console.fetch(media[3].locator) as download:
        assert download.size == 4
        assert b"".join([chunk async for chunk in download.chunks]) == b"\xff\xd8\xff\x03"


async def test_sending_again_after_a_lost_answer_makes_no_second_message(theatre: Stage, client: Client) -> None:
    for _ in range(2):
        await say(client, form(text="夜巡正常", id="ab" * 16))
    assert [one.msg_id for one in await rows(theatre)] == ["ab" * 16 + "-0"]


async def test_a_sample_is_made_on_the_spot_each_time_another_one(
    theatre: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips = SimpleNamespace(video=lambda seed: f"clip {seed}".encode(), image=lambda seed: f"picture {seed}".encode())
    monkeypatch.setattr(bot.demo, "clips", clips, raising=False)
    data = form()
    data.add_field("samples", "video")
    data.add_field("samples", "video")
    await say(client, data)
    assert [one.kind for one in await rows(theatre)] == ["video", "video"]
    made = {(theatre.folder / "spool" / name).read_bytes() for name in spooled(theatre)}
    assert len(made) == 2
    unknown = form()
    unknown.add_field("samples", "hologram")
    await say(client, unknown, 400)


async def test_nothing_is_kept_of_what_may_not_be_said(theatre: Stage, client: Client) -> None:
    def with_file(data: FormData, size: int = 10) -> FormData:
        data.add_field("files", BytesIO(b"x" * size), filename="a.bin")
        return data

    outside = await say(client, with_file(form(chat=PARK)), 400)
    assert outside["error"] == page.OUTSIDE
    large = await say(client, with_file(form(), 3 * 1024 * 1024), 413)
    assert large["error"] == "文件太大，单个不超过2MB"
    assert (await say(client, form(text="  "), 400))["error"] == "先写一句或选个文件，再发送"
    await say(client, with_file(form(user="")), 400)
    assert (await client.post("/console/api/say", json={"as": GUARD})).status == 400
    assert await rows(theatre) == []
    assert spooled(theatre) == []


async def test_only_the_page_itself_may_speak(client: Client) -> None:
    async def status(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await client.post("/console/api/say", data=form(text="好"), headers=named)).status

    here = f"http://{client.host}:{client.port}"
    assert await status(Origin="http://evil.example") == 403
    assert await status(Sec_Fetch_Site="cross-site", Origin=here) == 403
    assert await status(Origin="null") == 403
    assert await status(Host="yexun.evil.example", Origin="http://yexun.evil.example") == 403
    assert await status(Sec_Fetch_Site="same-origin", Origin=here) == 201
    assert await status() == 201


# Seeing


async def test_a_private_chat_is_seen_by_its_owner_alone(theatre: Stage, client: Client) -> None:
    await say(client, form(text="夜巡正常"))
    await theatre.said("已报 23:40", user=GUARD, key="receipt:1")
    await say(client, form(chat=STATIONS, text="大家辛苦"))
    assert await texts(client, GUARD) == ["夜巡正常", "已报 23:40"]
    assert await texts(client, NEIGHBOUR) == []
    assert await texts(client, OFFICER) == []
    assert await texts(client, NEIGHBOUR, STATIONS) == ["大家辛苦"]
    mine, answer = (await see(client, GUARD))["bubbles"]
    assert (mine["mine"], mine["name"], mine["org"]) == (True, "钱小满", "宏达加油站 夜班")
    assert (answer["bot"], answer["name"], answer["ref"]) == (True, "夜巡", "receipt:1")


async def test_a_group_is_closed_to_those_outside(client: Client) -> None:
    answer = await client.get("/console/api/messages", params={"as": GUARD, "chat": PARK})
    assert (answer.status, (await answer.json())["error"]) == (400, page.OUTSIDE)
    assert (await client.get("/console/api/messages", params={"as": STRANGER, "chat": STATIONS})).status == 400
    assert (await client.get("/console/api/messages", params={"chat": STATIONS})).status == 400


async def test_only_what_was_sent_is_seen(theatre: Stage, client: Client) -> None:
    await theatre.said("说出去了", chat=STATIONS, key="a")
    await theatre.said("没说出去", chat=STATIONS, key="b")
    await theatre.work.write(lambda session: _hold_back(session, "b"))
    assert await texts(client, GUARD, STATIONS) == ["说出去了"]


def _hold_back(session: Session, key: str) -> None:
    from models.outbox import by_key

    letter = by_key(session, key)
    assert letter is not None
    letter.status = "pending"
    session.add(letter)


async def test_a_quote_shows_what_it_quotes(theatre: Stage, client: Client) -> None:
    await theatre.said("没听准，请选1个", user=GUARD, key="unclear:9")
    theatre.clock.put(theatre.clock.now() + timedelta(seconds=8))
    await say(client, form(text="1", reply_to="unclear:9"))
    *_, last = (await see(client, GUARD))["bubbles"]
    assert last["quote"] == {"name": "夜巡", "text": "没听准，请选1个"}
    await say(client, form(chat=STATIONS, text="看这个", reply_to="unclear:9"))
    *_, elsewhere = (await see(client, NEIGHBOUR, STATIONS))["bubbles"]
    assert elsewhere["quote"] is None, "what was said in private is not shown to the group by quoting it"


async def test_pages_join_without_a_gap_or_a_double_even_in_one_moment(theatre: Stage, client: Client) -> None:
    for number in range(70):
        await say(client, form(chat=STATIONS, text=f"{number}"))
        await theatre.said(f"答{number}", chat=STATIONS)
        if number % 10 == 0:
            theatre.clock.put(theatre.clock.now() + timedelta(minutes=1))
    seen: list[str] = []
    before: dict[str, str] = {}
    while True:
        found = await see(client, GUARD, STATIONS, **before)
        seen = [one["id"] for one in found["bubbles"]] + seen
        if not found["more"]:
            break
        before = {"before": found["bubbles"][0]["place"]}
    assert len(seen) == len(set(seen)) == 140
    assert (await client.get("/console/api/messages", params={"as": GUARD, "before": "gestern"})).status == 400


async def test_an_attachment_is_fetching_then_stored(theatre: Stage, client: Client) -> None:
    data = form()
    data.add_field("files", b"\x00\x00\x00\x18ftypmp42clip", filename="v.mp4", content_type="video/mp4")
    await say(client, data)
    (bubble,) = (await see(client, GUARD))["bubbles"]
    assert (bubble["kind"], bubble["media"][0]["state"]) == ("video", "fetching")
    await theatre.fetch_all()
    ((media,),) = [one["media"] for one in (await see(client, GUARD))["bubbles"]]
    assert media["state"] == "stored"
    answer = await client.get(f"/console/media/{media['sha256']}")
    assert await answer.read() == b"\x00\x00\x00\x18ftypmp42clip"


# What is new


async def test_what_is_new_is_counted_until_it_is_read(theatre: Stage, client: Client) -> None:
    async def unread(user: str) -> dict[str, int]:
        answer = await (await client.get("/console/api/chats", params={"as": user})).json()
        return {one["chat"]: one["unread"] for one in answer["chats"]}

    theatre.clock.put(theatre.clock.now() + timedelta(minutes=1))
    await say(client, form(chat=STATIONS, text="收到"))
    await theatre.said("已报", user=NEIGHBOUR)
    await theatre.said("还差1次夜巡", user=NEIGHBOUR)
    assert await unread(GUARD) == {"": 0, STATIONS: 0}
    assert await unread(NEIGHBOUR) == {"": 2, STATIONS: 1}
    phones = await (await client.get("/console/api/phones")).json()
    assert [(one["who"]["name"], one["text"], one["unread"]) for one in phones] == [("潘麦收", "还差1次夜巡", 2)]
    last = (await see(client, NEIGHBOUR))["bubbles"][-1]
    await client.post("/console/api/read", json={"as": NEIGHBOUR, "chat": "", "place": last["place"]})
    assert await unread(NEIGHBOUR) == {"": 0, STATIONS: 1}
    assert await (await client.get("/console/api/phones")).json() == []


async def test_the_stream_tells_of_changes_and_ends_with_the_channel(theatre: Stage, client: Client) -> None:
    answer = await client.get("/console/events")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert (await event(answer))[0] == "changed"
    await say(client, form(text="夜巡正常"))
    kind, told = await event(answer)
    assert (kind, told["demo"], told["moving"]) == ("changed", True, False)
    await theatre.console.close()
    async with asyncio.timeout(60):
        assert (await answer.content.read()).strip() == b""


async def event(answer: ClientResponse) -> tuple[str, Any]:
    """The next event of a stream that is not about the clock alone."""
    kind = ""
    async with asyncio.timeout(60):
        while True:
            line = (await answer.content.readline()).decode().strip()
            if line.startswith("event:"):
                kind = line.removeprefix("event: ")
            elif line.startswith("data:") and kind == "changed":
                return kind, json.loads(line.removeprefix("data: "))


# The clock


async def test_the_clock_of_a_demo_moves_once_at_a_time(theatre: Stage, client: Client) -> None:
    assert theatre.turn is not None
    theatre.turn.gate.clear()
    first = asyncio.ensure_future(client.post("/console/api/clock", json={"to": "hour"}))
    await theatre.turn.begun.wait()
    assert (await (await client.get("/console/api/clock")).json())["moving"] is True
    assert (await client.post("/console/api/clock", json={"to": "03:30"})).status == 409
    theatre.turn.gate.set()
    told = await (await first).json()
    assert (told["now"][:16], told["moving"]) == ("2026-03-10T16:40", False)
    assert theatre.turn.moves == ["hour"]
    assert (await client.post("/console/api/clock", json={"to": "1999"})).status == 400


async def test_without_a_demo_the_time_is_what_it_is(
    tmp_path: Path, aiohttp_client: Callable[..., Awaitable[Client]]
) -> None:
    async with stage(tmp_path, demo=False) as theatre:
        client = await aiohttp_client(theatre.app)
        assert (await client.post("/console/api/clock", json={"to": "hour"})).status == 404
        html = await (await client.get("/console")).text()
        assert "data-move" not in html
        assert "怎么用" in html


# The page and its files


async def test_the_page_brings_everything_itself(client: Client) -> None:
    answer = await client.get("/console")
    html = await answer.text()
    assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "榆川县应急值班室" in html
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', html)
    assert addresses
    for address in addresses:
        assert address.startswith("/console/static/")
        found = await client.get(address)
        assert (found.status, "immutable" in found.headers["Cache-Control"]) == (200, True)
    assert (await client.get("/console/static/old/main.js")).headers["Cache-Control"] == "no-cache"
    assert (await client.get("/console/static/old/nothing.js")).status == 404


def test_no_script_or_style_names_a_foreign_host() -> None:
    folder = Path(page.__file__).parent / "static" / "console"
    known = {"http://www.w3.org"}
    for path in folder.iterdir():
        named = set(re.findall(r"https?://[a-z0-9.]+", path.read_text()))
        assert named <= known, path.name


async def test_media_comes_in_pieces_with_its_true_type(theatre: Stage, client: Client) -> None:
    picture, page_of_mine = theatre.store(b"\xff\xd8\xff" + b"p" * 100), theatre.store(b"<script>alert(1)</script>")
    part = await client.get(f"/console/media/{picture}", headers={"Range": "bytes=3-5"})
    assert (part.status, await part.read(), part.headers["Content-Type"]) == (206, b"ppp", "image/jpeg")
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    odd = await client.get(f"/console/media/{page_of_mine}")
    assert odd.headers["Content-Type"] == "application/octet-stream"
    assert odd.headers["Content-Disposition"] == "attachment"
    assert "sandbox" in odd.headers["Content-Security-Policy"]
    assert (await client.get(f"/console/media/{'0' * 64}")).status == 404
    assert (await client.get("/console/media/..%2f..%2fstage.db")).status == 404


# The channel


async def test_the_channel_hands_out_only_what_lies_in_its_spool(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim")
    console = Console("console", tmp_path / "spool")
    for locator in ("../secret", "/etc/passwd", "", "0" * 32):
        with pytest.raises(MediaLost):
            async with console.fetch(locator):
                pass
    assert await console.send(Address(to_user=GUARD), Parcel("好", key="receipt:1")) == Sent(platform_id="receipt:1")
    assert [one.level for one in await console.check()] == ["green"]


async def test_the_channel_sweeps_what_nobody_fetched(tmp_path: Path) -> None:
    console = Console("console", tmp_path / "spool")
    locator, file = console.new_file()
    file.close()
    await console.start()
    async with console.fetch(locator):
        pass
    moment = (tmp_path / "spool" / locator).stat().st_mtime
    await Console("console", tmp_path / "spool", wall=lambda: moment + 3 * 86400).start()
    assert list((tmp_path / "spool").iterdir()) == []


async def test_the_same_phone_may_stand_for_two_enterprises(theatre: Stage, client: Client) -> None:
    def bind(session: Session) -> None:
        second = session.exec(select(Person).where(Person.role == "报送员", Person.enterprise_id == 2)).one()
        session.add(Binding(channel="console", user_id=GUARD, person_id=second.id or 0, bound_at=theatre.clock.now()))

    await theatre.work.write(bind)
    answer = await (await client.get("/console/api/chats", params={"as": GUARD})).json()
    assert answer["me"]["org"] == "宏达加油站、丰禾化工 夜班"
    assert sorted(one["chat"] for one in answer["chats"]) == ["", STATIONS, PARK]


async def test_events_of_the_platform_are_no_bubbles(theatre: Stage, client: Client) -> None:
    now = theatre.clock.now()
    await theatre.work.receive(Incoming("console", "e1", MessageKind.EVENT, GUARD, now, now))
    assert await texts(client, GUARD) == []
