"""Writes what each story says."""

import tempfile
from pathlib import Path

from tests.rehearsals import HERE, STORIES, county, readable, rehearsed

with tempfile.TemporaryDirectory() as folder:
    config = county(Path(folder))
    for story in STORIES:
        (HERE / f"{story.name}.said").write_text(readable(story, rehearsed(story, config)), "utf-8")
