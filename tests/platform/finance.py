"""A corp whose conversations are archived: the folder that the tests' own library (finance_sdk.c) reads.

Nothing of the bot's is used here: the records are sealed as the platform seals them, with the public key of a version.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SOURCE = Path(__file__).with_name("finance_sdk.c")
SECRET = "secret-of-the-archive"
MAGIC = b"plain:"


def built(folder: Path) -> Path | None:
    """The library, made by the C compiler of this machine; None where there is none."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "libfinance_sdk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE)], check=True, timeout=180)
    return library


@cache
def key_of(version: int) -> rsa.RSAPrivateKey:
    """The pair of keys of a version; the corp made it, the platform has the public half."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(version: int) -> str:
    """The private half, as it lies in a file of the office."""
    return key_of(version).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class Corp:
    """One corp: what its members say is archived, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = 1
        self._numbers = count(1)
        self._ids = count(17955920891003447432)
        (folder / "media").mkdir(parents=True)
        (folder / "secret").write_text(SECRET)

    def say(self, kind: str, at: float, /, sender: str = "wangjianguo", room: str = "wrRoom1", **body: Any) -> str:
        """Somebody says something; the msgid of the record. The keys of ``body`` are those of the kind."""
        msg_id = f"{next(self._ids)}_{int(at)}"
        record = {"msgid": msg_id, "action": "send", "from": sender, "tolist": ["liming"], "roomid": room}
        record |= {"msgtime": int(at * 1000), "msgtype": kind}
        self.record(record | {"info" if kind in ("markdown", "news", "voiptext") else kind: body})
        return msg_id

    def recall(self, msg_id: str, at: float, sender: str = "wangjianguo", room: str = "wrRoom1") -> None:
        """Somebody takes a message back."""
        record = {"msgid": f"{next(self._ids)}_{int(at)}", "action": "recall", "from": sender, "tolist": ["liming"]}
        record |= {"roomid": room, "msgtime": int(at * 1000), "msgtype": "revoke", "revoke": {"pre_msgid": msg_id}}
        self.record(record)

    def record(self, record: Mapping[str, Any]) -> int:
        """Seals a record and lays it down; its seq."""
        return self.raw(str(record["msgid"]), json.dumps(record, ensure_ascii=False))

    def raw(self, msg_id: str, plain: str, key: str = "", seq: int | None = None) -> int:
        """Seals whatever it is; ``key`` in the place of a key of its own."""
        number = next(self._numbers) if seq is None else seq
        own = key or f"random-key-{number}"
        sealed = {
            "seq": number,
            "msgid": msg_id,
            "publickey_ver": self.version,
            "encrypt_random_key": self._for_the_corp(own),
            "encrypt_chat_msg": _masked(MAGIC + plain.encode(), own.encode()).hex(),
        }
        self.line(json.dumps(sealed, separators=(",", ":")))
        return number

    def line(self, line: str) -> None:
        """Lays a line down as it is."""
        with (self.folder / "records").open("a") as file:
            file.write(line + "\n")

    def _for_the_corp(self, key: str) -> str:
        return base64.b64encode(key_of(self.version).public_key().encrypt(key.encode(), padding.PKCS1v15())).decode()

    def put(self, content: bytes, file_id: str = "file-1") -> str:
        """Lays a file down; its sdkfileid."""
        (self.folder / "media" / file_id).write_bytes(content)
        return file_id

    def mood(self, *lines: str) -> None:
        """What happens to the next calls, as finance_sdk.c tells it."""
        (self.folder / "moods").write_text("".join(f"{line}\n" for line in lines))

    def forget_before(self, seq: int) -> None:
        """Five days have gone by: what is before this is not given any more."""
        (self.folder / "floor").write_text(str(seq))

    @property
    def calls(self) -> list[str]:
        """Every call that was made, in order."""
        return self._lines("calls")

    @property
    def faults(self) -> list[str]:
        """What a careful caller would not have done."""
        return self._lines("faults")

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []


def _masked(plain: bytes, key: bytes) -> bytes:
    return bytes(one ^ key[at % len(key)] for at, one in enumerate(plain))
