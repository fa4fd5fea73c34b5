"""The words of the trade, kept as lists in TOML files beside this one."""

from __future__ import annotations

import re
import tempfile
import tomllib
import warnings
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol

FILES = (
    "anomaly",
    "answers",
    "hazard",
    "incident",
    "items",
    "notices",
    "patrol",
    "people",
    "places",
    "questions",
    "reviews",
    "talk",
    "typos",
)


Node = dict[str, "Node"]  # the words that go on with a character; "" where one ends


class Cutter(Protocol):
    """What is used of jieba."""

    FREQ: dict[str, int]

    def lcut(self, sentence: str, cut_all: bool = False, HMM: bool = True) -> list[str]:  # noqa: N803
        """A sentence as words."""


_tmp_dir: Path | None = None


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Every list of every file, as `file.key`."""
    found: dict[str, tuple[str, ...]] = {}
    for name in FILES:
        table = tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
        found |= {f"{name}.{key}": tuple(words) for key, words in table.items() if isinstance(words, list)}
    return found


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list, longest first."""
    return tuple(sorted(lists()[name], key=len, reverse=True))


def either(*names: str) -> str:
    """The words of some lists as one expression that finds the longest, written as a tree so that it is quick."""
    root: Node = {}
    for word in {word for name in names for word in lists()[name]}:
        _grow(root, word)
    return _written(root)


def _grow(node: Node, word: str) -> None:
    for char in word:
        node = node.setdefault(char, {})
    node[""] = {}


def _written(node: Node) -> str:
    branches = [re.escape(char) + _written(below) for char, below in sorted(node.items()) if char]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """Finds any word of some lists."""
    return re.compile(either(*names), re.IGNORECASE)


@cache
def _by_length(names: tuple[str, ...]) -> tuple[tuple[int, frozenset[str]], ...]:
    every = {word for name in names for word in lists()[name]}
    lengths = sorted({len(word) for word in every}, reverse=True)
    return tuple((length, frozenset(word for word in every if len(word) == length)) for length in lengths)


def ending(text: str, *names: str) -> str:
    """The longest word of some lists that ends a text, or nothing."""
    return next((text[-length:] for length, some in _by_length(names) if text[-length:] in some), "")


def hit(name: str, text: str) -> str:
    """The first word of a list that stands in a text, or nothing."""
    match = pattern(name).search(text)
    return match.group() if match else ""


def prepare(tmp_dir: Path | None) -> None:
    """Says where the cutter may keep its dictionary cache; without a place it keeps none."""
    global _tmp_dir
    _tmp_dir = tmp_dir


def cut(text: str) -> list[str]:
    """A text as words; the dictionary is read when this is first asked."""
    return _cutter().lcut(text, HMM=False)


def frequency(word: str) -> int:
    """How common a word is; nought for what is none."""
    return _cutter().FREQ.get(word, 0)


#: A word that stands so often in the dictionary's own texts is common.
COMMON = 30


def common(part: str) -> str:
    """A common word of which a stretch is only a part, or nothing."""
    found = (word for word, count in _cutter().FREQ.items() if count >= COMMON and part in word and part != word)
    return next(found, "")


@cache
def _cutter() -> Cutter:
    with tempfile.TemporaryDirectory(prefix="yexun-") as unkept:
        return _tokenizer(str(_tmp_dir or unkept))


def _tokenizer(folder: str) -> Cutter:
    """A tokenizer of our own: the shared one would read its cache from a folder open to everybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = folder
    tokenizer.initialize()
    for word in lists()["places.tails"] + lists()["hazard.equipment"]:
        tokenizer.add_word(word)
    own: Cutter = tokenizer
    return own
