"""The platform as a caller: it knocks at a callback address with sealed letters, up to three times each."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from tests.platform import codec, letters
from tests.platform.letters import cdata

TRIES = 3
DEADLINE_S = 5.0
VERIFY_DEADLINE_S = 1.0


@dataclass(frozen=True)
class Sealed:
    """A letter as it goes over the wire."""

    query: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the bot said to one knock; status 0: nothing in time."""

    status: int
    text: str = ""


@dataclass
class Caller:
    """One callback of one app, as the platform has it."""

    url: str
    token: str = "NightPatrolToken2026"
    aes_key: str = "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc"
    corp_id: str = "ww1234567890abcdef"
    clock: Callable[[], float] = time.time
    deadline: float = DEADLINE_S
    encrypt_last: bool = True
    _nonces: "count[int]" = field(default_factory=lambda: count(1597212914))

    def seal(self, xml: str, receiver: str | None = None) -> Sealed:
        """Seals a letter, for this corp unless told otherwise."""
        sealed = codec.seal(codec.key_of(self.aes_key), xml, self.corp_id if receiver is None else receiver)
        return Sealed(self.sign(sealed), self.envelope(sealed))

    def sign(self, sealed: str) -> dict[str, str]:
        """The query of a knock."""
        timestamp, nonce = str(int(self.clock())), str(next(self._nonces))
        return {
            "msg_signature": codec.sign(self.token, timestamp, nonce, sealed),
            "timestamp": timestamp,
            "nonce": nonce,
        }

    def envelope(self, sealed: str) -> bytes:
        """The body of a knock; the platform does not always keep the same order."""
        encrypt, agent = f"<Encrypt>{cdata(sealed)}</Encrypt>", f"<AgentID>{cdata('1000002')}</AgentID>"
        inner = agent + encrypt if self.encrypt_last else encrypt + agent
        return f"<xml><ToUserName>{cdata(self.corp_id)}</ToUserName>{inner}</xml>".encode()

    def echo(self, plain: str = "5577006791947779410") -> dict[str, str]:
        """The query of the check that the platform makes when an address is entered."""
        sealed = codec.seal(codec.key_of(self.aes_key), plain, self.corp_id)
        return self.sign(sealed) | {"echostr": sealed}

    def says(self, sender: str, kind: str, fields: str, msg_id: int | None = None) -> str:
        """The XML of a member's message, at this moment."""
        return letters.letter(self.corp_id, sender, kind, int(self.clock()), fields, msg_id)

    async def verify(self, plain: str = "5577006791947779410") -> bool:
        """Whether the address passes the check: the plain text within a second, nothing around it."""
        answer = await self._knock("GET", Sealed(self.echo(plain), b""), VERIFY_DEADLINE_S)
        return answer == Answer(200, plain)

    async def deliver(self, xml: str) -> list[Answer]:
        """Brings a letter, again when there is no 200 in time, three times at most; each sealed anew."""
        answers: list[Answer] = []
        while len(answers) < TRIES and (not answers or answers[-1].status != 200):
            answers.append(await self.knock(self.seal(xml)))
        return answers

    async def knock(self, sealed: Sealed) -> Answer:
        """Brings one sealed letter once."""
        return await self._knock("POST", sealed, self.deadline)

    async def text(self, sender: str, content: str, msg_id: int | None = None) -> list[Answer]:
        """A member writes."""
        return await self.deliver(self.says(sender, "text", letters.text(content), msg_id))

    async def video(self, sender: str, media_id: str, msg_id: int | None = None) -> list[Answer]:
        """A member sends a clip."""
        return await self.deliver(self.says(sender, "video", letters.video(media_id), msg_id))

    async def image(self, sender: str, media_id: str, msg_id: int | None = None) -> list[Answer]:
        """A member sends a picture."""
        return await self.deliver(self.says(sender, "image", letters.image(media_id), msg_id))

    async def _knock(self, method: str, sealed: Sealed, deadline: float) -> Answer:
        limit = aiohttp.ClientTimeout(total=deadline)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.request(method, self.url, params=sealed.query, data=sealed.body) as response,
            ):
                return Answer(response.status, await response.text())
        except (aiohttp.ClientError, TimeoutError):
            return Answer(0)
