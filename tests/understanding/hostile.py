"""Every expression of handlers/understand, and lines that are made to hurt it, out of its own pieces."""

import importlib
import inspect
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
from collections import deque
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, cache
from itertools import islice, pairwise
from time import thread_time
from typing import Any

import handlers.understand

SHORT, LONG = 500, 2000
#: What breaks a match off at the end of a line.
END = "\x00"
PIECES, NEIGHBOURS, WHOLE = 5, 2, 30
#: A line four times as long may take so many times as long.
RATIO = 8
#: How often two things are measured side by side before the one counts as slow: the machine may be busy elsewhere.
TRIES = 12


#: A star, a plus or an open brace behind something; escaped ones are signs.
_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")


def expressions() -> dict[str, re.Pattern[str]]:
    """Every compiled expression of the modules that repeats something without a bound; lists of words are trees."""
    found: dict[str, re.Pattern[str]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, _lru_cache_wrapper) and value.__module__ == module.__name__ and _takes_nothing(value):
                value = value()
            for at, pattern in enumerate(_patterns(value)):
                if _UNBOUNDED.search(pattern.pattern):
                    found[f"{module.__name__.removeprefix('handlers.understand.')}.{name}[{at}]"] = pattern
    return found


@cache
def expressions_of() -> dict[str, re.Pattern[str]]:
    """The same, gathered once."""
    return expressions()


def _modules() -> Iterator[Any]:
    yield handlers.understand
    for info in pkgutil.walk_packages(handlers.understand.__path__, "handlers.understand."):
        yield importlib.import_module(info.name)


def _takes_nothing(function: Any) -> bool:
    return not inspect.signature(function).parameters and "Pattern" in str(
        inspect.signature(function).return_annotation
    )


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _patterns(one)


def lines(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Long lines of the pieces of an expression: each by itself, in pairs, a whole match; then nothing fits."""
    every = list(islice(_pieces(parser.parse(pattern.pattern)), WHOLE))
    pieces = list(dict.fromkeys(every))[:PIECES]
    whole = "".join(every)
    pairs = [one + other for one, other in islice(pairwise(pieces), NEIGHBOURS)]
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
    module, _, attribute = name.rpartition(".")
    bare = re.escape(attribute.partition("[")[0])
    source = inspect.getsource(
        importlib.import_module(f"handlers.understand.{module}" if module else "handlers.understand")
    )
    used = set(re.findall(rf"(?<!\w){bare}(?:\(\)|\[[^]]*\])?\.(\w+)\(", source))
    return not used or bool(used - {"match", "fullmatch"})


def seconds(pattern: re.Pattern[str], line: str, searched: bool) -> float:
    """How long it takes to look for an expression."""
    if searched:
        return spent(lambda: deque(pattern.finditer(line), 0))
    return spent(lambda: pattern.match(line))


def spent(run: Callable[[], object]) -> float:
    """The processor time that something takes, in seconds."""
    began = thread_time()
    run()
    return thread_time() - began


def least(long: Callable[[], float], short: Callable[[], float], ratio: float, floor: float) -> tuple[float, float]:
    """The least time of each, taken side by side, again and again while the long one looks too slow.

    What takes less than ``floor`` seconds says nothing but how busy the machine is, and counts as that much.
    """
    took = [long()], [short()]
    while min(took[0]) > ratio * max(min(took[1]), floor) and len(took[0]) < TRIES:
        took[0].append(long())
        took[1].append(short())
    return min(took[0]), max(min(took[1]), floor)


def growth(pattern: re.Pattern[str], floor: float, searched: bool = True) -> tuple[float, float, str]:
    """By how much more 2,000 characters take than 500, in the worst line; ``floor`` as in `least`, for the long one."""
    worst = (1.0, 0.0, "")
    for line in lines(pattern, LONG):
        if seconds(pattern, line, searched) < floor:
            continue
        cut = line[:SHORT] + END
        long, short = least(
            lambda line=line: seconds(pattern, line, searched),  # type: ignore[misc]
            lambda cut=cut: seconds(pattern, cut, searched),  # type: ignore[misc]
            RATIO,
            floor / RATIO,
        )
        if long / short > worst[0]:
            worst = (long / short, long, line[:24])
    return worst


if __name__ == "__main__":
    for name, pattern in sorted(expressions().items()):
        ratio, took, line = growth(pattern, 0.001, is_searched(name))
        if ratio > RATIO or took > 0.003:
            print(f"{name:44} x{ratio:5.1f} {took * 1000:7.2f} ms {is_searched(name)} {line!r}", flush=True)
            print(f"      {pattern.pattern[:220]}", flush=True)
