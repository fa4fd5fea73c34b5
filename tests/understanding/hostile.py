"""Every expression of handlers/understand, and lines that are made to hurt it, out of its own pieces."""

import importlib
import inspect
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from collections import deque
from functools import _lru_cache_wrapper
from itertools import islice, product
from time import perf_counter
from typing import Any

import handlers.understand
from handlers.understand import lexicon

SHORT, LONG = 500, 2000
#: What breaks a match off at the end of a line.
END = "\x00"
PIECES, PAIRS = 8, 40
#: A line four times as long may take so many times as long.
RATIO = 8


def expressions() -> dict[str, re.Pattern[str]]:
    """Every compiled expression of the modules: by name, in tables, made when first asked for, one per word list."""
    found = {f"lexicon {name}": lexicon.pattern(name) for name in lexicon.lists()}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, _lru_cache_wrapper) and value.__module__ == module.__name__ and _takes_nothing(value):
                value = value()
            for at, pattern in enumerate(_patterns(value)):
                found[f"{module.__name__.removeprefix('handlers.understand.')}.{name}[{at}]"] = pattern
    return found


def _modules() -> Iterator[Any]:
    yield handlers.understand
    for info in pkgutil.walk_packages(handlers.understand.__path__, "handlers.understand."):
        yield importlib.import_module(info.name)


def _takes_nothing(function: Any) -> bool:
    return not inspect.signature(function).parameters and "Pattern" in str(inspect.signature(function).return_annotation)


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _patterns(one)


def lines(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Long lines of the pieces of an expression: each again and again, in pairs, a whole match, and then nothing fits."""
    pieces = list(dict.fromkeys(islice(_pieces(parser.parse(pattern.pattern)), PIECES)))
    whole = "".join(islice(_pieces(parser.parse(pattern.pattern)), 30))
    pairs = ["".join(pair) for pair in islice(product(pieces, pieces), PAIRS)]
    for piece in dict.fromkeys([*pieces, *pairs, whole]):
        if piece:
            yield (piece * (length // len(piece) + 1))[:length] + END


def _pieces(parsed: Any) -> Iterator[str]:
    """A text for each part of an expression that stands for text."""
    literal = ""
    for op, value in parsed:
        name = str(op)
        if name == "LITERAL":
            literal += chr(value)
            continue
        if literal:
            yield literal
            literal = ""
        yield from _piece(name, value)
    if literal:
        yield literal


def _piece(name: str, value: Any) -> Iterator[str]:
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield from _pieces(value[2])
    elif name == "SUBPATTERN":
        yield from _pieces(value[3])
    elif name == "BRANCH":
        for branch in value[1][:4]:
            yield from _pieces(branch)
    elif name in ("ASSERT", "ASSERT_NOT"):
        yield from _pieces(value[1])
    elif name == "ATOMIC_GROUP":
        yield from _pieces(value)
    elif name in ("ANY", "NOT_LITERAL"):
        yield "中"
    elif name == "IN":
        yield _member(value)


_CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "中", "CATEGORY_NOT_SPACE": "中"}


def _member(members: Any) -> str:
    """A character of a class."""
    for op, value in members:
        if str(op) == "LITERAL":
            return chr(value)
        if str(op) == "RANGE":
            return chr(value[0])
        if str(op) == "CATEGORY":
            return _CATEGORIES.get(str(value), "中")
    return "中"


def is_searched(name: str) -> bool:
    """Whether an expression is looked for anywhere in a line, and not only at its beginning."""
    if name.startswith("lexicon "):
        return True
    module, _, attribute = name.rpartition(".")
    bare = re.escape(attribute.partition("[")[0])
    source = inspect.getsource(importlib.import_module(f"handlers.understand.{module}" if module else "handlers.understand"))
    used = set(re.findall(rf"(?<!\w){bare}(?:\(\)|\[[^]]*\])?\.(\w+)\(", source))
    return not used or bool(used - {"match", "fullmatch"})


def seconds(pattern: re.Pattern[str], line: str, searched: bool, times: int = 1) -> float:
    """How long it takes to look for an expression, the quickest of some."""
    spent = []
    for _ in range(times):
        began = perf_counter()
        if searched:
            deque(pattern.finditer(line), 0)
        else:
            pattern.match(line)
        spent.append(perf_counter() - began)
    return min(spent)


def growth(pattern: re.Pattern[str], least: float, searched: bool = True) -> tuple[float, float, str]:
    """By how much more a line of 2,000 characters takes than one of 500, the worst of them; below `least` seconds none."""
    worst = (1.0, 0.0, "")
    for short, long in zip(lines(pattern, SHORT), lines(pattern, LONG), strict=True):
        if seconds(pattern, long, searched) < least:
            continue
        took = seconds(pattern, long, searched, 2)
        ratio = took / max(seconds(pattern, short, searched, 2), 1e-9)
        if took >= least and took > worst[1]:
            worst = (ratio, took, long[:24])
    return worst


if __name__ == "__main__":
    for name, pattern in sorted(expressions().items()):
        ratio, took, line = growth(pattern, 0.001, is_searched(name))
        if ratio > RATIO or took > 0.003:
            print(f"{name:44} x{ratio:5.1f} {took * 1000:7.2f} ms {is_searched(name)} {line!r}", flush=True)
            print(f"      {pattern.pattern[:220]}", flush=True)
