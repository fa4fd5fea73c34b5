"""Our sealed letters, and the platform's, against Tencent's @wecom/crypto."""

import json
import subprocess
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.crypto import Envelope
from tests.channels.nodes import HERE, node
from tests.platform import codec

TOKEN, KEY, CORP = "NightPatrolToken2026", "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc", "ww1234567890abcdef"
WORDS = st.lists(st.text(min_size=1, max_size=300), min_size=60, max_size=60)


def theirs(asked: list[dict[str, Any]]) -> list[Any]:
    """What Tencent's package answers."""
    lines = "\n".join(json.dumps(one) for one in asked)
    done = subprocess.run(
        [node(), str(HERE / "crypto.mjs")], input=lines, capture_output=True, text=True, timeout=300, check=True
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(WORDS)
def test_what_they_seal_we_open_and_what_the_platform_seals_they_open(words: list[str]) -> None:
    sealed = theirs([{"do": "seal", "key": KEY, "message": one, "id": CORP} for one in words])
    signed = theirs([{"do": "sign", "token": TOKEN, "timestamp": "1", "nonce": "n", "sealed": one} for one in sealed])
    opener = Envelope(TOKEN, KEY, CORP)
    for word, one, signature in zip(words, sealed, signed, strict=True):
        query = {"msg_signature": signature, "timestamp": "1", "nonce": "n"}
        assert opener.open(query, one).decode() == word
    ours = [codec.seal(codec.key_of(KEY), word, CORP) for word in words]
    opened = theirs([{"do": "open", "key": KEY, "sealed": one} for one in ours])
    assert [one["message"] for one in opened] == words
    assert {one["id"] for one in opened} == {CORP}
