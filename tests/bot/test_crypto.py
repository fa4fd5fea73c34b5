"""Sealed envelopes: the published letters open, wechatpy agrees, and nothing but our own errors comes out."""

import base64
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.work.crypto import WeChatCrypto

from bot.channels import crypto
from bot.channels.crypto import Envelope
from models.errors import BadInput, BadSignature
from tests.platform import codec
from tests.platform.vectors import AI_KEY, APP_VIDEO, FILES, OURS, PUBLISHED, Vector

KEY = APP_VIDEO.aes_key
CORP = APP_VIDEO.receiver
words = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)


def envelope_of(vector: Vector) -> Envelope:
    return Envelope(vector.token, vector.aes_key, vector.receiver)


def query_of(vector: Vector) -> dict[str, str]:
    return {"msg_signature": vector.signature, "timestamp": vector.timestamp, "nonce": vector.nonce}


@pytest.mark.parametrize("vector", [*PUBLISHED, *OURS], ids=lambda vector: vector.name)
def test_published_letters_open(vector: Vector) -> None:
    said = envelope_of(vector).open(query_of(vector), vector.sealed).decode()
    assert said == vector.contains if vector.whole else vector.contains in said


@pytest.mark.parametrize("vector", OURS, ids=lambda vector: vector.name)
def test_sealing_gives_the_same_letter(vector: Vector) -> None:
    envelope = envelope_of(vector)
    sealed = envelope.encrypt(vector.contains.encode(), prefix=b"0123456789abcdef")
    assert sealed == vector.sealed
    assert envelope.sign(vector.timestamp, vector.nonce, sealed) == vector.signature


def test_signature_is_sha1_of_the_sorted_parts() -> None:
    assert crypto.signature("b", "c", "a", "") == "a9993e364706816aba3e25717850c26c9cd0d89d"  # silenceper/wechat


@pytest.mark.parametrize("plain, sealed", FILES, ids=["photo", "full block"])
@pytest.mark.parametrize("padded", ["", "="], ids=["bare key", "padded key"])
def test_files_of_ai_bots_open(plain: bytes, sealed: str, padded: str) -> None:
    box = crypto.cipher(crypto.key_bytes(AI_KEY + padded))
    assert crypto.decrypt_bytes(box, bytes.fromhex(sealed)) == plain
    assert crypto.encrypt_bytes(box, plain).hex() == sealed


def test_another_receiver_is_refused() -> None:
    with pytest.raises(BadInput, match="somebody else"):
        Envelope(APP_VIDEO.token, KEY, "wwother").open(query_of(APP_VIDEO), APP_VIDEO.sealed)


