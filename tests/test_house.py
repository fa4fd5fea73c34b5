"""The walls of the house (docs/HOUSE.md): who may import whom, where `await` may stand, how long files are."""

import ast
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "models": set(),
    "handlers": {"models"},
    "scheduler": {"models"},
    "bot": {"models", "handlers", "scheduler"},
}
NETWORK = {"aiohttp", "socket", "requests", "urllib", "http", "asyncio", "threading"}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}
#: Words that say nothing about what a thing is.
EMPTY_NAMES = ("Manager", "Service", "Utils", "Helper", "Data")
#: Names in the house that hold such a word and still say what they are.
ALLOWED_NAMES = {"Service"}  # bot/service.py: what `yexun serve` runs


def files(room: str) -> list[Path]:
    return sorted(path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def every_file() -> list[Path]:
    return [path for room in ROOMS for path in files(room)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    allowed = ROOMS[room] | {room}
    for path in files(room):
        wrong = set(imported(parsed(path))) & (set(ROOMS) - allowed)
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("room", ["models", "handlers", "scheduler"])
def test_only_bot_knows_the_network_the_clock_and_await(room: str) -> None:
    for path in files(room):
        tree = parsed(path)
        name = path.relative_to(ROOT)
        assert not set(imported(tree)) & NETWORK, f"{name} knows the network"
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Await | ast.AsyncFunctionDef), f"{name}:{node.lineno} awaits"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
                owner = ast.unparse(node.func.value)
                assert owner not in {"datetime", "date", "time", "datetime.datetime"}, (
                    f"{name}:{node.lineno} asks a clock"
                )


def test_names_say_what_a_thing_is() -> None:
    for path in every_file():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and node.name not in ALLOWED_NAMES:
                assert not node.name.endswith(EMPTY_NAMES), f"{path.relative_to(ROOT)}: {node.name}"


def test_files_stay_below_300_lines_but_for_tables_to_read() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in every_file()}
    over = {name: lines for name, lines in long.items() if lines > 330}
    assert set(over) <= {"handlers/acts.py"}, over  # one act a paragraph: a table to read


def test_functions_are_short() -> None:
    lengths = [
        (body_lines(node), f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for path in every_file()
        for node in functions(parsed(path))
    ]
    assert statistics.median(length for length, _ in lengths) < 10
    assert max(lengths)[0] <= 40, max(lengths)


def test_public_things_have_a_sentence() -> None:
    missing = []
    for path in every_file():
        tree = parsed(path)
        public = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
        ]
        nested = {id(inner) for node in functions(tree) for inner in ast.walk(node) if inner is not node}
        missing += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for node in public
            if id(node) not in nested and not ast.get_docstring(node)
        ]
        if not ast.get_docstring(tree) and path.name != "__init__.py":
            missing.append(f"{path.relative_to(ROOT)} has no sentence of its own")
    assert not missing
