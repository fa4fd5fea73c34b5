"""The stories of tests/rehearsals/, through the command: what is said stands beside them, byte for byte."""

import json
from pathlib import Path

import pytest

from tests.rehearsals import HERE, STORIES, Story, county, readable, rehearsed

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county(tmp_path_factory.mktemp("rehearsals"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_says_what_stands_beside_it(story: Story, config: Path) -> None:
    said = rehearsed(story, config)
    assert readable(story, said) == (HERE / f"{story.name}.said").read_text("utf-8")
    keys = [json.loads(line)["key"] for line in said.splitlines()]
    assert len(set(keys)) == len(keys)


def test_every_script_is_a_story() -> None:
    assert {path.stem for path in HERE.glob("*.jsonl")} == {story.name for story in STORIES}