def test_another_key_is_refused() -> None:
    with pytest.raises(BadInput, match="padding"):
        Envelope(APP_VIDEO.token, AI_KEY, CORP).open(query_of(APP_VIDEO), APP_VIDEO.sealed)


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "1597212915"},
        {"timestamp": "1788220801"},
        {"msg_signature": ""},
        {"msg_signature": "签名"},
        {"msg_signature": APP_VIDEO.signature.upper()},
    ],
)
def test_a_wrong_signature_is_refused_before_anything_is_opened(changed: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        envelope_of(APP_VIDEO).open(query_of(APP_VIDEO) | changed, APP_VIDEO.sealed)


@pytest.mark.parametrize("timestamp", ["soon", "-1", "１７８８", "1e9", "²"])
def test_a_timestamp_is_digits(timestamp: str) -> None:
    with pytest.raises(BadInput, match="timestamp"):
        envelope_of(APP_VIDEO).check(query_of(APP_VIDEO) | {"timestamp": timestamp}, APP_VIDEO.sealed)


def test_no_query_at_all_is_no_signature() -> None:
    with pytest.raises(BadSignature):
        envelope_of(APP_VIDEO).open({}, APP_VIDEO.sealed)


def _sealed(plain: bytes) -> str:
    box = crypto.cipher(crypto.key_bytes(KEY))
    return base64.b64encode(crypto.encrypt_bytes(box, plain)).decode()


@pytest.mark.parametrize(
    "sealed",
    [
        "",
        "AAAA",
        "not base64!",
        "A" * 64,
        _sealed(b""),
        _sealed(b"short"),
        _sealed(b"0123456789abcdef" + b"\x00\x00\x00"),
        _sealed(b"0123456789abcdef" + b"\xff\xff\xff\xff" + CORP.encode()),
        _sealed(b"0123456789abcdef" + b"\x00\x00\x00\x40" + b"hi" + CORP.encode()),
    ],
)
def test_damaged_letters_are_bad_input(sealed: str) -> None:
    with pytest.raises(BadInput):
        envelope_of(APP_VIDEO).decrypt(sealed)


@pytest.mark.parametrize("key", ["", "short", KEY[:-1], KEY + "A", "é" * 43, KEY[:-1] + "!"])
def test_a_malformed_key_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        Envelope("token", key, CORP)


@pytest.mark.parametrize(
    "body",
    [
        f"<xml><Encrypt><![CDATA[{APP_VIDEO.sealed}]]></Encrypt><AgentID>1</AgentID></xml>",
        f"<xml><AgentID>1</AgentID><Encrypt>{APP_VIDEO.sealed}</Encrypt></xml>",
        f"<xml>\n <Encrypt>\n<![CDATA[ {APP_VIDEO.sealed} ]]>\n</Encrypt></xml>",
    ],
)
def test_the_sealed_part_is_found_wherever_it_stands(body: str) -> None:
    assert crypto.encrypted_of(body.encode()) == APP_VIDEO.sealed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"<xml></xml>",
        b"<xml><Encrypt></Encrypt></xml>",
        b"<xml><Encrypt><![CDATA[]]></Encrypt></xml>",
        b"<xml><encrypt>AAAA</encrypt></xml>",
        b"<Encrypt>" * 20_000,
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
    ],
)
def test_a_body_without_a_sealed_part_is_bad_input(body: bytes) -> None:
    with pytest.raises(BadInput, match="no Encrypt"):
        crypto.encrypted_of(body)


@given(words)
def test_wechatpy_opens_what_we_seal(said: str) -> None:
    envelope = Envelope(APP_VIDEO.token, KEY, CORP)
    # wechatpy reads the prefix as text only in part, but its receiver check needs the rest to be UTF-8
    sealed = envelope.encrypt(said.encode(), prefix=b"0123456789abcdef")
    signed = envelope.sign("1788220800", "n", sealed)
    oracle = WeChatCrypto(APP_VIDEO.token, KEY, CORP)
    assert oracle.decrypt_message({"Encrypt": sealed}, signed, "1788220800", "n") == said


@given(words)
def test_we_open_what_wechatpy_seals(said: str) -> None:
    reply = WeChatCrypto(APP_VIDEO.token, KEY, CORP).encrypt_message(said, "n", "1788220800").encode()
    sealed = crypto.encrypted_of(reply)
    signed = reply.decode().split("<MsgSignature><![CDATA[")[1][:40]
    query = {"msg_signature": signed, "timestamp": "1788220800", "nonce": "n"}
    assert Envelope(APP_VIDEO.token, KEY, CORP).open(query, sealed).decode() == said


@given(words, st.binary(min_size=16, max_size=16))
def test_the_prefix_may_be_any_bytes(said: str, prefix: bytes) -> None:
    sealed = codec.seal(codec.key_of(KEY), said, "", prefix)
    assert Envelope("t", KEY, "").decrypt(sealed).decode() == said


@given(st.binary(max_size=200))
def test_any_bytes_raise_only_our_own_errors(noise: bytes) -> None:
    envelope = Envelope(APP_VIDEO.token, KEY, CORP)
    for sealed in (noise.decode("latin-1"), base64.b64encode(noise).decode(), escape(noise.decode("latin-1"))):
        with pytest.raises(BadInput):
            envelope.decrypt(sealed)


def test_a_passive_reply_can_be_opened_by_the_platform() -> None:
    sealed = Envelope("t", KEY, CORP).encrypt("已登记".encode())
    assert codec.unseal(codec.key_of(KEY), sealed, CORP) == "已登记"
