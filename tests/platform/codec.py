"""The platform's side of the sealed envelopes, written apart from the bot's, so that one checks the other."""

import base64
import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def key_of(encoded: str) -> bytes:
    """The AES key, from 43 characters or 44."""
    return base64.b64decode(encoded + "=" * (-len(encoded) % 4))


def sign(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    """The signature over a sealed letter."""
    return hashlib.sha1("".join(sorted([token, timestamp, nonce, sealed])).encode()).hexdigest()  # noqa: S324


def _pad(plain: bytes) -> bytes:
    count = 32 - len(plain) % 32
    return plain + bytes([count]) * count


def _aes(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def seal(key: bytes, message: str, receiver: str, prefix: bytes = b"") -> str:
    """Seals a letter; its first 16 bytes are raw binary, as the platform's may be."""
    said = message.encode()
    plain = (prefix or os.urandom(16)) + struct.pack(">I", len(said)) + said + receiver.encode()
    sealer = _aes(key).encryptor()
    return base64.b64encode(sealer.update(_pad(plain)) + sealer.finalize()).decode()


def unseal(key: bytes, sealed: str, receiver: str) -> str:
    """Opens a letter of the bot's (a passive reply)."""
    opener = _aes(key).decryptor()
    plain = opener.update(base64.b64decode(sealed)) + opener.finalize()
    plain = plain[: -plain[-1]]
    (length,) = struct.unpack(">I", plain[16:20])
    if plain[20 + length :] != receiver.encode():
        msg = "receiveid"
        raise ValueError(msg)
    return plain[20 : 20 + length].decode()


def seal_file(key: bytes, content: bytes) -> bytes:
    """A file as it lies with the platform for an AI bot."""
    sealer = _aes(key).encryptor()
    return sealer.update(_pad(content)) + sealer.finalize()
