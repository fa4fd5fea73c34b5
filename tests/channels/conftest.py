"""What the tests of channels may ask for."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.channels.archive_office import Office, opened
from tests.platform import finance
from tests.platform.finance import Corp


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = finance.built(tmp_path_factory.mktemp("finance"))
    if made is None:
        pytest.skip("there is no C compiler on this machine")
    return made


@pytest.fixture
def corp(tmp_path: Path) -> Iterator[Corp]:
    made = Corp(tmp_path / "corp")
    yield made
    assert made.faults == []


@pytest.fixture
async def archive(library: Path, corp: Corp, tmp_path: Path) -> AsyncIterator[Office]:
    """An office that can listen to the archive of the corp."""
    async with opened(library, corp, tmp_path) as made:
        yield made
