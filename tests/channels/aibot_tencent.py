"""Tencent's own Python package talks to our platform: run as a script, it says what it saw as lines of JSON."""

import asyncio
import base64
import hashlib
import json
import sys
from typing import Any

import aibot
import aibot.ws

aibot.ws._SSL_CONTEXT = None  # it hands one over even where the address is ws://, which websockets refuses
PIECE = 512 * 1024


class Mute:
    """Its logger would print the texts."""

    def debug(self, message: str, *args: object) -> None: ...
    def info(self, message: str, *args: object) -> None: ...
    def warn(self, message: str, *args: object) -> None: ...
    def error(self, message: str, *args: object) -> None: ...


def tell(what: str, **more: Any) -> None:
    print(json.dumps({"what": what, **more}), flush=True)


async def upload(client: aibot.WSClient, content: bytes) -> str:
    """It has no method for this: the three steps by its general one, the pieces out of order and one of them twice."""

    async def step(name: str, body: dict[str, Any]) -> dict[str, Any]:
        cmd = f"aibot_upload_media_{name}"
        answer = await client.reply({"headers": {"req_id": aibot.generate_req_id(cmd)}}, body, cmd)
        return dict(answer.get("body", {}))

    pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)]
    md5 = hashlib.md5(content).hexdigest()  # noqa: S324
    about = {
        "type": "video",
        "filename": "夜巡.mp4",
        "total_size": len(content),
        "total_chunks": len(pieces),
        "md5": md5,
    }
    upload_id = (await step("init", about))["upload_id"]
    for index in (*reversed(range(len(pieces))), 0):
        data = base64.b64encode(pieces[index]).decode()
        await step("chunk", {"upload_id": upload_id, "chunk_index": index, "base64_data": data})
    return str((await step("finish", {"upload_id": upload_id}))["media_id"])


async def on_text(client: aibot.WSClient, frame: dict[str, Any]) -> None:
    body = frame["body"]
    tell("text", content=body["text"]["content"], user=body["from"]["userid"], chat=body.get("chatid", ""))
    for finish, content in ((False, "已"), (True, "已登记")):
        await client.reply_stream(frame, "stream-1", content, finish)
    if "quote" in body:
        film = body["quote"]["video"]
        content, name = await client.download_file(film["url"], film["aeskey"])
        tell("file", name=name, sha256=hashlib.sha256(content).hexdigest())
        media_id = await upload(client, content * 4)
        await client.send_message(body["chatid"], {"msgtype": "video", "video": {"media_id": media_id}})
    try:
        await client.send_message("wr-never-met", {"msgtype": "markdown", "markdown": {"content": "**一**"}})
    except RuntimeError as error:
        tell("refused", code="846607" in str(error))
    tell("done")


async def on_enter(client: aibot.WSClient, frame: dict[str, Any]) -> None:
    await client.reply_welcome(frame, {"msgtype": "text", "text": {"content": "在"}})
    tell("welcomed")


async def on_click(client: aibot.WSClient, frame: dict[str, Any]) -> None:
    clicked = frame["body"]["event"]["template_card_event"]
    card = {"card_type": "button_interaction", "task_id": clicked["task_id"], "main_title": {"title": "已处理"}}
    await client.update_template_card(frame, card)
    tell("clicked", key=clicked["event_key"])


async def main(url: str, bot_id: str, secret: str) -> None:
    told = aibot.WSClientOptions(bot_id, secret, ws_url=url, heartbeat_interval=100, logger=Mute())
    client = aibot.WSClient(told)
    client.on("authenticated", lambda: tell("authenticated"))
    client.on("error", lambda error: tell("error", told=str(error)))
    for kind in ("image", "mixed", "voice", "file"):
        client.on(f"message.{kind}", lambda frame: tell("heard", kind=frame["body"]["msgtype"]))
    client.on("message.text", lambda frame: asyncio.ensure_future(on_text(client, frame)))
    client.on("event.enter_chat", lambda frame: asyncio.ensure_future(on_enter(client, frame)))
    client.on("event.template_card_event", lambda frame: asyncio.ensure_future(on_click(client, frame)))
    await client.connect()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    client.disconnect()
    await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
