"""The keys of the conversation archive: what is sealed beside each record is opened by the key of its version."""

import binascii
from base64 import b64decode
from collections.abc import Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class Keys:
    """The private keys by version; whoever holds them reads every conversation that is archived."""

    def __init__(self, pems: Mapping[int, str]) -> None:
        self._keys = {version: key for version, pem in pems.items() if (key := private_key(pem)) is not None}
        self.unreadable = tuple(sorted(set(pems) - set(self._keys)))

    @property
    def newest(self) -> int:
        """The highest version that there is a key for; 0 where there is none."""
        return max(self._keys, default=0)

    def knows(self, version: int) -> bool:
        """Whether there is a key of this version."""
        return version in self._keys

    def open(self, version: int, sealed: str) -> str | None:
        """The key of one record, each byte as one character; None when ours does not fit.

        A wrong key may as well give nonsense without a complaint: that it fits shows only when the record opens.
        """
        try:
            return self._keys[version].decrypt(b64decode(sealed), PKCS1v15()).decode("latin-1")
        except (KeyError, ValueError, binascii.Error):
            return None


def private_key(pem: str) -> RSAPrivateKey | None:
    """The RSA key of a PEM text; None for anything else."""
    try:
        found = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, RSAPrivateKey) else None
