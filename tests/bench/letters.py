"""Sealed letters as whole HTTP requests, made before anything is measured."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.platform import letters
from tests.platform.callback import Caller

CALLER = Caller("")
FIRST_ID = 7423456789000000000
WORDS = (
    "夜巡正常",
    "罐区、泵房已巡查，一切正常",
    "巡查了，木有问题",
    "夜巡发现1处隐患：3号泵密封渗漏，已通知维修",
    "收到",
)


@dataclass(frozen=True)
class Post:
    """Who sends what: a text, or a file by its media_id."""

    sender: str
    kind: str = "text"
    said: str = ""


def msg_id(number: int) -> str:
    """The platform's id of the request with a number."""
    return str(FIRST_ID + number)


def request(number: int, post: Post) -> bytes:
    """One POST to /callback/app, signed and sealed."""
    fields = getattr(letters, post.kind)(post.said)
    sealed = CALLER.seal(CALLER.says(post.sender, post.kind, fields, FIRST_ID + number))
    head = (
        f"POST /callback/app?{urlencode(sealed.query)} HTTP/1.1\r\nHost: bench\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(sealed.body)}\r\n\r\n"
    )
    return head.encode() + sealed.body


def plain_posts(count: int) -> list[Post]:
    """Three texts to one file, of two thousand people."""
    return [
        Post(f"user{n % 2000}", "image", f"media-{n}") if n % 4 == 3 else Post(f"user{n % 2000}", said=WORDS[n % 5])
        for n in range(count)
    ]


def write(path: Path, posts: Sequence[Post], start: int = 0) -> Path:
    """Lays the requests from a number on into a file for the client's process."""
    path.write_bytes(pickle.dumps([request(number, post) for number, post in enumerate(posts) if number >= start]))
    return path
