"""`python -m tests.understanding.sounds`: which characters sound alike, for the words of typos.toml."""

import re
from pathlib import Path

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from handlers.understand import lexicon

TABLE = Path(lexicon.__file__).parent / "sounds.toml"
WORDS = """# Which characters sound alike, for typos.toml: toneless, n as ng, l as n, zh ch sh as z c s, f as h.
# Made by `python -m tests.understanding.sounds` from the readings of pypinyin (MIT); nothing here is written by hand.
"""
#: Where people do not tell h and f, what stands for a syllable with f.
LIKE_H = {"fa": "hua", "fan": "huan", "fang": "huang", "fei": "hui", "fen": "hun", "fo": "huo", "fu": "hu"}
READINGS = 2


def folded(syllable: str) -> str:
    """One writing for syllables that many do not tell apart."""
    plain = LIKE_H.get(syllable, syllable)
    plain = re.sub(r"^([zcs])h", r"\1", plain)
    plain = re.sub(r"^l", "n", plain)
    return re.sub(r"(?<=[aei])ng$", "n", plain)


def sounds_of(char: str) -> list[str]:
    """How a character is said: its first readings, folded."""
    readings = str(PINYIN_DICT.get(ord(char), "")).split(",")[:READINGS]
    return list(dict.fromkeys(folded(to_normal(one).replace("ü", "v")) for one in readings if one))


def common() -> list[str]:
    """The characters in common use: the first level of GB 2312."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return [pair.decode("gb2312") for pair in rows if pair < b"\xd7\xfa"]


def table() -> str:
    """The table as it stands in the file."""
    wanted = sorted({sounds_of(char)[0] for word in lexicon.lists()["typos.words"] for char in word})
    chars = {sound: "".join(char for char in common() if sound in sounds_of(char)) for sound in wanted}
    core = {char for word in lexicon.lists()["typos.words"] for char in word}
    for char in sorted(core - set(common())):
        chars[sounds_of(char)[0]] += char
    return WORDS + "".join(f'{sound} = "{some}"\n' for sound, some in chars.items())


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
