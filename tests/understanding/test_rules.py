"""What each rule is for stands beside it, with an example; each list of words has its sentence."""

import re
import tomllib
from pathlib import Path

import pytest

from handlers.understand import lexicon, read_line, recognise, understand
from handlers.understand.printed import printed
from tests.understanding.reads import REGISTER, kinds

EXAMPLE = re.compile(
    r"Example: (?P<role>enterprise|officer)(?: \[(?P<context>.*)\])? \"(?P<text>[^\"]+)\"\s+"
    r"-> (?P<act>[A-Z]\w+)(?P<slots>(?: \S+=\S+)*)\s*$",
    re.MULTILINE,
)
#: What is known around an example, where it says nothing else.
AROUND = {
    "enterprise": {"now": "2026-03-16T15:20+08:00", "sender_enterprise": "宏达加油站"},
    "officer": {"now": "2026-03-16T09:10+08:00", "mention_bot": "1"},
}
RULES = {
    f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}": rule
    for rule in (*recognise.FIRST, *recognise.RECOGNISERS, *recognise.LAST)
}
FILES = sorted(Path(lexicon.__file__).parent.glob("*.toml"))


def examples(rule: recognise.Recogniser) -> list[re.Match[str]]:
    """The examples in the docstring of a rule."""
    return list(EXAMPLE.finditer(rule.__doc__ or ""))


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_an_example_that_holds(name: str) -> None:
    found = examples(RULES[name])
    assert found, f"{name} has no Example: in its docstring"
    assert len(found) == (RULES[name].__doc__ or "").count("Example:"), f"{name} has an example of another form"
    for example in found:
        given = re.split(r", (?=[a-z_]+=)", example["context"] or "")
        around = AROUND[example["role"]] | dict(pair.split("=", 1) for pair in given if pair)
        context = ", ".join(f"{key}={value}" for key, value in around.items())
        record = {"id": name, "text": example["text"], "role": example["role"], "context": context}
        reading = understand(example["text"], read_line(record, REGISTER))
        assert kinds(reading)[:1] == [example["act"]], reading
        slots = vars(reading.acts[0]) | printed(reading, name)["slots"]
        wanted = dict(pair.split("=", 1) for pair in example["slots"].split())
        assert {slot: str(slots.get(slot)) for slot in wanted} == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_list_of_words_has_its_sentence(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.partition("[[")[0].splitlines()  # a table of points has its sentence in each of them
    wordless = [line for before, line in zip(["", *lines], lines, strict=False) if _begins(line) and before[:2] != "# "]
    # one sentence stands for the whole table of sounds, which nobody writes by hand
    assert wordless == [] or path.stem == "sounds"
    assert tomllib.loads(text)


def _begins(line: str) -> bool:
    return bool(re.match(r"\w+ = \[", line))
