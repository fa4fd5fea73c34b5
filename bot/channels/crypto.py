"""The sealed envelopes of WeCom and WeChat: signature, AES-256-CBC, and who the letter is for.

The same for apps, customer service, official accounts and AI bots; only the receiver's id differs (it may be empty).
wechatpy does the same in four times the time and is the oracle in the tests.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.errors import BadInput, BadSignature

#: The platform pads to 32 bytes, not to the 16 of AES: ordinary unpadders fail on half of all letters.
PAD = 32
#: Random bytes before the length field; they may be raw binary.
PREFIX = 16
HEAD = PREFIX + 4

#: Nothing in it is tried twice (``*+``): it reads what nobody has signed, and a megabyte of blanks must cost nothing.
_ENCRYPT = re.compile(rb"<Encrypt>\s*+(?:<!\[CDATA\[\s*+)?([A-Za-z0-9+/=]++)\s*+(?:\]\]>\s*+)?</Encrypt>")
_PADDING = tuple(bytes([n]) * n for n in range(PAD + 1))


def key_bytes(encoded: str) -> bytes:
    """The 32 bytes of an EncodingAESKey or of a file's aeskey, padded or not; raises ValueError."""
    bare = encoded.strip().rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", bare):
        msg = "an AES key has 43 characters of A-Z a-z 0-9 + /"
        raise ValueError(msg)
    # spare bits of the last character may be set (the official sample has them), so there is no strict check
    return base64.b64decode(bare + "=")


def cipher(key: bytes) -> Cipher[modes.CBC]:
    """The cipher of a key; worth keeping, making one costs as much as decrypting a letter."""
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """The signature of a letter, in lower-case hex."""
    joined = "".join(sorted((token, timestamp, nonce, encrypted)))
    return hashlib.sha1(joined.encode("utf-8", "replace")).hexdigest()  # noqa: S324 - the platform's own choice


def encrypted_of(body: bytes) -> str:
    """The sealed part of a POST body, by pattern: no parser sees what nobody has signed."""
    found = _ENCRYPT.search(body)
    if found is None:
        msg = "no Encrypt element"
        raise BadInput(msg)
    return found.group(1).decode("ascii")


def decrypt_bytes(box: Cipher[modes.CBC], sealed: bytes) -> bytes:
    """What was sealed, without its padding; also for the files of AI bots."""
    if not sealed or len(sealed) % 16:
        msg = "the length of the ciphertext is not a multiple of 16"
        raise BadInput(msg)
    opener = box.decryptor()
    plain = opener.update(sealed) + opener.finalize()
    count = plain[-1]
    if not 1 <= count <= PAD or not plain.endswith(_PADDING[count]):
        msg = "wrong padding"
        raise BadInput(msg)
    return plain[:-count]


def encrypt_bytes(box: Cipher[modes.CBC], plain: bytes) -> bytes:
    """Pads and seals."""
    count = PAD - len(plain) % PAD
    sealer = box.encryptor()
    return sealer.update(plain + _PADDING[count]) + sealer.finalize()


class Envelope:
    """Opens and seals the letters of one callback: its token, its key, its receiver's id."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        self._token = token
        self._cipher = cipher(key_bytes(aes_key))
        self._receiver = receiver.encode()

    def echo(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when a callback address is entered; raises as `open` does."""
        sealed = query.get("echostr", "").replace(" ", "+")  # a proxy that decodes %2B too early makes it a blank
        if not sealed:
            msg = "no echostr"
            raise BadInput(msg)
        try:
            return self.open(query, sealed).decode()
        except UnicodeDecodeError as error:
            msg = "not UTF-8"
            raise BadInput(msg) from error

    def open(self, query: Mapping[str, str], encrypted: str) -> bytes:
        """What a letter says, once its signature is right; raises BadSignature or BadInput."""
        self.check(query, encrypted)
        return self.decrypt(encrypted)

    def check(self, query: Mapping[str, str], encrypted: str) -> None:
        """Raises BadSignature unless the letter was signed with our token."""
        timestamp = query.get("timestamp", "")
        if timestamp and not (timestamp.isascii() and timestamp.isdigit()):
            msg = "the timestamp is not a number"
            raise BadInput(msg)
        wanted = signature(self._token, timestamp, query.get("nonce", ""), encrypted)
        given = query.get("msg_signature", "")
        if not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
            msg = "the signature does not fit"
            raise BadSignature(msg)

    def decrypt(self, encrypted: str) -> bytes:
        """What a letter says, whoever signed it; raises BadInput."""
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except (binascii.Error, ValueError) as error:
            msg = "not base64"
            raise BadInput(msg) from error
        plain = decrypt_bytes(self._cipher, sealed)
        end = HEAD + int.from_bytes(plain[PREFIX:HEAD], "big")
        if len(plain) < HEAD or end > len(plain):
            msg = "wrong length field"
            raise BadInput(msg)
        if plain[end:] != self._receiver:
            msg = "the letter is for somebody else"
            raise BadInput(msg)
        return plain[HEAD:end]

    def encrypt(self, message: bytes, prefix: bytes = b"") -> str:
        """Seals a letter, as the platform does it or as a passive reply needs it."""
        start = prefix or os.urandom(PREFIX)
        plain = start + len(message).to_bytes(4, "big") + message + self._receiver
        return base64.b64encode(encrypt_bytes(self._cipher, plain)).decode("ascii")

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The signature that goes with a sealed letter."""
        return signature(self._token, timestamp, nonce, encrypted)
